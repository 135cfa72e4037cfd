"""Rows of typed cells as an XLSX workbook: text is only ever text, numbers and days are what they are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from app.kernel.tables import Cell

LONGEST_SHEET_NAME = 31
WIDEST, NARROWEST = 48, 8


def xlsx_bytes(title: str, headers: Sequence[object], rows: Iterable[Sequence[Cell]], *, right_to_left: bool) -> bytes:
    """One sheet with a frozen heading and filters; `right_to_left` for Arabic. Constant memory over rows."""
    import xlsxwriter  # loaded where a workbook is asked for

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(title))
        if right_to_left:
            sheet.right_to_left()
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        widths = [len(str(header)) for header in headers]
        sheet.write_row(0, 0, [str(header) for header in headers], heading)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, (last, column), cell, day_format=day)
                widths[column] = max(widths[column], len(str(cell or "")))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(headers) - 1)
    return content.getvalue()


def _write(sheet: object, place: tuple[int, int], cell: Cell, *, day_format: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        cell = cell.replace(tzinfo=None)
    if isinstance(cell, date):
        sheet.write_datetime(*place, cell, day_format)  # type: ignore[attr-defined]
    elif isinstance(cell, int | Decimal):
        sheet.write_number(*place, cell)  # type: ignore[attr-defined]
    else:
        sheet.write_string(*place, cell)  # type: ignore[attr-defined]


def _sheet_name(title: str) -> str:
    """Excel refuses some characters, an apostrophe at either end, and more than 31 UTF-16 units."""
    name = ""
    for letter in title:
        if len((name + letter).encode("utf-16-le")) <= 2 * LONGEST_SHEET_NAME and letter not in "[]:*?/\\":
            name += letter
    return name.strip("'") or "1"
