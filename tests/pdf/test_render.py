"""The files: text, code, fonts, conformance marks, the same bytes again, one page whatever the names."""

from __future__ import annotations

import io
import os
import subprocess
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from app import pdf
from app.attestations.wording import activity_attestation
from app.pdf import AttestationDocument, CharactersNotPrintable, DocumentTooLarge, RenderingFault, fonts
from app.pdf.documents import Fact, PageNumbers, name, text_of
from app.pdf.finish import finish
from app.pdf.limits import LONGEST_CHECK_URL, MOST_FACTS
from app.pdf.pages import DENSITIES, attestation_page, direction_of, numbers_page, preview_face, register_page
from app.pdf.qr import SMALLEST_MODULE_MM, module_mm
from app.pdf.renderer import render, renderer, sheet_face
from tests.pdf.papers import ISSUED, comparable, elements, facts, is_printed, read, register, text_of_pdf
from tests.pdf.test_documents import picture

NAMES_EACH = 2  # of each script of the corpus
CORPUS = Path(__file__).parents[1] / "kernel" / "corpora" / "names.txt"


def sheet(language: str = "both", **changes: object) -> AttestationDocument:
    return activity_attestation(facts(**changes), language, **ISSUED)  # type: ignore[arg-type]


@cache
def printed(language: str = "both") -> bytes:
    """The file of that sheet, rendered once for all tests that only read it."""
    return pdf.render_attestation(sheet(language))


@cache
def printed_register() -> bytes:
    return pdf.render_register(register())


def raster(file: bytes, folder: Path, dpi: int) -> Image.Image:
    (folder / "a.pdf").write_bytes(file)
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), "a.pdf", "a"], cwd=folder, check=True)
    return Image.open(next(iter(sorted(folder.glob("a-*.png")))))


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
@pytest.mark.parametrize("country", ["MA", "TN", "DZ"])
def test_the_text_of_the_file_is_the_record(language: str, country: str) -> None:
    said = facts(country)
    document = activity_attestation(said, language, **ISSUED)  # type: ignore[arg-type]
    found = text_of_pdf(pdf.render_attestation(document))
    for version in document.versions:
        for fact in version.facts:
            assert is_printed(text_of(fact.value), found), text_of(fact.value)
        assert is_printed(version.title, found)
        assert is_printed(version.signatory, found)
        assert is_printed(text_of(version.place_and_date).split(", ")[-1], found)
    for letterhead in document.letterheads:
        assert is_printed(letterhead.name, found)
    for words in (ISSUED["number"], "7K3QP-M2X9D", "moucharaka.example/check"):
        assert words in found


def corpus_names() -> list[tuple[str, str]]:
    lines = [
        line.partition(" ") for line in CORPUS.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    return [(script, name.strip()) for script, _, names in lines for name in names.split("|")]


def sheets_of(names: list[str]) -> list[AttestationDocument]:
    """Sheets whose tables of facts hold these names, twelve each."""
    one = sheet("fr")
    tables = [names[start : start + MOST_FACTS] for start in range(0, len(names), MOST_FACTS)]
    rows = [tuple(Fact(label="Nom", value=(name(each, direction_of(each)),)) for each in table) for table in tables]
    return [replace(one, versions=(replace(one.versions[0], facts=facts),)) for facts in rows]


def test_names_of_many_scripts_are_printed_as_stored_or_refused_by_name() -> None:
    """Names of each script are read back from a sheet, or an attestation refuses them and says which characters.

    Three kinds are left out, for a reader of PDF cannot tell them apart: vowel signs stacked on one letter (they share
    glyphs; Arabic and Lao), and Arabic digits after an Arabic name (the reader puts them first).
    """
    unread = ("Arabic-vocalised", "Lao", "With-numbers")
    by_script = {script: [each for other, each in corpus_names() if other == script] for script, _ in corpus_names()}
    names = [(script, each) for script, some in by_script.items() if script not in unread for each in some[:NAMES_EACH]]
    printable = [(script, each) for script, each in names if not fonts.unprintable(each)]
    found = "".join(text_of_pdf(pdf.render_attestation(each)) for each in sheets_of([each for _, each in printable]))
    assert [each for _, each in printable if comparable(each) not in comparable(found)] == []
    everywhere = {"Latin", "Amazigh-Latin", "Arabic", "Persian", "Urdu", "Kurdish"}
    beside_dejavu = {"Vietnamese", "Tifinagh", "Greek", "Cyrillic", "Hebrew", "Armenian", "Georgian", "Nko"}
    assert {script for script, _ in printable} >= everywhere | (beside_dejavu if fonts.DEJAVU.is_dir() else set())
    with pytest.raises(CharactersNotPrintable):
        pdf.render_attestation(sheet("fr", holder_name_fr="李明"))


def test_a_register_shows_a_letter_without_font_and_says_so() -> None:
    document = register(rows=(("1", "李 Zineb", "", ""),))
    text = text_of_pdf(pdf.render_register(document))
    assert "Zineb" in text and "李" not in text
    assert comparable(document.missing_letters) in comparable(text)
    assert document.missing_letters not in text_of_pdf(pdf.render_register(register(1)))


HOSTILE = [
    "<b>Zineb</b> & <script>alert(1)</script>",
    "{{ 7*7 }} {% include 'x' %} ${7*7}",
    '"><img src=x onerror=alert(1)>',
    "O’Brien-Ñúñez ‹Ana› «x» & Fils",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "a" * 160,
]


def test_hostile_names_are_printed_as_they_are() -> None:
    (document,) = sheets_of(HOSTILE)
    found = comparable(text_of_pdf(pdf.render_attestation(document)))
    assert [hostile for hostile in HOSTILE if comparable(hostile) not in found] == []


@pytest.mark.parametrize("holder", HOSTILE[:2])
def test_so_is_the_name_of_the_holder(holder: str) -> None:
    found = comparable(text_of_pdf(pdf.render_attestation(sheet("fr", holder_name_fr=holder))))
    assert comparable(holder) in found


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
def test_the_code_is_read_from_a_scan_of_150_dpi(language: str, tmp_path: Path) -> None:
    picture_of_page = raster(printed(language), tmp_path, 150)
    assert [found.text for found in zxingcpp.read_barcodes(picture_of_page)] == [ISSUED["check_url"]]


def test_modules_of_the_code_never_fall_below_half_a_millimetre(tmp_path: Path) -> None:
    longest = "https://" + "m" * (LONGEST_CHECK_URL - 8)
    assert module_mm(str(ISSUED["check_url"])) > 0.6
    assert module_mm(longest) >= SMALLEST_MODULE_MM
    document = replace(sheet("fr"), check_url=longest)
    read_back = zxingcpp.read_barcodes(raster(pdf.render_attestation(document), tmp_path, 150))
    assert [found.text for found in read_back] == [longest]


def test_the_same_document_gives_the_same_bytes() -> None:
    """Whatever was printed in between."""
    first = printed(), printed_register()
    assert (render(sheet()), render(register())) == first


def fonts_of(reader: PdfReader) -> dict[str, DictionaryObject]:
    descriptors = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptors[descendant["/BaseFont"]] = descendant["/FontDescriptor"].get_object()
    return descriptors


def test_fonts_are_embedded_and_ours() -> None:
    attestation = fonts_of(read(printed()))
    assert {name.partition("+")[2] for name in attestation} == {
        "Amiri",
        "Amiri-Bold",
        "IBM-Plex-Sans-Arabic-Semi-Bold",
    }
    table = fonts_of(read(printed_register()))
    assert all(name.partition("+")[2].startswith("IBM-Plex-Sans-Arabic") for name in table)
    for descriptor in (*attestation.values(), *table.values()):
        assert "/FontFile2" in descriptor


@pytest.mark.parametrize("file", [pdf.render_attestation, pdf.render_register], ids=["attestation", "register"])
def test_files_say_what_they_conform_to(file: object) -> None:
    written = printed() if file is pdf.render_attestation else printed_register()
    reader = read(written)
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3"' in metadata and 'pdfaid:conformance="A"' in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata and metadata.count("</rdf:RDF>") == 1
    assert root["/MarkInfo"]["/Marked"] is not None and root["/Lang"] == "fr-MA"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] is not None
    assert "/OutputIntents" in root and "/EmbeddedFiles" not in root.get("/Names", {})
    assert "/JavaScript" not in str(root) and "/OpenAction" not in root


def test_metadata_are_those_of_the_paper() -> None:
    information = read(printed()).metadata
    assert information is not None
    assert information.title == "Attestation d’activité / شهادة مزاولة نشاط ELJ-2026-00042"
    assert information.author == facts().issuer.name_fr
    assert information["/CreationDate"] == "D:20261121101500+00'00"
    assert "/CreationDate" not in (read(printed_register()).metadata or {})


def test_a_screen_reader_is_told_where_the_language_changes() -> None:
    for language, other in (("both", "ar-MA"), ("ar", "fr-MA")):
        tree = elements(read(printed(language)))
        assert {str(element["/Lang"]) for element in tree if "/Lang" in element} == {other}


def scopes(reader: PdfReader) -> Counter[str]:
    return Counter(str(element["/A"]["/Scope"]) for element in elements(reader) if element.get("/S") == "/TH")


def test_header_cells_say_what_they_head() -> None:
    assert scopes(read(pdf.render_register(register(2)))) == {"/Column": 4}
    assert scopes(read(printed("fr"))) == {"/Row": 5}


def test_pictures_say_what_they_show() -> None:
    shown = {str(each["/Alt"]) for each in elements(read(printed())) if each.get("/S") == "/Figure"}
    assert shown == {facts().issuer.name_fr, ISSUED["check_url"]}


LONG_FR, LONG_AR = "Marie Joséphine Aït Ben Haddou ", "فاطمة الزهراء بنت عبد الرحمن "


@pytest.mark.parametrize("language", ["fr", "ar", "both"])
def test_the_longest_texts_the_records_hold_fit_one_page(language: str) -> None:
    """Lengths are those of the columns: nothing that could be stored is refused after its number was taken."""

    def filled(text: str, length: int) -> str:
        return (text * length)[:length].strip()

    said = facts(
        holder_name_fr=filled(LONG_FR, 161),
        holder_name_ar=filled(LONG_AR, 161),
        holder_birth_place=filled(LONG_FR, 80),
        holder_identity_number="W" * 30,
        issuer_name_fr=filled("Coopérative des Entrepreneurs Solidaires ", 120),
        issuer_name_ar=filled("تعاونية المقاولين المتضامنين ", 120),
        issuer_legal_form_fr=filled(LONG_FR, 120),
        issuer_legal_form_ar=filled(LONG_AR, 120),
        issuer_registration_number="9" * 60,
        issuer_tax_number="8" * 40,
        issuer_social_security_number="7" * 40,
        issuer_address_fr=filled(LONG_FR, 200),
        issuer_address_ar=filled(LONG_AR, 200),
        issuer_city_fr=filled(LONG_FR, 80),
        issuer_city_ar=filled(LONG_AR, 80),
        issuer_email="e" * 112 + "@example",
        trade_fr=filled(LONG_FR, 80),
        trade_ar=filled(LONG_AR, 80),
        purpose_fr=filled(LONG_FR, 120),
        purpose_ar=filled(LONG_AR, 120),
        check_address="m" * 50 + ".example/check",
        signatory=replace(
            facts().signatory,
            name_fr=filled(LONG_FR, 120),
            name_ar=filled(LONG_AR, 120),
            quality_fr=filled(LONG_FR, 80),
            quality_ar=filled(LONG_AR, 80),
        ),
    )
    document = activity_attestation(said, language, **ISSUED, logo=picture(400, 200))  # type: ignore[arg-type]
    file = pdf.render_attestation(document)
    assert len(read(file).pages) == 1
    assert comparable(said.holder.name_fr if language == "fr" else said.holder.name_ar) in comparable(text_of_pdf(file))


def test_ordinary_sheets_are_set_at_the_ordinary_size() -> None:
    """They fit their page at the first density tried."""
    for language in ("fr", "ar", "both"):
        page = attestation_page(sheet(language), density=DENSITIES[0], face=sheet_face())
        with renderer().lock:
            assert len(renderer().laid_out(page, renderer().attestation_styles).pages) == 1


def test_what_cannot_fit_one_page_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        pdf.render_attestation(sheet("both", trade_fr="mot " * 140, trade_ar="كلمة " * 110, purpose_fr="mot " * 140))


def test_a_sheet_without_number_is_not_rendered() -> None:
    with pytest.raises(ValueError, match="previewed"):
        pdf.render_attestation(activity_attestation(facts(), "fr"))


def test_a_file_whose_number_cannot_be_read_is_not_delivered_and_the_fault_does_not_say_it() -> None:
    with pytest.raises(RenderingFault, match=r"^word 1 of 1 cannot be read in the document$"):
        page = attestation_page(sheet("fr"), density="normal", face=sheet_face())
        engine = renderer()
        with engine.lock:
            pages = engine.laid_out(page, engine.attestation_styles)
            engine.written(pages, partial(finish, languages={"ltr": "fr", "rtl": "ar"}, expected=("ELJ-2026-99999",)))


def test_a_file_with_too_little_text_is_not_delivered() -> None:
    """What a lost font gives: pages, no error, and nothing on them."""
    engine = renderer()
    with engine.lock, pytest.raises(RenderingFault, match="letters are drawn"):
        pages = engine.laid_out(register_page(register(0), face=preview_face), engine.register_styles)
        engine.written(pages, partial(finish, languages={"ltr": "fr", "rtl": "ar"}, least_letters=1000))


def test_a_forked_process_prints_text_and_leaves_its_parent_able_to() -> None:
    """The silent fault this guards against: a child that ends takes the fonts with it, and papers have no text."""
    before = pdf.render_attestation(sheet("ar"))
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            with os.fdopen(writing, "wb") as out:
                out.write(pdf.render_attestation(sheet("ar")))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as came:
        of_child = came.read()
    os.waitpid(child, 0)
    assert of_child == before
    assert pdf.render_attestation(sheet("ar")) == before
    assert comparable("زينب وحبي") in comparable(text_of_pdf(of_child))


@pytest.mark.parametrize(("language", "direction"), [("fr-MA", "ltr"), ("ar-MA", "rtl")])
def test_a_register_repeats_its_head_and_numbers_its_pages(language: str, direction: str) -> None:
    file = pdf.render_register(register(60, language=language, direction=direction, of_word="sur"))
    pages = [page.extract_text() for page in read(file).pages]
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert "Téléphone" in text
        assert "Imprimé le 21 novembre 2026" in text
        assert f"Page {number} sur {len(pages)}" in text
    assert pages[0].count("Registre des membres") == 1
    width, height = read(file).pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == (842, 595)


@pytest.mark.parametrize(
    "page",
    [
        register_page(register(totals=("1",) * 4, notes=("a < b",)), face=preview_face),
        numbers_page(PageNumbers(language="ar-MA", direction="rtl", page_word="صفحة", of_word="/", pages=2)),
    ],
    ids=["register", "numbers"],
)
def test_a_register_is_read_as_xml_a_long_one_would_take_a_tenth_longer(page: str) -> None:
    assert ElementTree.fromstring(page).tag == "html"


def test_an_empty_register_says_so_and_has_no_table() -> None:
    text = text_of_pdf(pdf.render_register(register(0)))
    assert "Aucun membre." in text
    assert "Téléphone" not in text


def test_totals_stand_once_on_the_last_page() -> None:
    pages = read(pdf.render_register(register(60, totals=("", "Total", "", "60 membres")))).pages
    assert [page.extract_text().count("60 membres") for page in pages] == [0] * (len(pages) - 1) + [1]


def test_a_long_word_stays_in_its_column(tmp_path: Path) -> None:
    row = ("1", "W" * 120, "ض" * 120, "06 12 34 56 78")
    page = raster(pdf.render_register(register(rows=(row,))), tmp_path, 60).convert("L")
    width = page.width
    edges = (
        page.crop((0, 0, round(width * 0.03), page.height)),
        page.crop((round(width * 0.97), 0, width, page.height)),
    )
    assert all(edge.getextrema()[0] > 250 for edge in edges), "ink in the margins"


def test_the_bytes_are_a_pdf_the_reader_accepts() -> None:
    written = printed()
    assert written.startswith(b"%PDF-1.7")
    assert len(written) < 100_000
    assert PdfReader(io.BytesIO(written), strict=True).pages[0].mediabox[2:] is not None
