"""The contributions of a month, one row a member who was there in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.i18n import _, _l, _n, format_month
from app.members.names_shown import full_name
from app.reports.report import Report, ReportColumn
from app.reports.shares_columns import money_column
from app.statements import month_queries, months
from app.statements.months import MemberMonth


@dataclass(frozen=True, kw_only=True)
class Row:
    """A member's month, or the sums; minor units."""

    number: int | None
    name: str
    name_arabic: str
    base_minor: int | None
    due_minor: int
    received_minor: int
    closing_minor: int | None
    missing_minor: int
    note: str


COLUMNS = (
    ReportColumn(label=_l("No."), cell=lambda row: row.number, width=9, is_number=True),
    ReportColumn(label=_l("Name"), cell=lambda row: row.name, width=30),
    ReportColumn(label=_l("Name in Arabic"), cell=lambda row: row.name_arabic, width=30),
    money_column(_l("Base"), lambda row: row.base_minor),
    money_column(_l("Contribution"), lambda row: row.due_minor),
    money_column(_l("Received in the month"), lambda row: row.received_minor),
    money_column(_l("Balance"), lambda row: row.closing_minor),
    money_column(_l("Not covered"), lambda row: row.missing_minor),
    ReportColumn(label=_l("Note"), cell=lambda row: row.note, width=20),
)


def run(*, month: date, typed: str = "") -> Report:
    """Everybody's month; `typed`: only those found by these words."""
    found = months.member_months(month_queries.everybody(month=month, typed=typed), month)
    return Report(
        code="contributions",
        title=_("Contributions of a month"),
        as_of=format_month(month),
        explanation=_n(
            "One row is one member who was there in the month: %(num)s member.",
            "One row is one member who was there in the month: %(num)s members.",
            len(found),
        ),
        filters=[_("Found by “%(words)s”", words=typed)] if typed else [],
        columns=COLUMNS,
        rows=[_row(one) for one in found],
        empty=_("No member was there in this month, or none has such a name."),
        totals=_totals(found) if found else None,
    )


def _row(one: MemberMonth) -> Row:
    return Row(
        number=one.member.number,
        name=full_name(one.member),
        name_arabic=full_name(one.member, "ar"),
        base_minor=one.base_minor,
        due_minor=one.due_minor,
        received_minor=one.received_minor,
        closing_minor=one.closing_minor,
        missing_minor=one.missing_minor,
        note="" if one.has_rule else _("No rule"),
    )


def _totals(found: list[MemberMonth]) -> Row:
    sums = months.sums(found)
    return Row(
        number=None,
        name=_("Together"),
        name_arabic="",
        base_minor=None,
        due_minor=sums.due_minor,
        received_minor=sums.received_minor,
        closing_minor=None,
        missing_minor=sums.missing_minor,
        note="",
    )
