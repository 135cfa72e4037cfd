"""Every statement that a walk sends to the database names the organisation for each tenant's table it touches (T9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from app.kernel import tenancy
from tests.access.walk import ACTORS, ask, routes
from tests.support.databases import TestDatabase
from tests.support.forms import FORMS, Sender
from tests.support.life import Life, visitor

pytestmark = pytest.mark.usefixtures("quick_papers")
Seen = dict[str, bool]  # statement to whether the scope was left on purpose


@pytest.fixture
def statements(lived_in: Flask) -> Iterator[Seen]:
    """What is sent while the test runs, once each."""
    seen: Seen = {}

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen[statement] = tenancy._scope.get() == tenancy._EVERY

    with lived_in.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def unguarded(statement: str) -> set[str]:
    """The tenant tables, by the name they have in the statement, that no `organisation_id` belongs to."""
    found = set()
    for table in tenancy.scoped_tables():
        for name, alias in re.findall(
            rf'(?:FROM|JOIN|,|UPDATE)\s+"?({table.name})"?(?: AS "?(\w+)"?)?(?=[\s,)]|$)', statement
        ):
            called = alias or name
            only = statement.startswith(("UPDATE", "DELETE")) and " FROM " not in statement.partition(" WHERE ")[0][12:]
            pattern = rf'\b{called}"?\.organisation_id\s*(=|IN)' + (r"|WHERE .*organisation_id = " if only else "")
            if not re.search(pattern, statement, re.DOTALL):
                found.add(called)
    return found


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("SELECT member.id FROM member", {"member"}),
        ("SELECT member.id FROM member WHERE member.organisation_id = ?", set()),
        ("SELECT a.id FROM account AS a JOIN member AS member_1 ON member_1.account_id = a.id", {"member_1"}),
        ("SELECT 1 WHERE EXISTS (SELECT * FROM member WHERE member.id = 3)", {"member"}),
        ("UPDATE member SET commune=? WHERE member.id = ?", {"member"}),
        ("UPDATE member SET commune=? WHERE member.organisation_id = ? AND member.id = ?", set()),
        ("DELETE FROM notice WHERE notice.id = ?", {"notice"}),
        ("SELECT member_name_word.word FROM member_name_word", {"member_name_word"}),
        ("INSERT INTO member (organisation_id, id) VALUES (?, ?)", set()),
    ],
)
def test_the_reader_of_statements_reads(statement: str, names: set[str]) -> None:
    assert unguarded(statement) == names


def test_no_statement_of_a_page_forgets_the_organisation(lived_in: Flask, life: Life, statements: Seen) -> None:
    for name in ("manager", "coach", "member", "admin"):
        client = visitor(lived_in, life, ACTORS[name])
        for route in routes(lived_in):
            if route.method == "GET" and route.endpoint != "reports.members_pdf":
                ask(client, route, life.of(life.world.home))
    _all_guarded(statements, at_least=60)


def test_no_statement_of_a_form_forgets_the_organisation(
    lived_in: Flask, life: Life, statements: Seen, database: TestDatabase
) -> None:
    sender = Sender(lived_in, life, life.world.home)
    for name, form in FORMS.items():
        database.renew("lived_in")
        assert sender.send(name).status_code == form.accepted
    _all_guarded(statements, at_least=60)


def _all_guarded(statements: Seen, *, at_least: int) -> None:
    assert len(statements) > at_least
    for statement, left_on_purpose in statements.items():
        assert left_on_purpose or not unguarded(statement), f"{unguarded(statement)} in {statement}"
