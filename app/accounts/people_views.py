"""Who has access to an organisation, with which role; and what everybody did there."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import people_pages, queries, services
from app.accounts.labels import ROLE_LABELS
from app.accounts.models import Membership
from app.accounts.people_forms import EmptyForm, InvitationForm, PersonForm, RoleForm
from app.kernel.access import ORGANISATION_ROLES, ROLE_PERMISSIONS, Permission, Role, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.errors import Refusal
from app.kernel.i18n import _
from app.kernel.paging import page_asked
from app.kernel.tenancy import organisation_scope
from app.network import queries as network_queries

blueprint = FeatureBlueprint("people", __name__)
network_blueprint = FeatureBlueprint("network_people", __name__, scoped=False)


def _membership_or_404(membership_id: int) -> Membership:
    return queries.find_membership(membership_id) or abort(404)


def _back(message: str, category: str = "ok") -> ResponseReturnValue:
    flash(message, category)
    return redirect(url_for("people.list_people"))


@blueprint.get("/settings/people", access=Permission.MANAGE_PEOPLE)
def list_people() -> ResponseReturnValue:
    people = queries.people_with_access(include_ended=True)
    return render_template("settings/people.html", people=people, roles=ROLE_LABELS, own_id=current_actor().account_id)


@blueprint.get("/settings/people/new", access=Permission.MANAGE_PEOPLE)
def show_invitation() -> ResponseReturnValue:
    return render_template("settings/invitation.html", form=InvitationForm(), cancel_url=url_for("people.list_people"))


@blueprint.post("/settings/people/new", access=Permission.MANAGE_PEOPLE)
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    if form.validate_on_submit():
        with form.refusals():
            invitation = people_pages.invite(form, g.organisation.id, Role(form.role.data))
            return people_pages.invited(invitation, back=url_for("people.list_people"))
    return render_template("settings/invitation.html", form=form, cancel_url=url_for("people.list_people")), 422


@blueprint.get("/settings/people/<id:membership_id>", access=Permission.MANAGE_PEOPLE)
def show_person(membership_id: int) -> ResponseReturnValue:
    membership = _membership_or_404(membership_id)
    return render_template("settings/person.html", form=RoleForm(obj=membership), **people_pages.person(membership))


@blueprint.post("/settings/people/<id:membership_id>/role", access=Permission.MANAGE_PEOPLE)
def change_role(membership_id: int) -> ResponseReturnValue:
    membership, form = _membership_or_404(membership_id), RoleForm()
    if form.validate_on_submit():
        with form.refusals():
            services.change_role(membership, Role(form.role.data), by_account_id=current_actor().account_id)
            return _back(_("The role is changed; the person signs in again."))
    return render_template("settings/person.html", form=form, **people_pages.person(membership)), 422


@blueprint.post("/settings/people/<id:membership_id>/end", access=Permission.MANAGE_PEOPLE)
def end_access(membership_id: int) -> ResponseReturnValue:
    try:
        services.end_role(_membership_or_404(membership_id), by_account_id=current_actor().account_id)
    except Refusal as refusal:
        return _back(str(refusal), "bad")
    return _back(_("The access is taken away, at once. What the person did stays."))


@blueprint.post("/settings/people/<id:membership_id>/restore", access=Permission.MANAGE_PEOPLE)
def restore_access(membership_id: int) -> ResponseReturnValue:
    membership = _membership_or_404(membership_id)
    try:
        services.give_role(membership.account, g.organisation.id, membership.role)
    except Refusal as refusal:
        return _back(str(refusal), "bad")
    return _back(_("The access is given back."))


@blueprint.post("/settings/people/<id:membership_id>/sessions/end", access=Permission.MANAGE_PEOPLE)
def end_sessions(membership_id: int) -> ResponseReturnValue:
    services.end_sessions(_membership_or_404(membership_id).account_id)
    return _back(_("The person is signed out on every device."))


@blueprint.post("/settings/people/<id:membership_id>/invite-again", access=Permission.MANAGE_PEOPLE)
def invite_again(membership_id: int) -> ResponseReturnValue:
    membership, form = _membership_or_404(membership_id), EmptyForm()
    if not form.validate_on_submit() or membership.ended_at is not None:
        return redirect(url_for("people.show_person", membership_id=membership_id))
    try:
        invitation = services.renew_invitation(membership.account, made_by=current_actor().account_id)
    except Refusal as refusal:
        return _back(str(refusal), "bad")
    return people_pages.invited(invitation, back=url_for("people.list_people"))


@blueprint.get("/settings/roles", access=Permission.MANAGE_PEOPLE)
def show_roles() -> ResponseReturnValue:
    return render_template(
        "settings/roles.html",
        roles={role: ROLE_LABELS[role] for role in ORGANISATION_ROLES},
        permissions=people_pages.permissions_in_words(),
        table=ROLE_PERMISSIONS,
    )


@blueprint.get("/settings/log", access=Permission.READ_AUDIT)
def show_log() -> ResponseReturnValue:
    return render_template("settings/log.html", **people_pages.log(page_asked(request.args)))


@network_blueprint.get("/network/organisations/<id:organisation_id>/manager", access=Permission.MANAGE_NETWORK)
def show_manager_invitation(organisation_id: int) -> ResponseReturnValue:
    organisation = network_queries.get_organisation_or_404(organisation_id)
    return render_template("network/manager.html", form=PersonForm(), shown=organisation)


@network_blueprint.post("/network/organisations/<id:organisation_id>/manager", access=Permission.MANAGE_NETWORK)
def invite_manager(organisation_id: int) -> ResponseReturnValue:
    organisation, form = network_queries.get_organisation_or_404(organisation_id), PersonForm()
    if form.validate_on_submit():
        with form.refusals():
            with organisation_scope(organisation.id):
                invitation = people_pages.invite(form, organisation.id, Role.MANAGER)
            back = url_for("network.show_organisation", organisation_id=organisation_id)
            return people_pages.invited(invitation, back=back)
    return render_template("network/manager.html", form=form, shown=organisation), 422
