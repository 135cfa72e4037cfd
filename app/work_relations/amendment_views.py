"""Amendments of a contract: recorded, corrected, the last one taken back."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.members import queries as member_queries
from app.members.models import Member
from app.work_relations import pages, services
from app.work_relations.forms import AmendmentForm, EmptyForm
from app.work_relations.models import Contract, ContractAmendment
from app.work_relations.queries import get_amendment_or_404, get_contract_or_404

blueprint = FeatureBlueprint("amendments", __name__)
OF_A_CONTRACT = "/members/<id:member_id>/contracts/<id:contract_id>/amendments"


def _contract(member_id: int, contract_id: int) -> tuple[Member, Contract]:
    member = member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    return member, get_contract_or_404(member, contract_id)


def _found(member_id: int, contract_id: int, amendment_id: int) -> tuple[Member, Contract, ContractAmendment]:
    member, contract = _contract(member_id, contract_id)
    return member, contract, get_amendment_or_404(contract, amendment_id)


def _back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("work_relations.show_contracts", member_id=member.id))


@blueprint.get(f"{OF_A_CONTRACT}/new", access=Permission.MANAGE_CONTRACTS)
def show_new_amendment(member_id: int, contract_id: int) -> ResponseReturnValue:
    shown = pages.about(*_contract(member_id, contract_id), AmendmentForm())
    return render_template("work_relations/amendment.html", **shown)


@blueprint.post(f"{OF_A_CONTRACT}/new", access=Permission.MANAGE_CONTRACTS)
def amend(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _contract(member_id, contract_id)
    form = AmendmentForm()
    if form.validate_on_submit():
        with form.refusals():
            services.amend(member, contract, form.details(), by_account_id=current_actor().account_id)
            flash(_("The amendment is recorded."), "ok")
            return _back_to(member)
    return render_template("work_relations/amendment.html", **pages.about(member, contract, form)), 422


@blueprint.get(f"{OF_A_CONTRACT}/<id:amendment_id>", access=Permission.MANAGE_CONTRACTS)
def show_amendment(member_id: int, contract_id: int, amendment_id: int) -> ResponseReturnValue:
    member, contract, amendment = _found(member_id, contract_id, amendment_id)
    shown = pages.about(member, contract, AmendmentForm(obj=amendment), amendment=amendment)
    return render_template("work_relations/amendment.html", **shown)


@blueprint.post(f"{OF_A_CONTRACT}/<id:amendment_id>", access=Permission.MANAGE_CONTRACTS)
def correct_amendment(member_id: int, contract_id: int, amendment_id: int) -> ResponseReturnValue:
    member, contract, amendment = _found(member_id, contract_id, amendment_id)
    form = AmendmentForm()
    if form.validate_on_submit():
        try:
            services.correct_amendment(member, amendment, form.details(), version=form.version.data)
        except Refusal as refusal:
            pages.explain(refusal, form, amendment.number)
            pages.offer_newest(form, amendment, refusal)
        else:
            flash(_("The amendment is corrected."), "ok")
            return _back_to(member)
    shown = pages.about(member, contract, form, amendment=amendment)
    return render_template("work_relations/amendment.html", **shown), 422


@blueprint.get(f"{OF_A_CONTRACT}/<id:amendment_id>/delete", access=Permission.MANAGE_CONTRACTS)
def show_deletion(member_id: int, contract_id: int, amendment_id: int) -> ResponseReturnValue:
    member, contract, amendment = _found(member_id, contract_id, amendment_id)
    shown = pages.about(member, contract, EmptyForm(), amendment=amendment)
    return render_template("work_relations/delete_amendment.html", **shown)


@blueprint.post(f"{OF_A_CONTRACT}/<id:amendment_id>/delete", access=Permission.MANAGE_CONTRACTS)
def delete_amendment(member_id: int, contract_id: int, amendment_id: int) -> ResponseReturnValue:
    member, contract, amendment = _found(member_id, contract_id, amendment_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.delete_amendment(member, amendment)
            flash(_("The amendment is deleted; the log of changes keeps what it said."), "ok")
            return _back_to(member)
    shown = pages.about(member, contract, form, amendment=amendment)
    return render_template("work_relations/delete_amendment.html", **shown), 422
