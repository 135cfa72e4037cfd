"""The register of associates: one row a member who holds shares on a day or, if asked, who ever held some.

Morocco (law 112-12) and Tunisia (statutes modelled on law 67-4) keep a register with name, identity document, address, shares
subscribed and paid, entry and exit; the entries themselves stand in the ledger. The identity number stays masked: the paper
travels further than the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import g

from app.kernel import identity
from app.kernel.i18n import _, _l, _n, format_day, format_day_short
from app.kernel.paging import AnyRow
from app.members import labels as member_labels
from app.members import parcours_queries
from app.reports.report import Report, ReportColumn
from app.reports.shares_columns import count_column, money_column
from app.shares import queries, rules
from app.shares.rules import Holding

WHO = {
    "holders": _l("Who holds shares"),
    "ever": _l("Who holds or held shares"),
    "left": _l("Who left and still holds shares"),
    "late": _l("Who owes a part whose day has passed"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One associate; amounts in minor units. The totals are a row without a name."""

    id: int | None = None
    number: int | None = None
    name_latin: str = ""
    name_arabic: str = ""
    document: str = ""
    address: str = ""
    admitted_on: date | None = None
    held_since: date | None = None
    gone_since: date | None = None
    left_on: date | None = None
    shares: int = 0
    subscribed_minor: int = 0
    paid_minor: int = 0
    owed_minor: int = 0
    overdue_minor: int = 0


def _day(value: date | None) -> str:
    return "" if value is None else format_day_short(value)


COLUMNS = (
    ReportColumn(label=_l("No."), cell=lambda row: row.number, width=9, is_number=True),
    ReportColumn(label=_l("Name, Latin letters"), cell=lambda row: row.name_latin, width=26),
    ReportColumn(label=_l("Name, Arabic letters"), cell=lambda row: row.name_arabic, width=22, is_on_screen=False),
    ReportColumn(label=_l("Identity document"), cell=lambda row: row.document, width=23, is_on_screen=False),
    ReportColumn(label=_l("Address"), cell=lambda row: row.address, width=24, is_on_screen=False),
    ReportColumn(
        label=_l("Admitted on"),
        cell=lambda row: row.admitted_on,
        shown=lambda row: _day(row.admitted_on),
        width=17,
        is_on_screen=False,
    ),
    ReportColumn(
        label=_l("Holds since"), cell=lambda row: row.held_since, shown=lambda row: _day(row.held_since), width=17
    ),
    ReportColumn(
        label=_l("Held until"), cell=lambda row: row.gone_since, shown=lambda row: _day(row.gone_since), width=17
    ),
    count_column(_l("Shares"), lambda row: row.shares, width=11),
    money_column(_l("Subscribed"), lambda row: row.subscribed_minor),
    money_column(_l("Paid up"), lambda row: row.paid_minor),
    money_column(_l("Still owed"), lambda row: row.owed_minor),
)
OVERDUE = money_column(_l("Overdue"), lambda row: row.overdue_minor)


def run(*, who: str, on: date) -> Report:
    """The register of a day, by number. `who`: one of WHO."""
    rows = _rows(who, on)
    return Report(
        code="associates",
        title=_("Register of associates"),
        as_of=_("As of %(day)s", day=format_day(on)),
        explanation=_n(
            "One row is one member, with what they hold at the end of that day: %(num)s person.",
            "One row is one member, with what they hold at the end of that day: %(num)s people.",
            len(rows),
        ),
        filters=[str(WHO[who])],
        columns=(*COLUMNS, OVERDUE) if who == "late" else COLUMNS,
        rows=rows,
        empty=_("Nobody corresponds."),
        totals=_totals(rows) if rows else None,
    )


def _rows(who: str, on: date) -> list[Row]:
    held = queries.holdings_on(on)
    asked = queries.asked_here(g.organisation)
    gone = parcours_queries.gone_on(on)
    rows = (
        _row(person, held[person.id], gone=gone, overdue_minor=rules.overdue_minor(held[person.id], asked, on))
        for person in queries.everyone_who_held()
        if person.id in held
    )
    return [row for row in rows if _is_wanted(who, row)]


def _is_wanted(who: str, row: Row) -> bool:
    if who == "ever":
        return True
    if who == "late":
        return row.overdue_minor > 0
    return row.shares > 0 and (who == "holders" or row.left_on is not None)


def _row(person: AnyRow, holding: Holding, *, gone: Mapping[int, date], overdue_minor: int) -> Row:
    return Row(
        id=person.id,
        number=person.number,
        name_latin=f"{person.given_name_latin} {person.family_name_latin}".strip(),
        name_arabic=f"{person.given_name_arabic} {person.family_name_arabic}".strip(),
        document=_document(person),
        address=_(", ").join(part for part in (person.address, person.commune) if part),
        admitted_on=person.admitted_on,
        held_since=holding.held_since,
        gone_since=holding.gone_since,
        left_on=gone.get(person.id),
        shares=holding.shares,
        subscribed_minor=holding.subscribed_minor,
        paid_minor=holding.paid_minor,
        owed_minor=holding.owed_minor,
        overdue_minor=overdue_minor,
    )


def _document(person: AnyRow) -> str:
    if person.identity_kind is None:
        return ""
    return f"{member_labels.IDENTITY_KIND[person.identity_kind]} {identity.masked(person.identity_last_three)}"


def _totals(rows: list[Row]) -> Row:
    return Row(
        name_latin=_("Total"),
        shares=sum(row.shares for row in rows),
        subscribed_minor=sum(row.subscribed_minor for row in rows),
        paid_minor=sum(row.paid_minor for row in rows),
        owed_minor=sum(row.owed_minor for row in rows),
        overdue_minor=sum(row.overdue_minor for row in rows),
    )
