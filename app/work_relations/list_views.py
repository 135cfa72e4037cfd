"""The list of contracts: what ends soon, what ended, who is to be an associate."""

from __future__ import annotations

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.paging import page_asked
from app.kernel.transaction import after_read
from app.work_relations import list_pages

blueprint = FeatureBlueprint("contracts", __name__)


@blueprint.get("/contracts", access=Permission.SEE_MEMBERS)
def list_contracts() -> ResponseReturnValue:
    shown = list_pages.contracts_list(current_actor(), page_asked(request.args), today=g.organisation.today)
    return render_template("work_relations/list_contracts.html", **shown)


@blueprint.get("/contracts.csv", access=Permission.EXPORT_REPORTS)
def export_contracts() -> ResponseReturnValue:
    content, taken = list_pages.as_csv(current_actor(), today=g.organisation.today)
    after_read(list_pages.write_down, g.organisation.id, taken)
    response = Response(content, mimetype="text/csv")
    name = f"contracts-{g.organisation.slug}-{g.organisation.today.isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
