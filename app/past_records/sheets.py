"""The kinds of sheet that past months come in. A room whose figures are imported too adds its own with `use_sheets`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.imports import registry
from app.imports.registry import ImportField, Recognise
from app.imports.rows import Problem
from app.kernel.i18n import LazyText
from app.past_records.models import ActivityImport, RowState, SheetKind


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """A row as it was read: what its cells say by field, and what is wrong with the others."""

    row_id: int
    row_number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class JudgedRow:
    """What becomes of a row. `made` is what the sheet's own `write` takes."""

    row: ReadRow
    state: RowState = RowState.NEW
    problems: list[Problem] = field(default_factory=list)
    made: Any = None


@dataclass(frozen=True, kw_only=True)
class Written:
    """How many records came of an import, and how many payments of sales."""

    records: int
    payments: int = 0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of sheet.

    `needed`: of each of these sets of columns one is chosen. `hold` keeps others from changing what the rows are about;
    `judge` says what becomes of each, without writing; `write` writes those that were accepted; `take_back` takes away
    all that an import wrote, and raises a Refusal where that is no longer possible.
    """

    code: SheetKind
    label: LazyText
    hint: LazyText
    fields: tuple[ImportField, ...]
    needed: tuple[tuple[str, ...], ...]
    hold: Callable[[Sequence[ReadRow]], None]
    judge: Callable[[ActivityImport, Sequence[ReadRow]], list[JudgedRow]]
    write: Callable[[ActivityImport, Sequence[JudgedRow]], Written]
    take_back: Callable[[ActivityImport], None]

    def field(self, code: str) -> ImportField:
        return next(each for each in self.fields if each.code == code)

    def recognise(self) -> Recognise:
        return registry.recogniser_of(_names(self.code))

    def examples(self) -> list[str]:
        """The row that the template begins with, without its empty cells."""
        return [each.example for each in self.fields if each.example]


_sheets: dict[SheetKind, Sheet] = {}


def use_sheets(sheets: Iterable[Sheet]) -> None:
    _sheets.clear()
    _sheets.update({sheet.code: sheet for sheet in sheets})
    _names.cache_clear()


def sheets() -> Mapping[str, Sheet]:
    return {str(code): sheet for code, sheet in _sheets.items()}


def sheet_of(moved: ActivityImport) -> Sheet:
    return _sheets[moved.sheet]


@cache
def _names(code: SheetKind) -> dict[str, str]:
    return registry.names_of(_sheets[code].fields)
