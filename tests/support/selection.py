"""Which tests run where: on PostgreSQL those that touch a database, but for walks that look at answers, and journeys first, as they take longest."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.support.databases import KIND

LEFT_OUT = pytest.StashKey[int]()
ALIKE_ON_BOTH = {  # walks that look at answers and statements, which no database makes otherwise
    "test_alike.py",
    "test_canaries.py",
    "test_headers.py",
    "test_house_style.py",
    "test_invisible.py",
    "test_links.py",
    "test_lost_assignment.py",
    "test_methods.py",
    "test_rooms_walked.py",
    "test_statements.py",
    "test_tokens.py",
    "test_uploads.py",
}
WALKS = {  # over every form or page, for what the code above the database does; that each form is accepted is tried on both
    "test_a_foreign_id_in_a_form_is_refused",
    "test_an_unknown_id_in_a_form_is_refused",
    "test_every_form_writes_down_who_did_what",
    "test_no_text_is_written_into_a_page",
    "test_pages_open_in_both_languages",
    "test_sent_twice_it_leads_where_it_led",
    "test_the_organisation_is_never_taken_from_a_form",
    "test_what_was_not_asked_for_is_not_taken",
}
EVERYTHING = os.environ.get("WALKS") == "all"  # `make drill` walks on PostgreSQL too


@pytest.hookimpl(trylast=True)  # after the order was made random
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if KIND == "sqlite":
        _put_journeys_first(items)
        return
    left_out = [item for item in items if not runs_on_postgresql(item)]
    items[:] = [item for item in items if runs_on_postgresql(item)]
    _put_journeys_first(items)
    config.hook.pytest_deselected(items=left_out)
    _note_left_out(config, len(left_out))


def _put_journeys_first(items: list[pytest.Item]) -> None:
    """Of the first process and of the second: each begins with its share of the list."""
    journeys = [item for item in items if "journeys" in item.path.parts]
    others = [item for item in items if "journeys" not in item.path.parts]
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = [*journeys[0::2], *others]
    share = len(items) // processes if processes > 1 else len(journeys[0::2])
    items[share:share] = journeys[1::2]


def runs_on_postgresql(item: pytest.Item) -> bool:
    if not touches_a_database(item):
        return False
    return EVERYTHING or (item.path.name not in ALIKE_ON_BOTH and getattr(item, "originalname", "") not in WALKS)


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
        terminalreporter.write_line(
            f"{number} tests touch no database, or look at answers alone, and ran on SQLite only."
        )
