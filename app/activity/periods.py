"""The weeks, months and years that the views of the journal are about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.calendar import add_months, month_of, months_between, week_of, year_of


class Span(StrEnum):
    """How long a view looks back."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A month or a year, its first and last day included."""

    span: Span
    start: date
    end: date

    @property
    def previous(self) -> date:
        """The last day of the one before."""
        return self.start - timedelta(days=1)

    @property
    def next(self) -> date:
        """The first day of the one after."""
        return self.end + timedelta(days=1)

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        return months_between(self.start, self.end)


def period_of(span: Span, day: date) -> Period:
    """The month or the year that holds the day."""
    start, end = month_of(day) if span is Span.MONTH else year_of(day)
    return Period(span=span, start=start, end=end)


def weeks_of(period: Period, country: str) -> list[tuple[date, date]]:
    """The country's weeks of a period, the first and the last cut where it begins and ends."""
    weeks, day = [], period.start
    while day <= period.end:
        last = min(week_of(day, country)[1], period.end)
        weeks.append((day, last))
        day = last + timedelta(days=1)
    return weeks


# --- Which way somebody's sales go ----------------------------------------------------------------------------------

TREND_MONTHS = 3
STEADY_WITHIN = 5  # percent


class Direction(StrEnum):
    """How three months compare with the three before."""

    NOTHING = "nothing"
    BEGINS = "begins"
    RISES = "rises"
    FALLS = "falls"
    STEADY = "steady"


@dataclass(frozen=True, kw_only=True)
class Trend:
    """`percent` is signed; 0 where there is nothing to compare with."""

    direction: Direction
    percent: int = 0


def trend_of(before: int, after: int) -> Trend:
    """What two sums in minor units say. Without sales before there is no rate: it begins, or there is nothing."""
    if before <= 0:
        return Trend(direction=Direction.BEGINS if after > 0 else Direction.NOTHING)
    percent = round((after - before) * 100 / before)
    if abs(percent) <= STEADY_WITHIN:
        return Trend(direction=Direction.STEADY, percent=percent)
    return Trend(direction=Direction.RISES if percent > 0 else Direction.FALLS, percent=percent)


def trend_months(today: date) -> tuple[list[date], list[date]]:
    """The three whole months before this one, after the three before them; the running month says nothing yet."""
    this_month = today.replace(day=1)
    last, first = add_months(this_month, -1), add_months(this_month, -2 * TREND_MONTHS)
    months = months_between(first, last)
    return months[:TREND_MONTHS], months[TREND_MONTHS:]
