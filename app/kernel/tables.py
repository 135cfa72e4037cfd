"""Rows of typed cells as a file that a spreadsheet opens: CSV here; other formats share `neutral`.

A cell is text, a whole number, a `Decimal`, a day, an instant, or None. Semicolons and decimal commas, because that is
what spreadsheets expect in our countries; a byte order mark, so that they read UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | Decimal | date | datetime | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: str) -> str:
    """Text that a spreadsheet shows and never computes: an apostrophe before what would start a formula.

    Leading spaces and invisible marks do not hide one (CWE-1236).
    """
    visible = cell.lstrip(" \u00a0\u200e\u200f\u202f\u2066\u2067\u2068\ufeff")
    return f"'{cell}" if visible.startswith(FORMULA_STARTS) else cell


def plain(cell: Cell) -> str:
    """A cell as CSV writes it: days as 2026-08-09, numbers ungrouped with a decimal comma, text neutralised."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace(".", ",")


def csv_bytes(headers: Sequence[object], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The whole file; `rows` may be a generator, and headers lazy."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(str(header)) for header in headers])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
