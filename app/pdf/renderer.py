"""The engine: one renderer a process, made after any fork, used by one thread at a time.

What makes it fast: one font configuration and parsed style sheets for the life of the process, no collection of
garbage while rendering, fixed layouts in the sheets, a QR of one pixel a module.
"""

from __future__ import annotations

import ctypes.util
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from app.pdf import fonts, parts
from app.pdf.documents import (
    AttestationDocument,
    Document,
    PageNumbers,
    RegisterDocument,
    RegisterParts,
    SlipsDocument,
)
from app.pdf.errors import CharactersNotPrintable, DocumentTooLarge
from app.pdf.finish import finish
from app.pdf.limits import MOST_ROWS, check_size, texts_of
from app.pdf.pages import DENSITIES, attestation_page, grouped, register_page, register_widths, slips_page


@contextmanager
def libraries_by_name() -> Iterator[None]:
    """The engine tries the names its libraries have on every system, and for each that is missing, Python asks the linker
    and the compiler: a third of a second. The loader of Linux needs no help to find the right one.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


with fonts.own_fonts(), libraries_by_name():  # the engine loads fontconfig when it is imported
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
    from weasyprint import CSS, DEFAULT_OPTIONS, HTML
    from weasyprint.css import ColorProfile
    from weasyprint.pdf import VARIANTS, generate_pdf
    from weasyprint.text.fonts import FontConfiguration

    from app.pdf import rows
    from app.pdf.fetcher import DataOnlyFetcher

STYLES = Path(__file__).resolve().parent / "styles"
SHEET_STYLE = Path(__file__).resolve().parents[1] / "static" / "css" / "document.css"
END_OF_PAPER = "/* What follows is for browsers"
VARIANT = "pdf/a-3a"
COLOURS = "screen-colours"  # the name our colour profile goes by inside the engine
NOWHERE = "http://paper.invalid/"  # what a relative address would be relative to; the fetcher refuses it
REPLACEMENT = "\ufffd"


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """A render makes many objects and frees them together: collecting in between costs up to two fifths of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _srgb(content: bytes) -> ColorProfile:
    """The colour profile that PDF/A asks for. A new one for each file: the colour library writes one that it has looked
    into differently from a fresh one, and the same document would give other bytes.
    """
    return ColorProfile(BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


class _Page(HTML):
    """A page of our own templates. What they write well-formed is read as XML, twenty times as fast as HTML is; the rest, and
    texts with a character that XML does not know, as HTML.
    """

    def __init__(self, html: str, fetcher: DataOnlyFetcher) -> None:
        try:
            tree = ElementTree.fromstring(html)  # noqa: S314  # of our own template, which escapes every value
        except ElementTree.ParseError:
            super().__init__(string=html, base_url=NOWHERE, url_fetcher=fetcher)
            return
        self.base_url, self.url_fetcher, self.media_type = NOWHERE, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    fill: Callable[[Any], None] | None = None  # see app/pdf/rows.py


class Renderer:
    """Fonts and styles, loaded once. Fontconfig objects are not safe in several threads, so a lock guards them."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        with fonts.own_fonts():
            self.fonts = FontConfiguration()
        self.fetcher = DataOnlyFetcher()
        sheet_style = SHEET_STYLE.read_text(encoding="utf-8").partition(END_OF_PAPER)[0]
        self.attestation_styles = [self.parsed_style(sheet_style), self._style(STYLES / "attestation.css")]
        self.register_styles = [self._style(STYLES / "register.css")]
        self.slips_styles = [self._style(STYLES / "slips.css")]
        self.part_style, self.continued_style, self.numbers_style = (
            self._style(STYLES / f"{name}.css") for name in ("part", "continued", "numbers")
        )
        self.srgb = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()

    def _style(self, path: Path) -> CSS:
        return self.parsed_style(path.read_text(encoding="utf-8"))

    def part_styles(self, document: RegisterDocument) -> list[CSS]:
        """Of a whole register, or of one of its parts."""
        more = [] if document.is_numbered else [self.part_style]
        return [*self.register_styles, *more, *([] if document.begins else [self.continued_style])]

    def parsed_style(self, text: str) -> CSS:
        return CSS(string=text, base_url=NOWHERE, font_config=self.fonts, url_fetcher=self.fetcher)

    def register_laid_out(self, document: RegisterDocument) -> Any:
        """Pages of a register or of one of its parts: read with its model rows, and filled with all."""
        look = rows.look_of(document, register_face())
        models = rows.model_rows(document, look)
        page = register_page(replace(document, rows=models), face=register_face())
        styles = [*self.part_styles(document), self.parsed_style(register_widths(document))]
        return self.laid_out(page, styles, fill=rows.filler(document.rows, models, look))

    def laid_out(self, html: str, styles: Sequence[CSS], *, fill: Callable[[Any], None] | None = None) -> Any:
        """Pages, not yet a file. The document may reach nothing outside itself."""
        page = _Page(html, self.fetcher)
        page.fill = fill
        return page.render(
            font_config=self.fonts,
            stylesheets=list(styles),
            color_profiles={COLOURS: _srgb(self.srgb)},
            output_intent=COLOURS,
            pdf_variant=VARIANT,
        )

    def written(self, pages: Any, finisher: Callable[..., None]) -> bytes:
        written: bytes = pages.write_pdf(finisher=finisher, output_intent=COLOURS, pdf_variant=VARIANT)
        return written

    def written_plainly(self, pages: Any, finisher: Callable[..., None] | None) -> bytes:
        """For parts that are put together: every object by itself, contents and fonts compressed all the same. Without a
        finisher neither tags nor PDF/A: what is drawn on the pages of others.
        """
        properties = VARIANTS[VARIANT][1] | {"pdf_variant": VARIANT} if finisher else {}
        made = generate_pdf(pages, None, 1, **{**DEFAULT_OPTIONS, **properties, "output_intent": COLOURS})
        if finisher:
            finisher(pages, made)
        written = BytesIO()
        made.write(written, version=b"1.7")
        return written.getvalue()


_renderers: dict[int, Renderer] = {}
_making = threading.Lock()


def renderer() -> Renderer:
    """This process's renderer; a forked child makes its own instead of sharing its parent's."""
    with _making:
        if os.getpid() not in _renderers:
            _renderers.clear()
            _renderers[os.getpid()] = Renderer()
        return _renderers[os.getpid()]


def face_of(family: str) -> Callable[[str], str]:
    """The filter `face` of the templates: a name that `family` cannot draw whole is set whole in another font."""
    letters = fonts.letters_of(family)

    def face(text: str) -> str:
        return "" if all(ord(c) in letters or c in fonts.INVISIBLE for c in text) else "sheet-wide"

    return face


sheet_face = lru_cache(maxsize=1)(partial(face_of, "Amiri"))
register_face = lru_cache(maxsize=1)(partial(face_of, "IBM Plex Sans Arabic"))


def render_attestation(document: AttestationDocument) -> bytes:
    """The sheet as PDF/A-3a and PDF/UA-1, on one page: the same document gives the same bytes.

    Raises DocumentTooLarge (also when the text does not fit one page at the smallest size), CharactersNotPrintable,
    RenderingFault; ValueError without number, code or check address.
    """
    check_size(document)
    if unknown := fonts.unprintable("".join(texts_of(document))):
        raise CharactersNotPrintable(unknown)
    engine = renderer()
    with engine.lock, no_garbage_collection():
        pages = _sheet_on_one_page(engine, document)
        expected = (str(document.number), grouped(str(document.code)))
        languages: dict[str, str] = {each.direction: each.language for each in document.letterheads}
        languages |= {version.direction: version.language for version in document.versions}
        return engine.written(pages, partial(finish, languages=both_languages(languages), expected=expected))


def _sheet_on_one_page(engine: Renderer, document: AttestationDocument) -> Any:
    for density in DENSITIES:
        html = attestation_page(document, density=density, face=sheet_face())
        pages = engine.laid_out(html, engine.attestation_styles)
        if len(pages.pages) == 1:
            return pages
    raise DocumentTooLarge("the text does not fit one page")


def both_languages(languages: dict[str, str]) -> dict[str, str]:
    """Tags for both directions, the missing one in the same country: a French sheet may name someone in Arabic."""
    country = next(iter(languages.values())).partition("-")[2]
    tail = f"-{country}" if country else ""
    return {"ltr": f"fr{tail}", "rtl": f"ar{tail}"} | languages


def render_register(document: RegisterDocument, *, most_rows: int = MOST_ROWS) -> bytes:
    """The table as PDF/A-3a and PDF/UA-1. Raises DocumentTooLarge and RenderingFault.

    A letter no font of ours has is shown as U+FFFD, and the document's `missing_letters` says so below the table.
    """
    check_size(document, most_rows=most_rows)
    document = with_printable_letters(document)
    engine = renderer()
    with engine.lock, no_garbage_collection():
        pages = engine.register_laid_out(document)
        languages = both_languages({document.direction: document.language})
        letters = sum(len(cell) for row in document.rows for cell in row)
        return engine.written(pages, partial(finish_register, languages=languages, least_letters=1 + letters // 2))


def finish_register(document: Any, pdf: Any, **asked: Any) -> None:
    """As `finish`, with the rules between rows."""
    rows.rule(document, pdf)
    finish(document, pdf, **asked)


def render_slips(document: SlipsDocument) -> bytes:
    """Sign-in slips as PDF/A-3a and PDF/UA-1; each code can be read back. Raises DocumentTooLarge and RenderingFault.

    A letter of a name, a person's or the organisation's, that no font of ours has is shown as U+FFFD.
    """
    check_size(document)
    table = _replaced("".join(texts_of(document)))
    names = ("name_latin", "name_arabic")
    slips = (replace(slip, **{name: getattr(slip, name).translate(table) for name in names}) for slip in document.slips)
    heads = {name: getattr(document, name).translate(table) for name in ("organisation_fr", "organisation_ar")}
    document = replace(document, slips=tuple(slips), **heads)
    engine = renderer()
    with engine.lock, no_garbage_collection():
        pages = engine.laid_out(slips_page(document, face=register_face()), engine.slips_styles)
        languages: dict[str, str] = {words.direction: words.language for words in document.words}
        expected = tuple(slip.code for slip in document.slips)
        return engine.written(pages, partial(finish, languages=both_languages(languages), expected=expected))


def _replaced(texts: str) -> dict[int, str]:
    """For `str.translate`: letters that no font of ours has, and what stands in their place."""
    unknown = fonts.unprintable(texts)
    return dict.fromkeys(map(ord, unknown), REPLACEMENT if not fonts.unprintable(REPLACEMENT) else "?")


def with_printable_letters(document: RegisterDocument) -> RegisterDocument:
    """The same register without letters that no font has."""
    table = _replaced("".join(texts_of(document)))
    if not table:
        return document
    rows = tuple(tuple(cell.translate(table) for cell in row) for row in document.rows)
    texts = {
        key: getattr(document, key).translate(table)
        for key in ("organisation_fr", "organisation_ar", "title", "as_of", "explanation", "printed", "empty")
    }
    filters = tuple(text.translate(table) for text in document.filters)
    notes = (*(text.translate(table) for text in document.notes), *filter(None, [document.missing_letters]))
    return replace(document, rows=rows, filters=filters, notes=notes, **texts)


def render(document: AttestationDocument | RegisterDocument | SlipsDocument) -> bytes:
    """Any kind of paper."""
    if isinstance(document, SlipsDocument):
        return render_slips(document)
    return render_attestation(document) if isinstance(document, AttestationDocument) else render_register(document)


def render_each(document: Document) -> Iterator[bytes]:
    """Any kind: one file, or as many as there are parts."""
    if isinstance(document, RegisterParts):
        yield from parts.render_parts(document)
    elif isinstance(document, PageNumbers):
        yield parts.render_numbers(document)
    else:
        yield render(document)
