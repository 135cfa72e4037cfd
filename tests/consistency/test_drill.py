"""The drill removes guards by the text they have: the list follows the code."""

from __future__ import annotations

from tests.consistency.code import ROOT
from tests.drill.guards_of_the_work import EVERY_GUARD


def test_every_guard_stands_where_the_drill_looks() -> None:
    lost = [guard.name for guard in EVERY_GUARD if (ROOT / guard.file).read_text().count(guard.old) != 1]
    assert not lost, f"bring tests/drill/guards.py up to date: {lost}"


def test_guards_have_names_of_their_own() -> None:
    names = [guard.name for guard in EVERY_GUARD]
    assert len(set(names)) == len(names)
