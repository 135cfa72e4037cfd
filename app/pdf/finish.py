"""What is added to a file before it is written, and what is looked at in it.

Added: the mark of PDF/UA-1 beside PDF/A-3a, and the language of each piece of text whose letters are not those of the
document's main language, so that a screen reader changes voice. Looked at: every font is embedded, every letter had a
glyph, and the words that must be there can be read back, as a reader of the file would read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf  # type: ignore[import-untyped]

from app.pdf.errors import RenderingFault
from app.pdf.pages import direction_of

PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>\
</rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
END_OF_RDF = b"</rdf:RDF>"
OUTSIDE = -1
_FONT = re.compile(rb"/(\w+) \S+ Tf\Z")
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")

Texts = dict[str, dict[int, str]]  # page reference → marked content → text


def finish(
    document: Any,
    pdf: pydyf.PDF,
    *,
    languages: Mapping[str, str],
    expected: tuple[str, ...] = (),
    least_letters: int = 1,
) -> None:
    """The engine's `finisher`. `languages` maps `ltr` and `rtl` to tags; each of `expected` must be readable, and there
    must be so many letters: a document whose fonts were lost has none, and no error.
    """
    texts = read_back(document, pdf)
    check(document, pdf, texts, expected=expected)
    drawn = sum(len(text) for page in texts.values() for text in page.values())
    if drawn < least_letters:
        raise RenderingFault(f"{drawn} letters are drawn, {least_letters} were expected")
    _say_languages(pdf, texts, languages)
    _say_what_headers_head(pdf)
    _claim_pdf_ua(pdf)


def read_back(document: Any, pdf: pydyf.PDF) -> Texts:
    """The text of every marked content, through the same glyph maps a reader of the file uses."""
    fonts: dict[str, dict[int, str]] = {}
    for font in document.fonts.values():
        fonts.setdefault(font.hash, {}).update(font.to_unicode)
    streams = {obj.reference: obj for obj in pdf.objects if isinstance(obj, pydyf.Stream)}
    pages = [obj for obj in pdf.objects if isinstance(obj, pydyf.Dictionary) and obj.get("Type") == "/Page"]
    return {page.reference: _texts_of_stream(streams[page["Contents"]], fonts) for page in pages}


def _texts_of_stream(stream: pydyf.Stream, fonts: Mapping[str, dict[int, str]]) -> dict[int, str]:
    """Text by number of marked content; what is outside (page numbers in the margins) stands under -1."""
    texts: dict[int, str] = {}
    glyphs: dict[int, str] = {}
    content = OUTSIDE
    for item in stream.stream:
        if isinstance(item, pydyf.Dictionary):
            content = item.get("MCID", OUTSIDE)
        elif item == b"EMC":
            content = OUTSIDE
        elif isinstance(item, bytes) and item.endswith(b"TJ"):
            texts[content] = texts.get(content, "") + _text_of_glyphs(item, glyphs)
        elif isinstance(item, bytes) and (found := _FONT.match(item)):
            glyphs = fonts[found[1].decode()]
    return texts


def _text_of_glyphs(shown: bytes, glyphs: Mapping[int, str]) -> str:
    numbers = b"".join(_GLYPHS.findall(shown)).decode()
    return "".join(glyphs.get(int(numbers[i : i + 4], 16), "") for i in range(0, len(numbers), 4))


def check(document: Any, pdf: pydyf.PDF, texts: Texts, *, expected: tuple[str, ...]) -> None:
    """Raise RenderingFault on a font left out, a letter without glyph, or an expected word that cannot be read."""
    fonts = [obj for obj in pdf.objects if isinstance(obj, dict) and obj.get("Type") == "/FontDescriptor"]
    if not fonts or not all(any(key.startswith("FontFile") for key in font) for font in fonts):
        raise RenderingFault("a font is not embedded")
    missing = {chr(point) for font in document.fonts.values() for point in font.missing}
    if missing:
        raise RenderingFault(f"no glyph for {sorted(missing)}")
    found = "\n".join(text for page in texts.values() for text in page.values())
    for place, words in enumerate(expected, start=1):
        if words not in found:  # by its place: the words may be a sign-in code, and this goes into the log
            raise RenderingFault(f"word {place} of {len(expected)} cannot be read in the document")


def _say_languages(pdf: pydyf.PDF, texts: Texts, languages: Mapping[str, str]) -> None:
    main = pdf.catalog["Lang"].string
    for element in _leaves(pdf):
        words = "".join(texts.get(element["Pg"], {}).get(kid, "") for kid in element["K"])
        if not any(letter.isalpha() for letter in words):
            continue
        language = languages[direction_of(words)]
        if language != main:
            element["Lang"] = pydyf.String(language)


def _say_what_headers_head(pdf: pydyf.PDF) -> None:
    """A header cell in a table's head heads its column, any other its row; the engine says neither."""
    by_reference = {obj.reference: obj for obj in pdf.objects if isinstance(obj, dict) and "S" in obj}  # type: ignore[attr-defined]
    for cell in by_reference.values():
        if cell["S"] == "/TH" and "A" in cell:
            group = by_reference[by_reference[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _leaves(pdf: pydyf.PDF) -> Iterator[dict[str, Any]]:
    """Elements of the structure tree that hold marked content themselves."""
    for element in pdf.objects:
        is_element = isinstance(element, dict) and element.get("Type") == "/StructElem"
        if is_element and element.get("K") and isinstance(element["K"][0], int):
            yield element


def _claim_pdf_ua(pdf: pydyf.PDF) -> None:
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Type") == "/Metadata":
            content = stream.stream[0]
            if END_OF_RDF not in content:
                raise RenderingFault("the file's metadata has another shape than expected")
            stream.stream[0] = content.replace(END_OF_RDF, PDF_UA + END_OF_RDF, 1)
            return
    raise RenderingFault("the file has no metadata")
