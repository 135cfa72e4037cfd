"""One transaction per write request; reads roll back; what must follow a commit waits for it.

Nothing slow (mail, PDF, password hashing) happens inside a write transaction: it goes through `on_commit`, with
ids, never objects.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.database import Reading, db, hurried, reading, writing

log = logging.getLogger(__name__)
Deferred = tuple[Callable[..., object], tuple[Any, ...]]


@dataclass
class _Pending:
    after_commit: list[Deferred] = field(default_factory=list)
    after_read: list[Deferred] = field(default_factory=list)
    if_possible: list[Deferred] = field(default_factory=list)


_pending: ContextVar[_Pending | None] = ContextVar("pending", default=None)


class NoTransaction(RuntimeError):
    """Something was deferred while no transaction was open."""


class AlreadyWriting(RuntimeError):
    """A write transaction was opened inside another: it would have dropped what the first had not yet written."""


def on_commit(action: Callable[..., object], *ids: Any) -> None:
    """Call `action(*ids)` once the open write transaction has committed; never if it rolls back."""
    _open().after_commit.append((action, ids))


def after_read(action: Callable[..., object], *values: Any) -> None:
    """Call `action(*values)` in a short write transaction of its own, after the reading request rolled back.

    For the access log: where it cannot be written, nothing is handed out.
    """
    _open().after_read.append((action, values))


def note_if_possible(action: Callable[..., object], *values: Any) -> None:
    """Like `after_read`, for what may be missing: last-seen, check counts. A busy or read-only database keeps reading."""
    _open().if_possible.append((action, values))


def connection() -> Connection:
    """The connection that reads now: the reading request's, else that of the session."""
    open_reading = reading.get()
    return db.session.connection() if open_reading is None or writing.get() else open_reading.connection()


def _open() -> _Pending:
    pending = _pending.get()
    if pending is None:
        raise NoTransaction("open write_transaction() or read_transaction()")
    return pending


class RollBack(Exception):
    """Leave the write transaction without keeping anything, and go on."""


@contextmanager
def write_transaction() -> Iterator[None]:
    """A write transaction: committed at the end, rolled back on any exception (`RollBack` is then swallowed).

    What was to follow the commit may fail without a word to the caller, but for the log: the work is done and saved, and
    an error would say the contrary. The rows tell what is still to do, and the sweeps find it.
    """
    if writing.get():
        raise AlreadyWriting("one transaction at a time")
    pending = _Pending()
    pending_token, writing_token = _pending.set(pending), writing.set(True)
    _end_reading()
    try:
        yield
        db.session.commit()
    except RollBack:
        db.session.rollback()
        pending.after_commit.clear()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(writing_token)
        _pending.reset(pending_token)
    _follow(pending.after_commit)
    pending.if_possible += pending.after_read
    _write_notes(pending)


def _end_reading() -> None:
    """Give back what was opened to read: it would not see the lock, and hold the database that is to be written."""
    if db.session.registry.has():
        db.session.rollback()
    if open_reading := reading.get():
        open_reading.end()


def _follow(actions: list[Deferred]) -> None:
    for action, ids in actions:
        try:
            action(*ids)
        except Exception:
            log.exception("%s, after a commit", action)


@contextmanager
def read_transaction() -> Iterator[None]:
    """A reading request: always rolled back; then what `after_read` and `note_if_possible` collected is written."""
    pending = _Pending()
    token, reading_token = _pending.set(pending), reading.set(Reading())
    try:
        yield
    finally:
        _pending.reset(token)
        _end_reading()
        reading.reset(reading_token)
    if pending.after_read:
        with write_transaction():
            for action, values in pending.after_read:
                action(*values)
    _write_notes(pending)


def _write_notes(pending: _Pending) -> None:
    if not pending.if_possible:
        return
    token = hurried.set(True)
    try:
        with write_transaction():
            for action, values in pending.if_possible:
                action(*values)
    except SQLAlchemyError as error:
        log.warning("not noted: %s", type(error).__name__)
    finally:
        hurried.reset(token)
