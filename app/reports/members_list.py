"""The list of members exactly as it is seen: its filters, its columns, all of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from app.kernel.access import Actor
from app.kernel.i18n import _, _l, _n
from app.kernel.tables import Cell
from app.members import list_pages, list_queries
from app.members.list_columns import MOST_AT_ONCE, ListColumn, Listed, cells_of, chosen_columns
from app.members.list_filters import MemberFilters
from app.members.own_columns import DEFAULT_CODES
from app.reports.report import Report, ReportColumn

NAMES = (
    ReportColumn(label=_l("Name, Latin letters"), cell=itemgetter(0), width=26),
    ReportColumn(label=_l("Name, Arabic letters"), cell=itemgetter(1), width=22),
)


def run(actor: Actor, filters: MemberFilters, columns: Sequence[str], *, on: date) -> Report:
    """The people this actor may see, by name; without columns, those that the ordinary list has."""
    chosen = chosen_columns(columns or DEFAULT_CODES)
    rows = _rows(actor, filters, chosen, on=on)
    return Report(
        code="list",
        title=_("List of members"),
        as_of=list_pages.day_in_words(filters),
        explanation=_n(
            "One row is one member of the organisation, counted once: %(num)s member.",
            "One row is one member of the organisation, counted once: %(num)s members.",
            len(rows),
        ),
        filters=list_pages.filters_in_words(filters),
        columns=[*NAMES, *(_as_report_column(place, column) for place, column in enumerate(chosen, start=len(NAMES)))],
        rows=rows,
        empty=_("No member corresponds."),
        says_columns=True,
    )


def _as_report_column(place: int, column: ListColumn) -> ReportColumn:
    return ReportColumn(
        label=column.label,
        cell=itemgetter(place),
        width=column.width,
        shown=lambda row: column.text(row[place]),
        is_number=column.look == "number",
    )


def _rows(actor: Actor, filters: MemberFilters, chosen: Sequence[ListColumn], *, on: date) -> list[list[Cell]]:
    day, is_past = filters.as_of or on, filters.as_of is not None
    rows = list_queries.fetch_members(actor, filters, on=on)
    some_at_once = [rows[start : start + MOST_AT_ONCE] for start in range(0, len(rows), MOST_AT_ONCE)]
    return [
        [*_names(row), *cells]
        for some in some_at_once
        for row, cells in zip(
            some, cells_of(chosen, Listed(rows=some, on=day, actor=actor, is_past=is_past)), strict=True
        )
    ]


def _names(row: Any) -> tuple[str, str]:
    latin = f"{row.given_name_latin} {row.family_name_latin}".strip()
    return latin, f"{row.given_name_arabic} {row.family_name_arabic}".strip()
