"""One transaction per write request; reads roll back; what must follow a commit waits for it.

Nothing slow (mail, PDF, password hashing) happens inside a write transaction: it goes through `on_commit`, with
ids, never objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from app.kernel.database import db, writing

Deferred = tuple[Callable[..., object], tuple[Any, ...]]


@dataclass
class _Pending:
    after_commit: list[Deferred] = field(default_factory=list)
    after_read: list[Deferred] = field(default_factory=list)


_pending: ContextVar[_Pending | None] = ContextVar("pending", default=None)


class NoTransaction(RuntimeError):
    """Something was deferred while no transaction was open."""


def on_commit(action: Callable[..., object], *ids: Any) -> None:
    """Call `action(*ids)` once the open write transaction has committed; never if it rolls back."""
    _open().after_commit.append((action, ids))


def after_read(action: Callable[..., object], *values: Any) -> None:
    """Call `action(*values)` in a short write transaction of its own, after the reading request rolled back.

    Only the access log, check counts, throttles and last-seen are written this way.
    """
    _open().after_read.append((action, values))


def _open() -> _Pending:
    pending = _pending.get()
    if pending is None:
        raise NoTransaction("open write_transaction() or read_transaction()")
    return pending


class RollBack(Exception):
    """Leave the write transaction without keeping anything, and go on."""


@contextmanager
def write_transaction() -> Iterator[None]:
    """A write transaction: committed at the end, rolled back on any exception (`RollBack` is then swallowed)."""
    pending = _Pending()
    pending_token, writing_token = _pending.set(pending), writing.set(True)
    db.session.rollback()  # a read transaction that is still open would never see the lock
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
    for action, ids in pending.after_commit:
        action(*ids)
    _run_after_read(pending)


@contextmanager
def read_transaction() -> Iterator[None]:
    """A reading request: always rolled back; then what `after_read` collected is written."""
    pending = _Pending()
    token = _pending.set(pending)
    try:
        yield
    finally:
        _pending.reset(token)
        db.session.rollback()
    _run_after_read(pending)


def _run_after_read(pending: _Pending) -> None:
    if not pending.after_read:
        return
    with write_transaction():
        for action, values in pending.after_read:
            action(*values)
