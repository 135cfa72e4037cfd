"""What the columns of a file seem to mean, and what has to be asked about them. Nothing is guessed without being shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from app.imports import caerp, registry
from app.imports.dates import is_ambiguous, order_shown
from app.imports.errors import DayRefused
from app.imports.registry import Here, ImportField
from app.imports.rows import ColumnMapping, meanings_of
from app.kernel.names import fold
from app.kernel.text import scripts_of

MOST_WORDS = 60  # asked about in one column; who uses more has chosen the wrong column
SECOND_OF = {"phone": "second_phone"}
KNOWN_BEFORE, FROM_CAERP, NOT_KNOWN = "before", "caerp", ""


def headers_digest(headers: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(map(registry.header_key, headers)).encode()).hexdigest()


def propose(headers: Sequence[str], some_rows: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    """How the file is known, and a field for each column, "" for none: no field twice."""
    if caerp.is_export(headers):
        return FROM_CAERP, caerp.mapped(headers)
    proposed: list[str] = []
    recognise = registry.recogniser()
    for place, header in enumerate(headers):
        code = _in_its_script(recognise(header) or "", [row[place] for row in some_rows if place < len(row)])
        code = SECOND_OF.get(code, "") if code in proposed else code
        proposed.append("" if code in proposed else code)
    known = registry.fields()
    return NOT_KNOWN, ["" if code and missing_beside(code, proposed, known) else code for code in proposed]


def missing_beside(code: str, chosen: Collection[str], known: Mapping[str, ImportField]) -> str:
    """The first field without which this one says nothing, and that no column has; "" where none is missing."""
    return next((other for other in known[code].only_beside if other not in chosen), "")


def _in_its_script(code: str, cells: Sequence[str]) -> str:
    """A column of names is in the letters it is written in, whatever its header says."""
    name, _mark, script = code.rpartition("_")
    if script not in ("latin", "arabic"):
        return code
    arabic = sum("ARABIC" in scripts_of(cell) for cell in cells if cell)
    latin = sum("LATIN" in scripts_of(cell) for cell in cells if cell)
    return f"{name}_{'arabic' if arabic > latin else 'latin'}" if arabic != latin else code


def questions_about(
    fields: Sequence[str], rows: Iterable[Sequence[str]], mapping: ColumnMapping, *, here: Here
) -> dict[str, Any]:
    """What the cells leave open: `orders` by column with an example, `words` by field as first written.

    What was answered before is not asked again; `settled` are the orders that the days of a column show by themselves.
    """
    known = registry.fields()
    days = {place: _Days() for place, code in enumerate(fields) if code in known and known[code].is_day}
    lists = {place: code for place, code in enumerate(fields) if code in known and known[code].choices}
    meant = {code: {**meanings_of(known[code], here), **mapping.words.get(code, {})} for code in lists.values()}
    unknown: dict[str, dict[str, str]] = {}
    for row in rows:
        for place, seen in days.items():
            seen.look(row[place] if place < len(row) else "")
        for place, code in lists.items():
            cell = row[place] if place < len(row) else ""
            for word in known[code].words_in(cell, meant[code]) if cell else ():
                if (key := fold(word)) not in meant[code] and len(unknown.get(code, ())) < MOST_WORDS:
                    unknown.setdefault(code, {}).setdefault(key, word)
    told = {str(place): seen for place, seen in days.items()}
    orders = {place: seen.example for place, seen in told.items() if seen.is_open and place not in mapping.orders}
    return {
        "orders": orders,
        "words": unknown,
        "settled": {place: seen.order for place, seen in told.items() if seen.order},
    }


class _Days:
    """The days of a column: which orders they can only have, and one that could have either."""

    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.example = ""

    def look(self, cell: str) -> None:
        try:
            order = order_shown(cell)
            if order:
                self.shown.add(order)
            elif not self.example and is_ambiguous(cell):
                self.example = cell
        except DayRefused:
            return

    @property
    def is_open(self) -> bool:
        """Whether one may read the column in two ways: a single 31/12 decides for all."""
        return bool(self.example) and len(self.shown) != 1

    @property
    def order(self) -> str:
        """The one that the column shows; "" where it shows none, or both."""
        return next(iter(self.shown)) if len(self.shown) == 1 else ""
