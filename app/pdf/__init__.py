"""Papers: HTML of plain values rendered to PDF. The only importer of WeasyPrint, and only where papers are made.

Servers make papers with `render_in_child` and show previews with `attestation_html`: neither the web process nor the job
worker ever holds the engine, 60 MB. `render_attestation` and `render_register` work in the process of the caller, for many
papers at once.
"""

from __future__ import annotations

from app.pdf.child import render_in_child, render_long_in_child
from app.pdf.documents import (
    AttestationDocument,
    Column,
    Document,
    PageNumbers,
    Picture,
    RegisterDocument,
    RegisterParts,
    Slip,
    SlipsDocument,
    SlipWords,
    from_json,
    to_json,
)
from app.pdf.errors import (
    CharactersNotPrintable,
    DocumentTooLarge,
    RenderingBusy,
    RenderingFault,
    RenderingTooSlow,
)
from app.pdf.limits import check_size
from app.pdf.merge import count_pages, merge
from app.pdf.pages import attestation_html
from app.pdf.parts import PARTS_AT_ONCE, split

__all__ = [
    "PARTS_AT_ONCE",
    "AttestationDocument",
    "CharactersNotPrintable",
    "Column",
    "Document",
    "DocumentTooLarge",
    "PageNumbers",
    "Picture",
    "RegisterDocument",
    "RegisterParts",
    "RenderingBusy",
    "RenderingFault",
    "RenderingTooSlow",
    "Slip",
    "SlipWords",
    "SlipsDocument",
    "attestation_html",
    "check_printable",
    "check_size",
    "count_pages",
    "from_json",
    "merge",
    "render_attestation",
    "render_in_child",
    "render_long_in_child",
    "render_register",
    "split",
    "to_json",
]


def render_attestation(document: AttestationDocument) -> bytes:
    """One sheet as PDF bytes, in this process. Raises DocumentTooLarge, CharactersNotPrintable, RenderingFault."""
    from app.pdf import renderer  # loads the engine

    return renderer.render_attestation(document)


def render_register(document: RegisterDocument) -> bytes:
    """A register as PDF bytes, in this process. Raises DocumentTooLarge, RenderingFault."""
    from app.pdf import renderer  # loads the engine

    return renderer.render_register(document)


def check_printable(document: AttestationDocument) -> None:
    """Before a number is taken: everything that would refuse the paper later and can be known now.

    Raises DocumentTooLarge or CharactersNotPrintable. Does not load the engine.
    """
    from app.pdf import fonts
    from app.pdf.limits import texts_of

    check_size(document)
    if unknown := fonts.unprintable("".join(texts_of(document))):
        raise CharactersNotPrintable(unknown)
