"""Reports as pages and files. Each file taken away is written down: who, which, how many rows."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.members import labels as member_labels
from app.members import list_pages as member_pages
from app.reports import contracts, members_register, prints_pages, renderers, situations
from app.reports.models import PrintKind
from app.reports.report import Report
from app.reports.taken import taken

blueprint = FeatureBlueprint("reports", __name__)


def _members() -> Report:
    return members_register.run(current_actor(), member_pages.asked_filters(), on=g.organisation.today)


def _situations() -> Report:
    today = g.organisation.today
    return situations.run(current_actor(), on=member_pages.asked_day() or today, today=today)


@blueprint.get("/reports", access=Permission.SEE_REPORTS)
def list_reports() -> ResponseReturnValue:
    return render_template("reports/list_reports.html")


@blueprint.get("/reports/members", access=Permission.SEE_REPORTS)
def show_members() -> ResponseReturnValue:
    filters = member_pages.asked_filters()
    kept = member_pages.filters_in_address(filters)
    return render_template(
        "reports/show_members.html", report=_members(), filters=filters, kept=kept, labels=member_labels
    )


@blueprint.get("/reports/members.pdf", access=Permission.EXPORT_REPORTS)
def members_pdf() -> ResponseReturnValue:
    try:
        return _register("pdf", renderers.as_pdf)
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        if getattr(refusal, "detail", "") == "rows":
            return prints_pages.to_the_background(PrintKind.REGISTER)
        flash(str(refusal), "bad")
        return _back_to_members()


@blueprint.get("/reports/members.xlsx", access=Permission.EXPORT_REPORTS)
def members_xlsx() -> ResponseReturnValue:
    return _register("xlsx", renderers.as_xlsx)


@blueprint.get("/reports/members.csv", access=Permission.EXPORT_REPORTS)
def members_csv() -> ResponseReturnValue:
    return _register("csv", renderers.as_csv)


def _register(ending: str, render: Callable[[Report], Response]) -> ResponseReturnValue:
    if prints_pages.says_what_is_gone(member_pages.asked_filters()):
        return _back_to_members()
    return taken(_members(), ending, render)


def _back_to_members() -> ResponseReturnValue:
    kept = member_pages.filters_in_address(member_pages.asked_filters())
    return redirect(url_for("reports.show_members", **kept))


@blueprint.get("/reports/situations", access=Permission.SEE_REPORTS)
def show_situations() -> ResponseReturnValue:
    day = member_pages.asked_day()
    kept = {"on": day.isoformat()} if day else {}
    return render_template("reports/show_situations.html", report=_situations(), day=day, kept=kept)


@blueprint.get("/reports/situations.pdf", access=Permission.EXPORT_REPORTS)
def situations_pdf() -> ResponseReturnValue:
    try:
        return taken(_situations(), "pdf", renderers.as_pdf)
    except (pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("reports.show_situations", on=request.args.get("on")))


@blueprint.get("/reports/situations.xlsx", access=Permission.EXPORT_REPORTS)
def situations_xlsx() -> ResponseReturnValue:
    return taken(_situations(), "xlsx", renderers.as_xlsx)


@blueprint.get("/reports/situations.csv", access=Permission.EXPORT_REPORTS)
def situations_csv() -> ResponseReturnValue:
    return taken(_situations(), "csv", renderers.as_csv)


def _contracts() -> Report:
    today = g.organisation.today
    return contracts.run(current_actor(), on=member_pages.asked_day() or today, today=today)


@blueprint.get("/reports/contracts", access=Permission.SEE_REPORTS)
def show_contracts() -> ResponseReturnValue:
    day = member_pages.asked_day()
    kept = {"on": day.isoformat()} if day else {}
    return render_template("reports/show_contracts.html", report=_contracts(), day=day, kept=kept)


@blueprint.get("/reports/contracts.pdf", access=Permission.EXPORT_REPORTS)
def contracts_pdf() -> ResponseReturnValue:
    try:
        return taken(_contracts(), "pdf", renderers.as_pdf)
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("reports.show_contracts", on=request.args.get("on")))


@blueprint.get("/reports/contracts.xlsx", access=Permission.EXPORT_REPORTS)
def contracts_xlsx() -> ResponseReturnValue:
    return taken(_contracts(), "xlsx", renderers.as_xlsx)


@blueprint.get("/reports/contracts.csv", access=Permission.EXPORT_REPORTS)
def contracts_csv() -> ResponseReturnValue:
    return taken(_contracts(), "csv", renderers.as_csv)
