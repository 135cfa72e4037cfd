"""Records and payments behind a figure: found by person, period, what they are, and words. Newest first, in pages.

Statements are kept: ids and days are values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, String, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.activity.models import ActivityParty, ActivityPayment, ActivityRecord
from app.activity.rules import RecordKind, RecordStatus
from app.activity.totals import WAITS
from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.names import fold
from app.kernel.paging import AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.sql import read_rows
from app.members.models import Member
from app.members.queries import visible_to
from app.network.models import VocabularyTerm

MOST_COUNTED = 1000
"""Further than this a list of everybody's records is not counted, nor added up."""
ROWS_AT_ONCE = 500
PAYMENT = "payment"
ESCAPE = "!"


@dataclass(frozen=True, kw_only=True)
class RecordFilters:
    """What a list holds; empty values do not filter. `what`: a kind of record, or `payment`: money by the day it came.

    `term_id` is a kind of work or a category. Validated payments are those that count.
    """

    start: date
    end: date
    what: str = ""
    status: RecordStatus | None = None
    member_id: int | None = None
    party_id: int | None = None
    trade_id: int | None = None
    has_no_trade: bool = False
    term_id: int | None = None
    typed: str = ""

    @property
    def is_payments(self) -> bool:
        return self.what == PAYMENT


@dataclass(frozen=True, kw_only=True)
class Sums:
    """How many rows a list has and what they come to, in minutes and in minor units before tax; None: too many to say."""

    count: int | None
    minutes: int = 0
    sold_minor: int = 0
    collected_minor: int = 0
    spent_minor: int = 0


_ITS_MEMBER = and_(Member.organisation_id == ActivityRecord.organisation_id, Member.id == ActivityRecord.member_id)
_ITS_TERM = and_(
    VocabularyTerm.organisation_id == ActivityRecord.organisation_id,
    VocabularyTerm.id == func.coalesce(ActivityRecord.work_kind_id, ActivityRecord.expense_category_id),
)
_ITS_PARTY = and_(
    ActivityParty.organisation_id == ActivityRecord.organisation_id, ActivityParty.id == ActivityRecord.party_id
)
_ITS_RECORD = and_(
    ActivityRecord.organisation_id == ActivityPayment.organisation_id, ActivityRecord.id == ActivityPayment.record_id
)
_SHOWN = (
    ActivityRecord.id.label("record_id"),
    ActivityRecord.day.label("record_day"),
    ActivityRecord.member_id,
    ActivityRecord.kind,
    ActivityRecord.trade_id,
    ActivityRecord.currency,
    ActivityRecord.description,
    ActivityRecord.document_number,
    ActivityRecord.note,
    ActivityRecord.stage,
    ActivityRecord.status,
    ActivityRecord.remark,
    VocabularyTerm.label_fr,
    VocabularyTerm.label_ar,
    func.coalesce(ActivityParty.name, "").label("party"),
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
)
_NET = ActivityRecord.amount_minor - ActivityRecord.tax_minor
_RECORDS = select(
    ActivityRecord.id,
    ActivityRecord.day,
    ActivityRecord.minutes,
    ActivityRecord.amount_minor,
    _NET.label("net_minor"),
    *_SHOWN,
)
_PAYMENTS = select(
    ActivityPayment.id,
    ActivityPayment.paid_on.label("day"),
    literal(0, Integer).label("minutes"),
    ActivityPayment.amount_minor,
    ActivityPayment.net_minor,
    *_SHOWN,
).join(ActivityRecord, _ITS_RECORD)


def _named(statement: AnySelect) -> AnySelect:
    named = statement.join(Member, _ITS_MEMBER).outerjoin(VocabularyTerm, _ITS_TERM)
    return named.outerjoin(ActivityParty, _ITS_PARTY)


def _findable(statement: AnySelect) -> AnySelect:
    return statement.join(Member, _ITS_MEMBER).outerjoin(ActivityParty, _ITS_PARTY)


_FOUND = {
    False: _findable(select(ActivityRecord.id)),
    True: _findable(select(ActivityPayment.id).join(ActivityRecord, _ITS_RECORD)),
}
"""The same with what conditions name, and nothing that is shown."""
_LISTED = {False: _named(_RECORDS), True: _named(_PAYMENTS)}
_DAY: dict[bool, InstrumentedAttribute[date]] = {False: ActivityRecord.day, True: ActivityPayment.paid_on}
_ID: dict[bool, InstrumentedAttribute[int]] = {False: ActivityRecord.id, True: ActivityPayment.id}
_TYPED = bindparam("typed", type_=String)
_TYPED_FOLDED = bindparam("typed_folded", type_=String)
_FOUND_BY_WORD = or_(
    ActivityParty.name_key.like(_TYPED_FOLDED, escape=ESCAPE),
    func.lower(ActivityRecord.description).like(_TYPED, escape=ESCAPE),
    func.lower(ActivityRecord.document_number).like(_TYPED, escape=ESCAPE),
)
_ASKED: dict[str, ColumnElement[bool]] = {
    "member_id": ActivityRecord.member_id == bindparam("member_id", type_=BigInteger),
    "party_id": ActivityRecord.party_id == bindparam("party_id", type_=BigInteger),
    "trade_id": ActivityRecord.trade_id == bindparam("trade_id", type_=BigInteger),
    "has_no_trade": ActivityRecord.trade_id.is_(None),
    "term_id": or_(
        ActivityRecord.work_kind_id == bindparam("term_id", type_=BigInteger),
        ActivityRecord.expense_category_id == bindparam("term_id", type_=BigInteger),
    ),
    "typed": _FOUND_BY_WORD,
}
_OF_KIND = {kind: ActivityRecord.kind == kind for kind in RecordKind}
_OF_STATUS = {status: ActivityRecord.status == status for status in RecordStatus} | {RecordStatus.SUBMITTED: WAITS}
_BETWEEN = {is_payments: day.between(bindparam("start"), bindparam("end")) for is_payments, day in _DAY.items()}
Conditions = tuple[ColumnElement[bool], ...]


def _conditions(actor: Actor, filters: RecordFilters, *, on: date) -> Conditions:
    """What is asked, and last that the actor sees whose it is."""
    conditions: list[ColumnElement[bool]] = [_BETWEEN[filters.is_payments]]
    conditions += [condition for name, condition in _ASKED.items() if getattr(filters, name)]
    if filters.what and not filters.is_payments:
        conditions.append(_OF_KIND[RecordKind(filters.what)])
    if filters.status:
        conditions.append(_OF_STATUS[filters.status])
    if filters.is_payments and filters.status is RecordStatus.VALIDATED:
        conditions.append(_COUNTS)
    return (*conditions, visible_to(actor, on=on))


_COUNTS = ActivityPayment.is_counted.is_(True)


def _values(filters: RecordFilters) -> dict[str, Any]:
    words = {
        "typed": _within(filters.typed.lower()),
        "typed_folded": _within(fold(filters.typed) or filters.typed),
    }
    ids = {name: getattr(filters, name) for name in ("member_id", "party_id", "trade_id", "term_id")}
    return {"start": filters.start, "end": filters.end, **ids, **words}


def _within(typed: str) -> str:
    """What `LIKE` takes for a text that has this somewhere in it, whatever signs stand there."""
    for sign in (ESCAPE, "%", "_"):
        typed = typed.replace(sign, ESCAPE + sign)
    return f"%{typed}%"


@lru_cache(maxsize=200)
def _found(is_payments: bool, conditions: Conditions) -> AnySelect:  # noqa: FBT001  # a key of the cache
    return _LISTED[is_payments].where(*conditions)


def fetch_records_page(actor: Actor, filters: RecordFilters, asked: PageAsked, *, on: date) -> Page:
    """One page of what an actor may see, the newest first."""
    day, row_id = _DAY[filters.is_payments], _ID[filters.is_payments]
    return fetch_page(
        _found(filters.is_payments, _conditions(actor, filters, on=on)),
        asked,
        sort_key=day,
        row_id=row_id,
        key_of_row=_key_of(day, row_id),
        values=_values(filters),
        descending=True,
    )


def _key_of(day: InstrumentedAttribute[date], row_id: InstrumentedAttribute[int]) -> Callable[[int], date | None]:
    return lambda anchor_id: db.session.scalar(select(day).where(row_id == anchor_id))


def fetch_records(actor: Actor, filters: RecordFilters, *, on: date) -> Iterator[AnyRow]:
    """All of them, by day, read some hundred at a time: for files."""
    listed = _LISTED[filters.is_payments].where(*_conditions(actor, filters, on=on))
    ordered = listed.order_by(_DAY[filters.is_payments], _ID[filters.is_payments])
    yield from db.session.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE), _values(filters))


def sums_of(actor: Actor, filters: RecordFilters, *, on: date) -> Sums:
    """What a list comes to; of more than `MOST_COUNTED` rows nothing is said."""
    conditions = _conditions(actor, filters, on=on)
    values = _values(filters)
    count = int(read_rows(_counted(filters.is_payments, conditions), values).scalar() or 0)
    if count > MOST_COUNTED:
        return Sums(count=None)
    row = read_rows(_summed(filters.is_payments, conditions), values).one()
    return Sums(count=count, **{name: int(value or 0) for name, value in row._mapping.items()})


@lru_cache(maxsize=200)
def _counted(is_payments: bool, conditions: Conditions) -> AnySelect:  # noqa: FBT001  # a key of the cache
    rows = _FOUND[is_payments].where(*conditions)
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery())


def _sum_of(kind: RecordKind, name: str) -> ColumnElement[int]:
    return func.sum(case((_OF_KIND[kind], _NET), else_=0)).label(name)


_SUMS = {
    False: (
        func.sum(ActivityRecord.minutes).label("minutes"),
        _sum_of(RecordKind.SALE, "sold_minor"),
        _sum_of(RecordKind.EXPENSE, "spent_minor"),
    ),
    True: (func.sum(ActivityPayment.net_minor).label("collected_minor"),),
}


@lru_cache(maxsize=200)
def _summed(is_payments: bool, conditions: Conditions) -> AnySelect:  # noqa: FBT001  # a key of the cache
    found = _FOUND[is_payments].where(*conditions)
    return found.with_only_columns(*_SUMS[is_payments], maintain_column_froms=True)
