"""The social file: the section of a member's file, its parts, own fields, and what is sensitive."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.members import queries as member_queries
from app.members.models import Member
from app.members.parcours_pages import may_correct
from app.own_fields import services as own_services
from app.social import meanwhile, pages, privacy, services
from app.social.forms import DisabilityForm, EmptyForm

blueprint = FeatureBlueprint("social", __name__)


def _visible(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def _correctable(member_id: int) -> Member:
    """A coach leaves their own file to others."""
    member = _visible(member_id)
    return member if may_correct(member) else abort(403)


def _back_to(member: Member, card: str) -> ResponseReturnValue:
    return redirect(url_for("social.show_social", member_id=member.id) + f"#{card}")


@blueprint.get("/members/<id:member_id>/social", access=Permission.SEE_ORGANISATION)
def show_social(member_id: int) -> ResponseReturnValue:
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return render_template("social/show_social.html", **pages.social_file(member))


@blueprint.get("/members/<id:member_id>/social/edit/<part>", access=Permission.EDIT_MEMBERS)
def show_part(member_id: int, part: str) -> ResponseReturnValue:
    member, chosen = _correctable(member_id), pages.part_or_404(part)
    form = pages.part_form(chosen, member.id, is_typed=False)
    return render_template("social/part.html", member=member, part=chosen, form=form, notice=privacy.file_notice())


@blueprint.post("/members/<id:member_id>/social/edit/<part>", access=Permission.EDIT_MEMBERS)
def change_part(member_id: int, part: str) -> ResponseReturnValue:
    member, chosen, other = _correctable(member_id), pages.part_or_404(part), []
    form = pages.part_form(chosen, member.id)
    if form.validate_on_submit():
        try:
            services.change_part(member, form.part(), version=form.version.data)
        except Refusal as refusal:
            other = meanwhile.after(refusal, form, pages.part_form(chosen, member.id, is_typed=False))
        else:
            flash(_("The social file is saved."), "ok")
            return _back_to(member, part)
    shown = {"member": member, "part": chosen, "form": form, "notice": privacy.file_notice(), "differences": other}
    return render_template("social/part.html", **shown), 422


@blueprint.get("/members/<id:member_id>/social/own-fields", access=Permission.EDIT_MEMBERS)
def show_own_fields(member_id: int) -> ResponseReturnValue:
    member = _correctable(member_id)
    return render_template("social/own_fields.html", member=member, form=pages.own_form(member, is_typed=False))


@blueprint.post("/members/<id:member_id>/social/own-fields", access=Permission.EDIT_MEMBERS)
def fill_in_own_fields(member_id: int) -> ResponseReturnValue:
    member, other = _correctable(member_id), []
    form = pages.own_form(member)
    if form.validate_on_submit():
        try:
            own_services.fill_in(member, form.values(), version=form.version.data)
        except Refusal as refusal:
            other = meanwhile.after(refusal, form, pages.own_form(member, is_typed=False))
        else:
            flash(_("The own fields are saved."), "ok")
            return _back_to(member, "own-fields")
    return render_template("social/own_fields.html", member=member, form=form, differences=other), 422


@blueprint.post("/members/<id:member_id>/social/sensitive", access=Permission.SEE_ORGANISATION)
def reveal_sensitive(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    if not pages.may_see_sensitive(member):
        abort(403)
    return render_template("social/sensitive.html", **pages.reveal(member))


@blueprint.get("/members/<id:member_id>/social/disability", access=Permission.SEE_SENSITIVE)
def show_disability(member_id: int) -> ResponseReturnValue:
    member = _correctable(member_id)
    form = DisabilityForm(consented_on=g.organisation.today, version=pages.disability_version(member.id))
    return render_template("social/disability.html", form=form, **pages.sensitive(member))


@blueprint.post("/members/<id:member_id>/social/disability", access=Permission.SEE_SENSITIVE)
def record_disability(member_id: int) -> ResponseReturnValue:
    member, form = _correctable(member_id), DisabilityForm()
    if form.validate_on_submit():
        try:
            services.record_disability(
                member, form.said.data, by_account_id=current_actor().account_id, **form.consent()
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
            form.offer_newest(refusal, pages.disability_version(member.id))
        else:
            flash(_("It is recorded, encrypted, with the day of the consent."), "ok")
            return _back_to(member, "family")
    return render_template("social/disability.html", form=form, **pages.sensitive(member)), 422


@blueprint.get("/members/<id:member_id>/social/disability/erase", access=Permission.SEE_SENSITIVE)
def show_erasure(member_id: int) -> ResponseReturnValue:
    return render_template("social/erase_disability.html", member=_correctable(member_id), form=EmptyForm())


@blueprint.post("/members/<id:member_id>/social/disability/erase", access=Permission.SEE_SENSITIVE)
def erase_disability(member_id: int) -> ResponseReturnValue:
    member, form = _correctable(member_id), EmptyForm()
    if form.validate_on_submit():
        with form.refusals():
            services.erase_disability(member)
            flash(_("It is erased; the log says that it was, not what it said."), "ok")
            return _back_to(member, "family")
    return render_template("social/erase_disability.html", member=member, form=form), 422
