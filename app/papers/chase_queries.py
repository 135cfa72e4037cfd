"""Whom to remind of which paper: what is missing, has expired or soon will; and apart, what was sent and waits.

Everything starts from `visible_to(actor)`. How somebody stands is the rule of `rules.standing`, written in SQL; a test
holds the two together. Nobody is reminded of what they have sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.paging import PAGE_SIZE, AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.reading import Number, among, read_number
from app.kernel.sql import read_rows
from app.members.models import Member, ParcoursStep
from app.members.parcours_queries import holding_on
from app.members.queries import supported_by, visible_to
from app.papers.models import Paper, PaperKind, PaperNeed, PaperState
from app.papers.rules import SOON, Standing

TO_CHECK = "to_check"


@dataclass(frozen=True, kw_only=True)
class ChaseFilters:
    """What the list is reduced to; empty values do not filter."""

    what: str = ""  # a Standing that is chased, or TO_CHECK
    kind_id: int | None = None
    stage_id: int | None = None
    coach_id: int | None = None


_ON, _SOON = bindparam("on", type_=Date), bindparam("soon", type_=Date)
_IS_MISSING = Paper.id.is_(None)
_STANDING = case(
    (_IS_MISSING, Standing.MISSING.value),
    (Paper.expires_on < _ON, Standing.EXPIRED.value),
    else_=Standing.EXPIRES_SOON.value,
)
_ITS_NEEDS = and_(
    PaperNeed.organisation_id == ParcoursStep.organisation_id, PaperNeed.stage_id == ParcoursStep.stage_id
)
_ITS_KIND = and_(
    PaperKind.organisation_id == PaperNeed.organisation_id,
    PaperKind.id == PaperNeed.kind_id,
    PaperKind.retired_at.is_(None),
)
_OF_BOTH = and_(Paper.member_id == ParcoursStep.member_id, Paper.kind_id == PaperNeed.kind_id)
_WHAT_COUNTS = and_(Paper.organisation_id == PaperNeed.organisation_id, _OF_BOTH, Paper.state == PaperState.RECEIVED)
_GOOD = aliased(Paper)
_IS_GOOD = exists(
    select(literal(1))
    .where(
        _GOOD.organisation_id == PaperNeed.organisation_id,
        _GOOD.member_id == ParcoursStep.member_id,
        _GOOD.kind_id == PaperNeed.kind_id,
        or_(
            among(_GOOD.state, (PaperState.TO_CHECK, PaperState.WAIVED)),
            and_(_GOOD.state == PaperState.RECEIVED, or_(_GOOD.expires_on.is_(None), _GOOD.expires_on > _SOON)),
        ),
    )
    .correlate(ParcoursStep, PaperNeed)
)
_NEEDS = (
    select(ParcoursStep.member_id, PaperKind.id.label("kind_id"), Paper.expires_on, _STANDING.label("what"))
    .select_from(ParcoursStep)
    .join(PaperNeed, _ITS_NEEDS)
    .join(PaperKind, _ITS_KIND)
    .where(holding_on(_ON), ~_IS_GOOD)
)
_WANTED = _NEEDS.outerjoin(Paper, _WHAT_COUNTS)
_MISSING = _WANTED.where(_IS_MISSING)
_HELD = _NEEDS.join(Paper, _WHAT_COUNTS)
_SENT = (
    select(Paper.member_id, PaperKind.id.label("kind_id"), Paper.expires_on, literal(TO_CHECK).label("what"))
    .select_from(Paper)
    .join(PaperKind, and_(PaperKind.organisation_id == Paper.organisation_id, PaperKind.id == Paper.kind_id))
    .where(Paper.state == PaperState.TO_CHECK)
)
_ENTRIES = {
    Standing.MISSING.value: _MISSING,
    Standing.EXPIRED.value: _HELD.where(Paper.expires_on < _ON),
    Standing.EXPIRES_SOON.value: _HELD.where(Paper.expires_on >= _ON, Paper.expires_on <= _SOON),
    TO_CHECK: _SENT,
}
_MANY = ("", Standing.MISSING)  # of which the first members have some: looked for one by one


@lru_cache(maxsize=200)
def _entries(filters: ChaseFilters, *, reads_all: bool) -> AnySelect:
    """A row for each paper of the list. Who does not read confidential papers has none of them to look at."""
    found = _ENTRIES.get(filters.what, _WANTED)
    if filters.what == TO_CHECK and not reads_all:
        found = found.where(PaperKind.is_confidential.is_(False))
    return found if filters.kind_id is None else found.where(PaperKind.id == filters.kind_id)


def _holder(filters: ChaseFilters) -> type[Paper] | type[ParcoursStep]:
    """Which table of the entries names the member."""
    return Paper if filters.what == TO_CHECK else ParcoursStep


@lru_cache(maxsize=200)
def _entries_of_members(filters: ChaseFilters, *, reads_all: bool) -> AnySelect:
    """The same, with the member beside each."""
    holder = _holder(filters)
    its_member = and_(Member.organisation_id == holder.organisation_id, Member.id == holder.member_id)
    return _entries(filters, reads_all=reads_all).join(Member, its_member)


@lru_cache(maxsize=200)
def _conditions(filters: ChaseFilters, visible: ColumnElement[bool], on: date) -> tuple[ColumnElement[bool], ...]:
    """Which members the list is of."""
    conditions = [visible, Member.left_on.is_(None)]
    if filters.coach_id is not None:
        conditions.append(supported_by(filters.coach_id, on))
    if filters.stage_id is not None:
        at_stage = select(ParcoursStep.member_id).where(ParcoursStep.stage_id == filters.stage_id, holding_on(_ON))
        conditions.append(Member.id.in_(at_stage.correlate(None)))
    return tuple(conditions)


def _reached(actor: Actor, filters: ChaseFilters, on: date) -> ColumnElement[bool]:
    """Whom the list may be of: nobody looks at what they sent themself, but for managers."""
    visible = visible_to(actor, on=on)
    return _others(visible, actor.account_id) if filters.what == TO_CHECK and not reads_confidential(actor) else visible


@lru_cache(maxsize=500)
def _others(visible: ColumnElement[bool], account_id: int) -> ColumnElement[bool]:
    return and_(visible, Member.account_id.is_distinct_from(account_id))


@lru_cache(maxsize=200)
def _have_entries(filters: ChaseFilters, *, reads_all: bool) -> ColumnElement[bool]:
    """The members who have an entry: few are found at once, many while the list is walked."""
    entries, holder = _entries(filters, reads_all=reads_all), _holder(filters)
    if filters.what not in _MANY:
        return Member.id.in_(entries.with_only_columns(holder.member_id))
    its_own = and_(holder.organisation_id == Member.organisation_id, holder.member_id == Member.id)
    return exists(entries.where(its_own).correlate(Member).with_only_columns(literal(1)))


_COLUMNS = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.phone,
)


@lru_cache(maxsize=200)
def _listed(filters: ChaseFilters, conditions: tuple[ColumnElement[bool], ...], *, reads_all: bool) -> AnySelect:
    return select(*_COLUMNS).where(*conditions, _have_entries(filters, reads_all=reads_all))


@lru_cache(maxsize=200)
def _counted(filters: ChaseFilters, conditions: tuple[ColumnElement[bool], ...], *, reads_all: bool) -> AnySelect:
    listed = _listed(filters, conditions, reads_all=reads_all)
    return listed.with_only_columns(func.count()).select_from(Member)


def reads_confidential(actor: Actor) -> bool:
    """Managers; the person themself is asked for elsewhere."""
    return actor.can(Permission.ADMIT_MEMBERS)


def _days(on: date) -> dict[str, Any]:
    return {"on": on, "soon": on + SOON}


def fetch_people_page(actor: Actor, filters: ChaseFilters, asked: PageAsked, *, on: date) -> tuple[Page, int]:
    """One page of the members to remind, by name, and how many they are."""
    conditions = _conditions(filters, _reached(actor, filters, on), on)
    page = fetch_page(
        _listed(filters, conditions, reads_all=reads_confidential(actor)),
        asked,
        sort_key=Member.sort_name,
        row_id=Member.id,
        key_of_row=_sort_name_of,
        values=_days(on),
    )
    return page, read_number(people(actor, filters, on=on))


def people(actor: Actor, filters: ChaseFilters, *, on: date) -> Number:
    """How many there are to remind."""
    conditions = _conditions(filters, _reached(actor, filters, on), on)
    statement = _counted(filters, conditions, reads_all=reads_confidential(actor))
    return Number(statement=statement, values=_days(on))


def people_up_to(most: int, actor: Actor, filters: ChaseFilters, *, on: date) -> Number:
    """The same, counted no further than `most`: it takes no longer however many they are."""
    conditions = _conditions(filters, _reached(actor, filters, on), on)
    statement = _counted_up_to(most, filters, conditions, reads_all=reads_confidential(actor))
    return Number(statement=statement, values=_days(on))


@lru_cache(maxsize=200)
def _counted_up_to(
    most: int, filters: ChaseFilters, conditions: tuple[ColumnElement[bool], ...], *, reads_all: bool
) -> AnySelect:
    people = _entries_of_members(filters, reads_all=reads_all).where(*conditions).with_only_columns(Member.id)
    return select(func.count()).select_from(people.distinct().limit(most).subquery())


def papers_to_check(actor: Actor, *, on: date) -> Number:
    """How many papers sent by members wait to be looked at."""
    filters, reads_all = ChaseFilters(what=TO_CHECK), reads_confidential(actor)
    conditions = _conditions(filters, _reached(actor, filters, on), on)
    return Number(statement=_counted_to_check(conditions, reads_all=reads_all))


@lru_cache(maxsize=200)
def _counted_to_check(conditions: tuple[ColumnElement[bool], ...], *, reads_all: bool) -> AnySelect:
    """The few that wait first, then whose they are: never all members, each asked for what they sent."""
    its_member = and_(Member.organisation_id == Paper.organisation_id, Member.id == Paper.member_id)
    sent = _entries(ChaseFilters(what=TO_CHECK), reads_all=reads_all)
    return sent.where(exists().where(its_member, *conditions)).with_only_columns(func.count())


_PLACES = tuple(f"place_{place}" for place in range(PAGE_SIZE))


def entries_of(actor: Actor, filters: ChaseFilters, member_ids: Sequence[int], *, on: date) -> Sequence[AnyRow]:
    """The papers of the list for the members of a page: `member_id`, `kind_id`, `what`, `expires_on`."""
    if not member_ids:
        return []
    ids = dict.fromkeys(_PLACES) | dict(zip(_PLACES, member_ids, strict=False))
    statement = _entries_of_these(filters, reads_all=reads_confidential(actor))
    return read_rows(statement, {**ids, **_days(on)}).all()


@lru_cache(maxsize=200)
def _entries_of_these(filters: ChaseFilters, *, reads_all: bool) -> AnySelect:
    these = _holder(filters).member_id.in_([bindparam(place, type_=BigInteger) for place in _PLACES])
    return _entries(filters, reads_all=reads_all).where(these).order_by(PaperKind.position, PaperKind.id)


def fetch_all(actor: Actor, filters: ChaseFilters, *, on: date) -> Sequence[AnyRow]:
    """Every paper of the list with its member, by name, for a file."""
    entries = _entries_of_members(filters, reads_all=reads_confidential(actor)).add_columns(*_COLUMNS)
    listed = entries.where(*_conditions(filters, _reached(actor, filters, on), on))
    return read_rows(listed.order_by(Member.sort_name, Member.id, PaperKind.position, PaperKind.id), _days(on)).all()


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))
