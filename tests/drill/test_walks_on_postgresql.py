"""The walks that `make test` makes on SQLite alone, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.databases import KIND
from tests.support.selection import ALIKE_ON_BOTH, WALKS

ROOT = Path(__file__).resolve().parents[2]


def files_of_the_walks() -> list[str]:
    """The files that hold one of them."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    held = {path for path in tests for name in WALKS if f"def {name}(" in path.read_text()}
    return [str(path) for path in tests if path.name in ALIKE_ON_BOTH or path in held]


def test_they_pass_there_too() -> None:
    assert KIND == "sqlite", "the drill begins on SQLite"
    given = {**os.environ, "TEST_DATABASE": "postgresql", "WALKS": "all"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *files_of_the_walks()]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
