"""Which tests run where. `make test` runs each on the database where it can learn something, and leaves the rest to `make drill`.

WALKS says what is asked for: nothing (as `make test`), `left` (what that leaves out, on this database) or `all`.
Journeys come first, as they take longest.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.support.databases import KIND

LEFT_OUT = pytest.StashKey[int]()
FILES_LEFT_ON_POSTGRESQL = {  # they look at answers, papers and statements, which no database makes otherwise
    "test_alike.py",
    "test_canaries.py",
    "test_files_that_move.py",
    "test_headers.py",
    "test_house_style.py",
    "test_invisible.py",
    "test_links.py",
    "test_lost_assignment.py",
    "test_methods.py",
    "test_rooms_walked.py",
    "test_slips.py",
    "test_statements.py",
    "test_tokens.py",
    "test_uploads.py",
    "test_way_back.py",
}
PAGES = ("test_pages.py", "_pages.py", "_page.py")  # ends of files that read pages: the walk opens each on both
LEFT_ON_POSTGRESQL = {  # over every form or page, for what the code above the database does; that each is accepted is tried on both
    "test_a_civility_also_says_the_sex_where_no_column_does",
    "test_a_foreign_id_in_a_form_is_refused",
    "test_a_long_print_is_one_file_with_numbered_pages",
    "test_an_unknown_id_in_a_form_is_refused",
    "test_each_form_that_creates_something_carries_a_key",
    "test_every_form_writes_down_who_did_what",
    "test_no_text_is_written_into_a_page",
    "test_no_value_breaks_a_form",
    "test_sent_twice_it_leads_where_it_led",
    "test_signed_out_every_address_of_an_organisation_leads_to_signing_in",
    "test_the_organisation_is_never_taken_from_a_form",
    "test_the_paper_says_what_the_register_says",
    "test_the_template_is_read_again",
    "test_the_whole_is_tagged_and_claims_what_a_small_one_claims",
    "test_what_is_wrong_is_said_by_row_and_column",
    "test_what_was_not_asked_for_is_not_taken",
    "test_where_one_has_no_role_every_address_is_unknown",
}
LEFT_ON_SQLITE = {"test_the_forms_are_accepted_as_they_are"}  # three walks that do more with each form begin with that
ASKED = os.environ.get("WALKS", "")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "drill(*databases): left to `make drill`, on these databases or on both")


@pytest.hookimpl(trylast=True)  # after the order was made random
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if not runs_here(item)]
    items[:] = [item for item in items if runs_here(item)]
    _put_journeys_first(items)
    if left_out:
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


def runs_here(item: pytest.Item) -> bool:
    if KIND == "postgresql" and not touches_a_database(item):
        return False
    return ASKED == "all" or is_left_to_the_drill(item) == (ASKED == "left")


def touches_a_database(item: pytest.Item) -> bool:
    """By its fixtures, theirs included: whatever else it does, the database in use makes no difference."""
    return "database" in getattr(item, "fixturenames", ())


def is_left_to_the_drill(item: pytest.Item) -> bool:
    if (mark := item.get_closest_marker("drill")) and KIND in (mark.args or (KIND,)):
        return True
    name, file = getattr(item, "originalname", ""), item.path.name
    if KIND == "sqlite":
        return name in LEFT_ON_SQLITE
    return name in LEFT_ON_POSTGRESQL or file in FILES_LEFT_ON_POSTGRESQL or file.endswith(PAGES)


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
            f"{number} tests were left out: on PostgreSQL those that touch no database, on both what `make drill` runs (WALKS=left)."
        )
