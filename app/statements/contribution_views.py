"""The contributions of a month over all members, for who keeps the accounts."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.statements import month_pages

blueprint = FeatureBlueprint("contributions", __name__)


@blueprint.get("/contributions", access=Permission.KEEP_ACCOUNTS)
def list_contributions() -> ResponseReturnValue:
    return render_template("statements/list_contributions.html", **month_pages.contributions_list())
