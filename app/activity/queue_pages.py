"""What the queue shows of each person: the oldest week that waits, in short, to be validated in one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from app.activity.models import ActivityRecord
from app.activity.totals import NOTHING, WAITS, Figures, figures_of
from app.kernel.calendar import week_of
from app.kernel.database import db
from app.kernel.paging import AnyRow

_COLUMNS = (
    ActivityRecord.id,
    ActivityRecord.member_id,
    ActivityRecord.day,
    ActivityRecord.kind,
    ActivityRecord.minutes,
    ActivityRecord.amount_minor,
    ActivityRecord.tax_minor,
    ActivityRecord.is_production,
    ActivityRecord.status,
    ActivityRecord.has_new_payment,
    ActivityRecord.version,
)


@dataclass(frozen=True, kw_only=True)
class WaitingWeek:
    """What waits in a week: its sums, and the records as the button sends them."""

    start: date
    end: date
    figures: Figures
    records: int
    seen: str


def oldest_weeks(rows: Sequence[AnyRow], country: str) -> Mapping[int, WaitingWeek]:
    """The oldest waiting week of each row of the queue, by member."""
    weeks = {row.id: week_of(row.oldest_waiting_on, country) for row in rows}
    if not weeks:
        return {}
    in_its_week = (
        and_(ActivityRecord.member_id == member_id, ActivityRecord.day.between(start, end))
        for member_id, (start, end) in weeks.items()
    )
    found: dict[int, list[AnyRow]] = {member_id: [] for member_id in weeks}
    statement = select(*_COLUMNS).where(WAITS, or_(*in_its_week)).order_by(ActivityRecord.day, ActivityRecord.id)
    for record in db.session.execute(statement):
        found[record.member_id].append(record)
    return {member_id: _week(records, weeks[member_id]) for member_id, records in found.items() if records}


def _week(records: Sequence[AnyRow], days: tuple[date, date]) -> WaitingWeek:
    return WaitingWeek(
        start=days[0],
        end=days[1],
        figures=sum((figures_of(record) for record in records), NOTHING),
        records=len(records),
        seen=" ".join(f"{record.id}:{record.version}" for record in records),
    )
