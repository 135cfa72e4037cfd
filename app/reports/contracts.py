"""The contracts in force on a day, with their terms of that day: one row a contract, by name of the member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.kernel.access import Actor
from app.kernel.i18n import _, _l, _n, format_day, format_day_short, format_hours, language
from app.reports.report import Report, ReportColumn
from app.work_relations import pages, queries, rules
from app.work_relations.queries import KnownContract


@dataclass(frozen=True, kw_only=True)
class Row:
    """One contract as it stood that day."""

    member_id: int
    number: int
    name_latin: str
    name_arabic: str
    kind: str
    post: str
    started_on: date
    last_day: date | None
    weekly_minutes: int | None
    amendments: int


COLUMNS = (
    ReportColumn(label=_l("No."), cell=lambda row: row.number, width=9, is_number=True),
    ReportColumn(label=_l("Name, Latin letters"), cell=lambda row: row.name_latin, width=26),
    ReportColumn(label=_l("Name, Arabic letters"), cell=lambda row: row.name_arabic, width=22, is_on_screen=False),
    ReportColumn(label=_l("Kind of contract"), cell=lambda row: row.kind, width=30),
    ReportColumn(label=_l("Post"), cell=lambda row: row.post, width=24),
    ReportColumn(
        label=_l("From"),
        cell=lambda row: row.started_on,
        width=16,
        shown=lambda row: format_day_short(row.started_on),
    ),
    ReportColumn(
        label=_l("Until"), cell=lambda row: row.last_day, width=16, shown=lambda row: format_day_short(row.last_day)
    ),
    ReportColumn(
        label=_l("Hours a week"),
        cell=lambda row: _hours(row.weekly_minutes),
        width=14,
        shown=lambda row: format_hours(row.weekly_minutes) if row.weekly_minutes else "",
        is_number=True,
    ),
    ReportColumn(label=_l("Amendments"), cell=lambda row: row.amendments, width=13, is_number=True),
)


def _hours(minutes: int | None) -> Decimal | None:
    """With two decimals, as spreadsheets add them up."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")) if minutes else None


def run(actor: Actor, *, on: date, today: date) -> Report:
    """The contracts that held on a day, of the members this actor may see today."""
    rows = [_row(known, on) for known in queries.contracts_in_force(actor, on=on, today=today)]
    return Report(
        code="contracts",
        title=_("Contracts in force on a day"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_n(
            "One row is one contract in force that day, with its terms of that day; a person with two contracts has two rows: %(num)s contract.",
            "One row is one contract in force that day, with its terms of that day; a person with two contracts has two rows: %(num)s contracts.",
            len(rows),
        ),
        filters=[],
        columns=COLUMNS,
        rows=rows,
        empty=_("No contract was in force on that day."),
    )


def _row(known: KnownContract, on: date) -> Row:
    row, terms = known.row, rules.terms_on(known.rule, on)
    first, second = (terms.post_ar, terms.post_fr) if language() == "ar" else (terms.post_fr, terms.post_ar)
    return Row(
        member_id=row.member_id,
        number=row.number,
        name_latin=f"{row.given_name_latin} {row.family_name_latin}".strip(),
        name_arabic=f"{row.given_name_arabic} {row.family_name_arabic}".strip(),
        kind=pages.kind_of(row),
        post=first or second,
        started_on=row.started_on,
        last_day=known.rule.closed_on or terms.ends_on,
        weekly_minutes=terms.weekly_minutes,
        amendments=sum(amendment.effective_on <= on for amendment in known.amendments),
    )
