"""Facts of the social file: occupations, trades, other jobs, social protection."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.members import queries as member_queries
from app.members.models import Member
from app.members.parcours_pages import may_correct
from app.social import fact_pages as pages
from app.social import fact_services as services
from app.social import meanwhile
from app.social.forms import EmptyForm

blueprint = FeatureBlueprint("social_facts", __name__)


def _correctable(member_id: int) -> Member:
    """A coach leaves their own file to others."""
    member = member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    return member if may_correct(member) else abort(403)


def _found(member_id: int, fact_kind: str, fact_id: int) -> tuple[Member, pages.FactKind, Any]:
    member = _correctable(member_id)
    return member, *pages.fact_or_404(fact_kind, member, fact_id)


def _back_to(member: Member, kind: pages.FactKind) -> ResponseReturnValue:
    return redirect(url_for("social.show_social", member_id=member.id) + f"#{kind.code}")


@blueprint.get("/members/<id:member_id>/social/<fact_kind>/new", access=Permission.EDIT_MEMBERS)
def show_new_fact(member_id: int, fact_kind: str) -> ResponseReturnValue:
    member, kind = _correctable(member_id), pages.kind_or_404(fact_kind)
    return render_template("social/fact.html", member=member, kind=kind, form=pages.new_form(kind, member))


@blueprint.post("/members/<id:member_id>/social/<fact_kind>/new", access=Permission.EDIT_MEMBERS)
def record_fact(member_id: int, fact_kind: str) -> ResponseReturnValue:
    member, kind = _correctable(member_id), pages.kind_or_404(fact_kind)
    form = pages.new_form(kind, member)
    if form.validate_on_submit():
        with form.refusals():
            services.record_fact(member, form.details(), by_account_id=current_actor().account_id)
            flash(_("It is recorded."), "ok")
            pages.flash_unusual_number(form.details())
            return _back_to(member, kind)
    return render_template("social/fact.html", member=member, kind=kind, form=form), 422


@blueprint.get("/members/<id:member_id>/social/<fact_kind>/<id:fact_id>", access=Permission.EDIT_MEMBERS)
def show_fact(member_id: int, fact_kind: str, fact_id: int) -> ResponseReturnValue:
    member, kind, fact = _found(member_id, fact_kind, fact_id)
    form, known = pages.form_of(kind, fact, is_typed=False), pages.known_number(fact)
    return render_template("social/fact.html", member=member, kind=kind, fact=fact, form=form, known_number=known)


@blueprint.post("/members/<id:member_id>/social/<fact_kind>/<id:fact_id>", access=Permission.EDIT_MEMBERS)
def change_fact(member_id: int, fact_kind: str, fact_id: int) -> ResponseReturnValue:
    member, kind, fact = _found(member_id, fact_kind, fact_id)
    form, other = pages.form_of(kind, fact), []
    if form.validate_on_submit():
        try:
            services.change_fact(member, fact, form.details(), version=form.version.data)
        except Refusal as refusal:
            other = meanwhile.after(refusal, form, pages.form_of(kind, fact, is_typed=False))
        else:
            flash(_("It is changed."), "ok")
            pages.flash_unusual_number(form.details())
            return _back_to(member, kind)
    shown = {"fact": fact, "form": form, "differences": other, "known_number": pages.known_number(fact)}
    return render_template("social/fact.html", member=member, kind=kind, **shown), 422


@blueprint.get("/members/<id:member_id>/social/<fact_kind>/<id:fact_id>/delete", access=Permission.EDIT_MEMBERS)
def show_deletion(member_id: int, fact_kind: str, fact_id: int) -> ResponseReturnValue:
    member, kind, fact = _found(member_id, fact_kind, fact_id)
    return render_template("social/delete_fact.html", member=member, kind=kind, fact=fact, form=EmptyForm())


@blueprint.post("/members/<id:member_id>/social/<fact_kind>/<id:fact_id>/delete", access=Permission.EDIT_MEMBERS)
def delete_fact(member_id: int, fact_kind: str, fact_id: int) -> ResponseReturnValue:
    member, kind, fact = _found(member_id, fact_kind, fact_id)
    form = EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.delete_fact(member, fact)
            flash(_("It is deleted; the log of changes keeps what it said."), "ok")
            return _back_to(member, kind)
    return render_template("social/delete_fact.html", member=member, kind=kind, fact=fact, form=form), 422


@blueprint.post(
    "/members/<id:member_id>/social/protection/<id:fact_id>/number", access=Permission.REVEAL_IDENTITY_NUMBERS
)
def reveal_number(member_id: int, fact_id: int) -> ResponseReturnValue:
    member, _kind, fact = _found(member_id, "protection", fact_id)
    return render_template("social/number.html", member=member, number=services.reveal_number(member, fact))
