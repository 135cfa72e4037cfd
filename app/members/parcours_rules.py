"""What a parcours may look like, and what it says of a day. Pure.

A parcours is steps in time. On any day the latest step that has begun holds; before the first one there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.members.errors import (
    BeginsAfterAdmission,
    ClosedAlready,
    EndsBeforeItStarts,
    FirstStepCloses,
    NotGoneYet,
    NothingPlannedAfterExit,
    StepBeforeAdmission,
    StepBeforeBirth,
    TwoStepsOneDay,
)
from app.network.models import CLOSING, StageNature


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A step as far as rules go."""

    started_on: date
    nature: StageNature
    ended_on: date | None = None

    @property
    def closes(self) -> bool:
        """Whether the person is no longer there."""
        return self.nature in CLOSING


def last_days(moments: Sequence[Moment]) -> list[date | None]:
    """Until when each step holds, of steps in order: the day before the next; None for the last."""
    return [following.started_on - timedelta(days=1) for _step, following in pairwise(moments)] + [None] * bool(moments)


def situation_on(moments: Sequence[Moment], day: date) -> Moment | None:
    """The step that holds on a day."""
    begun = [moment for moment in moments if moment.started_on <= day]
    return max(begun, key=lambda moment: moment.started_on) if begun else None


def left_on(moments: Sequence[Moment], today: date) -> date | None:
    """Since when the person is no longer there; None while they are."""
    now = situation_on(moments, today)
    return now.started_on if now is not None and now.closes else None


def absences(moments: Sequence[Moment]) -> list[tuple[date, date | None]]:
    """From when to when the person was not there, of steps in order; None: still."""
    return [
        (moment.started_on, last) for moment, last in zip(moments, last_days(moments), strict=True) if moment.closes
    ]


def refuse_impossible(moments: Sequence[Moment], *, born_on: date, admitted_on: date, today: date) -> None:
    """Raise the first thing that cannot be in a whole parcours, steps in order.

    The parcours begins on the day of admission at the latest; before it there are only meetings. Who leaves or comes back
    does so on a day that has come: until then one is there, or is not.
    """
    for moment in moments:
        _refuse_step(moment, born_on=born_on, admitted_on=admitted_on)
    if moments and moments[0].nature not in (StageNature.CANDIDATE, StageNature.INSIDE):
        raise FirstStepCloses
    if moments and moments[0].started_on > admitted_on:
        raise BeginsAfterAdmission
    for before, after in pairwise(moments):
        _refuse_succession(before, after, today=today)


def _refuse_step(moment: Moment, *, born_on: date, admitted_on: date) -> None:
    if moment.started_on <= born_on:
        raise StepBeforeBirth
    if moment.started_on < admitted_on and moment.nature is not StageNature.CANDIDATE:
        raise StepBeforeAdmission
    if moment.ended_on is not None and moment.ended_on < moment.started_on:
        raise EndsBeforeItStarts


def _refuse_succession(before: Moment, after: Moment, *, today: date) -> None:
    if before.started_on == after.started_on:
        raise TwoStepsOneDay
    if after.started_on > today and after.closes:
        raise NotGoneYet
    if after.started_on > today and before.closes:
        raise NothingPlannedAfterExit
    if before.closes and (after.closes or after.nature is StageNature.PAUSED):
        raise ClosedAlready
