"""The list of members: its filters, the search by words of names, its pages, and the rows of the register.

Everything starts from `visible_to(actor)`, which is asked for today; situation, stage and coach may be those of a past day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import BigInteger, ColumnElement, Date, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from app.kernel import names
from app.kernel.access import Actor, Role
from app.kernel.database import db
from app.kernel.paging import PAGE_SIZE, AnyRow, AnySelect, Page, PageAsked, fetch_page, page_among
from app.kernel.reading import Number, among, read_number
from app.kernel.sql import read_rows
from app.members.list_filters import AsOf, MemberFilters, condition_of
from app.members.models import CoachAssignment, Member, MemberNameWord, ParcoursStep
from app.members.parcours_queries import holding_on
from app.members.queries import PRESENT, open_on, visible_to
from app.network.models import CLOSING, VocabularyTerm

LAST_CODE_POINT = "\U0010ffff"


Conditions = tuple[ColumnElement[bool], ...]
_IS_PRESENT, _HAS_LEFT = Member.left_on.is_(None), Member.left_on.is_not(None)
_SITUATIONS: dict[str, Conditions] = {"present": (_IS_PRESENT,), "left": (_HAS_LEFT,)}
_STAGE = aliased(VocabularyTerm)
_ITS_STAGE = and_(_STAGE.organisation_id == ParcoursStep.organisation_id, _STAGE.id == ParcoursStep.stage_id)
_CLOSES = among(_STAGE.nature, CLOSING)
_STEP_CONDITIONS = {"present": (~_CLOSES,), "left": (_CLOSES,), "all": ()}


@lru_cache(maxsize=500)
def _situated_on(situation: str, day: date) -> ColumnElement[bool]:
    """Those who were present (admitted by then), had left, or were known on a day."""
    steps = select(ParcoursStep.member_id).join(_STAGE, _ITS_STAGE)
    situated = Member.id.in_(steps.where(holding_on(day), *_STEP_CONDITIONS[situation]))
    return and_(situated, Member.admitted_on <= day) if situation == "present" else situated


@lru_cache(maxsize=500)
def _lapsed_on(day: date, *, is_past: bool) -> ColumnElement[bool]:
    """Those there whose step was to end before a day, when no other had begun; today: nor is one planned."""
    steps = select(ParcoursStep.member_id).join(_STAGE, _ITS_STAGE)
    holding = holding_on(day) if is_past else ParcoursStep.holds_until.is_(None)
    return Member.id.in_(steps.where(ParcoursStep.ended_on < day, holding, ~_CLOSES))


def _conditions(actor: Actor, filters: MemberFilters, *, on: date) -> Conditions:
    """Whom the actor may see, reduced by all filters but the words typed."""
    day = filters.as_of or on
    conditions: list[ColumnElement[bool]] = []
    if filters.situation == "lapsed":
        conditions.append(_lapsed_on(day, is_past=filters.as_of is not None))
    elif filters.as_of is not None:
        conditions.append(_situated_on(filters.situation, day))
    else:
        conditions.extend(_SITUATIONS.get(filters.situation, ()))
    as_of = AsOf(day, filters.as_of is not None)
    dearest_last = sorted(filters.criteria, key=lambda each: each.code == "stage")  # asked of those whom others leave
    conditions.extend(condition_of(criterion, as_of) for criterion in dearest_last)
    if filters.only:
        conditions.append(Member.id.in_(filters.only))
    return (*conditions, visible_to(actor, on=on))  # last: it is asked of those whom the others leave


def ids_found_by(typed: str) -> list[Select[int]]:
    """For each word typed, the ids of the members with a name or number that begins so: a member is in all of them."""
    return [_with_word(prefix) for prefix in names.query_prefixes(typed)]


def _with_word(prefix: str) -> Select[int]:
    return select(MemberNameWord.member_id).where(
        MemberNameWord.word >= prefix, MemberNameWord.word < prefix + LAST_CODE_POINT
    )


def _all_conditions(actor: Actor, filters: MemberFilters, *, on: date) -> Conditions:
    having = tuple(Member.id.in_(found) for found in ids_found_by(filters.typed))
    return _conditions(actor, filters, on=on) + having


LIST_COLUMNS = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.phone,
    Member.commune,
    Member.trade_id,
    Member.last_activity_on,
)
_ALL_COLUMNS = (
    *LIST_COLUMNS,
    Member.sex,
    Member.civility,
    Member.birth_date,
    Member.nationality,
    Member.second_phone,
    Member.email,
    Member.territory_code,
    Member.settlement,
    Member.admitted_on,
    Member.account_id,
    Member.identity_kind,
    Member.identity_last_three,
)


_ON = bindparam("on", type_=Date)
_HELD_STEP = and_(
    ParcoursStep.organisation_id == Member.organisation_id, ParcoursStep.member_id == Member.id, holding_on(_ON)
)
_ITS_COACH = and_(
    CoachAssignment.organisation_id == Member.organisation_id, CoachAssignment.member_id == Member.id, open_on(_ON)
)
SHORT_ROWS = (
    select(*LIST_COLUMNS, ParcoursStep.stage_id, CoachAssignment.coach_id)
    .outerjoin(ParcoursStep, _HELD_STEP)
    .outerjoin(CoachAssignment, _ITS_COACH)
)
"""What the ordinary list shows of a member: LIST_COLUMNS, and the ids of stage and coach on the day asked for."""
WHOLE_ROWS = (
    select(*_ALL_COLUMNS, ParcoursStep.stage_id, ParcoursStep.started_on.label("since"), CoachAssignment.coach_id)
    .outerjoin(ParcoursStep, _HELD_STEP)
    .outerjoin(CoachAssignment, _ITS_COACH)
)
"""All that registers, chosen columns and files show; who closed their parcours left on the day `since`."""


@lru_cache(maxsize=200)
def _listed(conditions: Conditions, rows: AnySelect) -> AnySelect:
    return rows.where(*conditions)


@lru_cache(maxsize=100)
def _counted(conditions: Conditions) -> AnySelect:
    return select(func.count()).select_from(Member).where(*conditions)


def fetch_members_page(
    actor: Actor, filters: MemberFilters, asked: PageAsked, *, on: date, rows: AnySelect = SHORT_ROWS
) -> tuple[Page, int]:
    """One page of the members an actor may see, by name, and how many there are in all; `rows` says what is read of each.

    Few who are found by words typed or left by filters are sorted here; many are sifted in the order of the list, which finds a page of them at once.
    """
    day = filters.as_of or on
    few = None
    if names.query_prefixes(filters.typed):
        few = _few_found(actor, filters, on=on)
    elif filters.criteria:
        few = _few_left(_conditions(actor, filters, on=on))
    if few is not None:
        return _page_of_few(few, asked, on=day, rows=rows), len(few)
    statement = _listed(_all_conditions(actor, filters, on=on), rows)
    page = fetch_page(
        statement, asked, sort_key=Member.sort_name, row_id=Member.id, key_of_row=_sort_name_of, values={"on": day}
    )
    return page, count_members(actor, filters, on=on)


MOST_SORTED = 500
Found = Sequence[tuple[str, int]]  # sort name and id


def _few_found(actor: Actor, filters: MemberFilters, *, on: date) -> Found | None:
    """Those who have, for every word typed, a word beginning with it, in order; None when they are many."""
    rarest, *others = sorted(names.query_prefixes(filters.typed), key=len, reverse=True)  # the longest, as a rule
    statement = _having_words(len(others), _conditions(actor, filters, on=on))
    asked = {f"word_{place}": f"% {prefix}%" for place, prefix in enumerate(others)}
    rows = read_rows(statement, {"from": rarest, "below": rarest + LAST_CODE_POINT, **asked}).all()
    return None if len(rows) > MOST_SORTED else sorted({tuple(row) for row in rows})


def _few_left(conditions: Conditions) -> Found | None:
    """Those whom the filters leave, in order; None when they are many."""
    rows = read_rows(_left_by(conditions)).all()
    return None if len(rows) > MOST_SORTED else sorted(tuple(row) for row in rows)


@lru_cache(maxsize=200)
def _left_by(conditions: Conditions) -> AnySelect:
    return select(Member.sort_name, Member.id).where(*conditions).limit(MOST_SORTED + 1)


@lru_cache(maxsize=100)
def _having_words(others: int, conditions: Conditions) -> AnySelect:
    """Walks the words in reach of one, and looks for the others beside it."""
    word = MemberNameWord
    their_own = (Member.organisation_id == word.organisation_id) & (Member.id == word.member_id)
    in_reach = (word.word >= bindparam("from")) & (word.word < bindparam("below"))
    beside = [word.all_words.like(bindparam(f"word_{place}")) for place in range(others)]
    statement = select(Member.sort_name, Member.id).select_from(word).join(Member, their_own)
    return statement.where(in_reach, *beside, *conditions).limit(MOST_SORTED + 1)


_PLACES = tuple(f"id_{place}" for place in range(PAGE_SIZE))  # one for each row: a list would be written out each time
_THESE = Member.id.in_([bindparam(place, type_=BigInteger) for place in _PLACES])
_BY_ID = {rows: rows.where(_THESE) for rows in (SHORT_ROWS, WHOLE_ROWS)}


def _page_of_few(found: Found, asked: PageAsked, *, on: date, rows: AnySelect) -> Page:
    these = page_among(found, asked, key_of_row=_sort_name_of)
    ids = dict.fromkeys(_PLACES) | dict(zip(_PLACES, these.ids, strict=False))
    found_by_id = {row.id: row for row in read_rows(_BY_ID[rows], {**ids, "on": on}).all()} if these.ids else {}
    in_order = [found_by_id[member_id] for member_id in these.ids if member_id in found_by_id]
    return Page(rows=in_order, before_id=these.before_id, after_id=these.after_id)


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))


def count_members(actor: Actor, filters: MemberFilters, *, on: date) -> int:
    """How many there are; a manager's whole list is counted already."""
    return read_number(number_of(actor, filters, on=on))


def number_of(actor: Actor, filters: MemberFilters, *, on: date) -> Number:
    if Role.MANAGER in actor.roles and filters.is_empty:
        return PRESENT
    return Number(statement=_counted(_all_conditions(actor, filters, on=on)))


@lru_cache(maxsize=100)
def _all_listed(conditions: Conditions) -> AnySelect:
    return WHOLE_ROWS.where(*conditions).order_by(Member.sort_name, Member.id)


def fetch_members(actor: Actor, filters: MemberFilters, *, on: date) -> Sequence[AnyRow]:
    """All of them, by name, for registers, files and acts on several people: WHOLE_ROWS."""
    listed = _all_listed(_all_conditions(actor, filters, on=on))
    return read_rows(listed, {"on": filters.as_of or on}).all()
