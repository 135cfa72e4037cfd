"""Prints that the worker makes: asked for, followed, fetched."""

from __future__ import annotations

import logging

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel import audit
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.files import FileDamaged
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.reports import prints_pages as pages
from app.reports import prints_queries as queries
from app.reports.forms import PrintForm
from app.reports.models import PrintState
from app.reports.prints_services import PRINT_TAKEN

log = logging.getLogger(__name__)
blueprint = FeatureBlueprint("prints", __name__)


@blueprint.get("/prints/new", access=Permission.EXPORT_MEMBERS)
def show_new() -> ResponseReturnValue:
    _may_print()
    return render_template("prints/new.html", form=PrintForm(), **pages.asked())


@blueprint.post("/prints/new", access=Permission.EXPORT_MEMBERS)
def ask_for_print() -> ResponseReturnValue:
    _may_print()
    form, asked = PrintForm(), pages.asked()
    if form.validate_on_submit() and asked["count"] and not asked["missing"]:
        job = pages.ask(asked["wanted"], asked["count"])
        return redirect(url_for("prints.show_print", print_id=job.id))
    return render_template("prints/new.html", form=form, **asked), 422


def _may_print() -> None:
    if not current_actor().can(pages.ASKS[pages.kind_asked()]):
        abort(403)


@blueprint.get("/prints/<id:print_id>", access=Permission.EXPORT_MEMBERS)
def show_print(print_id: int) -> ResponseReturnValue:
    return render_template("prints/show_print.html", **pages.shown(queries.get_print_or_404(current_actor(), print_id)))


@blueprint.get("/prints/<id:print_id>/file", access=Permission.EXPORT_MEMBERS)
def fetch_print(print_id: int) -> ResponseReturnValue:
    job = queries.get_print_or_404(current_actor(), print_id)
    if job.state is not PrintState.DONE:
        return redirect(url_for("prints.show_print", print_id=job.id))
    try:
        content = queries.read_file(job)
    except FileDamaged:
        log.exception("print %s cannot be served", job.id)
        return render_template("prints/show_print.html", is_damaged=True, **pages.shown(job)), 500
    after_read(_write_down, g.organisation.id, {"report": job.kind.report, "rows": job.rows}, job.id)
    return pages.file_answer(job, content)


def _write_down(organisation_id: int, told: dict[str, object], job_id: int) -> None:
    with organisation_scope(organisation_id):
        audit.record(PRINT_TAKEN, subject_type="print", subject_id=job_id, after=told)
