"""How much one document may hold. Checked before rendering; cheap enough for a request.

Each bound was chosen so that a sheet still fits its page at the smallest size, and a register renders within the
time of its process (about 5 ms of processor a row of eight columns on a slow machine; 15 s a child).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from io import BytesIO
from typing import Any

from app.pdf.documents import AttestationDocument, Document, Picture, RegisterDocument, SlipsDocument
from app.pdf.errors import DocumentTooLarge

LONGEST_FIELD = 600  # characters in one field, cell or run
LONGEST_SHEET = 8_000  # characters on an attestation
LONGEST_CHECK_URL = 122  # bytes: above it a module of the QR, level M, falls below 0.5 mm
MOST_FACTS = 12
MOST_COLUMNS = 14
MOST_ROWS = 3_000
MOST_ROWS_IN_CHILD = 600
LONGEST_REGISTER = 1_000_000
MOST_SLIPS = 30
LARGEST_LOGO = 512 * 1024  # bytes
MOST_LOGO_PIXELS = 4_000_000


def check_size(document: Document, *, most_rows: int = MOST_ROWS) -> None:
    """Raise DocumentTooLarge, whose `detail` says what is too large."""
    if isinstance(document, RegisterDocument):
        _check_register(document, most_rows)
    elif isinstance(document, SlipsDocument):
        _check_slips(document)
    elif isinstance(document, AttestationDocument):
        _check_attestation(document)


def _check_attestation(document: AttestationDocument) -> None:
    _check_texts(texts_of(document), LONGEST_SHEET)
    if max(len(version.facts) for version in document.versions) > MOST_FACTS:
        raise DocumentTooLarge("facts")
    if len((document.check_url or "").encode()) > LONGEST_CHECK_URL:
        raise DocumentTooLarge("check_url")
    if document.logo:
        check_logo(document.logo)


def _check_register(document: RegisterDocument, most_rows: int) -> None:
    if len(document.columns) > MOST_COLUMNS:
        raise DocumentTooLarge("columns")
    if len(document.rows) > most_rows:
        raise DocumentTooLarge("rows")
    if any(len(row) != len(document.columns) for row in document.rows):
        raise ValueError("a row has not one cell a column")
    _check_texts(texts_of(document), LONGEST_REGISTER)


def _check_slips(document: SlipsDocument) -> None:
    if len(document.slips) > MOST_SLIPS:
        raise DocumentTooLarge("slips")
    if len(document.address.encode()) > LONGEST_CHECK_URL:
        raise DocumentTooLarge("address")
    _check_texts(texts_of(document), LONGEST_REGISTER)


def _check_texts(texts: Iterator[str], most: int) -> None:
    total = 0
    for text in texts:
        total += len(text)
        if len(text) > LONGEST_FIELD:
            raise DocumentTooLarge(f"a field of {len(text)} characters")
        if total > most:
            raise DocumentTooLarge("text")


def check_logo(logo: Picture) -> None:
    """Only the header is read: a picture that would fill the memory is refused before it is decoded."""
    from PIL import Image  # only where there is a logo

    try:
        data = base64.b64decode(logo.data, validate=True)
        if len(data) > LARGEST_LOGO:
            raise DocumentTooLarge("logo")
        with Image.open(BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
    except (binascii.Error, OSError, Image.DecompressionBombError) as unreadable:
        raise DocumentTooLarge("logo") from unreadable
    if width * height > MOST_LOGO_PIXELS:
        raise DocumentTooLarge("logo")


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a document, pictures left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value) and not isinstance(value, Picture):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
