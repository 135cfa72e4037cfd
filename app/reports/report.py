"""What a report is: filters, frozen rows, columns that say how to show and to export a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.i18n import LazyText
from app.kernel.tables import Cell

MOST_ON_SCREEN = 200


@dataclass(frozen=True, kw_only=True)
class ReportColumn:
    """A column: its words, its cell for people and for spreadsheets, its share of a printed page's width."""

    label: LazyText | str  # words of ours, or the name an organisation gave a field
    cell: Callable[[Any], Cell]  # typed, for files
    width: int
    shown: Callable[[Any], str] | None = None  # as people read it; by default the cell itself
    is_number: bool = False
    is_on_screen: bool = True  # False: only on paper and in files, where there is room for it

    def text(self, row: Any) -> str:
        """The cell as people read it."""
        if self.shown is not None:
            return self.shown(row)
        value = self.cell(row)
        return "" if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report that was run: what it says of itself, and its rows."""

    code: str  # in file names
    title: str
    as_of: str
    explanation: str  # what one row is and how rows were counted, in one sentence
    filters: Sequence[str]
    columns: Sequence[ReportColumn]
    rows: Sequence[Any]
    empty: str
    totals: Any = None  # a row like the others, below them; it is no row of the count
    notes: Sequence[str] = ()  # below the table
    signature: str = ""  # a place to sign, below all, with these words above it
    says_columns: bool = False  # chosen by the reader, so that the log says which

    @property
    def lines(self) -> list[Any]:
        """The rows, and the totals where there are some."""
        return self._with_totals(self.rows)

    @property
    def lines_on_screen(self) -> list[Any]:
        """The first rows, and the totals of all: no phone reads ten thousand lines, files hold them."""
        return self._with_totals(self.rows[:MOST_ON_SCREEN])

    @property
    def is_cut(self) -> bool:
        """Whether a page shows fewer rows than there are."""
        return len(self.rows) > MOST_ON_SCREEN

    def _with_totals(self, rows: Sequence[Any]) -> list[Any]:
        return [*rows, *([] if self.totals is None else [self.totals])]
