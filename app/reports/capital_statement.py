"""The statement of capital: what it was before a period, what changed it, what it is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask import g

from app.kernel.i18n import _, _l, _n, format_day
from app.reports.report import Report, ReportColumn
from app.reports.shares_columns import count_column, money_column
from app.shares import labels, queries, rules
from app.shares.rules import NEW_VALUE, Capital

LINES = {str(kind): label for kind, label in labels.MOVEMENT.items()} | {NEW_VALUE: _l("New value of a share")}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line; amounts in minor units. `kind` is empty for the first and the last."""

    label: str
    kind: str
    change: Capital


COLUMNS = (
    ReportColumn(label=_l("Line"), cell=lambda row: row.label, width=44),
    count_column(_l("Entries"), lambda row: row.change.entries if row.kind else None),
    count_column(_l("Associates"), lambda row: row.change.associates),
    count_column(_l("Shares"), lambda row: row.change.shares),
    money_column(_l("Subscribed"), lambda row: row.change.subscribed_minor, width=22),
    money_column(_l("Paid up"), lambda row: row.change.paid_minor, width=22),
    money_column(_l("Still owed"), lambda row: row.change.subscribed_minor - row.change.paid_minor, width=22),
)


def run(*, first: date, on: date) -> Report:
    """The capital at the end of a day, and how it came to be since the first day of a period."""
    opening, changes = rules.capital_between(queries.movements(), queries.values(), first=first, last=on)
    closing = sum(changes.values(), opening)
    rows = [Row(label=_("Before %(day)s", day=format_day(first)), kind="", change=opening)]
    rows += [
        Row(label=str(LINES[kind]), kind=kind, change=change) for kind, change in changes.items() if change.entries
    ]
    has_begun = opening.shares or closing.entries
    return Report(
        code="capital",
        title=_("Statement of capital"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_(
            "The capital before %(first)s, the entries of the ledger and the new values until %(last)s, and their sum. Cancelled entries do not count.",
            first=format_day(first),
            last=format_day(on),
        ),
        filters=[],
        columns=COLUMNS,
        rows=rows if has_begun else [],
        empty=_("Nobody had subscribed a share by that day."),
        notes=_notes(first, on),
        totals=Row(label=_("At the end of %(day)s", day=format_day(on)), kind="", change=closing)
        if has_begun
        else None,
    )


def _notes(first: date, on: date) -> list[str]:
    """What was written into the period only after its end: a statement approved before that said something else."""
    zone = g.organisation.time_zone
    later = queries.count_written_later(first, on, datetime.combine(on + timedelta(days=1), time(), zone))
    if not later:
        return []
    said = _n(
        "%(num)s entry of this period was recorded or cancelled only after its last day.",
        "%(num)s entries of this period were recorded or cancelled only after its last day.",
        later,
    )
    return [said]
