"""Everybody at once: those somebody follows, and what each person of a cooperative did in a month. Pages and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, bindparam, func, or_, select

from app.activity.models import ActivityMonth, ActivityStanding
from app.activity.periods import Trend, trend_months, trend_of
from app.activity.queries import NEVER, SILENT_DAYS, not_own
from app.activity.totals import NAMES
from app.kernel.access import Actor, Role
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect, Column, Page, PageAsked, fetch_page
from app.kernel.reading import read_number
from app.kernel.sql import read_rows
from app.members.list_queries import ids_found_by
from app.members.models import Member
from app.members.queries import PRESENT, supported_by, visible_to

ROWS_AT_ONCE = 500
MOST_COUNTED = 1000
Conditions = tuple[ColumnElement[bool], ...]
_PERSON = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
)


def _found_by(typed: str) -> Conditions:
    return tuple(Member.id.in_(found) for found in ids_found_by(typed))


# --- Those one follows ----------------------------------------------------------------------------------------------


class Show(StrEnum):
    """Whom the list of those followed is reduced to."""

    ALL = "all"
    SILENT = "silent"
    DRAFTS = "drafts"
    WAITING = "waiting"
    RETURNED = "returned"


class FollowedOrder(StrEnum):
    """What the list is sorted by."""

    NAME = "name"
    LAST = "last"  # those who logged nothing first, then the longest silence
    RECENT = "recent"  # the latest entry first


@dataclass(frozen=True, kw_only=True)
class FollowedFilters:
    """`coach`: a coach's membership id, `none` for nobody's people, or empty."""

    show: Show = Show.ALL
    coach: str = ""
    typed: str = ""
    order: FollowedOrder = FollowedOrder.NAME

    @property
    def is_everybody(self) -> bool:
        return self.show is Show.ALL and not (self.coach or self.typed)


_LAST_DAY = func.coalesce(Member.last_activity_on, NEVER)
_SINCE = bindparam("since", type_=Date)
_SHOWN: Mapping[Show, Conditions] = {
    Show.ALL: (),
    Show.SILENT: (or_(Member.last_activity_on.is_(None), Member.last_activity_on < _SINCE),),
    Show.DRAFTS: (ActivityStanding.drafts > 0,),
    Show.WAITING: (ActivityStanding.waiting > 0,),
    Show.RETURNED: (ActivityStanding.returned > 0,),
}
_FOLLOWED = (
    select(
        *_PERSON,
        Member.last_activity_on,
        Member.admitted_on,
        func.coalesce(ActivityStanding.drafts, 0).label("drafts"),
        func.coalesce(ActivityStanding.waiting, 0).label("waiting"),
        func.coalesce(ActivityStanding.returned, 0).label("returned"),
        ActivityStanding.oldest_waiting_on,
    )
    .outerjoin(
        ActivityStanding,
        (ActivityStanding.organisation_id == Member.organisation_id) & (ActivityStanding.member_id == Member.id),
    )
    .where(Member.left_on.is_(None))
)
_UNCOACHED = Member.is_coached.is_(False)
_COUNT = func.count(Member.id)


def _followed_conditions(actor: Actor, filters: FollowedFilters, *, on: date) -> Conditions:
    conditions = [*_SHOWN[filters.show], *_found_by(filters.typed), not_own(actor)]
    if filters.coach == "none":
        conditions.append(_UNCOACHED)
    elif filters.coach:
        conditions.append(supported_by(int(filters.coach), on))
    return (*conditions, visible_to(actor, on=on))


@lru_cache(maxsize=200)
def _followed(conditions: Conditions) -> AnySelect:
    return _FOLLOWED.where(*conditions)


@lru_cache(maxsize=200)
def _followed_counted(conditions: Conditions) -> AnySelect:
    found = _FOLLOWED.where(*conditions).with_only_columns(Member.id, maintain_column_froms=True)
    return select(func.count()).select_from(found.limit(MOST_COUNTED + 1).subquery())


def _since(on: date) -> dict[str, Any]:
    return {"since": on - timedelta(days=SILENT_DAYS)}


def fetch_followed_page(actor: Actor, filters: FollowedFilters, asked: PageAsked, *, on: date) -> Page:
    """One page of the present members an actor follows, but for themself."""
    sort_key: Column = Member.sort_name if filters.order is FollowedOrder.NAME else _LAST_DAY
    return fetch_page(
        _followed(_followed_conditions(actor, filters, on=on)),
        asked,
        sort_key=sort_key,
        row_id=Member.id,
        key_of_row=lambda member_id: db.session.scalar(select(sort_key).where(Member.id == member_id)),
        values=_since(on),
        descending=filters.order is FollowedOrder.RECENT,
    )


def count_followed(actor: Actor, filters: FollowedFilters, *, on: date) -> int | None:
    """How many there are in all: everybody's number is kept; others are counted as far as `MOST_COUNTED`, None beyond."""
    if filters.is_everybody and Role.MANAGER in actor.roles and Role.ENTREPRENEUR not in actor.roles:
        return read_number(PRESENT)
    conditions = _followed_conditions(actor, filters, on=on)
    count = int(read_rows(_followed_counted(conditions), _since(on)).scalar() or 0)
    return count if count <= MOST_COUNTED else None


def fetch_followed(actor: Actor, filters: FollowedFilters, *, on: date) -> Sequence[AnyRow]:
    """All of them in the order of their names: for files."""
    statement = _followed(_followed_conditions(actor, filters, on=on)).order_by(Member.sort_name, Member.id)
    return db.session.execute(statement, _since(on)).all()


_SOLD = (
    select(ActivityMonth.member_id, ActivityMonth.month, ActivityMonth.sold_minor)
    .where(
        ActivityMonth.member_id.in_(bindparam("member_ids", expanding=True)),
        ActivityMonth.month.between(bindparam("first"), bindparam("last")),
    )
    .where(ActivityMonth.sold_minor != 0)
)


def trends(member_ids: Sequence[int], today: date) -> Mapping[int, Trend]:
    """How the sales of each go: three whole months against the three before them."""
    before, after = trend_months(today)
    sold = {member_id: [0, 0] for member_id in member_ids}
    wanted = {"member_ids": list(member_ids), "first": before[0], "last": after[-1]}
    for row in read_rows(_SOLD, wanted) if member_ids else ():
        sold[row.member_id][row.month in after] += row.sold_minor
    return {member_id: trend_of(*sums) for member_id, sums in sold.items()}


def trends_of_all(members: Iterable[AnyRow], today: date) -> Iterator[tuple[AnyRow, Trend]]:
    """The same beside the rows of many people."""
    rows = list(members)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        found = trends([row.id for row in some], today)
        yield from ((row, found[row.id]) for row in some)


# --- The cooperative's month ----------------------------------------------------------------------------------------


class MonthOrder(StrEnum):
    """What the people of a month are sorted by."""

    NAME = "name"
    SOLD = "sold"  # who sold most first


@dataclass(frozen=True, kw_only=True)
class MonthFilters:
    """Which month, by its first day, and whom of it."""

    month: date
    typed: str = ""
    order: MonthOrder = MonthOrder.NAME


_MONTH = bindparam("month", type_=Date)
_OF_MONTH = (
    select(*_PERSON, *(getattr(ActivityMonth, name) for name in NAMES))
    .join(
        ActivityMonth,
        and_(ActivityMonth.organisation_id == Member.organisation_id, ActivityMonth.member_id == Member.id),
    )
    .where(ActivityMonth.month == _MONTH)
)
_SOLD_IN_MONTH = select(ActivityMonth.sold_minor).where(
    ActivityMonth.month == _MONTH, ActivityMonth.member_id == bindparam("member_id", type_=BigInteger)
)
_NAME_OF = select(Member.sort_name).where(Member.id == bindparam("member_id", type_=BigInteger))
_PEOPLE = select(func.count()).select_from(ActivityMonth).where(ActivityMonth.month == _MONTH)


def fetch_month_page(filters: MonthFilters, asked: PageAsked) -> Page:
    """One page of the people who have figures in a month, with them; for who may see everybody."""
    by_name = filters.order is MonthOrder.NAME
    values = {"month": filters.month}

    def key_of(member_id: int) -> Any:
        return read_rows(_NAME_OF if by_name else _SOLD_IN_MONTH, {**values, "member_id": member_id}).scalar()

    return fetch_page(
        _of_month(filters.typed),
        asked,
        sort_key=Member.sort_name if by_name else ActivityMonth.sold_minor,
        row_id=Member.id if by_name else ActivityMonth.member_id,  # its own column, so that the index gives the order
        key_of_row=key_of,
        values=values,
        descending=not by_name,
    )


@lru_cache(maxsize=100)
def _of_month(typed: str) -> AnySelect:
    return _OF_MONTH.where(*_found_by(typed))


@lru_cache(maxsize=100)
def _of_month_counted(typed: str) -> AnySelect:
    return _of_month(typed).with_only_columns(_COUNT, maintain_column_froms=True)


def count_month(filters: MonthFilters) -> int:
    """How many people the list has."""
    statement = _of_month_counted(filters.typed) if filters.typed else _PEOPLE
    return int(read_rows(statement, {"month": filters.month}).scalar() or 0)


def fetch_month(filters: MonthFilters) -> Iterator[AnyRow]:
    """All of them by name: for files."""
    ordered = _of_month(filters.typed).order_by(Member.sort_name, Member.id)
    yield from db.session.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE), {"month": filters.month})
