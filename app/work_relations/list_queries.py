"""The list of contracts: what ends soon, what ended, who is to be an associate; its filters, pages and counts.

Everything starts from `visible_to(actor)` and holds on the day it is asked for. Statements are kept: days and ids are values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect, Column, Page, PageAsked, fetch_page, page_among
from app.kernel.reading import Number, among, read_number
from app.kernel.sql import read_rows
from app.members.list_queries import ids_found_by
from app.members.models import Member
from app.members.queries import supported_by, visible_to
from app.work_relations import rules
from app.work_relations.associates import associate_deadlines
from app.work_relations.models import Contract
from app.work_relations.queries import ITS_KIND, ITS_MEMBER, KIND, KIND_COLUMNS, DecidedRules, holding_on
from app.work_relations.rules import AssociateRule


class View(StrEnum):
    """What a list of contracts is about; each is a warning but the last."""

    ENDING = "ending"  # ends within the days of warning
    TRIAL = "trial"  # its trial period does, and not the contract before it
    WITHOUT = "without"  # it ended, the person is present, and no other contract holds or is to begin
    LEFT = "left"  # it holds, and the person has left
    ASSOCIATE = "associate"  # the person is to be an associate within the days of warning, or should be
    ALL = "all"  # everything in force


@dataclass(frozen=True, kw_only=True)
class ContractFilters:
    """What the list is reduced to; empty values do not filter."""

    view: View = View.ENDING
    days: int = rules.WARNING_DAYS
    typed: str = ""
    kind_id: int | None = None
    coach: str = ""  # "none" or a coach's membership id


_ON, _UNTIL = bindparam("on", type_=Date), bindparam("until", type_=Date)
_HOLDS, _PRESENT = holding_on(_ON), Member.left_on.is_(None)
_OTHER = aliased(Contract)
_OF_THE_SAME = and_(_OTHER.organisation_id == Contract.organisation_id, _OTHER.member_id == Contract.member_id)
_FOLLOWS = or_(_OTHER.last_day.is_(None), _OTHER.last_day >= _ON)  # it holds, or is to begin
_ENDED_LATER = and_(
    _OTHER.last_day < _ON,
    or_(_OTHER.last_day > Contract.last_day, and_(_OTHER.last_day == Contract.last_day, _OTHER.id > Contract.id)),
)
_IS_THE_LAST = ~select(_OTHER.id).where(_OF_THE_SAME, or_(_FOLLOWS, _ENDED_LATER)).correlate(Contract).exists()
_ENDS_AFTER_TRIAL = or_(Contract.last_day.is_(None), Contract.last_day >= Contract.trial_last_day)
Conditions = tuple[ColumnElement[bool], ...]
_VIEWS: Mapping[View, Conditions] = {
    View.ENDING: (_HOLDS, Contract.last_day <= _UNTIL),
    View.TRIAL: (_HOLDS, Contract.trial_last_day >= _ON, Contract.trial_last_day <= _UNTIL, _ENDS_AFTER_TRIAL),
    View.WITHOUT: (_PRESENT, Contract.last_day < _ON, _IS_THE_LAST),
    View.LEFT: (_HOLDS, Member.left_on.is_not(None)),
    View.ASSOCIATE: (_HOLDS, among(KIND.contract_nature, rules.EMPLOYING)),
    View.ALL: (_HOLDS,),
}
_SORTED_BY: Mapping[View, Column] = {View.ENDING: Contract.last_day, View.TRIAL: Contract.trial_last_day}
_OF_KIND = Contract.kind_id == bindparam("kind_id", type_=BigInteger)
_UNCOACHED = Member.is_coached.is_(False)
_LISTED = (
    select(
        Contract.id,
        Contract.member_id,
        Contract.started_on,
        Contract.last_day,
        Contract.trial_last_day,
        *KIND_COLUMNS,
        Member.number,
        Member.given_name_latin,
        Member.family_name_latin,
        Member.given_name_arabic,
        Member.family_name_arabic,
        Member.left_on,
    )
    .join(KIND, ITS_KIND)
    .join(Member, ITS_MEMBER)
)


def _conditions(actor: Actor, filters: ContractFilters, *, on: date) -> Conditions:
    conditions = [visible_to(actor, on=on), *_VIEWS[filters.view]]
    if filters.kind_id is not None:
        conditions.append(_OF_KIND)
    if filters.coach == "none":
        conditions.append(_UNCOACHED)
    elif filters.coach:
        conditions.append(supported_by(int(filters.coach), on))
    return (*conditions, *(Member.id.in_(found) for found in ids_found_by(filters.typed)))


def _values(filters: ContractFilters, on: date) -> dict[str, Any]:
    return {"on": on, "until": on + timedelta(days=filters.days), "kind_id": filters.kind_id}


@lru_cache(maxsize=100)
def _listed(conditions: Conditions) -> AnySelect:
    return _LISTED.where(*conditions)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page of the list, how many there are in all, and by when each member is to be an associate."""

    page: Page
    count: int
    deadlines: Mapping[int, date]


def fetch_contracts_page(
    actor: Actor, filters: ContractFilters, asked: PageAsked, *, on: date, rule: AssociateRule | None
) -> Listed:
    """One page of the contracts an actor may see, what is nearest first; those of a view without a day by name."""
    if filters.view is View.ASSOCIATE:
        return _page_of_deadlines(actor, filters, asked, on=on, rule=rule)
    sort_key = _SORTED_BY.get(filters.view, Member.sort_name)
    page = fetch_page(
        _listed(_conditions(actor, filters, on=on)),
        asked,
        sort_key=sort_key,
        row_id=Contract.id,
        key_of_row=lambda contract_id: _key_of(sort_key, contract_id),
        values=_values(filters, on),
    )
    return Listed(page=page, count=count_contracts(actor, filters, on=on, rule=rule), deadlines={})


def _key_of(sort_key: Column, contract_id: int) -> Any:
    return db.session.scalar(select(sort_key).join_from(Contract, Member, ITS_MEMBER).where(Contract.id == contract_id))


def _page_of_deadlines(
    actor: Actor, filters: ContractFilters, asked: PageAsked, *, on: date, rule: AssociateRule | None
) -> Listed:
    rows, deadlines = _due_associates(actor, filters, on=on, rule=rule)
    found = [(deadlines[row.member_id], row.id) for row in rows]
    these = page_among(found, asked, key_of_row=dict(map(reversed, found)).get)  # type: ignore[arg-type]  # id to day
    by_id = {row.id: row for row in rows}
    page = Page(rows=[by_id[row_id] for row_id in these.ids], before_id=these.before_id, after_id=these.after_id)
    return Listed(page=page, count=len(rows), deadlines=deadlines)


def _due_associates(
    actor: Actor, filters: ContractFilters, *, on: date, rule: AssociateRule | None
) -> tuple[list[AnyRow], Mapping[int, date]]:
    """Who is to be an associate within the days asked for, or should be one already; the most urgent first."""
    if rule is None:
        return [], {}
    until = on + timedelta(days=filters.days)
    deadlines = {who: day for who, day in associate_deadlines(actor, rule, on=on).items() if day <= until}
    if not deadlines:
        return [], {}
    listed = read_rows(_listed(_conditions(actor, filters, on=on)), _values(filters, on))
    rows = [row for row in listed if row.member_id in deadlines]
    return sorted(rows, key=lambda row: (deadlines[row.member_id], row.id)), deadlines


def fetch_contracts(
    actor: Actor, filters: ContractFilters, *, on: date, rule: AssociateRule | None
) -> tuple[Sequence[AnyRow], Mapping[int, date]]:
    """All of them in the order of the list, and by when members are to be associates: for exports."""
    if filters.view is View.ASSOCIATE:
        return _due_associates(actor, filters, on=on, rule=rule)
    listed = _LISTED.where(*_conditions(actor, filters, on=on))
    ordered = listed.order_by(_SORTED_BY.get(filters.view, Member.sort_name), Contract.id)
    return read_rows(ordered, _values(filters, on)).all(), {}


@lru_cache(maxsize=100)
def _counted(conditions: Conditions) -> AnySelect:
    return select(func.count(Contract.id)).join(KIND, ITS_KIND).join(Member, ITS_MEMBER).where(*conditions)


def count_contracts(actor: Actor, filters: ContractFilters, *, on: date, rule: AssociateRule | None) -> int:
    if filters.view is View.ASSOCIATE:
        return len(_due_associates(actor, filters, on=on, rule=rule)[0])
    return read_number(number_of(actor, filters, on=on))


def number_of(actor: Actor, filters: ContractFilters, *, on: date) -> Number:
    """How many rows a view has, but for that of associates, whose days are reckoned one by one."""
    return Number(statement=_counted(_conditions(actor, filters, on=on)), values=_values(filters, on))


def numbers_of_views(actor: Actor, decided: DecidedRules, *, on: date) -> dict[View, Number]:
    """The same for each view at once, within the organisation's days of warning."""
    filters = ContractFilters(days=decided.warning_days)
    return {view: number_of(actor, replace(filters, view=view), on=on) for view in View if view is not View.ASSOCIATE}


def count_due_associates(actor: Actor, decided: DecidedRules, *, on: date) -> int:
    filters = ContractFilters(view=View.ASSOCIATE, days=decided.warning_days)
    return count_contracts(actor, filters, on=on, rule=decided.associate_rule)
