"""Which months are closed. A closed month keeps what it came to until it is reopened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.activity.errors import MonthClosed
from app.activity.models import MonthClosing
from app.kernel.sql import read_rows

_CLOSED = select(MonthClosing.month).where(MonthClosing.reopened_at.is_(None))


def closed_months() -> frozenset[date]:
    """The first days of the open organisation's closed months."""
    return frozenset(read_rows(_CLOSED).scalars())


def is_closed(day: date) -> bool:
    """Whether the month of this day is closed."""
    return day.replace(day=1) in closed_months()


def refuse_closed_month(day: date) -> None:
    """Raises MonthClosed."""
    if is_closed(day):
        raise MonthClosed(day)
