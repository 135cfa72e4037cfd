"""The journal: one's own week and records; who waits for validation; a member's week, read and decided."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.activity import decisions, exports, pages, queries, services
from app.activity.forms import DeletionForm, ReturnForm, SubmissionForm, ValidationForm
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _, _n
from app.kernel.paging import page_asked
from app.members.models import Member

blueprint = FeatureBlueprint("activity", __name__)


@blueprint.get("/activity", access=Permission.SEE_ACTIVITY)
def show_activity() -> ResponseReturnValue:
    actor = current_actor()
    view = pages.view_asked(actor)
    if view == "mine":
        return render_template("activity/show_activity.html", **pages.own_journal(actor))
    listed = pages.people(actor, view, page_asked(request.args), today=g.organisation.today)
    return render_template(f"activity/{view}_members.html", **listed)


@blueprint.get("/activity/export.csv", access=Permission.SEE_ACTIVITY)
def export_records() -> ResponseReturnValue:
    return exports.answer(current_actor(), today=g.organisation.today)


# --- One's own records ----------------------------------------------------------------------------------------------


@blueprint.get("/activity/new", access=Permission.LOG_OWN_ACTIVITY)
def new_record() -> ResponseReturnValue:
    member, kind = pages.own_file_or_404(current_actor()), pages.kind_asked()
    return render_template("activity/new_record.html", **pages.new_entry(pages.entry_form(member, kind)))


@blueprint.post("/activity/new", access=Permission.LOG_OWN_ACTIVITY)
def log_record() -> ResponseReturnValue:
    actor = current_actor()
    member = pages.own_file_or_404(actor)
    form = pages.entry_form(member, pages.kind_asked())
    if form.validate_on_submit():
        with form.refusals():
            log = services.Log(organisation=g.organisation, by_account_id=actor.account_id)
            record = services.log_record(member, form.entry(), log)
            return redirect(pages.after_saving(record))
    return render_template("activity/new_record.html", **pages.new_entry(form)), 422


@blueprint.get("/activity/records/<id:record_id>", access=Permission.LOG_OWN_ACTIVITY)
def edit_record(record_id: int) -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    record = queries.get_own_record_or_404(member, record_id)
    form = pages.entry_form(member, record.kind, record)
    return render_template("activity/edit_record.html", form=form, **pages.correction(record))


@blueprint.post("/activity/records/<id:record_id>", access=Permission.LOG_OWN_ACTIVITY)
def change_record(record_id: int) -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    record = queries.get_own_record_or_404(member, record_id)
    form = pages.entry_form(member, record.kind, record)
    if form.validate_on_submit():
        try:
            services.change_record(
                member, record_id, form.entry(), version=form.version.data, organisation=g.organisation
            )
        except Refusal as refusal:
            pages.say_refusal(form, refusal, record)
        else:
            return redirect(pages.after_saving(record))
    return render_template("activity/edit_record.html", form=form, **pages.correction(record)), 422


@blueprint.get("/activity/records/<id:record_id>/delete", access=Permission.LOG_OWN_ACTIVITY)
def confirm_deletion(record_id: int) -> ResponseReturnValue:
    record = queries.get_own_record_or_404(pages.own_file_or_404(current_actor()), record_id)
    form = DeletionForm(version=record.version)
    return render_template("activity/confirm_deletion.html", form=form, **pages.correction(record))


@blueprint.post("/activity/records/<id:record_id>/delete", access=Permission.LOG_OWN_ACTIVITY)
def delete_record(record_id: int) -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), DeletionForm()
    record = queries.get_own_record_or_404(member, record_id)
    shown = pages.correction(record)
    if form.validate_on_submit():
        try:
            services.delete_record(member, record_id, version=form.version.data)
        except Refusal as refusal:
            pages.say_refusal(form, refusal, record)
        else:
            flash(_("Deleted: %(what)s", what=shown["what"]), "ok")
            return redirect(shown["back"])
    return render_template("activity/confirm_deletion.html", form=form, **pages.correction(record)), 422


@blueprint.post("/activity/submit", access=Permission.LOG_OWN_ACTIVITY)
def submit_records() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), SubmissionForm()
    if form.validate_on_submit():
        with form.refusals():
            count = services.submit_records(member, form.seen.data)
            flash(
                _n("%(num)s record handed in to your coach.", "%(num)s records handed in to your coach.", num=count),
                "ok",
            )
            return redirect(url_for("activity.show_activity", **pages.own_view(), week=pages.day_asked().isoformat()))
    return render_template("activity/show_activity.html", **pages.submission(member, form)), 422


# --- Reading and deciding -------------------------------------------------------------------------------------------


def _decided(member: Member, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for("activity.show_member_week", member_id=member.id, week=pages.day_asked().isoformat()))


@blueprint.get("/activity/members/<id:member_id>", access=Permission.VALIDATE_ACTIVITY)
def show_member_week(member_id: int) -> ResponseReturnValue:
    member = pages.visible_member(member_id)
    return render_template("activity/show_member_week.html", **pages.member_week(member))


@blueprint.post("/activity/members/<id:member_id>/validate", access=Permission.VALIDATE_ACTIVITY)
def validate_records(member_id: int) -> ResponseReturnValue:
    member, form = pages.decidable_member(member_id), ValidationForm()
    if form.validate_on_submit():
        with form.refusals():
            count = decisions.validate_records(member, form.seen.data, by_account_id=current_actor().account_id)
            return _decided(member, _n("%(num)s record validated.", "%(num)s records validated.", num=count))
    return render_template("activity/show_member_week.html", form=form, **pages.member_week(member)), 422


@blueprint.get("/activity/members/<id:member_id>/return", access=Permission.VALIDATE_ACTIVITY)
def ask_return(member_id: int) -> ResponseReturnValue:
    member = pages.decidable_member(member_id)
    return render_template("activity/ask_return.html", **pages.return_asked(member))


@blueprint.post("/activity/members/<id:member_id>/return", access=Permission.VALIDATE_ACTIVITY)
def return_records(member_id: int) -> ResponseReturnValue:
    member, form = pages.decidable_member(member_id), ReturnForm()
    if form.validate_on_submit():
        with form.refusals():
            count = decisions.return_records(
                member, form.seen.data, form.remark.data, by_account_id=current_actor().account_id
            )
            return _decided(member, _n("%(num)s record returned.", "%(num)s records returned.", num=count))
    return render_template("activity/ask_return.html", **pages.return_asked(member, form)), 422
