"""What stays of two histories that become one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Period:
    """From a day to a day, both included; no end: still."""

    started_on: date
    ended_on: date | None = None


def left_free(period: Period, held: Sequence[Period]) -> list[Period]:
    """The parts of a period on whose days none of the others holds, in order."""
    free: list[Period] = []
    start: date | None = period.started_on
    for other in sorted(held, key=lambda other: other.started_on):
        if start is None or (other.ended_on is not None and other.ended_on < start):
            continue
        if period.ended_on is not None and other.started_on > period.ended_on:
            break
        if other.started_on > start:
            free.append(Period(started_on=start, ended_on=other.started_on - ONE_DAY))
        start = None if other.ended_on is None else other.ended_on + ONE_DAY
    if start is not None and (period.ended_on is None or start <= period.ended_on):
        free.append(Period(started_on=start, ended_on=period.ended_on))
    return free


def until(periods: Sequence[Period], day: date | None) -> list[Period]:
    """The same, none of them beyond a day; None: as they are."""
    if day is None:
        return list(periods)
    begun = [period for period in periods if period.started_on <= day]
    return [Period(started_on=period.started_on, ended_on=min(period.ended_on or day, day)) for period in begun]
