"""The list of members and the member's file."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as account_queries
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _, format_day, language
from app.kernel.paging import page_asked
from app.members import access_services, list_pages, merged_pages, pages, queries, services, slips
from app.members.forms import AccessForm, AdmissionForm, ChangeForm, CoachForm
from app.members.models import Member
from app.members.panels import filled_panels

blueprint = FeatureBlueprint("members", __name__)


def _visible(member_id: int) -> Member:
    return queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def _back_to(member: Member) -> ResponseReturnValue:
    return redirect(url_for("members.show_member", member_id=member.id))


@blueprint.get("/members", access=Permission.SEE_MEMBERS)
def list_members() -> ResponseReturnValue:
    filters = list_pages.asked_filters()
    listed = list_pages.members_list(current_actor(), filters, page_asked(request.args), today=g.organisation.today)
    return render_template("members/list_members.html", **listed)


@blueprint.get("/members/new", access=Permission.ADMIT_MEMBERS)
def show_admission() -> ResponseReturnValue:
    form = AdmissionForm(admitted_on=g.organisation.today)
    return render_template("members/admission.html", form=pages.with_first_stages(form))


@blueprint.post("/members/new", access=Permission.ADMIT_MEMBERS)
def admit_member() -> ResponseReturnValue:
    form = pages.with_first_stages(AdmissionForm())
    if form.validate_on_submit():
        try:
            member = services.admit_member(form.details(), form.document(), **form.circumstances())
        except Refusal as refusal:
            pages.explain(refusal, form)
        else:
            flash(_("%(name)s is admitted, with number %(number)s.", **services.named(member, language())), "ok")
            pages.flash_identity_warning(form.document())
            return _back_to(member)
    return render_template("members/admission.html", form=form), 422


@blueprint.get("/members/mine", access=Permission.SEE_OWN_FILE)
def show_own_file() -> ResponseReturnValue:
    own = queries.own_member(current_actor())
    return _back_to(own) if own is not None else render_template("members/no_file.html")


@blueprint.get("/members/<id:member_id>", access=Permission.SEE_ORGANISATION)
def show_member(member_id: int) -> ResponseReturnValue:
    member = queries.find_file(current_actor(), member_id, on=g.organisation.today)
    if member is None:
        return render_template("members/merged.html", **merged_pages.merged_file(member_id))
    panels = filled_panels(current_actor(), member)
    return render_template("members/show_member.html", panels=panels, **pages.member_file(member))


@blueprint.get("/members/<id:member_id>/edit", access=Permission.EDIT_MEMBERS)
def show_change(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    form = pages.with_all_choices(ChangeForm(obj=pages.editable(member)), member)
    return render_template("members/change.html", form=form, member=member)


@blueprint.post("/members/<id:member_id>/edit", access=Permission.EDIT_MEMBERS)
def change_member(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    form = pages.with_all_choices(ChangeForm(), member)
    if form.validate_on_submit():
        try:
            services.change_member(member, form.details(), form.document(), version=form.version.data)
        except Refusal as refusal:
            pages.explain(refusal, form)
            pages.offer_newest(form, member, refusal)
        else:
            flash(_("The file is saved."), "ok")
            pages.flash_identity_warning(form.document())
            return _back_to(member)
    return render_template("members/change.html", form=form, member=member), 422


@blueprint.post("/members/<id:member_id>/identity", access=Permission.REVEAL_IDENTITY_NUMBERS)
def reveal_identity(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    number = services.reveal_identity_number(member)
    return render_template("members/reveal_identity.html", member=member, number=number)


@blueprint.get("/members/<id:member_id>/coach", access=Permission.ASSIGN_COACHES)
def show_assignment(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    form = pages.with_coaches(CoachForm(started_on=max(g.organisation.today, member.admitted_on)))
    return render_template("members/assignment.html", form=form, **pages.coaching_of(member))


@blueprint.post("/members/<id:member_id>/coach", access=Permission.ASSIGN_COACHES)
def assign_coach(member_id: int) -> ResponseReturnValue:
    member, form = _visible(member_id), pages.with_coaches(CoachForm())
    if form.validate_on_submit():
        coach = account_queries.find_membership(form.coach_id.data)
        with form.refusals():
            services.assign_coach(member, coach, started_on=form.started_on.data, note=form.note.data)
            flash(_("Support from %(day)s is recorded.", day=format_day(form.started_on.data)), "ok")
            return _back_to(member)
    return render_template("members/assignment.html", form=form, **pages.coaching_of(member)), 422


@blueprint.post("/members/<id:member_id>/coach/end", access=Permission.ASSIGN_COACHES)
def end_coaching(member_id: int) -> ResponseReturnValue:
    member = _visible(member_id)
    services.end_coaching(member, ended_on=g.organisation.today)
    flash(_("The support ends today; its history stays on the file."), "ok")
    return _back_to(member)


@blueprint.get("/members/slips", access=Permission.GIVE_MEMBERS_ACCESS)
def show_slips() -> ResponseReturnValue:
    return slips.ask_for_whom(slips.waiting())


@blueprint.post("/members/slips", access=Permission.GIVE_MEMBERS_ACCESS)
def give_slips() -> ResponseReturnValue:
    return slips.give_chosen(slips.waiting())


@blueprint.get("/members/<id:member_id>/access", access=Permission.GIVE_MEMBERS_ACCESS)
def show_access(member_id: int) -> ResponseReturnValue:
    return render_template("members/access.html", member=_visible(member_id), form=AccessForm())


@blueprint.post("/members/<id:member_id>/access", access=Permission.GIVE_MEMBERS_ACCESS)
def give_access(member_id: int) -> ResponseReturnValue:
    member, form = _visible(member_id), AccessForm()
    by_letter = form.how.data == "letter"
    if form.validate_on_submit():
        with form.refusals():
            invitation = access_services.give_access(
                member, by_account_id=current_actor().account_id, by_letter=by_letter
            )
            return slips.given(member, invitation)
    return render_template("members/access.html", member=member, form=form), 422
