"""What validated activity comes to, for contributions and statements: before tax, in minor units, by month."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal, select

from app.activity.models import ActivityMonth, ActivityParty, ActivityPayment, ActivityRecord
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.sql import read_rows


@dataclass(frozen=True, kw_only=True)
class AccountMonth:
    """Minor units, before tax, of validated records only. `collected_minor`: by the day of each payment."""

    month: date
    sold_minor: int = 0
    collected_minor: int = 0
    spent_minor: int = 0
    production_minor: int = 0


_MONTHS = select(
    ActivityMonth.member_id,
    ActivityMonth.month,
    ActivityMonth.counted_sold_minor,
    ActivityMonth.counted_collected_minor,
    ActivityMonth.counted_spent_minor,
    ActivityMonth.counted_production_minor,
).where(ActivityMonth.month.between(bindparam("since"), bindparam("until")))
_OF_SOME = _MONTHS.where(ActivityMonth.member_id.in_(bindparam("member_ids", expanding=True)))


def account_months(member_ids: Collection[int], since: date, until: date) -> dict[int, dict[date, AccountMonth]]:
    """The months between two days of several members, by member and first day; months without figures are left out."""
    wanted = {"member_ids": list(member_ids), "since": since.replace(day=1), "until": until.replace(day=1)}
    found: dict[int, dict[date, AccountMonth]] = {member_id: {} for member_id in member_ids}
    for row in db.session.execute(_OF_SOME, wanted):
        member_id, month, sold, collected, spent, production = row
        if sold or collected or spent or production:
            found[member_id][month] = AccountMonth(
                month=month,
                sold_minor=sold,
                collected_minor=collected,
                spent_minor=spent,
                production_minor=production,
            )
    return found


_COLUMNS: tuple[Any, ...] = (
    ActivityRecord.id.label("record_id"),
    ActivityRecord.kind,
    ActivityRecord.description.label("what"),
    func.coalesce(ActivityParty.name, literal("")).label("party"),
)
_COUNTS = (ActivityRecord.member_id == bindparam("member_id"), ActivityRecord.status == RecordStatus.VALIDATED)
_NET = (ActivityRecord.amount_minor - ActivityRecord.tax_minor).label("amount_minor")


def _with_party(statement: AnySelect) -> AnySelect:
    return statement.outerjoin(
        ActivityParty,
        (ActivityParty.organisation_id == ActivityRecord.organisation_id)
        & (ActivityParty.id == ActivityRecord.party_id),
    )


def _records(*conditions: Any) -> AnySelect:
    of_period = ActivityRecord.day.between(bindparam("since"), bindparam("until"))
    statement = select(*_COLUMNS, ActivityRecord.day, _NET).where(*_COUNTS, of_period, *conditions)
    return _with_party(statement).order_by(ActivityRecord.day, ActivityRecord.id)


_PAYMENTS = (
    _with_party(
        select(*_COLUMNS, ActivityPayment.paid_on.label("day"), ActivityPayment.net_minor.label("amount_minor"))
        .select_from(ActivityRecord)
        .join(
            ActivityPayment,
            (ActivityPayment.organisation_id == ActivityRecord.organisation_id)
            & (ActivityPayment.record_id == ActivityRecord.id),
        )
    )
    .where(
        *_COUNTS,
        ActivityPayment.is_counted,
        ActivityPayment.paid_on.between(bindparam("since"), bindparam("until")),
    )
    .order_by(ActivityPayment.paid_on, ActivityPayment.id)
)
_BEHIND = {
    "sold": _records(ActivityRecord.kind == RecordKind.SALE),
    "collected": _PAYMENTS,
    "spent": _records(ActivityRecord.kind == RecordKind.EXPENSE),
    "production": _records(ActivityRecord.kind == RecordKind.EXPENSE, ActivityRecord.is_production),
}


def account_rows(member_id: int, since: date, until: date, *, figure: str) -> Sequence[AnyRow]:
    """The rows behind `sold`, `collected`, `spent` or `production`, in order of day; their amounts add up to the figure.

    Each has `record_id`, `day`, `kind`, `what`, `party` and `amount_minor`.
    """
    return read_rows(_BEHIND[figure], {"member_id": member_id, "since": since, "until": until}).all()
