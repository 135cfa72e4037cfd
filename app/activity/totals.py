"""Running totals: per member and month, per organisation and month, and where each member's journal stands.

Every change of a record goes through `recount` in its own transaction. `find_differences` compares with the raw sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    SQLColumnExpression,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import join

from app.activity.models import ActivityMonth, ActivityPayment, ActivityRecord, ActivityStanding, OrganisationMonth
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import add_to_rows
from app.kernel.tenancy import open_organisation_id


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is added up: minutes of work; sold, collected and spent in minor units before tax; how many records.

    `counted_…` is what validated records come to, `waiting` those that a coach is to read, `drafts` those not handed in.
    """

    minutes: int = 0
    sold_minor: int = 0
    collected_minor: int = 0
    spent_minor: int = 0
    records: int = 0
    drafts: int = 0
    waiting: int = 0
    counted_sold_minor: int = 0
    counted_collected_minor: int = 0
    counted_spent_minor: int = 0
    counted_production_minor: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    def __neg__(self) -> Figures:
        return Figures(**{name: -getattr(self, name) for name in NAMES})


NAMES = tuple(field.name for field in fields(Figures))
NOTHING = Figures()
STANDING_SUMS = ("drafts", "waiting", "returned")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What one record adds to the months of its day and its payments, and to its member's standing."""

    months: Mapping[date, Figures]
    standing: Mapping[str, int]


def counted(record: ActivityRecord, payments: Iterable[ActivityPayment] = ()) -> Counted:
    """What a record counts for, as it and its payments stand now."""
    months = {record.day.replace(day=1): figures_of(record)}
    for paid in payments:
        month = paid.paid_on.replace(day=1)
        months[month] = months.get(month, NOTHING) + Figures(
            collected_minor=paid.net_minor,
            counted_collected_minor=paid.net_minor if _is_counted(record) and paid.is_counted else 0,
        )
    standing = {
        "drafts": int(record.status is RecordStatus.DRAFT),
        "waiting": int(waits(record)),
        "returned": int(record.status is RecordStatus.RETURNED),
    }
    return Counted(months=months, standing=standing)


def waits(record: ActivityRecord | AnyRow) -> bool:
    """Whether a coach is to read it: it was handed in, or money came since they validated it."""
    return record.status is RecordStatus.SUBMITTED or bool(record.has_new_payment)


def _is_counted(record: ActivityRecord | AnyRow) -> bool:
    return record.status is RecordStatus.VALIDATED


def figures_of(record: ActivityRecord | AnyRow) -> Figures:
    """What one record adds to the sums of its own day, as it stands now; payments stand in theirs."""
    net = record.amount_minor - record.tax_minor
    sold = net if record.kind is RecordKind.SALE else 0
    spent = net if record.kind is RecordKind.EXPENSE else 0
    is_counted = _is_counted(record)
    return Figures(
        minutes=record.minutes,
        sold_minor=sold,
        spent_minor=spent,
        records=1,
        drafts=int(record.status is RecordStatus.DRAFT),
        waiting=int(waits(record)),
        counted_sold_minor=sold if is_counted else 0,
        counted_spent_minor=spent if is_counted else 0,
        counted_production_minor=spent if is_counted and record.is_production else 0,
    )


def hold(member_id: int) -> None:
    """Make other transactions that change this member's records wait until this one ends."""
    row = {"member_id": member_id, **dict.fromkeys(STANDING_SUMS, 0)}
    add_to_rows(open_organisation_id(), ActivityStanding, [row], sums=STANDING_SUMS)


def recount(member_id: int, *, before: Iterable[Counted] = (), after: Iterable[Counted] = ()) -> None:
    """Take away what the member's records counted for before the change and add what they count for after it.

    The records are flushed already. Rows are touched in one order (standing, months, organisation's months), so that
    two transactions never wait for each other.
    """
    before, after = list(before), list(after)
    add_to_rows(
        open_organisation_id(),
        ActivityStanding,
        [{"member_id": member_id, **_standing_shift(before, after)}],
        sums=STANDING_SUMS,
    )
    db.session.execute(_MEMBER_WAITING_SINCE, {"of_member": member_id})
    shifts = [{"month": month, **asdict(shift)} for month, shift in sorted(_shifts(before, after).items())]
    add_to_rows(open_organisation_id(), ActivityMonth, [{"member_id": member_id, **row} for row in shifts], sums=NAMES)
    add_to_rows(open_organisation_id(), OrganisationMonth, shifts, sums=NAMES)


def _standing_shift(before: Sequence[Counted], after: Sequence[Counted]) -> dict[str, int]:
    return {
        name: sum(one.standing[name] for one in after) - sum(one.standing[name] for one in before)
        for name in STANDING_SUMS
    }


def _shifts(before: Iterable[Counted], after: Iterable[Counted]) -> Mapping[date, Figures]:
    """What each month gains or loses; months where nothing changes are left out."""
    shifts: dict[date, Figures] = {}
    for one in after:
        for month, figures in one.months.items():
            shifts[month] = shifts.get(month, NOTHING) + figures
    for one in before:
        for month, figures in one.months.items():
            shifts[month] = shifts.get(month, NOTHING) + -figures
    return {month: shift for month, shift in shifts.items() if shift != NOTHING}


WAITS = or_(ActivityRecord.status == RecordStatus.SUBMITTED, ActivityRecord.has_new_payment)


def refresh_waiting_since() -> None:
    """Find the oldest waiting day of every member again, after a bulk load."""
    db.session.execute(_WAITING_SINCE)


_WAITING_SINCE = (
    update(ActivityStanding)
    .values(
        oldest_waiting_on=select(func.min(ActivityRecord.day))
        .where(
            ActivityRecord.member_id == ActivityStanding.member_id,
            ActivityRecord.organisation_id == ActivityStanding.organisation_id,
            WAITS,
        )
        .scalar_subquery()
    )
    .execution_options(synchronize_session=False)
)
_MEMBER_WAITING_SINCE = _WAITING_SINCE.where(ActivityStanding.member_id == bindparam("of_member"))


# --- The check ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A running total that is not the sum of its records."""

    table: str
    key: tuple[Any, ...]
    kept: Any
    raw: Any


def find_differences() -> list[Difference]:
    """Every running total of the open organisation that differs from the raw sums; an empty list when all is well."""
    return [
        *_compare("activity_month", _kept_months(ActivityMonth.member_id), _raw_months(ActivityRecord.member_id)),
        *_compare("activity_organisation_month", _kept_organisation_months(), _raw_months()),
        *_compare("activity_standing", _kept_standings(), _raw_standings()),
    ]


def _compare(table: str, kept: Mapping[Any, Any], raw: Mapping[Any, Any]) -> list[Difference]:
    return [
        Difference(table=table, key=key, kept=kept.get(key), raw=raw.get(key))
        for key in sorted(kept.keys() | raw.keys())
        if kept.get(key) != raw.get(key)
    ]


def _kept_months(*keys: SQLColumnExpression[Any]) -> dict[Any, Figures]:
    rows = db.session.execute(select(*keys, ActivityMonth.month, *(getattr(ActivityMonth, name) for name in NAMES)))
    return _by_month(rows)


def _kept_organisation_months() -> dict[Any, Figures]:
    names = (getattr(OrganisationMonth, name) for name in NAMES)
    return _by_month(db.session.execute(select(OrganisationMonth.month, *names)))


def _raw_months(*keys: SQLColumnExpression[Any]) -> dict[Any, Figures]:
    """The sums of records by the month of their day, and of payments by the month of theirs."""
    found: dict[Any, Figures] = {}
    for day, sums, source in (
        (ActivityRecord.day, SUMS, ActivityRecord),
        (ActivityPayment.paid_on, PAID_SUMS, _PAID),
    ):
        year, month = extract("year", day), extract("month", day)
        statement = select(*keys, cast(year, Integer), cast(month, Integer), *sums).select_from(source)
        for row in db.session.execute(statement.group_by(*keys, year, month)):
            key = (*row[: len(keys)], date(row[len(keys)], row[len(keys) + 1], 1))
            figures = Figures(**{name: int(row._mapping[name]) for name in row._mapping if name in NAMES})
            found[key] = found.get(key, NOTHING) + figures
    return {key: figures for key, figures in found.items() if figures != NOTHING}


def _by_month(rows: Iterable[Any]) -> dict[Any, Figures]:
    """Figures by key; months that sum to nothing are as if they were not kept."""
    found = {
        tuple(row[: -len(NAMES)]): Figures(
            **{name: int(value) for name, value in zip(NAMES, row[-len(NAMES) :], strict=True)}
        )
        for row in rows
    }
    return {key: figures for key, figures in found.items() if figures != NOTHING}


def _kept_standings() -> dict[Any, Any]:
    columns = (*(getattr(ActivityStanding, name) for name in STANDING_SUMS), ActivityStanding.oldest_waiting_on)
    return _standings(db.session.execute(select(ActivityStanding.member_id, *columns)))


def _raw_standings() -> dict[Any, Any]:
    is_draft, is_returned = (ActivityRecord.status == one for one in (RecordStatus.DRAFT, RecordStatus.RETURNED))
    columns = (
        *(func.sum(case((condition, 1), else_=0)) for condition in (is_draft, WAITS, is_returned)),
        func.min(case((WAITS, ActivityRecord.day))),
    )
    return _standings(db.session.execute(select(ActivityRecord.member_id, *columns).group_by(ActivityRecord.member_id)))


def _standings(rows: Iterable[Any]) -> dict[Any, Any]:
    return {(row[0],): tuple(row[1:]) for row in rows if any(row[1:])}


def _sum_where(column: SQLColumnExpression[int], *conditions: SQLColumnExpression[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((and_(*conditions), column), else_=0)), 0)


def _number_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_NET = ActivityRecord.amount_minor - ActivityRecord.tax_minor
_IS_SALE, _IS_EXPENSE = (ActivityRecord.kind == one for one in (RecordKind.SALE, RecordKind.EXPENSE))
_VALIDATED = ActivityRecord.status == RecordStatus.VALIDATED
SUMS = (
    func.coalesce(func.sum(ActivityRecord.minutes), 0).label("minutes"),
    _sum_where(_NET, _IS_SALE).label("sold_minor"),
    _sum_where(_NET, _IS_EXPENSE).label("spent_minor"),
    func.count().label("records"),
    _number_where(ActivityRecord.status == RecordStatus.DRAFT).label("drafts"),
    _number_where(WAITS).label("waiting"),
    _sum_where(_NET, _IS_SALE, _VALIDATED).label("counted_sold_minor"),
    _sum_where(_NET, _IS_EXPENSE, _VALIDATED).label("counted_spent_minor"),
    _sum_where(_NET, _IS_EXPENSE, _VALIDATED, ActivityRecord.is_production).label("counted_production_minor"),
)
"""Of records, by their day."""
PAID_SUMS = (
    func.coalesce(func.sum(ActivityPayment.net_minor), 0).label("collected_minor"),
    _sum_where(ActivityPayment.net_minor, _VALIDATED, ActivityPayment.is_counted).label("counted_collected_minor"),
)
"""Of payments with their records, by the day of the payment."""
_PAID = join(
    ActivityPayment,
    ActivityRecord,
    (ActivityPayment.organisation_id == ActivityRecord.organisation_id)
    & (ActivityPayment.record_id == ActivityRecord.id),
)
