"""What tests of the journal's pages look for in an answer."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from app.activity.models import ActivityRecord
from app.extensions import db
from app.kernel.i18n import speaking
from tests.activity.conftest import Journal
from tests.support.world import TODAY

InJournal = Callable[[Callable[[Journal], Any]], Any]
WORK = {"minutes": "1h", "day": TODAY.isoformat()}
SALE = {
    "amount_minor": "10",
    "party": "C",
    "paid": "full",
    "means": "cash",
    "description": "D",
    "day": TODAY.isoformat(),
}


def read(response: TestResponse) -> str:
    return html.unescape(response.get_data(as_text=True))


def said(app: Flask, message: object) -> str:
    with app.app_context(), speaking("fr", country="MA"):
        return str(message)


def error_of(response: TestResponse, field: str) -> str:
    """What the page says below a field."""
    found = re.search(rf'<span class="message" id="{field}-error">(.*?)</span>', response.get_data(as_text=True), re.S)
    assert found, f"nothing is said beside {field}"
    return html.unescape(found[1])


def all_records(journal: Journal) -> list[ActivityRecord]:
    return list(db.session.scalars(select(ActivityRecord).order_by(ActivityRecord.id)))


def only_record(journal: Journal) -> ActivityRecord:
    (record,) = all_records(journal)
    return record


def count_statements(app: Flask, act: Callable[[], object]) -> int:
    counted: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]
        counted.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(counted)


def version_in(response: TestResponse) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', response.text)
    assert found is not None
    return found[1]
