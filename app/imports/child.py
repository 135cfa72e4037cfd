"""Reading a file in a child process: the web process neither loads the reader nor suffers from a bomb.

The child gets the bytes on its standard input. It has a limit of memory, of processor time and of wall time, writes no file, and has no
secret in its environment.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.imports import errors, limits

log = logging.getLogger(__name__)
PROGRAM = Path(__file__).resolve().parent / "__main__.py"
PATIENCE_SECONDS = 10
_turns = threading.BoundedSemaphore(1)  # children of one web process

_REFUSALS: dict[int, type[errors.FileRefused]] = {
    limits.TOO_LARGE: errors.FileTooLarge,
    limits.OUT_OF_MEMORY: errors.FileTooLarge,
    limits.NOT_A_TABLE: errors.NotASpreadsheet,
    limits.LOCKED: errors.FileLocked,
    limits.EMPTY: errors.FileEmpty,
    -6: errors.FileTooLarge,  # SIGABRT: the reader asked for more memory than there is
    -9: errors.FileTooLarge,  # SIGKILL
    -24: errors.FileTooLarge,  # SIGXCPU
}


@dataclass(frozen=True, kw_only=True)
class FileRead:
    """What a file holds. `rows` gives the number and the cells of each, one after the other."""

    kind: str
    how: dict[str, Any]
    lines: list[bytes]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for line in self.lines:
            number, cells = json.loads(line)
            yield number, cells


def read_in_child(content: bytes, encoding: str = "", *, wall_seconds: float = limits.WALL_SECONDS) -> FileRead:
    """Read a spreadsheet. Raises FileTooLarge, NotASpreadsheet, FileLocked, FileEmpty, ReadingBusy."""
    if len(content) > limits.LARGEST_FILE:
        raise errors.FileTooLarge
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise errors.ReadingBusy
    try:
        done = _run(content, encoding, wall_seconds)
    finally:
        _turns.release()
    if done.returncode != 0:
        raise _reason(done)
    told, *lines = done.stdout.split(b"\n")
    how = json.loads(told)
    return FileRead(kind=how.pop("kind"), how=how, lines=lines)


def _run(content: bytes, encoding: str, wall_seconds: float) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [sys.executable, "-I", str(PROGRAM), encoding],
            input=content,
            capture_output=True,
            cwd="/",
            env=_bare_environment(),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise errors.FileTooLarge from late


def _reason(done: subprocess.CompletedProcess[bytes]) -> Exception:
    known = _REFUSALS.get(done.returncode)
    if known is None:
        log.error(
            "the reading process ended with %s: %s", done.returncode, done.stderr[-2000:].decode(errors="replace")
        )
        return errors.NotASpreadsheet()
    return known()


def _bare_environment() -> dict[str, str]:
    """What the child may know: where its libraries are. No key, no database."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {"LANG": "C.UTF-8", "HOME": "/nonexistent"}
