"""What the room for uploads takes, what it makes of it, and what it refuses by name."""

from __future__ import annotations

import io
import time

import pytest
from PIL import Image
from pypdf import PdfReader

from app.kernel import upload_child, uploads
from app.kernel.uploads import JPEG, PDF, PNG, Upload, UploadRefused, examine
from app.papers.demo import SHEET
from tests.papers import hostile
from tests.papers.hostile import drawing, pdf, photo, written


def opened(upload: Upload) -> Image.Image:
    return Image.open(io.BytesIO(upload.content))


@pytest.mark.parametrize(("content", "media_type"), [(photo(), JPEG), (drawing(), PNG), (pdf(), PDF)])
def test_the_kind_is_that_of_the_content(content: bytes, media_type: str) -> None:
    assert examine(content).media_type == media_type


def test_nothing_of_a_photo_is_left_but_what_one_sees() -> None:
    kept = examine(photo() + hostile.PHP)
    picture = opened(kept)
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (b"Cam", b"GPS", b"a word behind", b"<?php", b"Exif"):
        assert trace not in kept.content


def test_nothing_of_a_drawing_is_left_but_what_one_sees() -> None:
    notes = Image.Exif()
    notes[0x010F] = "Caméra de quelqu’un"
    kept = examine(drawing(exif=notes, icc_profile=b"profile", dpi=(72, 72)) + hostile.HTML)
    assert opened(kept).info == {}
    assert b"script" not in kept.content


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int) -> None:
    """Red is where the camera says that the left is."""
    picture = opened(examine(photo(orientation=orientation)))
    assert picture.size == ((400, 300) if orientation < 5 else (300, 400))
    width, height = picture.size
    middle = {
        **dict.fromkeys((1, 4), (width // 4, height // 2)),
        **dict.fromkeys((2, 3), (3 * width // 4, height // 2)),
        **dict.fromkeys((5, 6), (width // 2, height // 4)),
        **dict.fromkeys((7, 8), (width // 2, 3 * height // 4)),
    }[orientation]
    red, _green, blue = picture.getpixel(middle)  # type: ignore[misc]
    assert red > 200 > 60 > blue


def test_notes_of_a_camera_that_nobody_can_read_spoil_no_picture() -> None:
    content = written(Image.new("RGB", (30, 20)), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert opened(examine(content)).size == (30, 20)


def test_a_photo_becomes_as_small_as_a_sheet_needs() -> None:
    noise = Image.effect_noise((4000, 3000), 30).convert("RGB")
    content = written(noise, "JPEG", quality=85)
    kept = examine(content)
    assert max(opened(kept).size) == upload_child.LONGEST_SIDE
    assert len(kept.content) < len(content) / 2


def test_a_photo_saved_as_png_becomes_a_jpeg() -> None:
    noise = written(Image.effect_noise((1800, 1400), 80).convert("RGB"), "PNG")
    assert examine(noise).media_type == JPEG


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_make_of_drawing_becomes_an_ordinary_one(mode: str) -> None:
    assert opened(examine(drawing(mode))).mode in ("L", "RGB")


def test_sixteen_bits_of_grey_stay_grey() -> None:
    picture = Image.new("I;16", (20, 20), 32_768)
    assert 126 <= int(opened(examine(written(picture, "PNG"))).getpixel((5, 5))) <= 130  # type: ignore[arg-type]


def test_what_was_transparent_is_white() -> None:
    assert opened(examine(drawing("RGBA"))).getpixel((5, 5)) == (255, 255, 255)


def test_colours_of_printers_become_colours_of_screens() -> None:
    assert opened(examine(photo(mode="CMYK"))).mode == "RGB"


def test_of_several_pictures_the_first_is_taken() -> None:
    picture = opened(examine(hostile.animation()))
    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_a_pdf_is_kept_as_it_came() -> None:
    content = hostile.pdf_that_opens_at_its_page()
    assert examine(content).content == content
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


REFUSED = {
    "nothing": (lambda: b"", uploads.FileEmpty),
    "more than is taken": (lambda: pdf() + b"\n" * uploads.LARGEST, uploads.FileTooLarge),
    "a text": (lambda: b"hello", uploads.FileOfAnotherKind),
    "a drawing with scripts": (lambda: hostile.SVG, uploads.FileOfAnotherKind),
    "a page": (lambda: hostile.HTML, uploads.FileOfAnotherKind),
    "an archive": (lambda: hostile.archive(), uploads.FileOfAnotherKind),
    "a program": (lambda: b"MZ\x90\0", uploads.FileOfAnotherKind),
    "an old office document": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), uploads.FileOfAnotherKind),
    "a page before a PDF": (lambda: hostile.HTML + pdf(), uploads.FileOfAnotherKind),
    "a GIF": (lambda: b"GIF89a/*" + bytes(20), uploads.FileOfAnotherKind),
    "a photo cut off": (lambda: photo()[:-400], uploads.FileUnreadable),
    "a drawing cut off": (lambda: drawing()[:-30], uploads.FileUnreadable),
    "the beginning of a photo": (lambda: b"\xff\xd8\xff\xe0" + bytes(300), uploads.FileUnreadable),
    "a PDF cut off": (lambda: pdf()[:-30], uploads.FileUnreadable),
    "an archive behind a PDF": (lambda: pdf() + hostile.archive(), uploads.FileUnreadable),
    "the beginning of a PDF": (lambda: b"%PDF-1.7\n" + hostile.HTML + b"\n%%EOF", uploads.FileUnreadable),
    "too many pixels": (lambda: hostile.png_bomb(), uploads.TooManyPixels),
    "a locked PDF": (lambda: hostile.locked_pdf(), uploads.PdfLocked),
    "a PDF with a script": (lambda: hostile.pdf_with_script(), uploads.PdfActive),
    "a PDF with a file": (lambda: hostile.pdf_with_attachment(), uploads.PdfActive),
    "a PDF that starts a program": (lambda: hostile.pdf_with_action("/Launch"), uploads.PdfActive),
    "a PDF that starts a script": (lambda: hostile.pdf_with_action("/JavaScript"), uploads.PdfActive),
    "a PDF with a hidden name": (
        lambda: hostile.pdf_with_action("/JavaScript").replace(b"/JavaScript", b"/J#61vaScript"),
        uploads.PdfActive,
    ),
    "a PDF with a form of its own": (lambda: hostile.pdf_with_form(), uploads.PdfActive),
    "a PDF of too many pages": (lambda: pdf(upload_child.MOST_PAGES + 1), uploads.TooManyPages),
    "a PDF that swells": (lambda: hostile.pdf_bomb(), uploads.FileTooHeavy),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_by_name(name: str) -> None:
    make, expected = REFUSED[name]
    content, began = make(), time.monotonic()
    with pytest.raises(expected):
        examine(content)
    assert time.monotonic() - began < 10


def test_every_refusal_of_the_child_has_its_sentence() -> None:
    codes = range(upload_child.UNREADABLE, upload_child.TOO_HEAVY + 1)
    assert {uploads._REASONS[code] for code in codes} <= set(UploadRefused.__subclasses__())
    assert len({uploads._REASONS[code] for code in codes}) == len(codes)


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WALL_SECONDS", 0.001)
    with pytest.raises(uploads.FileTooHeavy):
        examine(photo())


def test_who_waits_too_long_for_their_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PATIENCE_SECONDS", 0.01)
    with uploads._turns, pytest.raises(uploads.UploadsBusy):
        examine(photo())
    assert examine(photo()).media_type == JPEG


def test_the_demonstration_has_a_paper_that_would_be_taken() -> None:
    assert examine(SHEET).media_type == PDF
