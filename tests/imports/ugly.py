"""Three spreadsheets as cooperatives keep them, made by code; everybody in them is invented."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import openpyxl


def moroccan_xlsx() -> bytes:
    """A title over merged cells, Arabic headers in two lines, merged too, real dates and text dates, phones as numbers.

    Beside the people, what other rooms keep: level, family, children, languages in one cell, social protection.
    """
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.sheet_view.rightToLeft = True
    sheet["A1"] = "لائحة المنخرطين – تعاونية المثال"
    sheet.merge_cells("A1:P1")
    sheet["A2"] = "سنة 2026"
    sheet.append([])
    for place, name in (("B4", "بالحروف العربية"), ("D4", "بالحروف اللاتينية"), ("A4", "ر.ت")):
        sheet[place] = name
    for cells in ("B4:C4", "D4:E4", "A4:A5", "F4:F5", "G4:G5", "H4:H5", "I4:I5", "J4:J5", *SOCIAL_COLUMNS):
        sheet.merge_cells(cells)
    for place, name in zip(
        "FGHIJ", ("الجنس", "تاريخ الازدياد", "رقم البطاقة الوطنية", "الهاتف", "تاريخ الانخراط"), strict=True
    ):
        sheet[f"{place}4"] = name
    for cells, name in SOCIAL_COLUMNS.items():
        sheet[cells.split(":")[0]] = name
    for place, name in zip("BCDE", ("الاسم العائلي", "الاسم الشخصي", "الاسم العائلي", "الاسم الشخصي"), strict=True):
        sheet[f"{place}5"] = name
    rows = [
        (
            1,
            "الوردي",
            "حنان",
            "El Ouardi",
            "Hanane",
            "أنثى",
            date(1988, 3, 4),
            "BK 120451",
            661234567,
            date(2024, 5, 6),
        ),
        (
            2,
            "بنشقرون",
            "إدريس",
            "Benchekroun",
            "Driss",
            "ذكر",
            "12/07/1979",
            "bj-33021",
            "06.61.23.45.68",
            "2024-05-06",
        ),
        (3, "", "", "Ait Ali", "Zahra", "أنثى", "31 دجنبر 1990", "JC4411", "", "1 مارس 2024"),
        (4, "قاسمي", "نورة", "", "", "أنثى", "٠٣/٠٢/١٩٩٥", "", "٠٦٦١٢٣٤٥٦٩", "06-05-24"),
        (5, "العمري", "سعيد", "Lamri", "Said", "؟", "1991-02-30", "JC4412", "12", ""),
    ]
    for row, social in zip(rows, SOCIAL_CELLS, strict=True):
        sheet.append((*row, *social))
    sheet.append(["المجموع", 5])
    return _saved(book)


SOCIAL_COLUMNS = {
    "K4:K5": "المستوى الدراسي",
    "L4:L5": "الحالة العائلية",
    "M4:M5": "عدد الأطفال",
    "N4:N5": "اللغات",
    "O4:O5": "الصندوق",
    "P4:P5": "تاريخ التسجيل في الصندوق",
}
SOCIAL_CELLS = (
    ("ثانوي", "متزوجة", "٣", "الدارجة، الفرنسية", "CNSS", date(2020, 1, 1)),
    ("Bac", "عازب", 0, "", "", ""),
    ("", "", "", "تشلحيت / darija", "", ""),
    ("بدون", "مطلقة", 1, "", "", ""),
    ("", "", "beaucoup", "", "CNSS", ""),
)


def _saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


TUNISIAN = """Liste des adhérents;;;;;;;;
;;;;;;;;
Nom;Prénom;اللقب;الاسم;Sexe;Né(e) le;Date d'adhésion;Gouvernorat;N° Tél
Trabelsi;Hédia;الطرابلسي;هادية;F;31/12/1984;15 janvier 2024;Bizerte;20 123 456
"Ben; Salah";Noômen;بن صالح;نعمان;M;5-3-91;2024-02-01;بنزرت;98123457
Ayari;Émna;العياري;آمنة;Femme;1 avr. 1990;03/04/2024;Bizrte;+216 20 123 458

Gharsalli;Aïda;الغرسلي;عائدة;f;33/01/1990;45300;Bizerte;20123459
Total;4;;;;;;;
"""


def tunisian_csv(encoding: str = "windows-1256") -> bytes:
    """Semicolons, both scripts in Windows-1256, dates as text in four formats, a misspelt governorate, a line of totals."""
    return TUNISIAN.replace("\n", "\r\n").replace("ô", "o").replace("ï", "i").replace("É", "E").encode(encoding)


def doubled_ods() -> bytes:
    """The same people twice, empty lines, cells repeated a thousand times, a line of totals at the bottom."""
    rows = [
        ["Suivi des porteurs de projet"],
        [],
        ["NOM", "PRENOM", "Genre", "Date de naissance", "CIN", "Ville", "Statut"],
        ["Mansouri", "Leïla", "F", "1990-06-01", "FA100", "Azemmour", ""],
        [],
        ["Mansouri", "Leila", "F", "01/06/1990", "", "Azemmour", ""],
        ["Fassi", "Karim", "H", "02/06/1985", "FA101", "El Jadida", ""],
        ["FASSI", "Karim", "H", "02/06/1985", "fa 101", "El Jadida", ""],
        ["Benali", "Amina", "F", "01/05/1990", "", "Azemmour", ""],
        ["TOTAL", "5"],
    ]
    table = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}{_PADDING}</table:table-row>" for row in rows)
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
    return ods_of(f'<table:table table:name="Feuille1">{table}{empty}</table:table>')


_PADDING = '<table:table-cell table:number-columns-repeated="1000"/>'


def _ods_cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    if text[:4].isdigit() and "-" in text:
        return f'<table:table-cell office:value-type="date" office:date-value="{text}"><text:p>{text}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_of(tables: str, prolog: str = "") -> bytes:
    spaces = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{spaces}{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{prolog}<office:document-content {names}>{body}</office:document-content>',
        )
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
    return content.getvalue()


def xlsx_of(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    return _saved(book)
