"""The one room that takes a file from a person: a PDF, a JPEG or a PNG, by its content and never by its name.

A picture is drawn anew, so that nothing of the sender's file is left but what one sees: no place, no camera, no bytes
behind it. A PDF is kept as it came, or refused. Both happen in a child process with limits. Whoever wants the file
kept gives the `Upload` to `kernel.files.store`; its name is never looked at.

A form has a `FileField`, and its POST route is declared with `prepare=`, which calls `examine_posted` before the write
transaction opens: a second of decoding must hold nobody up.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Response, g, request
from werkzeug.datastructures import FileStorage

from app.kernel import upload_child as child
from app.kernel.errors import Refusal
from app.kernel.lazy_text import _l

log = logging.getLogger(__name__)
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
PICTURES = f"{JPEG},{PNG}"
ACCEPTED = f"{PDF},{PICTURES}"  # of a file input: a phone then offers its camera too
BEGINNINGS = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
LARGEST_MEGABYTES = 7
LARGEST = LARGEST_MEGABYTES * 1_000_000  # below MAX_CONTENT_LENGTH, so that the refusal stands beside the field
WALL_SECONDS = 15
PATIENCE_SECONDS = 5
_turns = threading.BoundedSemaphore(1)  # children of one web process at once


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that may be kept."""

    content: bytes
    media_type: str
    small: bytes = b""  # the same picture for a list, of a receipt


class UploadRefused(Refusal):
    """Why a file is not taken."""


class FileEmpty(UploadRefused):
    message = _l("This file is empty.")


class FileTooLarge(UploadRefused):
    message = _l("This file is larger than %(size)s MB.", size=LARGEST_MEGABYTES)


class FileOfAnotherKind(UploadRefused):
    message = _l("This file is not a PDF, JPEG or PNG.")


class NotAPicture(UploadRefused):
    message = _l("This file is not a picture. Take a JPEG or PNG.")


class FileUnreadable(UploadRefused):
    message = _l("This file is damaged or not whole. Take the picture again, or save the PDF anew.")


class TooManyPixels(UploadRefused):
    message = _l("This picture has too many pixels. Take a smaller one.")


class PdfLocked(UploadRefused):
    message = _l("This PDF is locked with a password. Save it without one, or take a picture of the paper.")


class PdfActive(UploadRefused):
    message = _l(
        "This PDF holds a program, a form that fills itself in or other files. Print it to a new PDF, or take a picture of the paper."
    )


class TooManyPages(UploadRefused):
    message = _l("This PDF has more than %(most)s pages.", most=child.MOST_PAGES)


class FileTooHeavy(UploadRefused):
    message = _l("This file takes too long to read. Take a picture of the paper instead.")


class UploadsBusy(UploadRefused):
    message = _l("Several files are being read just now. Try again in a moment.")


_REASONS: dict[int, type[UploadRefused]] = {
    child.UNREADABLE: FileUnreadable,
    child.TOO_MANY_PIXELS: TooManyPixels,
    child.LOCKED: PdfLocked,
    child.ACTIVE: PdfActive,
    child.TOO_MANY_PAGES: TooManyPages,
    child.TOO_HEAVY: FileTooHeavy,
    -9: FileTooHeavy,  # SIGKILL
    -24: FileTooHeavy,  # SIGXCPU
}


def examine(content: bytes) -> Upload:
    """The file as it may be kept. Raises an `UploadRefused`."""
    _refuse_size(content)
    kind = _kind_of(content)
    if kind is None:
        raise FileOfAnotherKind
    cleaned = _in_child("pdf" if kind == PDF else "picture", content)
    return Upload(content=cleaned, media_type=_kind_of(cleaned) or kind)


def examine_portrait(content: bytes) -> Upload:
    """A picture of somebody as it may be kept: a small square. Raises an `UploadRefused`."""
    _refuse_what_is_no_picture(content)
    return Upload(content=_in_child("portrait", content), media_type=JPEG)


def examine_receipt(content: bytes) -> Upload:
    """A photo of a receipt as it may be kept: 400 kB at most, and a small square of it. Raises an `UploadRefused`."""
    _refuse_what_is_no_picture(content)
    light = _in_child("receipt", content)
    return Upload(content=light, media_type=JPEG, small=_in_child("portrait", light))


def _refuse_what_is_no_picture(content: bytes) -> None:
    _refuse_size(content)
    if _kind_of(content) not in (JPEG, PNG):
        raise NotAPicture


def _refuse_size(content: bytes) -> None:
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge


def _kind_of(content: bytes) -> str | None:
    return next((kind for beginning, kind in BEGINNINGS.items() if content.startswith(beginning)), None)


def _in_child(work: str, content: bytes) -> bytes:
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise UploadsBusy
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(child.__file__).resolve()), work],
            input=content,
            capture_output=True,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise FileTooHeavy from late
    finally:
        _turns.release()
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode not in _REASONS:
        log.error("the reading of a file ended with %s: %s", done.returncode, done.stderr[-2000:])
    raise _REASONS.get(done.returncode, FileUnreadable)


def examine_posted(name: str, by: Callable[[bytes], Upload] | None = None) -> None:
    """Examine the file that came under this field's name, if one did, by default as a paper; `examined` tells what came of it."""
    file = request.files.get(name)
    g.examined = {}
    if file is not None and file.filename:
        try:
            g.examined[id(file)] = (by or examine)(file.stream.read(LARGEST + 1))
        except UploadRefused as refusal:
            g.examined[id(file)] = refusal
        file.stream.seek(0)


def examined(file: FileStorage) -> Upload:
    """What a posted file is, as examined before. Raises an `UploadRefused`, and KeyError where nobody examined it."""
    found: Upload | UploadRefused = g.examined[id(file)]
    if isinstance(found, UploadRefused):
        raise found
    return found


def hand_out(content: bytes, *, media_type: str, name: str) -> Response:
    """A kept file to its reader: whatever it holds, the browser runs nothing of it. A picture is shown, a PDF saved."""
    disposition = "attachment" if media_type == PDF else "inline"
    return Response(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": f'{disposition}; filename="{name}.{ENDINGS[media_type]}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )
