"""The list of members as files: what is seen, and nothing but that. Each file taken away is written down."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.kernel.access import Permission, current_actor
from app.members import list_pages
from app.reports import members_list, prints_pages, renderers
from app.reports.models import PrintKind
from app.reports.report import Report
from app.reports.taken import taken
from app.reports.views import blueprint


@blueprint.get("/reports/list.xlsx", access=Permission.EXPORT_MEMBERS)
def list_xlsx() -> ResponseReturnValue:
    return _file("xlsx", renderers.as_xlsx)


@blueprint.get("/reports/list.csv", access=Permission.EXPORT_MEMBERS)
def list_csv() -> ResponseReturnValue:
    return _file("csv", renderers.as_csv)


@blueprint.get("/reports/list.pdf", access=Permission.EXPORT_MEMBERS)
def list_pdf() -> ResponseReturnValue:
    try:
        return _file("pdf", renderers.as_pdf)
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        if getattr(refusal, "detail", "") == "rows":
            return prints_pages.to_the_background(PrintKind.LIST)
        flash(str(refusal), "bad")
        return _back()


def _file(ending: str, render: Callable[[Report], Response]) -> ResponseReturnValue:
    filters = list_pages.asked_people()
    if prints_pages.says_what_is_gone(filters):
        return _back()
    report = members_list.run(current_actor(), filters, list_pages.asked_columns(), on=g.organisation.today)
    return taken(report, ending, render)


def _back() -> ResponseReturnValue:
    filters, columns = list_pages.asked_filters(), list_pages.asked_columns()
    return redirect(url_for("members.list_members", **list_pages.filters_in_address(filters, columns)))
