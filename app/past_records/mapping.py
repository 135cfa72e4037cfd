"""What the columns of a file mean, and reading its rows by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.imports.dates import DAY_FIRST, MONTH_FIRST, order_shown
from app.imports.errors import DayRefused
from app.imports.registry import CellContext, Here
from app.imports.rows import Reader, as_json, kept, meanings_of
from app.kernel.i18n import LANGUAGES
from app.kernel.paging import AnyRow
from app.past_records.sheets import ReadRow, Sheet


@dataclass(frozen=True, kw_only=True)
class FileMapping:
    """The field of each column ("" for none), the order of its days, and the language of who sent the file."""

    fields: list[str]
    order: str
    spoken: str

    @classmethod
    def of(cls, text: str) -> FileMapping:
        told = kept(text, {})
        order, spoken = told.get("order"), told.get("spoken")
        return cls(
            fields=[str(code) for code in told.get("fields") or ()],
            order=order if order in (DAY_FIRST, MONTH_FIRST) else DAY_FIRST,
            spoken=spoken if spoken in LANGUAGES else "fr",
        )

    def text(self) -> str:
        return as_json(asdict(self))


def propose(sheet: Sheet, headers: Sequence[str], rows: Sequence[AnyRow], *, spoken: str) -> FileMapping:
    """By the names of the columns, no field twice; days are month first only where they cannot be otherwise."""
    recognise, fields = sheet.recognise(), list[str]()
    for header in headers:
        code = recognise(header) or ""
        fields.append("" if code in fields else code)
    return FileMapping(fields=fields, order=_order(sheet, fields, rows), spoken=spoken)


def _order(sheet: Sheet, fields: Sequence[str], rows: Sequence[AnyRow]) -> str:
    places = [place for place, code in enumerate(fields) if code and sheet.field(code).is_day]
    shown = set()
    for row in rows:
        cells = kept(row.cells, [])
        shown |= {_shown(cells[place]) for place in places if place < len(cells)}
    return MONTH_FIRST if MONTH_FIRST in shown and DAY_FIRST not in shown else DAY_FIRST


def _shown(cell: str) -> str | None:
    try:
        return order_shown(cell)
    except DayRefused:
        return None


def read_rows(sheet: Sheet, mapping: FileMapping, rows: Sequence[AnyRow], *, here: Here) -> list[ReadRow]:
    """Every row as its columns say it; words of lists are looked up once for all."""
    columns = []
    for place, code in enumerate(mapping.fields):
        if code:
            meant = sheet.field(code)
            words = meanings_of(meant, here) if meant.choices else {}
            columns.append((place, meant, CellContext(here=here, order=mapping.order, words=words)))
    reader = Reader(here=here, columns=tuple(columns), gone=(), admitted_on=None)
    read = []
    for row in rows:
        values, problems = reader.values_of(kept(row.cells, []))
        read.append(ReadRow(row_id=row.id, row_number=row.row_number, values=values, problems=problems))
    return read
