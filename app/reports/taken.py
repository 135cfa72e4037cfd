"""A report leaves as a file: who took which one, and how many rows, is written down."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g

from app.kernel import audit
from app.kernel.i18n import _l
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.reports.report import Report

REPORT_TAKEN = audit.action("report.taken", _l("Report taken away as a file"))


def taken(report: Report, ending: str, render: Callable[[Report], Response]) -> Response:
    """The file, and the event once the answer is ready."""
    answer = render(report)
    after_read(_write_down, g.organisation.id, {"report": report.code, "format": ending, "rows": len(report.rows)})
    return answer


def _write_down(organisation_id: int, said: dict[str, object]) -> None:
    with organisation_scope(organisation_id):
        audit.record(REPORT_TAKEN, subject_type="report", after=said)
