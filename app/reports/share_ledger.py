"""The share ledger itself: every entry of a period in the order of its numbers, cancelled ones included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.i18n import _, _l, _n, format_day, format_day_short, language
from app.kernel.paging import AnyRow, Page, PageAsked
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
    recorded: str
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
    ReportColumn(label=_l("Recorded"), cell=lambda row: row.recorded, width=26, is_on_screen=False),
    ReportColumn(label=_l("Cancelled"), cell=lambda row: row.cancelled, width=26),
)


def run(*, first: date, on: date, kind: MovementKind | None = None) -> Report:
    """The entries of a period, both days included; of one kind, or all."""
    return _report([_row(found) for found in queries.ledger(first, on, kind)], first=first, on=on, kind=kind)


def run_page(asked: PageAsked, *, first: date, on: date, kind: MovementKind | None = None) -> tuple[Report, Page]:
    """One page of the same, for the screen; the sentence counts all."""
    page = queries.ledger_page(asked, first=first, last=on, kind=kind)
    count = queries.count_entries(first, on, kind)
    return _report([_row(found) for found in page.rows], first=first, on=on, kind=kind, count=count), page


def _report(rows: list[Row], *, first: date, on: date, kind: MovementKind | None, count: int | None = None) -> Report:
    return Report(
        code="share_ledger",
        title=_("Share ledger"),
        as_of=_("From %(first)s to %(last)s", first=format_day(first), last=format_day(on)),
        explanation=_n(
            "One row is one entry of the ledger, in the order of its numbers; a cancelled one stays and does not count: %(num)s entry.",
            "One row is one entry of the ledger, in the order of its numbers; a cancelled one stays and does not count: %(num)s entries.",
            len(rows) if count is None else count,
        ),
        filters=[str(labels.MOVEMENT[kind])] if kind is not None else [],
        columns=COLUMNS,
        rows=rows,
        empty=_("No entry in this period."),
    )


def _row(entry: AnyRow) -> Row:
    return Row(
        member_id=entry.member_id,
        number=entry.number,
        day=entry.happened_on,
        kind=entry.kind,
        person=f"{name_of(entry, 'from')} ({entry.from_number})",
        receiver=f"{name_of(entry, 'to')} ({entry.to_number})" if entry.to_member_id else "",
        shares=entry.shares,
        paid_minor=entry.paid_minor,
        refunded_minor=entry.refunded_minor,
        reference=entry.reference,
        recorded=_(", ").join(filter(None, (format_day(entry.recorded_at), _account(entry, "recorder")))),
        cancelled=_cancelled(entry) if entry.cancelled_at else "",
    )


def _cancelled(entry: AnyRow) -> str:
    said = (format_day(entry.cancelled_at), _account(entry, "canceller"), entry.cancellation_reason)
    return _(", ").join(filter(None, said))


def _account(entry: AnyRow, role: str) -> str:
    """The name of who recorded or cancelled, in the reader's script where it is known."""
    latin: str = getattr(entry, role) or ""
    return (getattr(entry, f"{role}_arabic") if language() == "ar" else "") or latin
