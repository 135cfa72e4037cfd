"""How many members are present, and how many of them nobody supports: kept in the transaction that changes it.

And the words that new members are found by, since whoever admits many at once writes both together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.kernel.sql import add_to_rows, load_rows
from app.kernel.tenancy import open_organisation_id
from app.members.models import MemberCount, MemberNameWord

Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    words: list[dict[str, Any]] = field(default_factory=list)
    counts: list[dict[str, int]] = field(default_factory=list)
    read: dict[Callable[[], Any], Any] = field(default_factory=dict)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def many_together(*, are_kept: bool) -> Iterator[None]:
    """Hundreds are admitted in the block: counts and search words are written once, at its end.

    Nothing that reads them belongs into the block. `are_kept`: False where whoever was admitted is taken back.
    """
    gathered = _Gathered()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    if are_kept:
        add_words(gathered.words)
        add_to_counts(
            **{name: sum(change[name] for change in gathered.counts) for name in ("present", "without_coach")}
        )


def read_once(read: Callable[[], Read]) -> Read:
    """What a function without arguments reads: once for all of the block, each time outside of one."""
    gathered = _gathered.get()
    if gathered is None:
        return read()
    if read not in gathered.read:
        gathered.read[read] = read()
    found: Read = gathered.read[read]
    return found


def add_words(rows: Sequence[dict[str, Any]]) -> None:
    """The words that new members are found by."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered.words.extend(rows)
    else:
        load_rows(open_organisation_id(), MemberNameWord, rows)


def add_to_counts(*, present: int = 0, without_coach: int = 0) -> None:
    change, gathered = {"present": present, "without_coach": without_coach}, _gathered.get()
    if gathered is not None:
        gathered.counts.append(change)
    elif any(change.values()):
        add_to_rows(open_organisation_id(), MemberCount, [change], sums=tuple(change))
