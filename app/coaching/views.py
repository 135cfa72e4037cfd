"""The caseload: a coach's own people, and for the manager every coach's."""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.coaching import pages
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.paging import page_asked

blueprint = FeatureBlueprint("coaching", __name__)


@blueprint.get("/coaching", access=Permission.SEE_COACHING)
def show_coaching() -> ResponseReturnValue:
    shown = pages.caseload(current_actor(), page_asked(request.args), today=g.organisation.today)
    return render_template("coaching/show_coaching.html", **shown)
