"""What accounts read of the journal: validated sales and expenses by month, and the rows behind a figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.activity.models import ActivityRecord
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows


@dataclass(frozen=True, kw_only=True)
class AccountMonth:
    """Minor units, before tax, of validated records only. `collected`: by the day of each payment."""

    month: date
    sold_minor: int = 0
    collected_minor: int = 0
    spent_minor: int = 0
    production_minor: int = 0


def account_months(member_ids: Collection[int], since: date, until: date) -> dict[int, dict[date, AccountMonth]]:
    """The months of these members that have something, by member and first day of the month."""
    counts = (ActivityRecord.status == RecordStatus.VALIDATED, ActivityRecord.day.between(since, until))
    figures = (ActivityRecord.member_id, ActivityRecord.day, ActivityRecord.kind)
    found = select(*figures, func.sum(ActivityRecord.amount_minor).label("minor")).where(
        *counts, ActivityRecord.kind != RecordKind.WORK, ActivityRecord.member_id.in_(member_ids)
    )
    sums: dict[tuple[int, date, RecordKind], int] = {}
    for row in read_rows(found.group_by(*figures)):
        key = (row.member_id, row.day.replace(day=1), row.kind)
        sums[key] = sums.get(key, 0) + int(row.minor)
    months: dict[int, dict[date, AccountMonth]] = {}
    for member_id, month in {key[:2] for key in sums}:
        sold = sums.get((member_id, month, RecordKind.SALE), 0)
        spent = sums.get((member_id, month, RecordKind.EXPENSE), 0)
        month_told = AccountMonth(month=month, sold_minor=sold, collected_minor=sold, spent_minor=spent)
        months.setdefault(member_id, {})[month] = month_told
    return months


def account_rows(member_id: int, since: date, until: date, *, figure: str) -> Sequence[AnyRow]:
    """The rows behind a figure (sold, collected, spent or production), by day."""
    kinds = {"sold": RecordKind.SALE, "collected": RecordKind.SALE, "spent": RecordKind.EXPENSE}
    if figure not in kinds:
        return ()
    found = select(
        ActivityRecord.id.label("record_id"),
        ActivityRecord.day,
        ActivityRecord.kind,
        ActivityRecord.description.label("what"),
        ActivityRecord.client.label("party"),
        ActivityRecord.amount_minor,
    ).where(
        ActivityRecord.member_id == member_id,
        ActivityRecord.kind == kinds[figure],
        ActivityRecord.status == RecordStatus.VALIDATED,
        ActivityRecord.day.between(since, until),
    )
    return read_rows(found.order_by(ActivityRecord.day, ActivityRecord.id)).all()
