"""How many members are present, and how many of them nobody supports: kept in the transaction that changes it.

And what else new members bring with them, since whoever admits many at once writes all of it together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.kernel.database import db
from app.kernel.sql import add_to_rows, load_rows, next_number, raise_counter
from app.kernel.tenancy import open_organisation_id
from app.members.models import Member, MemberCount, MemberNameWord, ParcoursStep

Read = TypeVar("Read")
NUMBERS = "member"


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    words: list[dict[str, Any]] = field(default_factory=list)
    counts: list[dict[str, int]] = field(default_factory=list)
    read: dict[Callable[[], Any], Any] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    steps: list[ParcoursStep] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def many_together(*, are_kept: bool) -> Iterator[None]:
    """Hundreds are admitted in the block: their files are written when `write_admitted` says so, the rest at its end.

    Nothing that reads the rest belongs into the block: counts, search words, the last number. `are_kept`: False where whoever
    was admitted is taken back.
    """
    gathered = _Gathered()
    token = _gathered.set(gathered)
    try:
        yield
        write_admitted()
    finally:
        _gathered.reset(token)
    if are_kept:
        if len(gathered.numbers) > 1:
            raise_counter(open_organisation_id(), NUMBERS, gathered.numbers[-1])
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


def draw_number() -> int:
    """The next member number. Of many together the counter is asked once: its row stays locked until all are written."""
    gathered = _gathered.get()
    if gathered is None:
        return next_number(open_organisation_id(), NUMBERS)
    drawn = gathered.numbers[-1] + 1 if gathered.numbers else next_number(open_organisation_id(), NUMBERS)
    gathered.numbers.append(drawn)
    return drawn


def add_file(member: Member, first: ParcoursStep) -> None:
    """A new file and the step it begins with, which refers to it: of many together, all files are written before all steps."""
    db.session.add(member)
    gathered = _gathered.get()
    if gathered is not None:
        gathered.steps.append(first)
    else:
        db.session.flush()
        db.session.add(first)


def write_admitted() -> None:
    """Write the files opened so far; what reads or changes one of them comes after."""
    gathered = _gathered.get()
    db.session.flush()
    if gathered is not None:
        db.session.add_all(gathered.steps)
        gathered.steps.clear()
        db.session.flush()


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
