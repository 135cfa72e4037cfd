"""The reports about shares, as pages and files, for who keeps the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.paging import Page, page_asked
from app.members import list_pages as member_pages
from app.reports import associates_register, capital_statement, renderers, share_ledger
from app.reports.report import Report
from app.reports.taken import taken
from app.shares import labels
from app.shares.rules import MovementKind

blueprint = FeatureBlueprint("share_reports", __name__)
RENDERERS: Mapping[str, Callable[[Report], Response]] = {
    "pdf": renderers.as_pdf,
    "xlsx": renderers.as_xlsx,
    "csv": renderers.as_csv,
}


def _day() -> date:
    today: date = g.organisation.today
    return member_pages.asked_day() or today


def _first() -> date:
    """The first day of the period asked for; the year's, where none is."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        asked = _day().replace(month=1, day=1)
    return min(asked, _day())


def _who() -> str:
    asked = request.args.get("who", "holders")
    return asked if asked in associates_register.WHO else "holders"


def _associates() -> Report:
    return associates_register.run(who=_who(), on=_day())


def _capital() -> Report:
    return capital_statement.run(first=_first(), on=_day())


def _kind() -> MovementKind | None:
    asked = request.args.get("kind", "")
    return MovementKind(asked) if asked in tuple(MovementKind) else None


def _ledger() -> Report:
    return share_ledger.run(first=_first(), on=_day(), kind=_kind())


REPORTS: Mapping[str, Callable[[], Report]] = {"associates": _associates, "capital": _capital, "share_ledger": _ledger}


def _kept() -> dict[str, Any]:
    """What the address asks for."""
    return {name: value for name in ("who", "kind", "from", "on") if (value := request.args.get(name))}


def _shown(template: str, report: Report, **more: Any) -> str:
    return render_template(template, report=report, on=_day(), kept=_kept(), **more)


@blueprint.get("/reports/associates", access=Permission.MANAGE_SHARES)
def show_associates() -> ResponseReturnValue:
    return _shown("reports/show_associates.html", _associates(), who=_who(), everyone=associates_register.WHO)


@blueprint.get("/reports/capital", access=Permission.MANAGE_SHARES)
def show_capital() -> ResponseReturnValue:
    return _shown("reports/show_capital.html", _capital(), first=_first())


@blueprint.get("/reports/share-ledger", access=Permission.MANAGE_SHARES)
def show_share_ledger() -> ResponseReturnValue:
    report, page = share_ledger.run_page(page_asked(request.args), first=_first(), on=_day(), kind=_kind())
    links = _links(page)
    return _shown(
        "reports/show_share_ledger.html", report, first=_first(), kind=_kind(), kinds=labels.MOVEMENT, links=links
    )


def _links(page: Page) -> dict[str, str | None]:
    kept = _kept()
    here = partial(url_for, "share_reports.show_share_ledger", **kept)
    return {
        "first": here(),
        "previous": here(before=page.before_id) if page.before_id else None,
        "next": here(after=page.after_id) if page.after_id else None,
        "last": here(page="last"),
    }


@blueprint.get("/reports/shares/<share_report>.<file_format>", access=Permission.EXPORT_REPORTS)
def take_report(share_report: str, file_format: str) -> ResponseReturnValue:
    if not current_actor().can(Permission.MANAGE_SHARES):
        abort(403)
    if share_report not in REPORTS or file_format not in RENDERERS:
        abort(404)
    try:
        return taken(REPORTS[share_report](), file_format, RENDERERS[file_format])
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for(f"share_reports.show_{share_report}", **_kept()))
