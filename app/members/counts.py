"""How many members are present, and how many of them nobody supports: kept in the transaction that changes it.

And what else new members bring with them, since whoever admits many at once writes all of it together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from app.kernel import audit
from app.kernel.database import db
from app.kernel.sql import add_to_rows, load_rows, next_number, raise_counter
from app.kernel.tenancy import open_organisation_id
from app.members.likeness import Sought
from app.members.models import Member, MemberCount, MemberNameWord, ParcoursStep

Read = TypeVar("Read")
Rows = Sequence[dict[str, Any]]
NUMBERS = "member"


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What was asked once for all who are to be admitted, and holds until the first of them is written.

    Who holds the documents with these indexes (None: nobody), and who is like nobody here.
    """

    holders: Mapping[str, int | None] = field(default_factory=dict)
    unlike: Collection[Sought] = frozenset()


NOTHING = Foreseen()


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    words: list[Callable[[], Rows]] = field(default_factory=list)
    counts: list[dict[str, int]] = field(default_factory=list)
    read: dict[Callable[[], Any], Any] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)
_foreseen: ContextVar[Foreseen] = ContextVar("foreseen", default=NOTHING)


@contextmanager
def many_together(*, are_kept: bool, foreseen: Foreseen = NOTHING) -> Iterator[None]:
    """Hundreds are admitted in the block: their files are written when `write_admitted` says so, the rest at its end.

    Nothing that reads the rest belongs into the block: counts, search words, the last number, the log. `are_kept`: False where
    whoever was admitted is taken back.
    """
    gathered = _Gathered()
    token, foreseen_token = _gathered.set(gathered), _foreseen.set(foreseen)
    try:
        with audit.told_together(are_kept=are_kept):
            yield
            write_admitted()
    finally:
        _gathered.reset(token)
        _foreseen.reset(foreseen_token)
    if are_kept:
        if len(gathered.numbers) > 1:
            raise_counter(open_organisation_id(), NUMBERS, gathered.numbers[-1])
        load_rows(open_organisation_id(), MemberNameWord, [row for make in gathered.words for row in make()])
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


def foreseen() -> Foreseen:
    """What needs no asking in the block, as long as nobody is written; nothing outside of one."""
    return _foreseen.get()


def draw_number() -> int:
    """The next member number. Of many together the counter is asked once: its row stays locked until all are written."""
    gathered = _gathered.get()
    if gathered is None:
        return next_number(open_organisation_id(), NUMBERS)
    drawn = gathered.numbers[-1] + 1 if gathered.numbers else next_number(open_organisation_id(), NUMBERS)
    gathered.numbers.append(drawn)
    return drawn


def add_file(member: Member, first: dict[str, Any]) -> None:
    """A new file and the step it begins with, which refers to it: of many together, all files are written before all steps."""
    first = {"member_id": member.id, **first}
    db.session.add(member)
    gathered = _gathered.get()
    if gathered is not None:
        gathered.steps.append(first)
    else:
        db.session.flush()
        db.session.add(ParcoursStep(**first))


def write_admitted() -> None:
    """Write the files opened so far; what reads or changes one of them comes after."""
    gathered = _gathered.get()
    db.session.flush()
    if gathered is not None:
        _foreseen.set(NOTHING)
        if gathered.steps:
            load_rows(open_organisation_id(), ParcoursStep, gathered.steps)
            gathered.steps.clear()


def add_words(make: Callable[[], Rows]) -> None:
    """The words that a new member is found by, made when they are written."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered.words.append(make)
    else:
        load_rows(open_organisation_id(), MemberNameWord, make())


def add_to_counts(*, present: int = 0, without_coach: int = 0) -> None:
    change, gathered = {"present": present, "without_coach": without_coach}, _gathered.get()
    if gathered is not None:
        gathered.counts.append(change)
    elif any(change.values()):
        add_to_rows(open_organisation_id(), MemberCount, [change], sums=tuple(change))
