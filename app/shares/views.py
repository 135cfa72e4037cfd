"""A member's shares, entries of the ledger, what a share is worth."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _
from app.members import queries as member_queries
from app.members.models import Member
from app.shares import labels, pages, queries, services
from app.shares.forms import FORMS, CancelForm, EmptyForm, RuleForm, ValueForm
from app.shares.models import ShareMovement
from app.shares.rules import MovementKind

blueprint = FeatureBlueprint("shares", __name__)


def _visible(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def _kind_or_404(code: str) -> MovementKind:
    return MovementKind(code) if code in tuple(MovementKind) else abort(404)


@blueprint.get("/members/<id:member_id>/shares", access=Permission.SEE_ORGANISATION)
def show_shares(member_id: int) -> ResponseReturnValue:
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return render_template("shares/show_shares.html", **pages.section(member))


@blueprint.get("/members/<id:member_id>/shares/new/<movement_kind>", access=Permission.MANAGE_SHARES)
def show_entry(member_id: int, movement_kind: str) -> ResponseReturnValue:
    member, kind = _visible(member_id), _kind_or_404(movement_kind)
    form = FORMS[kind](happened_on=g.organisation.today)
    return render_template("shares/entry.html", member=member, form=form, labels=labels)


@blueprint.post("/members/<id:member_id>/shares/new/<movement_kind>", access=Permission.MANAGE_SHARES)
def record_entry(member_id: int, movement_kind: str) -> ResponseReturnValue:
    member, form = _visible(member_id), FORMS[_kind_or_404(movement_kind)]()
    if form.validate_on_submit():
        with form.refusals():
            movement = services.record(member, form.entry(), by_account_id=current_actor().account_id)
            flash(_("The entry is recorded."), "ok")
            pages.flash_warnings(movement)
            return redirect(pages.address_of(member))
    pages.name_receiver(form)
    return render_template("shares/entry.html", member=member, form=form, labels=labels), 422


def _found(member_id: int, movement_id: int) -> tuple[Member, ShareMovement]:
    member = _visible(member_id)
    return member, queries.get_movement_or_404(member, movement_id)


@blueprint.get("/members/<id:member_id>/shares/<id:movement_id>/cancel", access=Permission.MANAGE_SHARES)
def show_cancellation(member_id: int, movement_id: int) -> ResponseReturnValue:
    member, movement = _found(member_id, movement_id)
    return render_template(
        "shares/cancellation.html", member=member, movement=movement, form=CancelForm(), labels=labels
    )


@blueprint.post("/members/<id:member_id>/shares/<id:movement_id>/cancel", access=Permission.MANAGE_SHARES)
def cancel_entry(member_id: int, movement_id: int) -> ResponseReturnValue:
    member, movement = _found(member_id, movement_id)
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            services.cancel(member, movement, reason=form.reason.data, by_account_id=current_actor().account_id)
            flash(_("The entry is cancelled, and stays in the ledger."), "ok")
            return redirect(pages.address_of(member))
    return render_template("shares/cancellation.html", member=member, movement=movement, form=form, labels=labels), 422


@blueprint.get("/settings/shares", access=Permission.CHANGE_SETTINGS)
def show_settings() -> ResponseReturnValue:
    return render_template("shares/settings.html", form=ValueForm(from_day=g.organisation.today), **pages.settings())


@blueprint.post("/settings/shares", access=Permission.CHANGE_SETTINGS)
def set_value() -> ResponseReturnValue:
    form = ValueForm()
    if form.validate_on_submit():
        with form.refusals():
            services.set_value(form.value(), decision=form.decision.data, by_account_id=current_actor().account_id)
            flash(_("The value of a share is fixed."), "ok")
            return redirect(url_for("shares.show_settings"))
    return render_template("shares/settings.html", form=form, **pages.settings()), 422


@blueprint.get("/settings/shares/values/<id:share_value_id>/delete", access=Permission.CHANGE_SETTINGS)
def show_removal(share_value_id: int) -> ResponseReturnValue:
    value = queries.get_value_or_404(share_value_id)
    return render_template("shares/removal.html", value=value, form=EmptyForm())


@blueprint.post("/settings/shares/values/<id:share_value_id>/delete", access=Permission.CHANGE_SETTINGS)
def remove_value(share_value_id: int) -> ResponseReturnValue:
    value, form = queries.get_value_or_404(share_value_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.remove_value(value)
            flash(_("The value is taken back."), "ok")
            return redirect(url_for("shares.show_settings"))
    return render_template("shares/removal.html", value=value, form=form), 422


@blueprint.get("/settings/shares/rule", access=Permission.CHANGE_SETTINGS)
def show_rule() -> ResponseReturnValue:
    form = RuleForm(data=pages.rule_as_typed(queries.recorded_rule()))
    return render_template("shares/rule.html", form=form)


@blueprint.post("/settings/shares/rule", access=Permission.CHANGE_SETTINGS)
def change_rule() -> ResponseReturnValue:
    form, before = RuleForm(), queries.asked_here(g.organisation)
    if form.validate_on_submit():
        try:
            services.change_rule(form.asked(), before=before, version=form.version.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
            if isinstance(refusal, ChangedMeanwhile):
                form.version.typed, form.version.data = None, pages.rule_as_typed(queries.recorded_rule())["version"]
        else:
            flash(_("The rules of subscription are saved."), "ok")
            return redirect(url_for("shares.show_settings"))
    return render_template("shares/rule.html", form=form), 422
