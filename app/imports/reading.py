"""Reading a spreadsheet into rows of text, inside the child process. Knows neither Flask nor the database.

A file is what its first bytes say, whatever its name. Macros are not looked at; of a formula the stored value is read, and text
that begins with = is text. Dates come as 2024-12-31, whole numbers without a point, yes and no as 1 and 0.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from app.imports import limits
from app.imports.encodings import NoText, decode, separator_of

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml")  # a web page that calls itself a spreadsheet
BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ", b"Rar!", b"\x1f\x8b", b"7z\xbc\xaf")


LINES_LOOKED_AT = 50
_THREE_DECIMALS = re.compile(r"-?\d+\.\d{3}")
FAULTS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #VALEUR! #NOM? #NOMBRE! #NUL!".split())


class Unreadable(Exception):
    """Nothing can be read; `code` is one of `limits`."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Table:
    """What was read: rows with the number the spreadsheet gives them, empty ones left out."""

    kind: str
    how: dict[str, Any]
    rows: Iterator[tuple[int, list[str]]]


def read(content: bytes, encoding: str = "") -> Table:
    """The first sheet that holds a table, or the text. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(limits.EMPTY)
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content, _kind_of_archive(content))
    if content.startswith(OLD_EXCEL):
        return _workbook(content, "xls")
    return _text(content, encoding)


def _kind_of_archive(content: bytes) -> str:
    """Before anything is unpacked: no more parts and bytes than a spreadsheet of people has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable(limits.NOT_A_TABLE) from None
    if len(parts) > limits.MOST_PARTS or sum(part.file_size for part in parts) > limits.MOST_UNPACKED:
        raise Unreadable(limits.TOO_LARGE)
    names = {part.filename for part in parts}
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise Unreadable(limits.NOT_A_TABLE)


def _workbook(content: bytes, kind: str) -> Table:
    import python_calamine as calamine  # loaded where a workbook is read

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = ((name, book.get_sheet_by_name(name)) for name in _visible_sheets(calamine, book))
        filled = [(name, sheet) for name, sheet in found if sheet.height and sheet.width]
        for name, sheet in sorted(filled, key=lambda named: not _is_a_table(named[1])):
            return Table(kind=kind, how={"sheet": name}, rows=_rows_of(sheet))
    except calamine.PasswordError:
        raise Unreadable(limits.LOCKED) from None
    except (calamine.CalamineError, ValueError, OSError) as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Unreadable(limits.LOCKED if locked else limits.NOT_A_TABLE) from None
    raise Unreadable(limits.EMPTY)


def _visible_sheets(calamine: Any, book: Any) -> list[str]:
    """Those people see, then the others."""
    told = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible != calamine.SheetVisibleEnum.Visible)
    return [sheet.name for sheet in told if sheet.typ == calamine.SheetTypeEnum.WorkSheet]


def _is_a_table(sheet: Any) -> bool:
    """Whether two of its first lines have two cells: a notice on a sheet of its own has none."""
    lines = itertools.islice(sheet.iter_rows(), LINES_LOOKED_AT)
    return sum(sum(map(bool, map(as_text, cells))) > 1 for cells in lines) > 1


def _rows_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    return within_limits((number, map(as_text, cells)) for number, cells in enumerate(sheet.iter_rows(), 1))


def _text(content: bytes, encoding: str) -> Table:
    if content.startswith(BINARY) or content[:200].lstrip(b"\xef\xbb\xbf \r\n").lower().startswith(MARKUP):
        raise Unreadable(limits.NOT_A_TABLE)
    try:
        text, name = decode(content, encoding)
    except NoText:
        raise Unreadable(limits.NOT_A_TABLE) from None
    first, _newline, rest = text.partition("\n")
    first = first.strip('\ufeff"\r')
    told = first.lower().startswith("sep=")  # a line that Excel writes for itself
    mark = first[4:5] if told else separator_of(text)
    csv.field_size_limit(10 * limits.LONGEST_CELL)
    rest = rest if told else text
    quoting: Literal[0, 3] = csv.QUOTE_NONE if _is_never_closed(rest, mark or ";") else csv.QUOTE_MINIMAL
    lines = csv.reader(io.StringIO(rest, newline=""), delimiter=mark or ";", quoting=quoting)
    rows = _numbered(lines, 2 if told else 1)
    return Table(kind="csv", how={"encoding": name, "separator": mark or ";"}, rows=within_limits(rows))


def _is_never_closed(text: str, mark: str) -> bool:
    """Whether a quotation mark would swallow lines below it: all of them, or those down to the next such mark."""
    try:
        deque(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), maxlen=0)
    except csv.Error as error:
        return "end of data" in str(error) or _runs_over_lines(text, mark)
    return False


def _runs_over_lines(text: str, mark: str) -> bool:
    try:
        return any("\n" in cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) for cell in row)
    except csv.Error:
        return True


def _numbered(lines: Any, first: int) -> Iterator[tuple[int, Iterable[str]]]:
    try:
        yield from enumerate(lines, first)
    except csv.Error:
        raise Unreadable(limits.NOT_A_TABLE) from None


def within_limits(rows: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each without its empty end. Raises Unreadable past the limits."""
    count = cells_read = 0
    for number, cells in rows:
        row = [_one_line(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        count, cells_read = count + 1, cells_read + len(row)
        too_many = (
            count > limits.MOST_ROWS + 40 or cells_read > limits.MOST_CELLS
        )  # forty lines may stand above a table
        if too_many or len(row) > limits.MOST_COLUMNS:
            raise Unreadable(limits.TOO_LARGE)
        yield number, row
    if not count:
        raise Unreadable(limits.EMPTY)


def _one_line(cell: str) -> str:
    """Without line breaks, spaces and quotation marks around; cut where no field would take more.

    What a formula could not compute is empty, and the apostrophe that makes figures a text is no part of it.
    """
    line = " ".join(cell[: limits.LONGEST_CELL].replace("\u00a0", " ").split()).strip('"')
    if line[:1] == "'" and (line[1:2].isdigit() or line[1:2] in ("+", "=", "-")):
        line = line[1:]
    return "" if line in FAULTS else line


def as_text(cell: Any) -> str:
    """A cell of a workbook as people would type it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else _decimal(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        hours, minutes = divmod(round(cell.total_seconds() / 60), 60)
        return f"{hours}:{minutes:02}"
    return cell.isoformat("minutes") if isinstance(cell, time) else str(cell)


def _decimal(cell: float) -> str:
    """Three decimals are followed by a zero: in a number there is no doubt that they are no thousands, in 12.500 there is."""
    text = f"{cell:.15g}"
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text
