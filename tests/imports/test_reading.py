"""What is read from bytes, and what no bytes can do."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from app.imports import child, errors, limits, reading
from app.imports.encodings import decode, encoding_of, separator_of
from app.imports.member_fields import read_card_number
from app.imports.registry import CellContext, Here
from app.kernel.figures import FigureRefused, parse_thousandths
from app.kernel.money import parse_amount
from app.kernel.text import TextRefused, clean_line
from tests.imports.ugly import doubled_ods, moroccan_xlsx, ods_of, tunisian_csv, xlsx_of

FRENCH = "Nom;Prénom;Né le\nBénali;Aïcha;01/02/1990\nÉl Idrissi;Françoise;à préciser\n"
ARABIC = "الاسم العائلي;الاسم الشخصي;تاريخ الازدياد\nالإدريسي;سلمى;1990\nالعلوي;عبد الرحيم;1985\n"
BOTH = "Nom;اللقب\nTrabelsi;الطرابلسي\nBen Salah;بن صالح\n"
NAMES = "الإدريسي العلوي بنعلي فاطمة الزهراء محمد خديجة نعيمة المرابط التازي السلاوي المنصوري عبد الله".split()


def rows(content: bytes, encoding: str = "") -> list[list[str]]:
    return [cells for _number, cells in child.read_in_child(content, encoding).rows()]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"), (FRENCH, "utf-8-sig"), (FRENCH, "utf-16"), (FRENCH, "windows-1252"),
        (ARABIC, "utf-8"), (ARABIC, "utf-16"), (ARABIC, "windows-1256"), (ARABIC, "iso-8859-6"),
        (BOTH, "utf-8-sig"), (BOTH, "windows-1256"), (BOTH, "iso-8859-6"), (BOTH, "utf-16-le"),
    ],
)  # fmt: skip
def test_letters_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0].removeprefix("\ufeff") == text


@given(
    st.lists(st.sampled_from(NAMES), min_size=3, max_size=30), st.sampled_from(["windows-1256", "iso-8859-6", "utf-8"])
)
def test_arabic_names_are_recognised(names: list[str], encoding: str) -> None:
    text = "الاسم;Nom\n" + "\n".join(f"{name};X" for name in names)
    assert decode(text.encode(encoding))[0] == text


def test_an_encoding_that_was_chosen_is_taken() -> None:
    assert decode("é".encode("windows-1252"), "windows-1252") == ("é", "windows-1252")
    assert encoding_of(b"Nom;Prenom") == "utf-8"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_separators_are_recognised(mark: str) -> None:
    text = "\n".join(mark.join(cells) for cells in (["Nom", "Prix"], ["Benali", '"1,5; ou 2"'], ["Tazi", "3"]))
    assert separator_of(text) == mark
    assert rows(text.encode()) == [["Nom", "Prix"], ["Benali", "1,5; ou 2"], ["Tazi", "3"]]


def test_a_workbook_is_read_as_people_see_it() -> None:
    read = child.read_in_child(moroccan_xlsx())
    told = dict(read.rows())
    assert read.kind == "xlsx"
    assert told[1] == ["لائحة المنخرطين – تعاونية المثال"]
    assert told[6][6:10] == ["1988-03-04", "BK 120451", "661234567", "2024-05-06"]
    assert 3 not in told


def test_an_ods_with_a_million_repeated_rows() -> None:
    begun = time.monotonic()
    read = child.read_in_child(doubled_ods())
    assert read.kind == "ods"
    assert len(list(read.rows())) == 8
    assert time.monotonic() - begun < 15


def test_formulas_are_their_value_and_text_is_text() -> None:
    book = xlsx_of([["Nom", "Somme"], ["=cmd|' /C calc'!A0", "=1+1"]])
    assert rows(book) == [["Nom", "Somme"]]  # never computed by a spreadsheet, they have no value
    assert rows(b"Nom;Note\n=HYPERLINK(1);+33\n") == [["Nom", "Note"], ["=HYPERLINK(1)", "+33"]]


def test_the_name_of_a_file_says_nothing() -> None:
    assert child.read_in_child(tunisian_csv()).kind == "csv"


def bomb() -> bytes:
    """Ten megabytes of nothing for each kilobyte."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(10):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"0" * 10 * 1024 * 1024)
    return content.getvalue()


def lying_bomb() -> bytes:
    """The list of parts says that each is small."""
    content = bytearray(bomb())
    size, told = (10 * 1024 * 1024).to_bytes(4, "little"), (100).to_bytes(4, "little")
    return bytes(content.replace(size, told))


def ten_million_cells() -> bytes:
    row = '<table:table-row table:number-rows-repeated="10000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1000"/></table:table-row>'
    return ods_of(f'<table:table table:name="t">{row}</table:table>')


def a_cell_in_the_last_corner() -> bytes:
    book = io.BytesIO(xlsx_of([["Nom", "x"]]))
    content = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(name, data)
    return content.getvalue()


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    cell = '<table:table-cell office:value-type="string"><text:p>&a9;</text:p></table:table-cell>'
    table = f'<table:table table:name="t"><table:table-row>{cell}</table:table-row></table:table>'
    return ods_of(table, f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>')


@pytest.mark.parametrize(
    ("hostile", "refusal"),
    [
        (bomb, errors.FileTooLarge),
        (lying_bomb, errors.FileRefused),
        (ten_million_cells, errors.FileTooLarge),
        (a_cell_in_the_last_corner, errors.FileRefused),
        (billion_laughs, errors.FileRefused),
    ],
)
def test_no_file_hurts(hostile: Callable[[], bytes], refusal: type[errors.FileRefused]) -> None:
    content = hostile()
    begun = time.monotonic()
    with pytest.raises(refusal):
        child.read_in_child(content)
    assert time.monotonic() - begun < limits.WALL_SECONDS


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b" \r\n", errors.FileEmpty),
        (b";;;\n;;\n", errors.FileEmpty),
        (b"%PDF-1.7 ...", errors.NotASpreadsheet),
        (b"\x89PNG\r\n", errors.NotASpreadsheet),
        (b"PK\x03\x04broken", errors.NotASpreadsheet),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", errors.NotASpreadsheet),
        (b"a;b\n\x00\x00\x01", errors.NotASpreadsheet),
        (b"x" * (limits.LARGEST_FILE + 1), errors.FileTooLarge),
        (b"a;b\n" * (limits.MOST_ROWS + 100), errors.FileTooLarge),
        (b";" * 500 + b"x\n", errors.FileTooLarge),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, refusal: type[errors.FileRefused]) -> None:
    with pytest.raises(refusal):
        child.read_in_child(content)


def read_here(content: bytes) -> list[list[str]]:
    """Without a process of its own, as these bytes hurt nobody."""
    return [cells for _number, cells in reading.read(content).rows]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Nom;Prénom\nZoé;x\n".encode() + b"A\xefb;y\n", [["Nom", "Prénom"], ["Zoé", "x"], ["A\ufffdb", "y"]]),
        ("sep=\t\r\nNom\tPrénom\r\nA\tB\r\n".encode("utf-16"), [["Nom", "Prénom"], ["A", "B"]]),
        ('"sep=,"\nNom,Prénom\nA,B\n'.encode(), [["Nom", "Prénom"], ["A", "B"]]),
        (b'Nom;Note\nA;"x\nC;D\nE;F\n', [["Nom", "Note"], ["A", "x"], ["C", "D"], ["E", "F"]]),
        (b'Nom;Note\nA;"x\ny"\nE;"F;G"\n', [["Nom", "Note"], ["A", "x y"], ["E", "F;G"]]),
        (b"Nom;Tel;CIN\nA;'0612;#N/A\n'Abd;x;y\n", [["Nom", "Tel", "CIN"], ["A", "0612"], ["'Abd", "x", "y"]]),
        ("Nom\tPrénom\rZoé\tx\r".encode(), [["Nom", "Prénom"], ["Zoé", "x"]]),
    ],
)
def test_texts_of_real_life(content: bytes, expected: list[list[str]]) -> None:
    assert read_here(content) == expected


def test_a_damaged_byte_is_refused_in_its_cell_and_spoils_no_other() -> None:
    assert encoding_of("Zoé;Aïcha".encode() + b"\xff") == "utf-8"
    with pytest.raises(TextRefused):
        clean_line("A\ufffdb", 80)


def test_two_quotation_marks_that_nobody_closes_swallow_no_line() -> None:
    lines = ["Nom;Prénom", '"Alami;Salma', "Bennani;Omar", 'Tazi;"Nora', "Zahir;Ali"]
    assert rows("\n".join(lines).encode()) == [line.split(";") for line in lines[:1]] + [
        ["Alami", "Salma"], ["Bennani", "Omar"], ["Tazi", "Nora"], ["Zahir", "Ali"],
    ]  # fmt: skip
    told = 'Nom;Surnom\nAlami;"la ""petite"""\nTazi;"l\'aînée\nde Safi"\n'
    assert rows(told.encode())[1:] == [["Alami", 'la "petite'], ["Tazi", "l'aînée de Safi"]]


def test_three_decimals_of_a_number_are_no_thousands() -> None:
    assert parse_amount(reading.as_text(12.125), "TND") == 12_125
    assert parse_thousandths(reading.as_text(-12.125)) == -12_125
    assert [reading.as_text(cell) for cell in (12.5, 12.1254, 12.0)] == ["12.5", "12.1254", "12"]
    with pytest.raises(FigureRefused):
        parse_amount("12.125", "TND")


def test_a_web_page_is_no_spreadsheet() -> None:
    for content in (
        b"<html><table><tr><td>Nom",
        b"\xef\xbb\xbf\r\n<!DOCTYPE html>",
        b'<?xml version="1.0"?><Workbook/>',
    ):
        with pytest.raises(reading.Unreadable):
            reading.read(content)


def workbook(fill: Callable[[Any], None], **options: object) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        fill(book)
    return content.getvalue()


def test_numbers_days_and_hours_of_a_workbook() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Né le", "Heures", "Tél", "NIN", "Note"])
        sheet.write_datetime(1, 0, date(1990, 4, 3), book.add_format({"num_format": "[$-ar-MA]dd mmmm yyyy"}))
        sheet.write_number(1, 1, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_number(1, 2, 612345678, book.add_format({"num_format": "0000000000"}))
        sheet.write_number(1, 3, 109876543210123456)
        sheet.write_formula(1, 4, "=1/0", value="#DIV/0!")

    for epoch in (False, True):
        [_headers, row] = read_here(workbook(fill, date_1904=epoch))
        assert row == ["1990-04-03", "36:00", "612345678", "1.09876543210124e+17"]


def test_the_sheet_with_the_table_is_read() -> None:
    def fill(book: Any) -> None:
        hidden, notice, people = (book.add_worksheet(name) for name in ("Caché", "Notice", "Membres"))
        hidden.write_column(0, 0, ["Nom", "A", "B"])
        hidden.write_column(0, 1, ["Prénom", "A", "B"])
        hidden.hide()
        notice.write_column(0, 0, ["Mode d'emploi", "Une ligne par personne"])
        people.write_column(0, 0, ["Nom", "Benali"])
        people.write_column(0, 1, ["Prénom", "Amina"])
        people.write_blank(16000, 16383, None, book.add_format({"bold": True}))
        people.activate()

    assert read_here(workbook(fill)) == [["Nom", "Prénom"], ["Benali", "Amina"]]


@pytest.mark.parametrize(
    ("country", "cell", "number"),
    [
        ("TN", "1234567", "01234567"),
        ("TN", "01234567", "01234567"),
        ("TN", "123456789", "123456789"),
        ("MA", "1234567", "1234567"),
        ("DZ", "1.09876543210123e+17", None),
        ("DZ", "1,09877E+17", None),
        ("MA", "AB12E3", "AB12E3"),
    ],
)
def test_what_a_spreadsheet_does_to_numbers_of_documents(country: str, cell: str, number: str | None) -> None:
    here = Here(country=country, currency="", today=date(2026, 11, 18), account_id=None)
    context = CellContext(here=here, order="day", words={})
    if number is None:
        with pytest.raises(errors.RowRefused):
            read_card_number(cell, context)
    else:
        assert read_card_number(cell, context) == number


def test_a_word_document_is_no_table() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(errors.NotASpreadsheet):
        child.read_in_child(content.getvalue())


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "never")
    assert "SECRET_KEY" not in child._bare_environment()
