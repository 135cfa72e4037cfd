"""The spreadsheets an import gives: a template to fill in, and the rows that were set aside, to correct and send again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.imports.registry import Here, ImportField
from app.imports.rows import kept
from app.kernel.i18n import _, language, text_direction
from app.kernel.spreadsheets import xlsx_bytes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMN_WIDTH, LIST_WIDTH = 22, 28


def template(here: Here, offered: Sequence[ImportField]) -> bytes:
    """Members to fill in."""
    return to_fill_in(here, offered, title=_("Members"), advice=_advice())


def to_fill_in(here: Here, offered: Sequence[ImportField], *, title: str, advice: Iterable[str]) -> bytes:
    """One sheet to fill in, with an example in its first row; on the other the words each list allows."""
    import xlsxwriter  # loaded where a workbook is asked for

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = workbook.add_format({"num_format": "@"})
        people, lists = workbook.add_worksheet(title), workbook.add_worksheet(_("Lists of words"))
        for sheet in (people, lists):
            if text_direction() == "rtl":
                sheet.right_to_left()
            sheet.freeze_panes(1, 0)
        for place, each in enumerate(offered):
            people.set_column(place, place, COLUMN_WIDTH, text)
            people.write_string(0, place, str(each.label), bold)
            people.write_string(1, place, each.example)
        for place, (label, words) in enumerate(_lists(here, offered, advice)):
            lists.set_column(place, place, LIST_WIDTH)
            lists.write_string(0, place, label, bold)
            for line, word in enumerate(words, 1):
                lists.write_string(line, place, word)
    return content.getvalue()


def _lists(here: Here, offered: Sequence[ImportField], advice: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each field that takes words of a list, after how to fill the sheet in."""
    yield _("How to fill in"), list(advice)
    for each in offered:
        if each.choices:
            yield str(each.label), [choice.label for choice in each.choices(here)]


def _advice() -> Iterator[str]:
    yield _("One row for each person. The first row is an example: it is left out.")
    yield _("A new member needs a name in one script, the sex, the birth date and the admission date.")
    yield _("To change a file, give the member number or the identity number. Empty cells erase nothing.")
    yield _("Dates like 31/12/2026. Phone numbers as you dial them.")
    yield _("Where a cell takes several words, such as languages, put commas between them.")
    yield _("Columns may be deleted, added and moved. Other words and dates are asked about.")


def set_aside(columns: Sequence[str], rows: Sequence[Any]) -> bytes:
    """The refused rows as they came, with what is wrong in a last column."""
    here = language()
    width = len(columns)
    lines = (
        [
            *(kept(row.cells, []) + [""] * width)[:width],
            " ".join(said.get(here, "") for said in kept(row.found, {}).get("problems", [])),
        ]
        for row in rows
    )
    headers = [*columns, _("What to correct")]
    return xlsx_bytes(_("Set aside"), headers, lines, right_to_left=text_direction() == "rtl")
