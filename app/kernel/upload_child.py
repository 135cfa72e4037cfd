"""The child process of `kernel.uploads`: this file run by itself with `picture` or `pdf`; a stranger's file in, a harmless one out.

It imports nothing of the application and has limits of memory and processor time, so that a file made to do harm ends
here. The decoders are imported inside the limits.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

MOST_PIXELS = 50_000_000  # the largest cameras of ordinary phones
LONGEST_SIDE = 2_400  # pixels: an A4 sheet at 200 dots an inch
LARGEST_PNG = 1024 * 1024  # bytes: above it a PNG is a photo, and becomes a JPEG
QUALITY = 82
MOST_PAGES = 60
MOST_INFLATED = 256 * 1024 * 1024  # bytes that all streams of a PDF may hold once decompressed
MEMORY_BYTES = 1024 * 1024 * 1024  # of address space
PROCESSOR_SECONDS = 10
RECEIPT_SIDES = (1_600, 1_200, 900)  # pixels: figures stay readable down to the last
RECEIPT_QUALITIES = (70, 58, 46)
LARGEST_RECEIPT = 400_000  # bytes
PORTRAIT_SIDE = 160  # pixels: shown at half of it, so that it is sharp on a phone
LARGEST_PORTRAIT = 4_000  # bytes: a file is read on slow networks
PORTRAIT_QUALITIES = (82, 70, 58, 46, 34, 22)
WHERE_FACES_ARE = (0.5, 0.4)  # of a picture, across and down: the square that is kept lies around it

# How the child says why it gives nothing. Anything else is a file that cannot be read.
UNREADABLE, TOO_MANY_PIXELS, LOCKED, ACTIVE, TOO_MANY_PAGES, TOO_HEAVY = range(40, 46)

RUNS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
}
CARRIES = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
SAYS_WHAT_IT_IS = ("/S", "/Type", "/Subtype")


class Refused(Exception):
    """The file is understood and not taken; the code says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def limit_resources() -> None:
    """Bounds the kernel holds. A system that lacks one of them goes without it."""
    bounds = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: PROCESSOR_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def clean_picture(content: bytes) -> bytes:
    """The picture drawn anew, upright and no larger than a sheet needs: of its file nothing else is left.

    Pixels are counted before they are decoded. The first of several pictures is taken.
    """
    picture, is_drawing = _upright(content)
    if is_drawing and len(drawn := _written(picture, "PNG", optimize=True)) <= LARGEST_PNG:
        return drawn
    return _written(picture, "JPEG", quality=QUALITY, optimize=True)


def portrait(content: bytes) -> bytes:
    """The same as a small square; the first of ever plainer ones that is light enough."""
    from PIL import Image, ImageOps

    picture, _is_drawing = _upright(content)
    size = PORTRAIT_SIDE, PORTRAIT_SIDE
    square = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=WHERE_FACES_ARE)
    written = (_written(square, "JPEG", quality=quality, optimize=True) for quality in PORTRAIT_QUALITIES)
    return next((light for light in written if len(light) <= LARGEST_PORTRAIT), b"") or _written(
        square.convert("L"), "JPEG", quality=PORTRAIT_QUALITIES[-1], optimize=True
    )


def receipt(content: bytes) -> bytes:
    """A photo of a receipt, upright: the first of ever smaller and plainer ones that is light enough."""
    from PIL import Image

    picture, _is_drawing = _upright(content)
    for side in RECEIPT_SIDES:
        picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        for quality in RECEIPT_QUALITIES:
            if len(light := _written(picture, "JPEG", quality=quality, optimize=True)) <= LARGEST_RECEIPT:
                return light
    return _written(picture.convert("L"), "JPEG", quality=RECEIPT_QUALITIES[-1], optimize=True)


def _upright(content: bytes) -> tuple[Any, bool]:
    """The picture as one sees it, without notes; and whether it came as a drawing."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # counted here, where the answer has a name
    with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        opened.draft(opened.mode, (LONGEST_SIDE, LONGEST_SIDE))
        turn = _turn_of(opened)
        is_drawing = opened.format == "PNG"
        picture = _on_white(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()
    return picture, is_drawing


def _turn_of(picture: Any) -> Any:
    """What sets the picture upright, from what the camera noted; None when it noted nothing readable."""
    from PIL.Image import Transpose

    noted = 1
    with contextlib.suppress(Exception):  # whatever stands in the notes, the picture itself may be good
        noted = int(picture.getexif().get(0x0112, 1))
    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(noted)


def _on_white(picture: Any) -> Any:
    """In grey or in colours of eight bits, whatever it was made of; what was transparent is white, like paper."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "L") and "transparency" not in picture.info:
        return picture.convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    sheet = Image.new("RGB", clear.size, "white")
    sheet.paste(clear, mask=clear.getchannel("A"))
    return sheet


def _written(picture: Any, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def checked_pdf(content: bytes) -> bytes:
    """The PDF as it came, so that a signature in it still holds; refused when it is more than sheets to look at."""
    from pypdf import PdfReader

    if content.rpartition(b"%%EOF")[2].strip(b"\0 \t\r\n\f") or b"%%EOF" not in content:
        raise Refused(UNREADABLE)  # cut off, or something else stands behind it
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Refused(LOCKED)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refused(TOO_MANY_PAGES if len(reader.pages) else UNREADABLE)
    inflated = 0
    for part in _parts_of(reader):
        _refuse_active(part)
        inflated += _inflated_size(part, most=MOST_INFLATED - inflated)
    return content


def _parts_of(reader: Any) -> Iterator[dict[str, Any]]:
    """Every dictionary of every object, whether a page leads to it or not."""
    from pypdf.generic import IndirectObject

    numbers = {(number, generation) for generation, known in reader.xref.items() for number in known}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    waiting: list[Any] = [reader.trailer]
    waiting += [reader.get_object(IndirectObject(number, generation, reader)) for number, generation in numbers]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _refuse_active(part: dict[str, Any]) -> None:
    """Scripts, programs, forms that send themselves, files in the file, sounds and films."""
    if CARRIES & part.keys() or any(str(part[name]) in RUNS for name in SAYS_WHAT_IT_IS if name in part):
        raise Refused(ACTIVE)


def _inflated_size(part: dict[str, Any], *, most: int) -> int:
    """How much a compressed stream holds; a little file that swells would stop the phone that opens it."""
    raw, filters = getattr(part, "_data", None), str(part.get("/Filter", ""))
    if not raw or "/Fl" not in filters:
        return 0
    if filters.count("/Fl") > 1:
        raise Refused(TOO_HEAVY)
    inflating, size = zlib.decompressobj(), 0
    while raw and not inflating.eof:
        try:
            size += len(inflating.decompress(raw, 1 << 20))
        except zlib.error:
            return size
        if size > most:
            raise Refused(TOO_HEAVY)
        raw = inflating.unconsumed_tail
    return size


WORK = {"picture": clean_picture, "portrait": portrait, "receipt": receipt, "pdf": checked_pdf}


def main(kind: str) -> int:
    limit_resources()
    try:
        sys.stdout.buffer.write(WORK[kind](sys.stdin.buffer.read()))
    except Refused as refused:
        return refused.code
    except MemoryError:
        return TOO_HEAVY
    except Exception:  # the decoders raise whatever a broken file makes them stumble over
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
