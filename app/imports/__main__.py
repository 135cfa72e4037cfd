"""The child process of `imports.child`: this file run by itself; bytes of a spreadsheet in, one JSON value a line out.

The first line says what was read, each other line is a row: its number and its cells.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def leave_the_application_out() -> None:
    """Make `app.imports.reading` importable without running any `__init__.py`: no routes, no models."""
    for name, folder in (("app", HERE.parent), ("app.imports", HERE)):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    sys.path.insert(0, str(HERE.parents[1]))  # run with -I: this folder itself is not on the path


def limit_resources(*, memory_bytes: int, processor_seconds: int) -> None:
    """Bounds the kernel holds, whatever a file makes the reader do."""
    bounds = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: processor_seconds,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main(encoding: str) -> int:
    leave_the_application_out()
    from app.imports import limits
    from app.imports.reading import Unreadable, read

    limit_resources(memory_bytes=limits.MEMORY_BYTES, processor_seconds=limits.PROCESSOR_SECONDS)
    try:
        table = read(sys.stdin.buffer.read(), encoding)
        lines = [json.dumps([number, cells], ensure_ascii=False) for number, cells in table.rows]
    except Unreadable as refused:
        return refused.code
    except MemoryError:
        return limits.OUT_OF_MEMORY
    told = json.dumps({"kind": table.kind, **table.how}, ensure_ascii=False)
    sys.stdout.buffer.write("\n".join([told, *lines]).encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
