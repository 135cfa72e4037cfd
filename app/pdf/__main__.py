"""The child process of `render_in_child`: this file run by itself with the kind of document; JSON in, PDF out."""

from __future__ import annotations

import contextlib
import gc
import resource
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def leave_the_application_out() -> None:
    """Make `app.pdf` importable without running `app/__init__.py`: no routes, no models, a second less to start."""
    package = ModuleType("app")
    package.__path__ = [str(HERE.parent)]
    sys.modules["app"] = package
    sys.path.insert(0, str(HERE.parents[1]))  # run with -I: this folder itself is not on the path


def limit_resources(*, memory_bytes: int, processor_seconds: int) -> None:
    """Bounds the kernel holds, whatever the engine does. A system that lacks one of them goes without it."""
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: processor_seconds,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main(kind: str) -> int:
    leave_the_application_out()
    from app.pdf import child, errors
    from app.pdf.documents import from_json

    limit_resources(memory_bytes=child.MEMORY_BYTES, processor_seconds=child.processor_seconds(kind))
    try:
        from app.pdf.renderer import render_each  # the engine, inside the limits

        gc.freeze()  # the engine stays: what is swept after each part of a register need not look at it
        document = from_json(kind, sys.stdin.buffer.read().decode())  # type: ignore[arg-type]  # our parent wrote it
        for made in render_each(document):
            child.write_framed(sys.stdout.buffer, made)
    except errors.DocumentTooLarge as refused:
        return _refuse(refused.detail, child.TOO_LARGE)
    except errors.CharactersNotPrintable as refused:
        return _refuse(refused.characters, child.NOT_PRINTABLE)
    except MemoryError:
        return child.OUT_OF_MEMORY
    return 0


def _refuse(reason: str, code: int) -> int:
    sys.stderr.buffer.write(reason.encode())
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
