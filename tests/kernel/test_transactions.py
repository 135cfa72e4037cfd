"""One transaction per write request, none that a reading one keeps, and what follows a commit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, abort, request
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.kernel import transaction
from app.kernel.database import safe_journal_mode, writing
from app.kernel.transaction import (
    AlreadyWriting,
    NoTransaction,
    RollBack,
    after_read,
    note_if_possible,
    on_commit,
    read_transaction,
    write_transaction,
)
from tests.kernel.planted import application, plant, rows_written, write_a_row
from tests.support.databases import KIND, TestDatabase


@pytest.fixture
def fresh(app: Flask, database: TestDatabase, data_folder: Path) -> Flask:
    """An application of its own on the test's database, to plant routes in."""
    return application(database, data_folder)


def broken(*_values: Any) -> None:
    raise OperationalError("write", {}, Exception("disk full"))


# --- Requests -----------------------------------------------------------------------------------------------------


def test_what_a_form_did_is_kept(fresh: Flask) -> None:
    client = plant(fresh, post=lambda: (write_a_row(), "done")[1])
    assert client.submit("/planted").status_code == 200
    assert rows_written(fresh) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
def test_what_a_refused_form_did_is_not(fresh: Flask, status: int) -> None:
    client = plant(fresh, post=lambda: (write_a_row(), ("refused", status))[1])
    assert client.submit("/planted").status_code == status
    assert rows_written(fresh) == 0


@pytest.mark.parametrize("stop", [lambda: abort(404), lambda: 1 // 0, broken])
def test_what_was_broken_off_is_not(fresh: Flask, stop: Any) -> None:
    client = plant(fresh, post=lambda: (write_a_row(), db.session.flush(), stop()))
    assert client.submit("/planted").status_code >= 400
    assert rows_written(fresh) == 0


def test_reading_keeps_nothing(fresh: Flask) -> None:
    client = plant(fresh, get=lambda: (write_a_row(), db.session.flush(), "read")[2])
    assert client.get("/planted").status_code == 200
    assert rows_written(fresh) == 0


def test_what_was_read_is_written_down_afterwards(fresh: Flask) -> None:
    client = plant(fresh, get=lambda: (after_read(write_a_row), note_if_possible(write_a_row), "read")[2])
    assert client.get("/planted").status_code == 200
    assert rows_written(fresh) == 2


def test_what_cannot_be_written_down_is_not_handed_out(fresh: Flask) -> None:
    client = plant(fresh, get=lambda: (after_read(broken), "secret")[1])
    answer = client.get("/planted")
    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_what_is_only_nice_to_know_stops_nobody(fresh: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = plant(fresh, get=lambda: (note_if_possible(broken), "read")[1])
    assert client.get("/planted").text == "read"
    assert "not noted: OperationalError" in caplog.text


def test_after_a_commit_nothing_says_that_nothing_was_saved(fresh: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a queue that is away nor a note that cannot be written: the form was saved."""

    def saves() -> str:
        write_a_row()
        on_commit(broken)
        on_commit(transaction.log.error, "the second still ran")
        after_read(broken)
        note_if_possible(broken)
        return "saved"

    client = plant(fresh, post=saves)
    assert client.submit("/planted").text == "saved"
    assert rows_written(fresh) == 1
    assert "after a commit" in caplog.text
    assert "the second still ran" in caplog.text


def test_a_view_may_hold_a_transaction_of_its_own(fresh: Flask) -> None:
    def slow() -> str:
        assert not writing.get(), "nothing is locked yet"
        with write_transaction():
            write_a_row()
        return "done"

    assert plant(fresh, post=slow).submit("/planted/slow").status_code == 200
    assert rows_written(fresh) == 1


def test_the_language_button_saves_nothing(fresh: Flask) -> None:
    """A form that is shown again answers 422, so what the view did before is not kept."""
    client = plant(fresh, post=lambda: (write_a_row(), ("again", 422 if "_lang" in request.form else 200))[1])
    assert client.submit("/planted", {"_lang": "ar"}).status_code == 422
    assert rows_written(fresh) == 0


# --- By hand ------------------------------------------------------------------------------------------------------


def test_rolling_back_on_purpose_is_no_error(context: Flask) -> None:
    done: list[str] = []
    with write_transaction():
        on_commit(done.append, "never")
        write_a_row()
        raise RollBack
    assert not done
    assert rows_written(context) == 0


def test_an_exception_rolls_back_and_goes_on(context: Flask) -> None:
    done: list[str] = []
    with pytest.raises(ZeroDivisionError), write_transaction():
        write_a_row()
        on_commit(done.append, "never")
        _ = 1 // 0
    assert not done
    assert rows_written(context) == 0


def test_what_waits_for_the_commit_runs_after_it_in_order(context: Flask) -> None:
    done: list[object] = []
    with write_transaction():
        write_a_row()
        on_commit(lambda: done.append(rows_written(context)))
        on_commit(done.append, "second")
        assert not done
    assert done == [1, "second"]


def test_a_transaction_inside_another_is_refused(context: Flask) -> None:
    """It would begin by rolling back what the outer one had done."""
    with write_transaction():
        write_a_row()
        with pytest.raises(AlreadyWriting), write_transaction():
            pass
    assert rows_written(context) == 1


def test_writing_after_reading_begins_anew(context: Flask) -> None:
    with read_transaction():
        write_a_row()
        db.session.flush()
        with write_transaction():
            write_a_row()
    assert rows_written(context) == 1


@pytest.mark.parametrize("defer", [on_commit, after_read, note_if_possible])
def test_nothing_is_deferred_to_nowhere(context: Flask, defer: Any) -> None:
    with pytest.raises(NoTransaction):
        defer(print)


@pytest.fixture
def begun(context: Flask) -> Iterator[list[str]]:
    """How SQLite's transactions begin."""
    begun: list[str] = []

    def note(statement: str) -> None:
        if statement.startswith(("BEGIN", "PRAGMA busy")):
            begun.append(statement)

    def listen(connection: Any, _record: Any) -> None:
        if KIND == "sqlite":
            connection.set_trace_callback(note)

    event.listen(db.engine, "connect", listen)
    yield begun
    event.remove(db.engine, "connect", listen)


@pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL has no kinds of BEGIN")
def test_sqlite_writes_lock_at_once_and_reads_do_not(context: Flask, begun: list[str]) -> None:
    """A read that turns into a write fails with “locked” whatever the timeout."""
    with read_transaction():
        rows_written(context)
    with write_transaction():
        write_a_row()
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]


@pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL has no kinds of BEGIN")
def test_a_note_does_not_wait_for_another_writer(context: Flask, begun: list[str]) -> None:
    with read_transaction():
        note_if_possible(write_a_row)
    assert begun == ["PRAGMA busy_timeout=50", "BEGIN IMMEDIATE", "PRAGMA busy_timeout=15000"]


@pytest.mark.skipif(KIND != "sqlite", reason="settings of SQLite")
def test_every_connection_keeps_what_was_acknowledged(context: Flask) -> None:
    with db.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "foreign_keys", "busy_timeout", "journal_mode")
        }
    assert settings["synchronous"] == 2, "FULL"
    assert settings["foreign_keys"] == 1
    assert settings["busy_timeout"] == 15_000
    assert settings["journal_mode"] in ("truncate", "wal")


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 44, 5), "TRUNCATE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "TRUNCATE"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
    ],
)
def test_wal_is_for_builds_that_keep_it_safe(version: tuple[int, ...], mode: str) -> None:
    assert safe_journal_mode(version) == mode


def test_errors_never_show_values(context: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with db.engine.connect() as connection, pytest.raises(Exception) as caught:  # noqa: PT011
        connection.execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": "AB123456"})
    assert "AB123456" not in str(caught.value)
