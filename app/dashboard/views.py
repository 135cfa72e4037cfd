"""Where a person lands: what needs them today."""

from __future__ import annotations

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.dashboard import pages, queries
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint

blueprint = FeatureBlueprint("dashboard", __name__)
network_blueprint = FeatureBlueprint("network_dashboard", __name__, scoped=False)


@blueprint.get("/", access=Permission.SEE_ORGANISATION)
def show_dashboard() -> ResponseReturnValue:
    shown = pages.dashboard(current_actor(), g.organisation)
    return render_template("dashboard/show_dashboard.html", **shown)


@network_blueprint.get("/network/", access=Permission.SEE_NETWORK)
def show_network() -> ResponseReturnValue:
    return render_template("dashboard/show_network.html", **queries.network_numbers())
