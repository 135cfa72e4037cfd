"""Which tests run where: on PostgreSQL only those that touch a database, and journeys first, as they take longest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.databases import KIND

LEFT_OUT = pytest.StashKey[int]()


@pytest.hookimpl(trylast=True)  # after the order was made random
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "journeys" not in item.path.parts)
    if KIND == "sqlite":
        return
    left_out = [item for item in items if not touches_a_database(item)]
    items[:] = [item for item in items if touches_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    _note_left_out(config, len(left_out))


def touches_a_database(item: pytest.Item) -> bool:
    """By its fixtures, theirs included: whatever else it does, the database in use makes no difference."""
    return "database" in getattr(item, "fixturenames", ())


def _note_left_out(config: pytest.Config, number: int) -> None:
    config.stash[LEFT_OUT] = number
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = number


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker of pytest-xdist leaves out the same."""
    if "left_out" in getattr(node, "workeroutput", {}):
        node.config.stash[LEFT_OUT] = node.workeroutput["left_out"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if number := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"{number} tests touch no database and ran on SQLite only.")
