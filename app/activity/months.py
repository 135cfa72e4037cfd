"""Which months are closed, and what their closing locks: the figures of a closed month stay until it is reopened.

What never counted may still leave a closed month (moved to another day, or deleted); nothing comes into it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from app.activity.errors import MonthClosed
from app.activity.models import ActivityPayment, ActivityRecord, MonthClosing
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.sql import hold_organisation, read_rows
from app.kernel.tenancy import open_organisation_id

_CLOSED = select(MonthClosing.month).where(MonthClosing.reopened_at.is_(None))


def closed_months() -> frozenset[date]:
    """The first days of the open organisation's closed months."""
    return frozenset(read_rows(_CLOSED).scalars())


def is_closed(day: date) -> bool:
    """Whether the month of this day is closed."""
    return day.replace(day=1) in closed_months()


def refuse_closed_month(day: date) -> None:
    """For whoever writes on this day: its month stays open until the transaction ends. Raises MonthClosed."""
    hold_as_they_are()
    if is_closed(day):
        raise MonthClosed(day)


def hold_as_they_are() -> None:
    """No month is closed or reopened until this transaction ends. Before any other lock of the journal."""
    hold_organisation(open_organisation_id(), alone=False)


def hold_alone() -> None:
    """Wait until nobody writes in the journal, and make others wait: for closing and reopening."""
    hold_organisation(open_organisation_id(), alone=True)


def first_closed(days: Iterable[date], closed: Collection[date]) -> date | None:
    """The first of the days whose month is among the closed ones."""
    return next((day for day in days if day.replace(day=1) in closed), None)


def days_validating_counts(record: ActivityRecord, paid: Sequence[ActivityPayment]) -> list[date]:
    """The days on which something begins to count when this record is validated."""
    if record.kind is RecordKind.PROSPECT:
        return []
    payments = [one.paid_on for one in paid if not one.is_counted and not one.remark]
    return payments if record.status is RecordStatus.VALIDATED else [record.day, *payments]


def days_returning_takes_back(record: ActivityRecord, paid: Sequence[ActivityPayment]) -> list[date]:
    """The days on which something no longer counts when this record is returned."""
    if record.status is not RecordStatus.VALIDATED or record.kind is RecordKind.PROSPECT:
        return []
    return [record.day, *(one.paid_on for one in paid if one.is_counted)]


def outside_closed(
    records: Sequence[ActivityRecord], days_of: Callable[[ActivityRecord], Iterable[date]]
) -> list[ActivityRecord]:
    """Those of the records none of whose `days_of` is in a closed month. Raises MonthClosed when there are none."""
    closed = closed_months()
    locked = {record.id: first_closed(days_of(record), closed) for record in records}
    left = [record for record in records if locked[record.id] is None]
    if not left:
        raise MonthClosed(next(day for day in locked.values() if day is not None))
    return left
