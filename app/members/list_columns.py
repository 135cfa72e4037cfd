"""The columns of the list of members: this room's own, and those of rooms above, which `create_app` hands over in order.

A column gives the cells of several people at once, so that a page or a file costs one statement a column at the most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from flask import g

from app.accounts import queries as account_queries
from app.kernel.access import Actor
from app.kernel.i18n import LazyText, format_day_short, format_number, format_phone, language
from app.kernel.paging import AnyRow
from app.kernel.tables import Cell
from app.network import queries as network_queries
from app.network.queries import WordsOfMembers

MOST_AT_ONCE = 500  # people of whom a column is asked
Look = Literal["text", "code", "number", "day", "phone"]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Some of the people of a list: rows of `list_queries.WHOLE_ROWS`, as of a day, for one reader."""

    rows: Sequence[AnyRow]
    on: date
    actor: Actor
    is_past: bool = False  # a day that was chosen, rather than today

    @cached_property
    def ids(self) -> list[int]:
        return [row.id for row in self.rows]

    @cached_property
    def words(self) -> WordsOfMembers:
        return network_queries.words_of_members(language())

    @cached_property
    def coaches(self) -> Mapping[int, str]:
        return {coach.id: account_queries.name_of(coach) for coach in account_queries.every_coach()}


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """What may stand beside a name. Codes stand in addresses and saved lists and never change; people without a cell have none."""

    code: str
    label: LazyText | str
    cells: Callable[[Listed], Mapping[int, Cell]]
    width: int = 18  # its share of a printed page
    look: Look = "text"

    def text(self, cell: Cell) -> str:
        """The cell as people read it."""
        if cell is None or cell == "":
            return ""
        if isinstance(cell, date):
            return format_day_short(cell)
        if self.look == "phone":
            return format_phone(str(cell))
        return format_number(cell) if self.look == "number" and not isinstance(cell, str) else str(cell)


Source = Callable[[], Sequence[ListColumn]]
_sources: list[Source] = []
_own: dict[str, ListColumn] = {}


def use_own_columns(columns: Iterable[ListColumn]) -> None:
    _own.clear()
    _own.update({each.code: each for each in columns})


def use_list_columns(sources: Iterable[Source]) -> None:
    """Each source gives the columns of one room for the open organisation."""
    _sources[:] = sources


def all_columns() -> Mapping[str, ListColumn]:
    """Every column of the open organisation by code, in their order; the sources are asked once a request."""
    found: dict[str, ListColumn] | None = g.get("list_columns")
    if found is None:
        found = g.list_columns = dict(_own) | {each.code: each for source in _sources for each in source()}
    return found


def chosen_columns(codes: Iterable[str]) -> list[ListColumn]:
    """The columns of these codes, in the order of all; unknown ones are left out."""
    wanted = set(codes)
    known = _own if wanted <= _own.keys() else all_columns()
    return [column for code, column in known.items() if code in wanted]


def cells_of(columns: Sequence[ListColumn], listed: Listed) -> list[list[Cell]]:
    """A line for each person, in the order of the rows."""
    asked = [column.cells(listed) for column in columns]
    return [[cells.get(row_id) for cells in asked] for row_id in listed.ids]
