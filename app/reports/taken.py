"""A report leaves as a file: who took which one, how many rows, of whom, is written down."""

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
    """The report as a file, and a line in the log of who took it."""
    answer = render(report)
    after_read(write_down, g.organisation.id, told_of(report, ending))
    return answer


def told_of(report: Report, ending: str) -> dict[str, object]:
    """What the log keeps of a file: which report, how many rows, of whom; of chosen columns which."""
    told: dict[str, object] = {"report": report.code, "format": ending, "rows": len(report.rows)}
    told["filters"] = " · ".join(report.filters)
    if report.says_columns:
        told["columns"] = ", ".join(str(column.label) for column in report.columns)
    return told


def write_down(organisation_id: int, told: dict[str, object]) -> None:
    """The line in the log, in the organisation's scope."""
    with organisation_scope(organisation_id):
        audit.record(REPORT_TAKEN, subject_type="report", after=told)
