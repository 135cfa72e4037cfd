"""Statements of account and contributions as files; each file taken away is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import pdf
from app.kernel.access import Permission, current_actor
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.i18n import language, speaking
from app.kernel.speech import LANGUAGES
from app.members import queries as member_queries
from app.reports import contributions, renderers, statement_of_account
from app.reports.report import Report
from app.reports.taken import taken
from app.statements import month_pages
from app.statements.pages import asked_period

blueprint = FeatureBlueprint("account_reports", __name__)
RENDERERS: Mapping[str, Callable[[Report], Response]] = {
    "pdf": renderers.as_pdf,
    "xlsx": renderers.as_xlsx,
    "csv": renderers.as_csv,
}


@blueprint.get("/members/<id:member_id>/statement.<file_format>", access=Permission.SEE_STATEMENTS)
def take_statement(member_id: int, file_format: str) -> ResponseReturnValue:
    """In the language of the page, or that of `paper`."""
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    period, asked = asked_period(g.organisation.today), request.args.get("paper", "")
    with speaking(asked if asked in LANGUAGES else language()):
        return _taken(
            lambda: statement_of_account.run(member, period),
            file_format,
            back=url_for("statements.show_statement", member_id=member.id, **period.in_address),
        )


@blueprint.get("/contributions.<file_format>", access=Permission.EXPORT_REPORTS)
def take_contributions(file_format: str) -> ResponseReturnValue:
    if not current_actor().can(Permission.KEEP_ACCOUNTS):
        abort(403)
    month, typed = month_pages.asked()
    back = url_for("contributions.list_contributions", month=f"{month:%Y-%m}", q=typed or None)
    return _taken(lambda: contributions.run(month=month, typed=typed), file_format, back=back)


def _taken(run: Callable[[], Report], file_format: str, *, back: str) -> ResponseReturnValue:
    """The file, or back to the page with what the printer refused."""
    if file_format not in RENDERERS:
        abort(404)
    try:
        return taken(run(), file_format, RENDERERS[file_format])
    except (pdf.DocumentTooLarge, pdf.RenderingBusy, pdf.RenderingTooSlow) as refusal:
        flash(str(refusal), "bad")
        return redirect(back)
