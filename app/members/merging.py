"""Two files of one person become one: what each room does then, without this room knowing them.

`create_app` lists the doors in the order in which they are asked and in which they move what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from app.kernel import audit_words
from app.kernel.database import db
from app.kernel.i18n import LazyText
from app.members.models import Member


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The file that goes, the one that stays, the day, and who decides."""

    gone: Member
    kept: Member
    today: date
    by_account_id: int | None = None


class Which(StrEnum):
    """Whose word counts where the two differ."""

    KEPT = "kept"
    GONE = "gone"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What two files say differently, each in words; empty: nothing. `both`: what they would say together.

    `advised`: what is chosen unless somebody chooses otherwise; None: both where that can be.
    """

    code: str
    label: LazyText | str
    kept: str
    gone: str
    both: str = ""
    answers: tuple[Which, ...] = (Which.KEPT, Which.GONE)
    advised: Which | None = None
    is_text: bool = True  # of a person or their file; False: a number or a day

    @property
    def usual(self) -> Which:
        """What is advised, else both where that can be, else the file that stays, unless it says nothing."""
        if self.advised is not None:
            return self.advised
        if Which.BOTH in self.answers:
            return Which.BOTH
        return Which.KEPT if self.kept or not self.gone else Which.GONE


Answers = Mapping[str, Which]
Values = dict[str, Any]  # plain, under the names that `audit_words` knows


def no_obstacle(_pair: Pair) -> Sequence[str]:
    return ()


def nothing_to_ask(_pair: Pair) -> Sequence[Question]:
    return ()


def nothing_to_hold(_pair: Pair) -> None:
    """The rows of both members are locked in any case."""


def nothing_of_steps(_gone_id: int, _kept_id: int) -> None:
    """Most rooms keep nothing of a step."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """What a room does with its rows of two files.

    `hold` locks what the room locks before it locks a member. `move` gives back what could not stand beside what the
    survivor says: it stays readable with the merged file, and is said with the words of `subject`. `follow_step` gives what
    a step holds that goes to the same step of the other file.
    """

    code: str
    label: LazyText
    tables: frozenset[str]
    count: Callable[[int], int]
    move: Callable[[Pair, Answers], Sequence[Values]]
    obstacles: Callable[[Pair], Sequence[str]] = no_obstacle
    questions: Callable[[Pair], Sequence[Question]] = nothing_to_ask
    hold: Callable[[Pair], None] = nothing_to_hold
    follow_step: Callable[[int, int], None] = nothing_of_steps
    subject: str = "member"
    stays: bool = False  # with the file that goes: nothing is moved


_doors: list[Door] = []


def use_doors(doors: Iterable[Door]) -> None:
    _doors[:] = doors
    audit_words.say_values("member", {moved(door.code): (door.label, audit_words.number) for door in _doors})


def doors() -> Sequence[Door]:
    return tuple(_doors)


def moved(code: str) -> str:
    """Under which name the log says how many of a room were moved."""
    return f"moved_{code}"


def answer(question: Question, answers: Answers) -> Which:
    """What was chosen, if it can be."""
    chosen = answers.get(question.code, question.usual)
    return chosen if chosen in question.answers else question.usual


def count_rows_of(model: Any) -> Callable[[int], int]:
    """How many rows of a table a member has."""

    def count(member_id: int) -> int:
        return db.session.scalar(select(func.count()).select_from(model).where(model.member_id == member_id)) or 0

    return count


def move_rows(model: Any, pair: Pair) -> None:
    """All rows of a table become the survivor's, as they are."""
    theirs = update(model).where(model.member_id == pair.gone.id).values(member_id=pair.kept.id)
    db.session.execute(theirs.execution_options(synchronize_session=False))


def plain(value: Any) -> Any:
    """As the log keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def said(row: Any, *names: str) -> Values:
    """What a row says in these columns, as the log keeps it; what is empty is left out."""
    values = {name: plain(getattr(row, name)) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "")}
