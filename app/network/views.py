"""Organisations of the network, for its administrators. Numbers only: no way into anybody's file."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.forms import here_today
from app.kernel.i18n import _
from app.network import queries, services
from app.network.forms import CooperativeForm, OrganisationForm

blueprint = FeatureBlueprint("network", __name__, scoped=False)


@blueprint.get("/network/organisations/new", access=Permission.MANAGE_NETWORK)
def show_creation() -> ResponseReturnValue:
    return render_template("network/creation.html", form=OrganisationForm())


@blueprint.post("/network/organisations/new", access=Permission.MANAGE_NETWORK)
def create_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if form.validate_on_submit():
        with form.refusals():
            organisation = services.create_organisation(**form.values())
            flash(_("The organisation is created. Invite its first manager."), "ok")
            return redirect(url_for("network.show_organisation", organisation_id=organisation.id))
    return render_template("network/creation.html", form=form), 422


@blueprint.get("/network/organisations/<id:organisation_id>", access=Permission.MANAGE_NETWORK)
def show_organisation(organisation_id: int) -> ResponseReturnValue:
    organisation = queries.get_organisation_or_404(organisation_id)
    return render_template("network/show_organisation.html", shown=organisation)


@blueprint.get("/network/organisations/<id:organisation_id>/cooperative", access=Permission.MANAGE_NETWORK)
def show_conversion(organisation_id: int) -> ResponseReturnValue:
    form = CooperativeForm(on=here_today())
    return render_template("network/conversion.html", shown=queries.get_organisation_or_404(organisation_id), form=form)


@blueprint.post("/network/organisations/<id:organisation_id>/cooperative", access=Permission.MANAGE_NETWORK)
def turn_into_cooperative(organisation_id: int) -> ResponseReturnValue:
    organisation, form = queries.get_organisation_or_404(organisation_id), CooperativeForm()
    if form.validate_on_submit():
        with form.refusals():
            services.turn_into_cooperative(organisation, on=form.on.data)
            flash(_("The project is now a cooperative."), "ok")
            return redirect(url_for("network.show_organisation", organisation_id=organisation.id))
    return render_template("network/conversion.html", shown=organisation, form=form), 422
