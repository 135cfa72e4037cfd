"""Would the tests notice? Each guard is removed in turn from a copy of the house, and some test must turn red (P5, T7)."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

import pytest

from tests.drill.guards import Guard
from tests.drill.guards_of_the_work import EVERY_GUARD
from tests.drill.tree import copy_of_the_tree

AT_ONCE = os.cpu_count() or 1
LONGEST_SECONDS = 600
QUIETLY = ("-q", "-x", "-o", "addopts=", "-p", "no:randomly", "-p", "no:cacheprovider", "--no-header")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What pytest said: 0 all passed, 1 some test was red, others that it could not even begin."""

    code: int
    told: str

    @property
    def noticed(self) -> bool:
        return self.code == 1


class Copies:
    """Copies of the tree, one for each that works at once; an edited file is put back before the next one."""

    def __init__(self, folder: Path) -> None:
        self.free: Queue[Path] = Queue()
        for number in range(AT_ONCE):
            self.free.put(copy_of_the_tree(folder / f"house-{number}"))

    def run(self, tests: str, guard: Guard | None = None) -> Outcome:
        copy = self.free.get()
        try:
            return self._run(copy, tests, guard)
        finally:
            self.free.put(copy)

    def _run(self, copy: Path, tests: str, guard: Guard | None) -> Outcome:
        if guard is None:
            return _pytest(copy, tests)
        edited = copy / guard.file
        whole = edited.read_text()
        without = whole.replace(guard.old, guard.new, 1)
        compile(without, guard.file, "exec")  # a mistake in the edit would be noticed too, by everything
        edited.write_text(without)
        try:
            return _pytest(copy, tests)
        finally:
            edited.write_text(whole)


def _pytest(copy: Path, tests: str) -> Outcome:
    command = [sys.executable, "-B", "-m", "pytest", *QUIETLY, *shlex.split(tests)]
    environment = {**os.environ, "TEST_DATABASE": "sqlite", "WALKS": "all", "CI": ""}
    done = subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    return Outcome(code=done.returncode, told=done.stdout[-3000:] + done.stderr[-1000:])


@pytest.fixture(scope="session")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("copies"))


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest, copies: Copies) -> Iterator[dict[str, Outcome]]:
    """Of the guards that were asked for, as many at once as there are processors."""
    asked = [item.callspec.params["guard"] for item in request.session.items if "guard" in _parameters(item)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = pool.map(lambda guard: copies.run(guard.tests, guard), asked)
        yield {guard.name: outcome for guard, outcome in zip(asked, done, strict=True)}


def _parameters(item: pytest.Item) -> dict[str, object]:
    callspec = getattr(item, "callspec", None)
    return callspec.params if callspec else {}


@pytest.mark.parametrize("guard", EVERY_GUARD, ids=lambda guard: guard.name)
def test_some_test_notices(outcomes: dict[str, Outcome], guard: Guard) -> None:
    outcome = outcomes[guard.name]
    assert outcome.noticed, f"nobody noticed (pytest {outcome.code}): {guard.tests}\n{outcome.told}"


def test_with_all_guards_they_pass(copies: Copies) -> None:
    """Else a test that is red anyway would have noticed nothing."""
    files = sorted({word for guard in EVERY_GUARD for word in shlex.split(guard.tests) if word.startswith("tests/")})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = pool.map(copies.run, (" ".join(files[turn::AT_ONCE]) for turn in range(AT_ONCE)))
    assert not [outcome.told for outcome in outcomes if outcome.code != 0]
