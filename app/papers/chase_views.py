"""The list of papers to ask for, as a page and as a file."""

from __future__ import annotations

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.paging import page_asked
from app.kernel.tables import csv_bytes
from app.kernel.transaction import after_read
from app.papers import chase_pages as pages
from app.papers import chase_queries, services

blueprint = FeatureBlueprint("chase", __name__)


@blueprint.get("/papers", access=Permission.SEE_MEMBERS)
def list_papers() -> ResponseReturnValue:
    shown = pages.chase_list(current_actor(), pages.asked_filters(), page_asked(request.args))
    return render_template("papers/list_papers.html", **shown)


@blueprint.get("/papers.csv", access=Permission.EXPORT_REPORTS)
def export_papers() -> ResponseReturnValue:
    actor, today = current_actor(), g.organisation.today
    rows = list(chase_queries.fetch_all(actor, pages.asked_filters(), on=today))
    after_read(services.note_list_taken, g.organisation.id, actor.account_id, len(rows))
    content = csv_bytes([str(header) for header in pages.EXPORT_HEADERS], pages.export_rows(rows))
    answer = Response(content, mimetype="text/csv")
    name = f"{g.organisation.code}-papers-{today.isoformat()}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
