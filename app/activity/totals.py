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
    bindparam,
    case,
    cast,
    extract,
    func,
    select,
    update,
)

from app.activity.models import ActivityMonth, ActivityRecord, ActivityStanding, OrganisationMonth
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import add_to_rows
from app.kernel.tenancy import open_organisation_id


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is added up: minutes of work, collected sales and expenses in minor units, records, and those that wait."""

    minutes: int = 0
    sales_minor: int = 0
    expenses_minor: int = 0
    records: int = 0
    waiting: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    def __neg__(self) -> Figures:
        return Figures(**{name: -getattr(self, name) for name in NAMES})


NAMES = tuple(field.name for field in fields(Figures))
NOTHING = Figures()


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What one record adds to its month and to its member's standing."""

    month: date
    figures: Figures
    returned: int


def figures_of(record: ActivityRecord | AnyRow) -> Figures:
    """What one record adds to a sum, as it stands now."""
    return Figures(
        minutes=record.minutes,
        sales_minor=record.amount_minor if record.kind is RecordKind.SALE else 0,
        expenses_minor=record.amount_minor if record.kind is RecordKind.EXPENSE else 0,
        records=1,
        waiting=int(record.status is RecordStatus.SUBMITTED),
    )


def counted(record: ActivityRecord) -> Counted:
    """What a record counts for, as it stands now."""
    is_returned = record.status is RecordStatus.RETURNED
    return Counted(month=record.day.replace(day=1), figures=figures_of(record), returned=int(is_returned))


def hold(member_id: int) -> None:
    """Make other transactions that change this member's records wait until this one ends."""
    row = {"member_id": member_id, "waiting": 0, "returned": 0}
    add_to_rows(open_organisation_id(), ActivityStanding, [row], sums=("waiting", "returned"))


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
        sums=("waiting", "returned"),
    )
    db.session.execute(_MEMBER_WAITING_SINCE, {"of_member": member_id})
    shifts = [{"month": month, **asdict(shift)} for month, shift in sorted(_shifts(before, after).items())]
    add_to_rows(open_organisation_id(), ActivityMonth, [{"member_id": member_id, **row} for row in shifts], sums=NAMES)
    add_to_rows(open_organisation_id(), OrganisationMonth, shifts, sums=NAMES)


def _standing_shift(before: Sequence[Counted], after: Sequence[Counted]) -> dict[str, int]:
    return {
        "waiting": sum(one.figures.waiting for one in after) - sum(one.figures.waiting for one in before),
        "returned": sum(one.returned for one in after) - sum(one.returned for one in before),
    }


def _shifts(before: Iterable[Counted], after: Iterable[Counted]) -> Mapping[date, Figures]:
    """What each month gains or loses; months where nothing changes are left out."""
    shifts: dict[date, Figures] = {}
    for one in after:
        shifts[one.month] = shifts.get(one.month, NOTHING) + one.figures
    for one in before:
        shifts[one.month] = shifts.get(one.month, NOTHING) + -one.figures
    return {month: shift for month, shift in shifts.items() if shift != NOTHING}


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
            ActivityRecord.status == RecordStatus.SUBMITTED,
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
    year, month = extract("year", ActivityRecord.day), extract("month", ActivityRecord.day)
    statement = select(*keys, cast(year, Integer), cast(month, Integer), *SUMS).group_by(*keys, year, month)
    rows = db.session.execute(statement)
    return _by_month(
        (*row[: len(keys)], date(row[len(keys)], row[len(keys) + 1], 1), *row[len(keys) + 2 :]) for row in rows
    )


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
    columns = (ActivityStanding.waiting, ActivityStanding.returned, ActivityStanding.oldest_waiting_on)
    return _standings(db.session.execute(select(ActivityStanding.member_id, *columns)))


def _raw_standings() -> dict[Any, Any]:
    waits, is_returned = ActivityRecord.status == RecordStatus.SUBMITTED, ActivityRecord.status == RecordStatus.RETURNED
    columns = (
        func.sum(case((waits, 1), else_=0)),
        func.sum(case((is_returned, 1), else_=0)),
        func.min(case((waits, ActivityRecord.day))),
    )
    return _standings(db.session.execute(select(ActivityRecord.member_id, *columns).group_by(ActivityRecord.member_id)))


def _standings(rows: Iterable[Any]) -> dict[Any, Any]:
    return {(row[0],): tuple(row[1:]) for row in rows if row[1] or row[2]}


def _sum_of(column: SQLColumnExpression[int], kind: RecordKind) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((ActivityRecord.kind == kind, column), else_=0)), 0)


SUMS = (
    func.coalesce(func.sum(ActivityRecord.minutes), 0).label("minutes"),
    _sum_of(ActivityRecord.amount_minor, RecordKind.SALE).label("sales_minor"),
    _sum_of(ActivityRecord.amount_minor, RecordKind.EXPENSE).label("expenses_minor"),
    func.count().label("records"),
    func.coalesce(func.sum(case((ActivityRecord.status == RecordStatus.SUBMITTED, 1), else_=0)), 0).label("waiting"),
)
