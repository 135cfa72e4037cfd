"""The database is locked, read-only or away: reading goes on where it can, writing says that it was not saved (P27).

Nothing is restarted: when the trouble ends, the same application goes on, and what was typed can be sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select, text

from app.activity.models import ActivityRecord
from app.extensions import db
from app.kernel import database as house_database
from app.kernel.tenancy import organisation_scope
from tests.conftest import make_app
from tests.support.client import HouseClient
from tests.support.databases import KIND, PostgresqlDatabase, TestDatabase
from tests.support.forms import Sender
from tests.support.life import Life

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def served(lived_in: Flask, database: TestDatabase, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application as it is served, but that it waits a fifth of a second for a lock."""
    monkeypatch.setattr(house_database, "LONGEST_WAIT_MS", 200)
    return make_app(database.url, data_folder, PROPAGATE_EXCEPTIONS=False)


@pytest.fixture
def troubles(served: Flask, database: TestDatabase) -> dict[str, Trouble]:
    if isinstance(database, PostgresqlDatabase):
        return {
            "locked": lambda: _postgresql_lock(database),
            "read-only": lambda: _postgresql_setting(
                database,
                f'ALTER DATABASE "{database.name}" SET default_transaction_read_only = on',
                f'ALTER DATABASE "{database.name}" RESET default_transaction_read_only',
            ),
            "away": lambda: _postgresql_setting(
                database,
                f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS false',
                f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS true',
            ),
        }
    return {
        "locked": lambda: _sqlite_lock(served),
        "read-only": lambda: _sqlite_read_only(served),
        "away": lambda: _sqlite_away(Path(database.url.removeprefix("sqlite:///"))),
    }


@contextmanager
def _postgresql_lock(database: PostgresqlDatabase) -> Iterator[None]:
    with psycopg.connect(database.url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE activity_record, login_session, attempt IN EXCLUSIVE MODE")
        yield
        other.rollback()


@contextmanager
def _postgresql_setting(database: PostgresqlDatabase, begin: str, end: str) -> Iterator[None]:
    database.run(begin)
    yield
    database.run(end)


@contextmanager
def _sqlite_lock(app: Flask) -> Iterator[None]:
    """Another process is writing and does not end."""
    with app.app_context(), db.engine.connect() as other:
        other.execute(text("SELECT 1"))
        other.rollback()
        house_database.writing.set(True)
        other.execute(text("SELECT 1"))
        house_database.writing.set(False)
        yield
        other.rollback()


@contextmanager
def _sqlite_read_only(app: Flask) -> Iterator[None]:
    def forbid(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only = ON").close()

    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", forbid)
    yield
    event.remove(engine, "connect", forbid)


@contextmanager
def _sqlite_away(path: Path) -> Iterator[None]:
    aside = path.with_suffix(".aside")
    path.rename(aside)
    path.mkdir()
    yield
    path.rmdir()
    aside.rename(path)


def sales(app: Flask, life: Life) -> list[str]:
    with app.app_context(), organisation_scope(life.world.home.id):
        found = db.session.scalars(
            select(ActivityRecord.description).where(ActivityRecord.description == "Deux nappes")
        ).all()
        db.session.rollback()
    return list(found)


def send_again(client: HouseClient, page: str) -> Any:
    """Press the page's button."""
    action = re.search(r'<form method="post" action="([^"]+)">', page)
    assert action, page
    return client.post(unescape(action[1]), data={name: unescape(value) for name, value in HIDDEN.findall(page)})


@pytest.mark.parametrize("kind", ["locked", "read-only", "away"])
def test_what_cannot_be_saved_is_kept_on_the_page(
    served: Flask, life: Life, troubles: dict[str, Trouble], kind: str
) -> None:
    sender = Sender(served, life, life.world.home)
    with troubles[kind]():
        refused = sender.send("sale", form_key="k" * 20)
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "30"
        assert "Madame Sabah" in refused.text
        assert "Traceback" not in refused.text
    assert sales(served, life) == []
    client = sender.client("sale")
    assert send_again(client, refused.text).status_code == 302
    assert send_again(client, refused.text).status_code == 302, "pressed twice"
    assert sales(served, life) == ["Deux nappes"]


@pytest.mark.parametrize("kind", ["locked", "read-only"])
def test_reading_goes_on(served: Flask, life: Life, troubles: dict[str, Trouble], kind: str) -> None:
    """Even when it is time to note that somebody was seen, which cannot be written."""
    sender = Sender(served, life, life.world.home)
    _seen_long_ago(served)
    with troubles[kind]():
        for path in ("", "members", f"members/{sender.ids['member_id']}", "activity", "attestations", "settings"):
            assert sender.client("letterhead").get(life.world.home.url(path)).status_code == 200, path


def _seen_long_ago(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE login_session SET last_seen_at = '2026-01-01 00:00:00'"))


def test_a_reader_who_cannot_be_answered_is_told_so(served: Flask, life: Life, troubles: dict[str, Trouble]) -> None:
    client = Sender(served, life, life.world.home).client("sale")
    with troubles["away"]():
        for path in ("/", life.world.home.url("activity"), "/check/" + "A" * 26):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30"), path
        assert client.get("/healthz").status_code == 503
        assert client.get("/login", headers={"Accept": "application/json"}).status_code in (200, 503)
    assert client.get(life.world.home.url("activity")).status_code == 200


def test_nothing_is_taken_away_when_it_cannot_be_written_down(
    served: Flask, life: Life, troubles: dict[str, Trouble]
) -> None:
    sender = Sender(served, life, life.world.home)
    with troubles["read-only"]():
        assert sender.client("letterhead").get(life.world.home.url("reports/members.csv")).status_code == 503


def test_nobody_guesses_while_guesses_are_not_counted(served: Flask, life: Life, troubles: dict[str, Trouble]) -> None:
    client = Sender(served, life, life.world.home).client("sale")
    with troubles["read-only"]():
        assert client.get("/check/" + "A" * 26).status_code == 503
        assert client.submit("/login", {"login": "x@example.org", "password": "guess"}).status_code == 503


@pytest.mark.skipif(KIND != "postgresql", reason="SQLite waits as `busy_timeout` says")
def test_nobody_waits_for_ever(served: Flask) -> None:
    with served.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "200ms"
