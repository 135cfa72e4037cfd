"""Contracts of a member: read, recorded, corrected, ended."""

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
from app.work_relations.forms import ContractForm, EmptyForm, EndForm
from app.work_relations.models import Contract
from app.work_relations.queries import get_contract_or_404

blueprint = FeatureBlueprint("work_relations", __name__)


def visible_member(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def _found(member_id: int, contract_id: int) -> tuple[Member, Contract]:
    member = visible_member(member_id)
    return member, get_contract_or_404(member, contract_id)


def back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("work_relations.show_contracts", member_id=member.id))


@blueprint.get("/members/<id:member_id>/contracts", access=Permission.SEE_ORGANISATION)
def show_contracts(member_id: int) -> ResponseReturnValue:
    today = g.organisation.today
    member = member_queries.get_file_or_404(current_actor(), member_id, on=today)
    return render_template("work_relations/contracts.html", **pages.contracts_page(member, today=today))


@blueprint.get("/members/<id:member_id>/contracts/new", access=Permission.MANAGE_CONTRACTS)
def show_new_contract(member_id: int) -> ResponseReturnValue:
    form = pages.with_kinds(ContractForm(started_on=g.organisation.today))
    return render_template("work_relations/contract.html", member=visible_member(member_id), form=form)


@blueprint.post("/members/<id:member_id>/contracts/new", access=Permission.MANAGE_CONTRACTS)
def record_contract(member_id: int) -> ResponseReturnValue:
    member, form = visible_member(member_id), pages.with_kinds(ContractForm())
    if form.validate_on_submit():
        with form.refusals():
            services.record_contract(member, form.details(), by_account_id=current_actor().account_id)
            flash(_("The contract is recorded."), "ok")
            pages.flash_unusual(form.details(), member)
            return back_to(member)
    return render_template("work_relations/contract.html", member=member, form=form), 422


@blueprint.get("/members/<id:member_id>/contracts/<id:contract_id>", access=Permission.MANAGE_CONTRACTS)
def show_contract(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _found(member_id, contract_id)
    form = pages.with_kinds(ContractForm(obj=contract), kept=contract)
    return render_template("work_relations/contract.html", **pages.about(member, contract, form))


@blueprint.post("/members/<id:member_id>/contracts/<id:contract_id>", access=Permission.MANAGE_CONTRACTS)
def correct_contract(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _found(member_id, contract_id)
    form = pages.with_kinds(ContractForm(), kept=contract)
    if form.validate_on_submit():
        try:
            services.correct_contract(member, contract, form.details(), version=form.version.data)
        except Refusal as refusal:
            pages.explain(refusal, form)
            pages.offer_newest(form, contract, refusal)
        else:
            flash(_("The contract is corrected."), "ok")
            pages.flash_unusual(form.details(), member)
            return back_to(member)
    return render_template("work_relations/contract.html", **pages.about(member, contract, form)), 422


@blueprint.get("/members/<id:member_id>/contracts/<id:contract_id>/delete", access=Permission.MANAGE_CONTRACTS)
def show_deletion(member_id: int, contract_id: int) -> ResponseReturnValue:
    shown = pages.about(*_found(member_id, contract_id), EmptyForm())
    return render_template("work_relations/delete_contract.html", **shown)


@blueprint.post("/members/<id:member_id>/contracts/<id:contract_id>/delete", access=Permission.MANAGE_CONTRACTS)
def delete_contract(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _found(member_id, contract_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.delete_contract(member, contract)
            flash(_("The contract is deleted; the log of changes keeps what it said."), "ok")
            return back_to(member)
    return render_template("work_relations/delete_contract.html", **pages.about(member, contract, form)), 422


@blueprint.get("/members/<id:member_id>/contracts/<id:contract_id>/end", access=Permission.MANAGE_CONTRACTS)
def show_end(member_id: int, contract_id: int) -> ResponseReturnValue:
    form = pages.with_reasons(EndForm(closed_on=g.organisation.today))
    return render_template("work_relations/end.html", **pages.about(*_found(member_id, contract_id), form))


@blueprint.post("/members/<id:member_id>/contracts/<id:contract_id>/end", access=Permission.MANAGE_CONTRACTS)
def end_contract(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _found(member_id, contract_id)
    form = pages.with_reasons(EndForm())
    if form.validate_on_submit():
        with form.refusals():
            services.end_contract(member, contract, form.details())
            flash(_("The end of the contract is recorded."), "ok")
            return back_to(member)
    return render_template("work_relations/end.html", **pages.about(member, contract, form)), 422


@blueprint.get("/members/<id:member_id>/contracts/<id:contract_id>/reopen", access=Permission.MANAGE_CONTRACTS)
def show_reopening(member_id: int, contract_id: int) -> ResponseReturnValue:
    shown = pages.about(*_found(member_id, contract_id), EmptyForm())
    return render_template("work_relations/reopen.html", **shown)


@blueprint.post("/members/<id:member_id>/contracts/<id:contract_id>/reopen", access=Permission.MANAGE_CONTRACTS)
def reopen_contract(member_id: int, contract_id: int) -> ResponseReturnValue:
    member, contract = _found(member_id, contract_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.reopen_contract(member, contract)
            flash(_("The contract runs again."), "ok")
            return back_to(member)
    return render_template("work_relations/reopen.html", **pages.about(member, contract, form)), 422
