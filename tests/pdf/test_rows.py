"""The short way of rows gives what the engine's general way gives, letter by letter; this fails when the engine changes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from app import pdf
from app.pdf import rows
from app.pdf.documents import RegisterDocument
from app.pdf.pages import register_page, register_widths
from app.pdf.renderer import register_face, renderer
from tests.pdf.papers import elements, read, register

NAMES = (
    "Zineb Ouahbi",
    "Marie-Joséphine Aït Ben Haddou Ouahbi El Idrissi de la Coopérative des Entrepreneurs Solidaires d’El Jadida",
    "فاطمة الزهراء بنت عبد الرحمن آيت أوفقير الإدريسية من تعاونية المقاولين المتضامنين بالجديدة",
    "ⵣⵉⵏⴱ ⵡⴰⵀⴱⵉ ⵣⵉⵏⴱ ⵡⴰⵀⴱⵉ ⵣⵉⵏⴱ ⵡⴰⵀⴱⵉ",
    "Ζαχαροπλαστική и кондитер",
    "تعاونية CES El Jadida رقم 12/2026",
    "  two \n spaces\tand more  ",
    "",
    " ",
    "W" * 70,
    "ض" * 90,
    "a\u2028b c",
    "1\u202f234,50",
    "<b>Zineb</b> & Fils",
    "mot " * 140,
)
ALIGNED = (("ltr", "fr-MA"), ("rtl", "ar-MA"))


def varied(direction: str, language: str, **changes: Any) -> RegisterDocument:
    """Every name in every column, so that some rows are tall and one is taller than a page."""
    columns = tuple(
        replace(column, align=align)
        for column, align in zip(register().columns, ("end", "start", "center", "start"), strict=True)
    )
    table = tuple(tuple(NAMES[(row + place) % len(NAMES)] for place in range(4)) for row in range(len(NAMES)))
    table += (("1", "Zineb Ouahbi", "زينب وحبي", ""),) * 40
    totals = ("", "Total", "مجموع", "60 membres")
    return register(
        rows=table, columns=columns, direction=direction, language=language, totals=totals, notes=("ن",), **changes
    )


def letters(pages: Any) -> list[list[tuple[str, float, float]]]:
    """What stands where, page by page."""
    found = []
    for page in pages.pages:
        texts = [box for box in page._page_box.descendants() if isinstance(box, boxes.TextBox)]  # noqa: SLF001  # the engine has no other way to its boxes
        found.append([(box.text, round(box.position_x, 3), round(box.position_y + box.baseline, 3)) for box in texts])
    return found


@pytest.mark.parametrize(("direction", "language"), ALIGNED)
def test_every_letter_stands_where_the_general_way_puts_it(direction: str, language: str) -> None:
    document, engine = varied(direction, language), renderer()
    with engine.lock:
        short = engine.register_laid_out(document)
        styles = [*engine.part_styles(document), engine.parsed_style(register_widths(document))]
        general = engine.laid_out(register_page(document, face=register_face()), styles)
    assert len(short.pages) > 3
    assert letters(short) == letters(general)


def test_the_short_way_is_taken() -> None:
    """Were the engine to call its functions under other names, papers would be right, and slow."""
    engine = renderer()
    with engine.lock:
        pages = engine.register_laid_out(register(60))
    found = [box for page in pages.pages for box in page._page_box.descendants()]  # noqa: SLF001  # the engine has no other way to its boxes
    plain = [box for box in found if isinstance(box, rows.PlainCell)]
    assert len(plain) == 60 * 4
    shaped = {id(line.children[0].pango_layout) for cell in plain for line in cell.children}
    assert len(shaped) == 60 + 3, "equal texts of a column are shaped once"


@pytest.mark.parametrize(("direction", "language"), ALIGNED)
def test_below_each_row_is_a_rule_over_the_whole_width(direction: str, language: str) -> None:
    file = read(pdf.render_register(register(60, direction=direction, language=language)))
    ends = []
    for page in file.pages:
        contents = page.get_contents()
        assert contents is not None
        drawn = re.match(rb"/Artifact BMC q .827 .847 .835 RG 0.4 w (.*) S Q EMC", contents.get_data())
        assert drawn is not None
        ends += [tuple(map(float, each)) for each in re.findall(rb"(\S+) (\S+) m (\S+) (\S+) l", drawn[1])]
    millimetre, width = 72 / 25.4, 841.89
    assert len(ends) == 60
    for left, above, right, below in ends:
        assert (left, right) == pytest.approx((13 * millimetre, width - 13 * millimetre), abs=0.1)
        assert above == below > 13 * millimetre


def test_a_table_is_told_as_one() -> None:
    """Rows and cells are tagged as others are, and each cell names the header above it."""
    tree = elements(read(pdf.render_register(register(5, totals=("", "Total", "", "5")))))
    kinds = Counter(str(element.get("/S")) for element in tree)
    assert (kinds["/TR"], kinds["/TH"], kinds["/TD"]) == (7, 4, 24)
    headers = {str(element["/ID"]) for element in tree if element.get("/S") == "/TH"}
    named = Counter(str(header) for each in tree if each.get("/S") == "/TD" for header in each["/A"]["/Headers"])
    assert named == dict.fromkeys(headers, 6)


def test_totals_never_stand_alone_on_a_page() -> None:
    pages = read(pdf.render_register(register(23, totals=("", "Total", "", "23 membres")))).pages
    assert [page.extract_text().count("Zineb") for page in pages] == [22, 1]
    assert "23 membres" in pages[1].extract_text()


def test_models_are_few_and_have_every_look() -> None:
    document = register(rows=(("1", "Zineb", "زينب", ""), ("2", "زينب", "زينب", " "), ("3", "Zineb", "Zineb", "06")))
    look = rows.look_of(document, lambda text: "")
    assert rows.model_rows(document, look) == (("3", "Zineb", "زينب", " "), ("3", "زينب", "Zineb", "06"))
    assert rows.model_rows(register(0), look) == ()
