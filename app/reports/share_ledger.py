"""The share ledger itself: every entry of a period in the order of its numbers, cancelled ones included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.i18n import _, _l, _n, format_day, format_day_short
from app.kernel.paging import AnyRow
from app.reports.report import Report, ReportColumn
from app.reports.shares_columns import count_column, money_column
from app.shares import labels, queries
from app.shares.pages import name_of
from app.shares.rules import MovementKind


@dataclass(frozen=True, kw_only=True)
class Row:
    """One entry; amounts in minor units."""

    member_id: int
    number: int
    day: date
    kind: MovementKind
    person: str
    receiver: str
    shares: int
    paid_minor: int
    refunded_minor: int
    reference: str
    cancelled: str


COLUMNS = (
    ReportColumn(label=_l("Entry no."), cell=lambda row: row.number, width=11, is_number=True),
    ReportColumn(label=_l("Day"), cell=lambda row: row.day, shown=lambda row: format_day_short(row.day), width=17),
    ReportColumn(label=_l("Movement"), cell=lambda row: str(labels.MOVEMENT[row.kind]), width=22),
    ReportColumn(label=_l("Member"), cell=lambda row: row.person, width=28),
    ReportColumn(label=_l("Receives them"), cell=lambda row: row.receiver, width=28),
    count_column(_l("Shares"), lambda row: row.shares or None),
    money_column(_l("Paid"), lambda row: row.paid_minor or None),
    money_column(_l("Given back"), lambda row: row.refunded_minor or None),
    ReportColumn(label=_l("Reference"), cell=lambda row: row.reference, width=24),
    ReportColumn(label=_l("Cancelled"), cell=lambda row: row.cancelled, width=26),
)


def run(*, first: date, on: date, kind: MovementKind | None = None) -> Report:
    """The entries of a period, both days included; of one kind, or all."""
    found = queries.ledger(first, on)
    rows = [_row(entry) for entry in found if kind in (None, entry.ShareMovement.kind)]
    return Report(
        code="share_ledger",
        title=_("Share ledger"),
        as_of=_("From %(first)s to %(last)s", first=format_day(first), last=format_day(on)),
        explanation=_n(
            "One row is one entry of the ledger, in the order of its numbers; a cancelled one stays and does not count: %(num)s entry.",
            "One row is one entry of the ledger, in the order of its numbers; a cancelled one stays and does not count: %(num)s entries.",
            len(rows),
        ),
        filters=[str(labels.MOVEMENT[kind])] if kind is not None else [],
        columns=COLUMNS,
        rows=rows,
        empty=_("No entry in this period."),
    )


def _row(found: AnyRow) -> Row:
    entry = found.ShareMovement
    return Row(
        member_id=entry.member_id,
        number=entry.number,
        day=entry.happened_on,
        kind=entry.kind,
        person=f"{name_of(found, 'from')} ({found.from_number})",
        receiver=f"{name_of(found, 'to')} ({found.to_number})" if entry.to_member_id else "",
        shares=entry.shares,
        paid_minor=entry.paid_minor,
        refunded_minor=entry.refunded_minor,
        reference=entry.reference,
        cancelled=_cancelled(entry.cancelled_at, entry.cancellation_reason),
    )


def _cancelled(at: object, reason: str) -> str:
    return _("%(day)s: %(reason)s", day=format_day(at), reason=reason) if at else ""  # type: ignore[arg-type]
