"""Months of an organisation: which are closed, by whom and when, and what in them is not validated yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.activity import months
from app.activity.models import ActivityPayment, ActivityRecord, MonthClosing, OrganisationMonth
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.calendar import month_of
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member

_closer, _opener = aliased(Account), aliased(Account)
_HISTORY = (
    select(
        MonthClosing.id,
        MonthClosing.month,
        MonthClosing.closed_at,
        MonthClosing.reopened_at,
        MonthClosing.reason,
        _closer.display_name.label("closed_by_latin"),
        _closer.display_name_arabic.label("closed_by_arabic"),
        _opener.display_name.label("reopened_by_latin"),
        _opener.display_name_arabic.label("reopened_by_arabic"),
    )
    .outerjoin(_closer, _closer.id == MonthClosing.closed_by)
    .outerjoin(_opener, _opener.id == MonthClosing.reopened_by)
    .where(MonthClosing.month.between(bindparam("first"), bindparam("last")))
    .order_by(MonthClosing.month, MonthClosing.closed_at, MonthClosing.id)
)
_ACTIVE = (
    select(OrganisationMonth.month)
    .where(OrganisationMonth.month < bindparam("before"), OrganisationMonth.records > 0)
    .order_by(OrganisationMonth.month)
)
_FIRST = select(func.min(OrganisationMonth.month)).where(OrganisationMonth.records > 0)
_UNDECIDED = (RecordStatus.DRAFT, RecordStatus.SUBMITTED, RecordStatus.RETURNED)
_IN_MONTH = ActivityRecord.day.between(bindparam("first"), bindparam("last"))
_LEFT = (
    select(
        ActivityRecord.member_id,
        ActivityRecord.status,
        func.count().label("number"),
        func.min(ActivityRecord.day).label("oldest"),
    )
    .where(ActivityRecord.status.in_(_UNDECIDED), ActivityRecord.kind != RecordKind.PROSPECT, _IN_MONTH)
    .group_by(ActivityRecord.member_id, ActivityRecord.status)
)
_LEFT_PAYMENTS = (
    select(ActivityRecord.member_id, func.count().label("number"), func.min(ActivityRecord.day).label("oldest"))
    .join(
        ActivityPayment,
        (ActivityPayment.organisation_id == ActivityRecord.organisation_id)
        & (ActivityPayment.record_id == ActivityRecord.id),
    )
    .where(
        ActivityPayment.paid_on.between(bindparam("first"), bindparam("last")),
        ActivityPayment.is_counted.is_(False),
        ActivityPayment.remark == "",
        or_(ActivityRecord.status == RecordStatus.VALIDATED, ~_IN_MONTH),
    )
    .group_by(ActivityRecord.member_id)
)
_PEOPLE = select(
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.sort_name,
).where(Member.id.in_(bindparam("member_ids", expanding=True)))
_OWN_LEFT = (
    select(
        ActivityRecord.id,
        ActivityRecord.day,
        ActivityRecord.status,
        ActivityRecord.kind,
        ActivityRecord.minutes,
        ActivityRecord.amount_minor,
        ActivityRecord.currency,
        ActivityRecord.corrects_id,
    )
    .where(
        ActivityRecord.member_id == bindparam("member_id"),
        ActivityRecord.status.in_(_UNDECIDED),
        ActivityRecord.kind != RecordKind.PROSPECT,
        ActivityRecord.day <= bindparam("last"),
    )
    .order_by(ActivityRecord.day, ActivityRecord.id)
)


@dataclass(frozen=True, kw_only=True)
class Left:
    """What of one person is not validated in a month. `oldest`: the first day of it, to open its week."""

    drafts: int = 0
    waiting: int = 0
    returned: int = 0
    payments: int = 0  # money that came in this month and does not count yet
    oldest: date | None = None

    @property
    def number(self) -> int:
        return self.drafts + self.waiting + self.returned + self.payments

    def with_row(self, name: str, row: AnyRow) -> Left:
        counted = {name: getattr(self, name) + row.number}
        return replace(self, oldest=min(row.oldest, self.oldest or row.oldest), **counted)


NOTHING_LEFT = Left()
_NAMES = {RecordStatus.DRAFT: "drafts", RecordStatus.SUBMITTED: "waiting", RecordStatus.RETURNED: "returned"}


def left_in(wanted: Iterable[date]) -> dict[int, Left]:
    """What is not validated in these months (their first days), by member; prospects are never validated for a sum."""
    found: dict[int, Left] = {}
    for month in wanted:
        first, last = month_of(month)
        for row in read_rows(_LEFT, {"first": first, "last": last}):
            found[row.member_id] = found.get(row.member_id, NOTHING_LEFT).with_row(_NAMES[row.status], row)
        for row in read_rows(_LEFT_PAYMENTS, {"first": first, "last": last}):
            found[row.member_id] = found.get(row.member_id, NOTHING_LEFT).with_row("payments", row)
    return found


def people(member_ids: Iterable[int]) -> Sequence[AnyRow]:
    """Number and names of these members, by name."""
    return sorted(read_rows(_PEOPLE, {"member_ids": list(member_ids)}), key=lambda row: (row.sort_name, row.id))


def history(first: date, last: date) -> Mapping[date, Sequence[AnyRow]]:
    """Every closing of the months between two first days, oldest first, with who closed and reopened it and why."""
    found: dict[date, list[AnyRow]] = {}
    for row in read_rows(_HISTORY, {"first": first, "last": last}):
        found.setdefault(row.month, []).append(row)
    return found


def active_months(before: date) -> Sequence[date]:
    """The first days of the months before this one in which something was logged, oldest first."""
    return read_rows(_ACTIVE, {"before": before}).scalars().all()


def first_month() -> date | None:
    """The first month in which something was logged."""
    return read_rows(_FIRST).scalar()


def left_behind(member_id: int) -> Sequence[AnyRow]:
    """A member's records that stand in closed months without counting there, oldest first."""
    closed = months.closed_months()
    if not closed:
        return []
    rows = read_rows(_OWN_LEFT, {"member_id": member_id, "last": month_of(max(closed))[1]})
    return [row for row in rows if row.day.replace(day=1) in closed]
