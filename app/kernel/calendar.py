"""Weeks and months as the country counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONDAY, SATURDAY = 0, 5
FIRST_WEEKDAY = {"MA": MONDAY, "TN": MONDAY, "DZ": SATURDAY}
"""CLDR's first day of the week: Saturday in Algeria, whose weekend is Friday and Saturday; Monday in the others."""


def week_of(day: date, country: str) -> tuple[date, date]:
    """First and last day of the week that holds the day."""
    start = day - timedelta(days=(day.weekday() - FIRST_WEEKDAY[country]) % 7)
    return start, start + timedelta(days=6)


def days_of_week(day: date, country: str) -> list[date]:
    """The seven days of the week that holds the day, in the country's order."""
    start, _last = week_of(day, country)
    return [start + timedelta(days=offset) for offset in range(7)]


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month that holds the day."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def year_of(day: date) -> tuple[date, date]:
    return date(day.year, 1, 1), date(day.year, 12, 31)


def add_months(day: date, months: int) -> date:
    """The same day that many months later, or the last of that month when it is shorter (31 January + 1: 28 February)."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month_index + 1)[1]
    return date(year, month_index + 1, min(day.day, last))


def months_between(first: date, last: date) -> list[date]:
    """The first day of each month touched by the two days and what lies between them."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first.replace(day=1), offset) for offset in range(count)]
