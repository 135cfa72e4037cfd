"""Organisations of the network, for its administrators. Numbers only: no way into anybody's file."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import clock
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.forms import here_today
from app.kernel.i18n import _
from app.network import services
from app.network.forms import CooperativeForm, OrganisationForm
from app.network.models import Country, Organisation, OrganisationKind

blueprint = FeatureBlueprint("network", __name__, scoped=False)


def organisation_or_404(organisation_id: int) -> Organisation:
    return db.session.get(Organisation, organisation_id) or abort(404)


@blueprint.get("/network/organisations/new", access=Permission.MANAGE_NETWORK)
def show_creation() -> ResponseReturnValue:
    return render_template("network/creation.html", form=OrganisationForm())


@blueprint.post("/network/organisations/new", access=Permission.MANAGE_NETWORK)
def create_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if form.validate_on_submit():
        try:
            organisation = services.create_organisation(
                slug=form.slug.data,
                code=form.code.data,
                kind=OrganisationKind(form.kind.data),
                country=Country(form.country.data),
                identity={"name_fr": form.name_fr.data, "name_ar": form.name_ar.data},
                created_on=clock.today(form.country.data),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            flash(_("The organisation is created. Invite its first manager."), "ok")
            return redirect(url_for("network.show_organisation", organisation_id=organisation.id))
    return render_template("network/creation.html", form=form), 422


@blueprint.get("/network/organisations/<id:organisation_id>", access=Permission.MANAGE_NETWORK)
def show_organisation(organisation_id: int) -> ResponseReturnValue:
    organisation = organisation_or_404(organisation_id)
    return render_template("network/show_organisation.html", shown=organisation)


@blueprint.get("/network/organisations/<id:organisation_id>/cooperative", access=Permission.MANAGE_NETWORK)
def show_conversion(organisation_id: int) -> ResponseReturnValue:
    form = CooperativeForm(on=here_today())
    return render_template("network/conversion.html", shown=organisation_or_404(organisation_id), form=form)


@blueprint.post("/network/organisations/<id:organisation_id>/cooperative", access=Permission.MANAGE_NETWORK)
def turn_into_cooperative(organisation_id: int) -> ResponseReturnValue:
    organisation, form = organisation_or_404(organisation_id), CooperativeForm()
    if form.validate_on_submit():
        try:
            services.turn_into_cooperative(organisation, on=form.on.data)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            flash(_("The project is now a cooperative."), "ok")
            return redirect(url_for("network.show_organisation", organisation_id=organisation.id))
    return render_template("network/conversion.html", shown=organisation, form=form), 422
