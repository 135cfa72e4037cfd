"""Closing a month, and reopening it with a reason. Each closing stays written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.activity import closing_queries, months
from app.activity.correction_errors import (
    EarlierMonthsOpen,
    MonthClosedAlready,
    MonthIsOpen,
    MonthNotOver,
    ReasonMissing,
    StillUndecided,
)
from app.activity.models import MonthClosing
from app.kernel import audit, clock
from app.kernel.calendar import month_of
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l

CLOSED = audit.action("activity.month_closed", _l("Month closed"))
REOPENED = audit.action("activity.month_reopened", _l("Month reopened"))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A closing as somebody asks for it. `left`: how much was not validated, on the page they saw."""

    today: date
    by_account_id: int
    left: int | None
    with_earlier: bool = False
    is_left_accepted: bool = False


def close(month: date, asked: Asked) -> Sequence[date]:
    """Close the month that starts on this day, and with `with_earlier` those before it that are open; which these were.

    Raises MonthNotOver, MonthClosedAlready, EarlierMonthsOpen, ChangedMeanwhile, StillUndecided.
    """
    months.hold_alone()
    if not is_over(month, asked.today):
        raise MonthNotOver(month)
    if months.is_closed(month):
        raise MonthClosedAlready
    earlier = open_before(month)
    if earlier and not asked.with_earlier:
        raise EarlierMonthsOpen(len(earlier))
    closed = [*earlier, month]
    left = number_left(closed)
    if left != asked.left:
        raise ChangedMeanwhile
    if left and not asked.is_left_accepted:
        raise StillUndecided(left)
    for one in closed:
        db.session.add(MonthClosing(month=one, closed_by=asked.by_account_id))
        audit.record(CLOSED, after={"month": one, "left": left})
    return closed


def reopen(month: date, reason: str, *, by_account_id: int) -> None:
    """Let the month change again. Raises ReasonMissing, MonthIsOpen."""
    if not reason:
        raise ReasonMissing
    months.hold_alone()
    closing = db.session.scalar(
        select(MonthClosing).where(MonthClosing.month == month, MonthClosing.reopened_at.is_(None))
    )
    if closing is None:
        raise MonthIsOpen
    closing.reopened_at, closing.reopened_by, closing.reason = clock.now(), by_account_id, reason
    audit.record(REOPENED, after={"month": month, "reason": reason})


def is_over(month: date, today: date) -> bool:
    """Whether the last day of a month is past, in the organisation's country."""
    return month_of(month)[1] < today


def open_before(month: date) -> Sequence[date]:
    """The months before this one in which something was logged and that are open, oldest first."""
    closed = months.closed_months()
    return [one for one in closing_queries.active_months(month) if one not in closed]


def number_left(wanted: Sequence[date]) -> int:
    """How many records and payments are not validated in these months."""
    return sum(left.number for left in closing_queries.left_in(wanted).values())
