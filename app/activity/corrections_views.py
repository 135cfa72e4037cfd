"""One record and what follows it: payments, the coach's comment, the counter-entry, and the right record beside it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.activity import counter_entries, decisions, later_payments, money_pages, receivables, record_pages, services
from app.activity.follow_up_forms import CommentForm, CounterForm, PaymentForm, PaymentRefusalForm, VersionForm
from app.activity.record_pages import Concerned
from app.activity.views import PHOTO, blueprint
from app.kernel.access import Permission, current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.kernel.paging import page_asked


def _shown_again(concerned: Concerned, sentence: str) -> ResponseReturnValue:
    flash(sentence, "ok")
    return redirect(url_for("activity.show_record", record_id=concerned.record.id))


@blueprint.get("/activity/records/<id:record_id>/details", access=Permission.SEE_ACTIVITY)
def show_record(record_id: int) -> ResponseReturnValue:
    concerned = record_pages.concerned_or_404(current_actor(), record_id)
    return render_template("activity/show_record.html", **record_pages.one_record(concerned))


# --- Payments -------------------------------------------------------------------------------------------------------


@blueprint.post("/activity/records/<id:record_id>/payments", access=Permission.SEE_ACTIVITY)
def add_payment(record_id: int) -> ResponseReturnValue:
    concerned, form = record_pages.changeable_or_403(record_id), PaymentForm()
    if form.validate_on_submit():
        try:
            by = {"organisation": g.organisation, "by_account_id": current_actor().account_id}
            later_payments.add(concerned.member, record_id, form.paid(), version=form.version.data, **by)
        except Refusal as refusal:
            record_pages.say_refusal(form, refusal, concerned.record)
        else:
            return _shown_again(concerned, _("The payment is kept."))
    return render_template("activity/show_record.html", **record_pages.one_record(concerned, form=form)), 422


@blueprint.post("/activity/records/<id:record_id>/payments/<id:payment_id>/delete", access=Permission.SEE_ACTIVITY)
def delete_payment(record_id: int, payment_id: int) -> ResponseReturnValue:
    concerned, form = record_pages.changeable_or_403(record_id), VersionForm()
    record_pages.find_payment(record_id, payment_id)
    if form.validate_on_submit():
        with form.refusals():
            later_payments.delete(concerned.member, record_id, payment_id, version=form.version.data)
            return _shown_again(concerned, _("The payment is deleted."))
    return render_template("activity/show_record.html", refused=form, **record_pages.one_record(concerned)), 422


@blueprint.get("/activity/records/<id:record_id>/payments/<id:payment_id>/refuse", access=Permission.VALIDATE_ACTIVITY)
def ask_refusal(record_id: int, payment_id: int) -> ResponseReturnValue:
    concerned = record_pages.decidable_or_403(record_id)
    paid, form = record_pages.find_payment(record_id, payment_id), PaymentRefusalForm(version=concerned.record.version)
    return render_template("activity/ask_refusal.html", payment=paid, **record_pages.counter(concerned, form))


@blueprint.post("/activity/records/<id:record_id>/payments/<id:payment_id>/refuse", access=Permission.VALIDATE_ACTIVITY)
def refuse_payment(record_id: int, payment_id: int) -> ResponseReturnValue:
    concerned, form = record_pages.decidable_or_403(record_id), PaymentRefusalForm()
    paid = record_pages.find_payment(record_id, payment_id)
    if form.validate_on_submit():
        try:
            told = {**form.answers(), "by_account_id": current_actor().account_id}
            later_payments.refuse(concerned.member, record_id, payment_id, **told)
        except Refusal as refusal:
            record_pages.say_refusal(form, refusal, concerned.record)
        else:
            return _shown_again(concerned, _("The payment does not count. The sale stays validated."))
    return render_template("activity/ask_refusal.html", payment=paid, **record_pages.counter(concerned, form)), 422


@blueprint.get("/activity/receivable", access=Permission.SEE_ACTIVITY)
def list_receivable() -> ResponseReturnValue:
    listed = receivables.listed(current_actor(), page_asked(request.args), today=g.organisation.today)
    return render_template("activity/list_receivable.html", **listed)


@blueprint.get("/activity/receivable.csv", access=Permission.SEE_ACTIVITY)
def export_receivable() -> ResponseReturnValue:
    return receivables.as_file(current_actor(), today=g.organisation.today)


# --- The coach's comment --------------------------------------------------------------------------------------------


@blueprint.post("/activity/records/<id:record_id>/comment", access=Permission.VALIDATE_ACTIVITY)
def comment_record(record_id: int) -> ResponseReturnValue:
    concerned, form = record_pages.decidable_or_403(record_id), CommentForm()
    if form.validate_on_submit():
        try:
            told = {"version": form.version.data, "by_account_id": current_actor().account_id}
            decisions.comment_record(concerned.member, record_id, form.comment.data, **told)
        except Refusal as refusal:
            record_pages.say_refusal(form, refusal, concerned.record)
        else:
            return _shown_again(concerned, _("The comment is kept."))
    shown = record_pages.one_record(concerned, comment_form=form)
    return render_template("activity/show_record.html", **shown), 422


# --- Counter-entries ------------------------------------------------------------------------------------------------


@blueprint.get("/activity/records/<id:record_id>/counter", access=Permission.SEE_ACTIVITY)
def ask_counter(record_id: int) -> ResponseReturnValue:
    concerned = record_pages.changeable_or_403(record_id)
    return render_template("activity/ask_counter.html", **record_pages.counter(concerned))


@blueprint.post("/activity/records/<id:record_id>/counter", access=Permission.SEE_ACTIVITY)
def make_counter(record_id: int) -> ResponseReturnValue:
    concerned, form = record_pages.changeable_or_403(record_id), CounterForm()
    if form.validate_on_submit():
        by = {"today": g.organisation.today, "by_account_id": current_actor().account_id}
        try:
            counter_entries.make(concerned.member, record_id, counter_entries.Asked(**form.answers(), **by))
        except Refusal as refusal:
            record_pages.say_refusal(form, refusal, concerned.record)
        else:
            flash(_("The counter-entry is kept. Log the right record now, if there is one."), "ok")
            return redirect(url_for("activity.show_replacement", record_id=record_id))
    return render_template("activity/ask_counter.html", **record_pages.counter(concerned, form)), 422


def _taken_back_or_404(record_id: int) -> Concerned:
    """A record that a counter-entry takes back: only then is there a right one to log in its place."""
    concerned = record_pages.changeable_or_403(record_id)
    return concerned if counter_entries.of_records([record_id]) else abort(404)


@blueprint.get("/activity/records/<id:record_id>/replacement", access=Permission.SEE_ACTIVITY)
def show_replacement(record_id: int) -> ResponseReturnValue:
    concerned = _taken_back_or_404(record_id)
    form = record_pages.replacement_form(concerned)
    return render_template("activity/show_replacement.html", **record_pages.replacement(concerned, form))


@blueprint.post(
    "/activity/records/<id:record_id>/replacement",
    access=Permission.SEE_ACTIVITY,
    prepare=record_pages.examine_right,
    largest=PHOTO,
)
def log_replacement(record_id: int) -> ResponseReturnValue:
    concerned = _taken_back_or_404(record_id)
    form = record_pages.replacement_form(concerned)
    if form.validate_on_submit():
        with form.refusals():
            by = {"organisation": g.organisation, "by_account_id": current_actor().account_id}
            right = services.log_record(concerned.member, form.entry(), services.Log(is_handed_in=True, **by))
            money_pages.settle_receipt(right, form)
            flash(_("The right record is kept, and waits for validation."), "ok")
            return redirect(url_for("activity.show_record", record_id=right.id))
    return render_template("activity/show_replacement.html", **record_pages.replacement(concerned, form)), 422
