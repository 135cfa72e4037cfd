"""The HTML of documents: templates with plain values, everything escaped, an unknown word is an error.

Does not import the rendering engine: the web process shows previews with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.pdf.documents import AttestationDocument, PageNumbers, RegisterDocument, Run, SlipsDocument
from app.pdf.limits import check_size
from app.pdf.qr import qr_data_uri

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
DENSITIES = ("normal", "compact", "dense", "smallest", "tiny")  # tried in turn until a sheet fits its page

ONE_LINE_ADDRESS = 34  # characters
ONE_LINE_NUMBER = 26

Face = Callable[[str], str]


def preview_face(text: str) -> str:
    """In a browser the reader's own fonts stand in for missing letters."""
    return ""


@lru_cache(maxsize=4)
def environment(face: Face) -> Environment:
    """Templates with our filters; `face` tells the CSS class of a name that the sheet's own font lacks letters for."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        face=face,
        grouped=grouped,
        direction=direction_of,
        page_direction=page_direction,
        has_long_address=has_long_address,
        run_class=run_class,
    )
    return made


def grouped(code: str) -> str:
    """A code of ten characters as it is read aloud: two groups of five."""
    return "-".join(code[i : i + 5] for i in range(0, len(code), 5))


def run_class(run: Run) -> str:
    """Numbers and addresses stay in one piece, unless they are longer than a line of their place."""
    longest = {"number": ONE_LINE_NUMBER, "address": ONE_LINE_ADDRESS}.get(run.style)
    return run.style if longest is None else "number" if len(run.text) <= longest else "address"


def has_long_address(document: AttestationDocument) -> bool:
    """Whether the address to type takes more than one line of the foot, so that more room must be kept for it."""
    runs = (run for version in document.versions for line in version.check for run in line)
    return any(run.style == "address" and len(run.text) > ONE_LINE_ADDRESS for run in runs)


def direction_of(text: str) -> str:
    """`rtl` or `ltr`, from the first strong character; text without any (numbers, telephones) reads from the left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def page_direction(text: str, direction: str) -> bool:
    """Whether `text` needs no isolation in a page of this direction."""
    return not text or direction_of(text) == direction


def attestation_html(document: AttestationDocument, *, preview: bool = True) -> Markup:
    """The sheet for a page of the application: an `<article class="sheet">` with an h2, styled by `css/document.css`.

    Without number, code or QR, marked as a preview in the languages of the sheet; no inline style. `preview=False`
    gives the complete page that the engine renders.
    """
    check_size(document)
    if not preview:
        return attestation_page(document, density=DENSITIES[0], face=preview_face)
    return Markup(  # noqa: S704  # our own template, which escapes every value
        environment(preview_face).get_template("attestations/preview_sheet.html").render(document=document)
    )


def attestation_page(document: AttestationDocument, *, density: str, face: Face) -> Markup:
    """The whole HTML page for the engine. Raises ValueError when the number, code or address is missing."""
    if not (document.number and document.code and document.check_url):
        raise ValueError("an attestation without number, code and check address can only be previewed")
    template = environment(face).get_template("attestations/document.html")
    qr = qr_data_uri(document.check_url)
    return Markup(template.render(document=document, density=density, qr=qr))  # noqa: S704  # it escapes every value


def register_page(document: RegisterDocument, *, face: Face) -> Markup:
    """The whole HTML page for the engine, column widths as percentages in classes of a style sheet of its own."""
    template = environment(face).get_template("reports/register_print.html")
    return Markup(template.render(document=document))  # noqa: S704  # it escapes every value


def slips_page(document: SlipsDocument, *, face: Face) -> Markup:
    """The whole HTML page for the engine."""
    template = environment(face).get_template("members/slips_print.html")
    return Markup(template.render(document=document, qr=qr_data_uri(document.address)))  # noqa: S704  # it escapes


def numbers_page(document: PageNumbers) -> Markup:
    """As many empty pages, for their margins."""
    template = environment(preview_face).get_template("reports/numbers_print.html")
    return Markup(template.render(document=document))  # noqa: S704  # it escapes every value


MANY_COLUMNS = 11


def register_widths(document: RegisterDocument) -> str:
    """The columns' widths as CSS: shares scaled to fill the line. Numbers only, so nothing can be smuggled in.

    Many columns stand closer to each other, so that a day is never broken.
    """
    total = sum(column.width for column in document.columns)
    return "".join(
        f".c{index}{{inline-size:{100 * column.width / total:.3f}%}}" for index, column in enumerate(document.columns)
    ) + ("th,td{padding-inline:.7mm}" if len(document.columns) >= MANY_COLUMNS else "")
