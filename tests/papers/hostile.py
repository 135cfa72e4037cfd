"""Files as people send them, and as somebody would who means harm. All are made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

PLACE = {1: "N", 2: (33.0, 15.0, 22.0), 3: "W", 4: (8.0, 30.0, 1.0)}  # GPS of nobody


def photo(*, size: tuple[int, int] = (400, 300), orientation: int = 1, mode: str = "RGB", **options: Any) -> bytes:
    """A JPEG whose left half is red and right half blue, with notes of a camera and a place."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = orientation, "Caméra de quelqu’un"
    notes.get_ifd(0x8825).update(PLACE)
    return written(picture.convert(mode), "JPEG", exif=notes.tobytes(), comment=b"a word behind", **options)


def drawing(mode: str = "RGB", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """A PNG."""
    return written(Image.new(mode, size), "PNG", **options)


def written(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_bomb(side: int = 20_000) -> bytes:
    """A PNG that says it is enormous and is some hundred kilobytes at most."""
    rows = zlib.compress(b"\0" * (side // 8 + 1) * min(side, 20_000), 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def animation() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue", "green")]
    return written(frames[0], "PNG", save_all=True, append_images=frames[1:])


def pdf(pages: int = 1) -> bytes:
    return _saved(_sheets(pages))


def _sheets(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    return writer


def _saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer = _sheets()
    writer.encrypt("secret", algorithm="AES-256")
    return _saved(writer)


def pdf_with_script() -> bytes:
    """Among the named scripts of the document, which run when it is opened."""
    writer = _sheets()
    script = DictionaryObject({NameObject("/JS"): TextStringObject("app.alert('hello')")})
    named = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), writer._add_object(script)])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): named})
    return _saved(writer)


def pdf_with_attachment() -> bytes:
    writer = _sheets()
    writer.add_attachment("x.exe", b"MZ")
    return _saved(writer)


def pdf_with_action(kind: str, *, name: str = "/OpenAction") -> bytes:
    """An action of the document; `kind` is what it does."""
    writer = _sheets()
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")})
    writer._root_object[NameObject(name)] = action
    return _saved(writer)


def pdf_that_opens_at_its_page() -> bytes:
    """As every word processor writes it."""
    writer = _sheets()
    page = writer.pages[0].indirect_reference
    assert page is not None
    writer._root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])
    return _saved(writer)


def pdf_with_form() -> bytes:
    """A form of the kind that brings its own program (XFA)."""
    writer = _sheets()
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/XFA"): ArrayObject([TextStringObject("template")])}
    )
    return _saved(writer)


def pdf_bomb(megabytes: int = 400) -> bytes:
    """A stream of some hundred kilobytes that swells."""
    writer = _sheets()
    stream = StreamObject()
    packing = zlib.compressobj(9)
    stream._data = b"".join(packing.compress(bytes(1 << 20)) for _part in range(megabytes)) + packing.flush()
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    stream[NameObject("/Length")] = NumberObject(len(stream._data))
    writer._add_object(stream)
    return _saved(writer)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
HTML = b"<html><script>alert(1)</script></html>"
PHP = b"<?php system($_GET['c']); ?>"
