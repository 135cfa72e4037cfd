"""The drill removes guards by the text they have: the list follows the code."""

from __future__ import annotations

from tests.consistency.code import ROOT
from tests.drill.guards import GUARDS


def test_every_guard_stands_where_the_drill_looks() -> None:
    lost = [guard.name for guard in GUARDS if (ROOT / guard.file).read_text().count(guard.old) != 1]
    assert not lost, f"bring tests/drill/guards.py up to date: {lost}"


def test_guards_have_names_of_their_own() -> None:
    names = [guard.name for guard in GUARDS]
    assert len(set(names)) == len(names)
