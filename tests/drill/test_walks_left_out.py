"""What `make test` leaves out, on each database (tests/support/selection.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.databases import KIND

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {"LINKS_OF_A_SHAPE": "15", "NASTY_SHARE": "10"}


@pytest.mark.parametrize(
    ("database", "tests"),
    [
        ("sqlite", []),
        ("sqlite", ["tests/access/test_links.py"]),
        ("postgresql", []),
        ("postgresql", ["tests/access/test_nasty.py"]),
    ],
    ids=lambda given: given if isinstance(given, str) else "more" if given else "left",
)
def test_they_pass_too(database: str, tests: list[str]) -> None:
    """Walks that take a share in `make test` are made with a larger one."""
    assert KIND == "sqlite", "the drill begins on SQLite"
    given = {**os.environ, **WHOLE, "TEST_DATABASE": database, "WALKS": "all" if tests else "left"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *tests]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
