"""A member's account: the statement, the rows behind each figure, entries and exemptions."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import _
from app.kernel.paging import AnyRow
from app.members import queries as member_queries
from app.members.models import Member
from app.statements import labels, pages, queries, rule_services, services
from app.statements.forms import FORMS, ExemptionForm, WithdrawalForm
from app.statements.kinds import EntryKind
from app.statements.models import AccountEntry, ContributionExemption

blueprint = FeatureBlueprint("statements", __name__)


def _file(member_id: int) -> AnyRow:
    return member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)


def _visible(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def _kind_or_404(code: str) -> EntryKind:
    return EntryKind(code) if code in tuple(EntryKind) else abort(404)


def _back_to(member_id: int) -> ResponseReturnValue:
    return redirect(url_for("statements.show_statement", member_id=member_id))


@blueprint.get("/statement", access=Permission.SEE_OWN_FILE)
def show_own_statement() -> ResponseReturnValue:
    own = member_queries.own_member(current_actor())
    return _back_to(own.id) if own is not None else render_template("members/no_file.html")


@blueprint.get("/members/<id:member_id>/statement", access=Permission.SEE_STATEMENTS)
def show_statement(member_id: int) -> ResponseReturnValue:
    return render_template("statements/show_statement.html", **pages.section(_file(member_id)))


@blueprint.get("/members/<id:member_id>/statement/rows/<figure>", access=Permission.SEE_STATEMENTS)
def show_rows(member_id: int, figure: str) -> ResponseReturnValue:
    return render_template("statements/show_rows.html", **pages.rows_behind(_file(member_id), figure))


@blueprint.get("/members/<id:member_id>/statement/contributions", access=Permission.SEE_STATEMENTS)
def show_contributions(member_id: int) -> ResponseReturnValue:
    return render_template("statements/show_contributions.html", **pages.contribution_lines(_file(member_id)))


@blueprint.get("/members/<id:member_id>/account/new/<entry_kind>", access=Permission.KEEP_ACCOUNTS)
def show_entry(member_id: int, entry_kind: str) -> ResponseReturnValue:
    member, kind = _visible(member_id), _kind_or_404(entry_kind)
    day = None if kind is EntryKind.OPENING else g.organisation.today
    return render_template("statements/entry.html", member=member, form=FORMS[kind](day=day), labels=labels)


@blueprint.post("/members/<id:member_id>/account/new/<entry_kind>", access=Permission.KEEP_ACCOUNTS)
def record_entry(member_id: int, entry_kind: str) -> ResponseReturnValue:
    member, form = _visible(member_id), FORMS[_kind_or_404(entry_kind)]()
    if form.validate_on_submit():
        with form.refusals():
            services.record(member, form.entry(), by_account_id=current_actor().account_id)
            flash(_("The entry is recorded."), "ok")
            return _back_to(member.id)
    return render_template("statements/entry.html", member=member, form=form, labels=labels), 422


def _found(member_id: int, entry_id: int) -> tuple[Member, AccountEntry]:
    member = _visible(member_id)
    return member, queries.get_entry_or_404(member, entry_id)


@blueprint.get("/members/<id:member_id>/account/<id:account_entry_id>/cancel", access=Permission.KEEP_ACCOUNTS)
def show_cancellation(member_id: int, account_entry_id: int) -> ResponseReturnValue:
    member, entry = _found(member_id, account_entry_id)
    return render_template(
        "statements/cancellation.html", member=member, entry=entry, form=WithdrawalForm(), labels=labels
    )


@blueprint.post("/members/<id:member_id>/account/<id:account_entry_id>/cancel", access=Permission.KEEP_ACCOUNTS)
def cancel_entry(member_id: int, account_entry_id: int) -> ResponseReturnValue:
    member, entry = _found(member_id, account_entry_id)
    form, today = WithdrawalForm(), g.organisation.today
    if form.validate_on_submit():
        with form.refusals():
            by = current_actor().account_id
            services.cancel(member, entry, reason=form.reason.data, today=today, by_account_id=by)
            flash(_("The entry is taken back by a counter-entry; both stay readable."), "ok")
            return _back_to(member.id)
    return render_template("statements/cancellation.html", member=member, entry=entry, form=form, labels=labels), 422


@blueprint.get("/members/<id:member_id>/exemptions/new", access=Permission.KEEP_ACCOUNTS)
def show_exemption(member_id: int) -> ResponseReturnValue:
    form = ExemptionForm(first_month=g.organisation.today.replace(day=1))
    return render_template("statements/exemption.html", member=_visible(member_id), form=form)


@blueprint.post("/members/<id:member_id>/exemptions/new", access=Permission.KEEP_ACCOUNTS)
def exempt(member_id: int) -> ResponseReturnValue:
    member, form = _visible(member_id), ExemptionForm()
    if form.validate_on_submit():
        with form.refusals():
            rule_services.exempt(member, form.details(), by_account_id=current_actor().account_id)
            flash(_("The exemption is recorded."), "ok")
            return _back_to(member.id)
    return render_template("statements/exemption.html", member=member, form=form), 422


def _exemption(member_id: int, exemption_id: int) -> tuple[Member, ContributionExemption]:
    member = _visible(member_id)
    return member, queries.get_exemption_or_404(member, exemption_id)


@blueprint.get("/members/<id:member_id>/exemptions/<id:exemption_id>/withdraw", access=Permission.KEEP_ACCOUNTS)
def show_exemption_withdrawal(member_id: int, exemption_id: int) -> ResponseReturnValue:
    member, exemption = _exemption(member_id, exemption_id)
    form = WithdrawalForm()
    return render_template(
        "statements/exemption_withdrawal.html", member=member, exemption=exemption, form=form, labels=labels
    )


@blueprint.post("/members/<id:member_id>/exemptions/<id:exemption_id>/withdraw", access=Permission.KEEP_ACCOUNTS)
def withdraw_exemption(member_id: int, exemption_id: int) -> ResponseReturnValue:
    member, row = _exemption(member_id, exemption_id)
    form = WithdrawalForm()
    if form.validate_on_submit():
        with form.refusals():
            by = current_actor().account_id
            rule_services.withdraw_exemption(member, row, reason=form.reason.data, by_account_id=by)
            flash(_("The exemption is withdrawn, and stays readable."), "ok")
            return _back_to(member.id)
    shown = {"member": member, "exemption": row, "form": form, "labels": labels}
    return render_template("statements/exemption_withdrawal.html", **shown), 422
