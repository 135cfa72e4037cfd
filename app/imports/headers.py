"""Where the table begins in a sheet, and what its columns are called. Pure.

People put titles above a table, merge cells over two columns, leave lines empty, say the headers again on each printed page and
add a line of totals. A header row is the one that names most of what is looked for; the word above it helps where a
name alone says too little, as "Latin" below "Name".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.kernel.names import fold

LINES_LOOKED_AT = 40
LONGEST_HEADER = 80
TOTALS = frozenset(
    map(
        fold,
        (
            "total",
            "totaux",
            "total général",
            "sous-total",
            "المجموع",
            "المجموع العام",
            "مجموع",
            "somme",
            "nombre total",
        ),
    )
)

Row = tuple[int, list[str]]
Recognise = Callable[[str], str | None]


@dataclass(frozen=True, kw_only=True)
class Headers:
    """The columns' names; the row they stand in; where the rows of people begin in what was read."""

    names: tuple[str, ...]
    row_number: int
    first_row: int


def find_headers(rows: Sequence[Row], recognise: Recognise) -> Headers | None:
    """Of the first rows, the one that names most; None where none names two."""
    best, most = None, 1
    for index, (_number, _cells) in enumerate(rows[:LINES_LOOKED_AT]):
        names = _names(rows, index)
        known = len({code for name in names if (code := recognise(name))})
        if known > most:
            best, most = index, known
    if best is None:
        return None
    return Headers(names=_named(rows, best, recognise), row_number=rows[best][0], first_row=best + 1)


def _names(rows: Sequence[Row], index: int) -> list[str]:
    """What stands in a row, and above its empty cells: a name merged over two lines stands in the upper one."""
    cells = rows[index][1]
    above = rows[index - 1][1] if index and rows[index - 1][0] == rows[index][0] - 1 else []
    if sum(map(bool, above)) < 2:  # a title, not a line of headers
        above = []
    width = max(len(cells), len(above))
    return [(_at(cells, place) or _at(above, place))[:LONGEST_HEADER] for place in range(width)]


def _named(rows: Sequence[Row], index: int, recognise: Recognise) -> tuple[str, ...]:
    """With the word above before a name that says nothing, or what another column says already."""
    own = _names(rows, index)
    groups = _groups(rows, index, len(own))
    alone = [recognise(name) for name in own]
    named = []
    for name, code, group in zip(own, alone, groups, strict=True):
        if name and group not in ("", name) and (code is None or alone.count(code) > 1):
            both = [f"{name} {group}"[:LONGEST_HEADER], f"{group} {name}"[:LONGEST_HEADER]]
            named.append(next(filter(recognise, both), both[-1]))
        else:
            named.append(name)
    return tuple(named)


def _groups(rows: Sequence[Row], index: int, width: int) -> list[str]:
    """The words of the line above, each standing for the empty cells after it too."""
    above = rows[index - 1][1] if index and rows[index - 1][0] == rows[index][0] - 1 else []
    if sum(map(bool, above)) < 2:
        return [""] * width
    groups, last = [], ""
    for place in range(width):
        last = _at(above, place) or last
        groups.append(last if _at(rows[index][1], place) else "")
    return groups


def _at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def is_no_person(cells: Sequence[str], headers: Headers) -> bool:
    """A line of totals, or the headers again."""
    filled = [cell for cell in cells if cell]
    if [fold(cell) for cell in filled] == [fold(name) for name in headers.names if name]:
        return True
    words = fold(filled[0]) if filled else ""
    return words in TOTALS or (len(filled) <= 3 and any(words.startswith(f"{word} ") for word in TOTALS))
