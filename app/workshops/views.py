"""What is coming."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint

blueprint = FeatureBlueprint("workshops", __name__)


@blueprint.get("/workshops", access=Permission.SEE_WORKSHOPS)
def show_workshops() -> ResponseReturnValue:
    return render_template("workshops/show_workshops.html")
