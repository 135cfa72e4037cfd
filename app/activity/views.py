"""The journal: one's own week and records; who waits for validation; a member's week, read and decided."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.activity import decisions, exports, money_pages, own_pages, pages, queries, services, undo
from app.activity.forms import DeletionForm, ReturnForm, ValidationForm
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _n
from app.kernel.paging import page_asked
from app.members.models import Member

blueprint = FeatureBlueprint("activity", __name__)
PHOTO = 40_000_000  # bytes: a photo too large for us still arrives, so that what was typed beside it is not lost


@blueprint.get("/activity", access=Permission.SEE_ACTIVITY)
def show_activity() -> ResponseReturnValue:
    actor = current_actor()
    view = pages.view_asked(actor)
    if view == "mine":
        return render_template("activity/show_activity.html", **own_pages.own_journal(actor))
    listed = pages.people(actor, view, page_asked(request.args), today=g.organisation.today)
    return render_template(f"activity/{view}_members.html", **listed)


@blueprint.get("/activity/export.csv", access=Permission.SEE_ACTIVITY)
def export_records() -> ResponseReturnValue:
    return exports.answer(current_actor(), today=g.organisation.today)


# --- One's own records ----------------------------------------------------------------------------------------------


@blueprint.get("/activity/new", access=Permission.LOG_OWN_ACTIVITY)
def new_record() -> ResponseReturnValue:
    member, kind = pages.own_file_or_404(current_actor()), pages.kind_asked()
    form = pages.entry_form(member, kind, like=own_pages.answers_like(member, kind))
    return render_template("activity/new_record.html", **own_pages.new_entry(form, member))


@blueprint.post("/activity/new", access=Permission.LOG_OWN_ACTIVITY, prepare=money_pages.examine_sent, largest=PHOTO)
def log_record() -> ResponseReturnValue:
    actor = current_actor()
    member = pages.own_file_or_404(actor)
    form = pages.entry_form(member, pages.kind_asked())
    if form.validate_on_submit():
        with form.refusals():
            record = services.log_record(member, form.entry(), own_pages.log_of(actor))
            money_pages.settle_receipt(record, form)
            act_id = undo.remember(member.id, now=[record], by_account_id=actor.account_id)
            return redirect(pages.after_saving(record, act_id))
    return render_template("activity/new_record.html", **own_pages.new_entry(form, member)), 422


@blueprint.get("/activity/records/<id:record_id>", access=Permission.LOG_OWN_ACTIVITY)
def edit_record(record_id: int) -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    record = queries.get_own_record_or_404(member, record_id)
    if record.corrects_id:
        return redirect(url_for("activity.show_record", record_id=record_id))
    form = pages.entry_form(member, record.kind, record)
    return render_template("activity/edit_record.html", form=form, **pages.correction(record))


@blueprint.post(
    "/activity/records/<id:record_id>",
    access=Permission.LOG_OWN_ACTIVITY,
    prepare=money_pages.examine_sent,
    largest=PHOTO,
)
def change_record(record_id: int) -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    record = queries.get_own_record_or_404(member, record_id)
    form, stood = pages.entry_form(member, record.kind, record), undo.pictures([record])
    if form.validate_on_submit():
        try:
            own_pages.save_correction(member, record, form)
        except Refusal as refusal:
            pages.say_refusal(form, refusal, record)
        else:
            act_id = undo.remember(member.id, now=[record], before=stood, by_account_id=member.account_id)
            return redirect(pages.after_saving(record, act_id))
    return render_template("activity/edit_record.html", form=form, **pages.correction(record)), 422


@blueprint.post("/activity/records/<id:record_id>/delete", access=Permission.LOG_OWN_ACTIVITY)
def delete_record(record_id: int) -> ResponseReturnValue:
    member, asked = pages.own_file_or_404(current_actor()), DeletionForm()
    record = queries.get_own_record_or_404(member, record_id)
    form, day, stood = pages.entry_form(member, record.kind, record), record.day, undo.pictures([record])
    if asked.validate_on_submit():
        try:
            services.delete_record(member, record_id, version=asked.version.data)
        except Refusal as refusal:
            pages.say_refusal(form, refusal, record)
        else:
            act_id = undo.remember(member.id, before=stood, by_account_id=member.account_id)
            return redirect(pages.week_address(day, did=act_id))
    return render_template("activity/edit_record.html", form=form, **pages.correction(record)), 422


# --- Reading and deciding -------------------------------------------------------------------------------------------


def _decided(member: Member, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    if request.args.get("from") == "queue":
        return redirect(url_for("activity.show_activity", view="waiting", coach=pages.coach_asked() or None))
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
