"""Rendering in a child process: the web process neither loads the engine nor suffers from a heavy document.

The child gets the document as JSON on its standard input and gives the file on its standard output. It has a limit of
memory, of processor time and of wall time, no secret in its environment, and nothing to write to but the font cache.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from app.pdf import errors
from app.pdf.documents import Document, Kind, kind_of, to_json
from app.pdf.fonts import data_dir
from app.pdf.limits import MOST_ROWS_IN_CHILD, check_size

log = logging.getLogger(__name__)
PROGRAM = Path(__file__).resolve().parent / "__main__.py"
WALL_SECONDS, LONG_WALL_SECONDS = 20, 240
PROCESSOR_SECONDS, LONG_PROCESSOR_SECONDS = 15, 120
MEMORY_BYTES = 1024 * 1024 * 1024  # of address space; about 512 MB of it can be used
PATIENCE_SECONDS = 5
LENGTH_BYTES = 8
AT_ONCE = 1  # children of one web process

# How the child says why there is no file. Anything else is a fault.
TOO_LARGE, NOT_PRINTABLE, OUT_OF_MEMORY = 40, 41, 42

_turns = threading.BoundedSemaphore(AT_ONCE)


def render_in_child(kind: Kind, document: Document, *, wall_seconds: float = WALL_SECONDS) -> bytes:
    """The document as PDF bytes. A register may have MOST_ROWS_IN_CHILD rows; more belongs to the job worker.

    Raises DocumentTooLarge, CharactersNotPrintable, RenderingTooSlow, RenderingBusy; RenderingFault on a fault.
    """
    if kind != kind_of(document):
        raise ValueError(f"the document is not of kind {kind}")
    check_size(document, most_rows=MOST_ROWS_IN_CHILD)
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise errors.RenderingBusy
    try:
        return _run(kind, to_json(document), wall_seconds)[0]
    finally:
        _turns.release()


def render_long_in_child(kind: Kind, payload: str) -> list[bytes]:
    """For the worker: parts of a register, or its page numbers, from their JSON; each in the plain form that `merge` takes.

    Raises as `render_in_child`, but for the size, which each part looks at by itself.
    """
    return _run(kind, payload, LONG_WALL_SECONDS)


def processor_seconds(kind: str) -> int:
    """What one document may take; for the worker's parts more."""
    return LONG_PROCESSOR_SECONDS if kind in ("register_parts", "page_numbers") else PROCESSOR_SECONDS


def write_framed(out: BinaryIO, made: bytes) -> None:
    """One file of several: its length, then its bytes."""
    out.write(len(made).to_bytes(LENGTH_BYTES, "big") + made)


def _unframed(content: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(content):
        start = at + LENGTH_BYTES
        at = start + int.from_bytes(content[at:start], "big")
        found.append(content[start:at])
    return found


def _run(kind: Kind, payload: str, wall_seconds: float) -> list[bytes]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(PROGRAM), kind],
            input=payload.encode(),
            capture_output=True,
            cwd="/",
            env=bare_environment(),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise errors.RenderingTooSlow from late
    made = _unframed(done.stdout) if done.returncode == 0 else []
    if made and all(one.startswith(b"%PDF-") for one in made):
        return made
    raise _reason(done.returncode, done.stderr.decode(errors="replace"))


def _reason(code: int, said: str) -> Exception:
    if code == TOO_LARGE:
        return errors.DocumentTooLarge(said.strip())
    if code == NOT_PRINTABLE:
        return errors.CharactersNotPrintable(said.strip())
    if code in (OUT_OF_MEMORY, -9, -24):  # SIGKILL, SIGXCPU
        return errors.RenderingTooSlow()
    log.error("the rendering process ended with %s: %s", code, said[-2000:])
    return errors.RenderingFault(f"the rendering process ended with {code}")


def bare_environment() -> dict[str, str]:
    """What the child may know: where its libraries and fonts are. No key, no database, no proxy, no mail server."""
    kept = {
        key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH") if key in os.environ
    }
    return kept | {"LANG": "C.UTF-8", "HOME": "/nonexistent", "DATA_DIR": str(data_dir())}
