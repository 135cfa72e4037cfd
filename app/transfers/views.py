"""Transfers in the file of a member: seen, sent to another organisation, withdrawn, and objected to by the person."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import LANGUAGES, _
from app.members.models import Member
from app.transfers import pages, queries, services
from app.transfers.forms import ChoiceForm, EmptyForm, TransferForm, WithdrawalForm
from app.transfers.models import OutgoingTransfer

blueprint = FeatureBlueprint("transfers", __name__)
HERE = "/members/<id:member_id>/transfers"
ONE = f"{HERE}/<id:transfer_id>"
MAY = Permission.TRANSFER_MEMBERS


def _back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("transfers.show_transfers", member_id=member.id))


def _found(member_id: int, transfer_id: int) -> tuple[Member, OutgoingTransfer]:
    return pages.managed(member_id), queries.get_outgoing_or_404(member_id, transfer_id)


@blueprint.get(HERE, access=Permission.SEE_ORGANISATION)
def show_transfers(member_id: int) -> ResponseReturnValue:
    member = pages.readable(member_id)
    return render_template("transfers/show_transfers.html", **pages.section(member))


@blueprint.get(f"{HERE}/new", access=MAY)
def show_new(member_id: int) -> ResponseReturnValue:
    member = pages.managed(member_id)
    form = pages.with_choices(TransferForm(consented_on=g.organisation.today), member)
    return render_template("transfers/new.html", member=member, form=form)


@blueprint.post(f"{HERE}/new", access=MAY)
def send(member_id: int) -> ResponseReturnValue:
    member = pages.managed(member_id)
    form = pages.with_choices(TransferForm(), member)
    if form.validate_on_submit():
        with form.refusals():
            services.send(member, form.wanted(), today=g.organisation.today, by_account_id=current_actor().account_id)
            flash(_("The transfer is sent. You are told when it is answered."), "ok")
            return _back_to(member)
    return render_template("transfers/new.html", member=member, form=form), 422


@blueprint.get(f"{HERE}/consent", access=MAY)
def show_consent(member_id: int) -> ResponseReturnValue:
    member = pages.managed(member_id)
    return render_template("transfers/consent.html", member=member, form=pages.with_choices(ChoiceForm(), member))


@blueprint.post(f"{HERE}/consent", access=MAY)
def print_consent(member_id: int) -> ResponseReturnValue:
    member = pages.managed(member_id)
    form = pages.with_choices(ChoiceForm(), member)
    if form.validate_on_submit():
        sheets = {spoken: pages.consent_texts(form, member, spoken) for spoken in LANGUAGES}
        return render_template("transfers/consent_sheet.html", member=member, sheets=sheets)
    return render_template("transfers/consent.html", member=member, form=form), 422


@blueprint.get(f"{ONE}/withdraw", access=MAY)
def show_withdrawal(member_id: int, transfer_id: int) -> ResponseReturnValue:
    member, transfer = _found(member_id, transfer_id)
    shown = {"member": member, "transfer": transfer, "other_side": pages.went_to(transfer)}
    return render_template("transfers/withdrawal.html", form=WithdrawalForm(), **shown)


@blueprint.post(f"{ONE}/withdraw", access=MAY)
def withdraw(member_id: int, transfer_id: int) -> ResponseReturnValue:
    (member, transfer), form = _found(member_id, transfer_id), WithdrawalForm()
    shown = {"member": member, "transfer": transfer, "other_side": pages.went_to(transfer)}
    if form.validate_on_submit():
        with form.refusals():
            services.withdraw(transfer, reason=form.reason.data)
            flash(_("The transfer is withdrawn; what waited there is destroyed."), "ok")
            return _back_to(member)
    return render_template("transfers/withdrawal.html", form=form, **shown), 422


@blueprint.get(f"{ONE}/object", access=Permission.SEE_OWN_FILE)
def show_objection(member_id: int, transfer_id: int) -> ResponseReturnValue:
    member, transfer = pages.own_transfer(member_id, transfer_id)
    shown = {"member": member, "transfer": transfer, "other_side": pages.went_to(transfer)}
    return render_template("transfers/objection.html", form=EmptyForm(), **shown)


@blueprint.post(f"{ONE}/object", access=Permission.SEE_OWN_FILE)
def object_to(member_id: int, transfer_id: int) -> ResponseReturnValue:
    (member, transfer), form = pages.own_transfer(member_id, transfer_id), EmptyForm()
    shown = {"member": member, "transfer": transfer, "other_side": pages.went_to(transfer)}
    if form.validate_on_submit():
        with form.refusals():
            services.object_to(transfer)
            flash(_("Your consent is taken back; nothing is copied."), "ok")
            return _back_to(member)
    return render_template("transfers/objection.html", form=form, **shown), 422
