"""The journal in few taps: again, undo, a whole week, handing in, prospects. Same blueprint as `views`."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.activity import again, handing_in, own_pages, pages, prospect_pages, queries, services, undo, week_pages
from app.activity.forms import SubmissionForm
from app.activity.quick_forms import PressForm, RepetitionForm, TakingBackForm, UndoForm
from app.activity.views import blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, _n


def _refused(form: PressForm) -> ResponseReturnValue:
    return render_template("activity/show_activity.html", **own_pages.refused(form)), 422


# --- Again, and undone ----------------------------------------------------------------------------------------------


@blueprint.post("/activity/repeat", access=Permission.LOG_OWN_ACTIVITY)
def repeat_day() -> ResponseReturnValue:
    actor, form = current_actor(), RepetitionForm()
    member = pages.own_file_or_404(actor)
    if form.validate_on_submit():
        with form.refusals():
            records = again.repeat_day(member, form.source.data, own_pages.log_of(actor))
            act_id = undo.remember(member.id, now=records, by_account_id=actor.account_id)
            return redirect(pages.week_address(g.organisation.today, did=act_id))
    return _refused(form)


@blueprint.post("/activity/records/<id:record_id>/again", access=Permission.LOG_OWN_ACTIVITY)
def repeat_record(record_id: int) -> ResponseReturnValue:
    actor, form = current_actor(), PressForm()
    member = pages.own_file_or_404(actor)
    source = queries.get_own_record_or_404(member, record_id)
    if form.validate_on_submit():
        with form.refusals():
            record = again.repeat_record(member, source, own_pages.log_of(actor))
            act_id = undo.remember(member.id, now=[record], by_account_id=actor.account_id)
            return redirect(pages.after_saving(record, act_id))
    return _refused(form)


@blueprint.post("/activity/undo", access=Permission.LOG_OWN_ACTIVITY)
def undo_act() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), UndoForm()
    if form.validate_on_submit():
        with form.refusals():
            day = undo.take_back(member, form.act.data).day
            flash(_("Undone: everything is as it was before."), "ok")
            return redirect(pages.week_address(day))
    return _refused(form)


# --- A whole week ---------------------------------------------------------------------------------------------------


@blueprint.get("/activity/week", access=Permission.LOG_OWN_ACTIVITY)
def fill_week() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    return render_template("activity/fill_week.html", **week_pages.filling(member, week_pages.week_form(member)))


@blueprint.post("/activity/week", access=Permission.LOG_OWN_ACTIVITY)
def log_week() -> ResponseReturnValue:
    actor = current_actor()
    member = pages.own_file_or_404(actor)
    form = week_pages.week_form(member)
    if form.validate_on_submit() and (records := week_pages.log_week(member, form, own_pages.log_of(actor))):
        act_id = undo.remember(member.id, now=records, by_account_id=actor.account_id)
        return redirect(pages.week_address(records[0].day, did=act_id))
    return render_template("activity/fill_week.html", **week_pages.filling(member, form)), 422


# --- Handing in -----------------------------------------------------------------------------------------------------


@blueprint.post("/activity/submit", access=Permission.LOG_OWN_ACTIVITY)
def submit_records() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), SubmissionForm()
    if form.validate_on_submit():
        with form.refusals():
            return _handed_in(services.submit_records(member, form.seen.data))
    return _refused(form)


@blueprint.post("/activity/submit-all", access=Permission.LOG_OWN_ACTIVITY)
def submit_all() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), PressForm()
    if form.validate_on_submit():
        with form.refusals():
            return _handed_in(handing_in.submit_all(member))
    return _refused(form)


def _handed_in(count: int) -> ResponseReturnValue:
    said = _n("%(num)s record handed in to your coach.", "%(num)s records handed in to your coach.", num=count)
    flash(said, "ok")
    return redirect(pages.week_address(pages.day_asked()))


@blueprint.post("/activity/take-back", access=Permission.LOG_OWN_ACTIVITY)
def take_back_records() -> ResponseReturnValue:
    member, form = pages.own_file_or_404(current_actor()), TakingBackForm()
    if form.validate_on_submit():
        with form.refusals():
            count = handing_in.take_back(member, form.seen.data)
            flash(_n("%(num)s record is yours again.", "%(num)s records are yours again.", num=count), "ok")
            return redirect(pages.week_address(pages.day_asked()))
    return _refused(form)


# --- Prospects ------------------------------------------------------------------------------------------------------


@blueprint.get("/activity/prospects", access=Permission.LOG_OWN_ACTIVITY)
def list_prospects() -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    return render_template("activity/list_prospects.html", **prospect_pages.listed(member, request.args))


@blueprint.get("/activity/records/<id:record_id>/sale", access=Permission.LOG_OWN_ACTIVITY)
def ask_sale(record_id: int) -> ResponseReturnValue:
    member = pages.own_file_or_404(current_actor())
    prospect = prospect_pages.own_prospect_or_404(member, record_id)
    form = prospect_pages.sale_form(member, prospect)
    return render_template("activity/ask_sale.html", **prospect_pages.sale_of(prospect, form))


@blueprint.post("/activity/records/<id:record_id>/sale", access=Permission.LOG_OWN_ACTIVITY)
def log_sale(record_id: int) -> ResponseReturnValue:
    actor = current_actor()
    member = pages.own_file_or_404(actor)
    prospect = prospect_pages.own_prospect_or_404(member, record_id)
    form = prospect_pages.sale_form(member, prospect)
    if form.validate_on_submit():
        with form.refusals():
            sale, act_id = again.log_sale_of(prospect, member, form.entry(), log=own_pages.log_of(actor))
            return redirect(pages.after_saving(sale, act_id))
    return render_template("activity/ask_sale.html", **prospect_pages.sale_of(prospect, form)), 422
