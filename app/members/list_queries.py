"""The list of members: its filters, the search by words of names, its pages, and the rows of the register.

Everything starts from `visible_to(actor)`, which is asked for today; situation, stage and coach may be those of a past day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import BigInteger, ColumnElement, Date, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from app.kernel import names
from app.kernel.access import Actor, Role
from app.kernel.database import db
from app.kernel.paging import PAGE_SIZE, AnyRow, AnySelect, Page, PageAsked, fetch_page, page_among
from app.kernel.sql import read_rows
from app.members.models import CoachAssignment, Member, MemberNameWord, ParcoursStep
from app.members.parcours_queries import holding_on
from app.members.queries import count_present, open_on, supported_by, visible_to
from app.network.models import CLOSING, VocabularyTerm

LAST_CODE_POINT = "\U0010ffff"


@dataclass(frozen=True, kw_only=True)
class MemberFilters:
    """What a list of members is reduced to; empty values do not filter."""

    typed: str = ""  # the beginning of words of a name in either script, or a number
    as_of: date | None = None  # the day that situation, stage and coach are asked for; None: today
    situation: str = "present"  # present, left, all, lapsed
    stage_id: int | None = None
    coach: str = ""  # "none" or a coach's membership id
    trade_id: int | None = None
    sex: str = ""

    @property
    def is_empty(self) -> bool:
        return self == MemberFilters()


Conditions = tuple[ColumnElement[bool], ...]
_IS_PRESENT, _HAS_LEFT = Member.left_on.is_(None), Member.left_on.is_not(None)
_SITUATIONS: dict[str, Conditions] = {"present": (_IS_PRESENT,), "left": (_HAS_LEFT,)}
_STAGE = aliased(VocabularyTerm)
_ITS_STAGE = and_(_STAGE.organisation_id == ParcoursStep.organisation_id, _STAGE.id == ParcoursStep.stage_id)
_CLOSES = _STAGE.nature.in_(CLOSING)
_STEP_CONDITIONS = {"present": (~_CLOSES,), "left": (_CLOSES,), "all": ()}


@lru_cache(maxsize=500)
def _supported_by_nobody(on: date) -> ColumnElement[bool]:
    return Member.id.not_in(select(CoachAssignment.member_id).where(open_on(on)))


@lru_cache(maxsize=500)
def _situated_on(situation: str, day: date) -> ColumnElement[bool]:
    """Those who were present (admitted by then), had left, or were known on a day."""
    steps = select(ParcoursStep.member_id).join(_STAGE, _ITS_STAGE)
    situated = Member.id.in_(steps.where(holding_on(day), *_STEP_CONDITIONS[situation]))
    return and_(situated, Member.admitted_on <= day) if situation == "present" else situated


@lru_cache(maxsize=500)
def _at_stage(stage_id: int, day: date) -> ColumnElement[bool]:
    return Member.id.in_(select(ParcoursStep.member_id).where(ParcoursStep.stage_id == stage_id, holding_on(day)))


@lru_cache(maxsize=500)
def _lapsed_on(day: date, *, is_past: bool) -> ColumnElement[bool]:
    """Those there whose step was to end before a day, when no other had begun; today: nor is one planned."""
    steps = select(ParcoursStep.member_id).join(_STAGE, _ITS_STAGE)
    holding = holding_on(day) if is_past else ParcoursStep.holds_until.is_(None)
    return Member.id.in_(steps.where(ParcoursStep.ended_on < day, holding, ~_CLOSES))


_UNCOACHED = Member.is_coached.is_(False)
_SEX = {code: Member.sex == code for code in ("F", "M")}


@lru_cache(maxsize=500)
def _of_trade(trade_id: int) -> ColumnElement[bool]:
    return Member.trade_id == trade_id


def _conditions(actor: Actor, filters: MemberFilters, *, on: date) -> Conditions:
    """Whom the actor may see, reduced by all filters but the words typed."""
    day = filters.as_of or on
    conditions = [visible_to(actor, on=on)]
    if filters.situation == "lapsed":
        conditions.append(_lapsed_on(day, is_past=filters.as_of is not None))
    elif filters.as_of is not None:
        conditions.append(_situated_on(filters.situation, day))
    else:
        conditions.extend(_SITUATIONS.get(filters.situation, ()))
    if filters.stage_id is not None:
        conditions.append(_at_stage(filters.stage_id, day))
    if filters.coach == "none":
        conditions.append(_UNCOACHED if filters.as_of is None else _supported_by_nobody(day))
    elif filters.coach:
        conditions.append(supported_by(int(filters.coach), day))
    if filters.trade_id is not None:
        conditions.append(_of_trade(filters.trade_id))
    if filters.sex in _SEX:
        conditions.append(_SEX[filters.sex])
    return tuple(conditions)


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
_REGISTER_COLUMNS = (
    *LIST_COLUMNS,
    Member.sex,
    Member.birth_date,
    Member.territory_code,
    Member.admitted_on,
    Member.identity_kind,
    Member.identity_last_three,
)


_ON = bindparam("on", type_=Date)
_STAGE_COLUMNS = (_STAGE.label_fr.label("stage_fr"), _STAGE.label_ar.label("stage_ar"), _STAGE.nature)
_HELD_STEP = and_(
    ParcoursStep.organisation_id == Member.organisation_id, ParcoursStep.member_id == Member.id, holding_on(_ON)
)
_WITH_STAGE_AND_COACH = (
    select(*LIST_COLUMNS, ParcoursStep.stage_id, CoachAssignment.coach_id)
    .outerjoin(ParcoursStep, _HELD_STEP)
    .outerjoin(
        CoachAssignment,
        and_(
            CoachAssignment.organisation_id == Member.organisation_id,
            CoachAssignment.member_id == Member.id,
            open_on(_ON),
        ),
    )
)


@lru_cache(maxsize=100)
def _listed(conditions: Conditions) -> AnySelect:
    return _WITH_STAGE_AND_COACH.where(*conditions)


@lru_cache(maxsize=100)
def _counted(conditions: Conditions) -> AnySelect:
    return select(func.count()).select_from(Member).where(*conditions)


def fetch_members_page(actor: Actor, filters: MemberFilters, asked: PageAsked, *, on: date) -> tuple[Page, int]:
    """One page of the members an actor may see, by name, and how many there are in all.

    Rows carry LIST_COLUMNS, and the ids of stage and coach on the day asked for. Few who are found by words typed are sorted here; many are
    sifted in the order of the list, which finds a page of them at once.
    """
    day = filters.as_of or on
    few = _few_found(actor, filters, on=on) if names.query_prefixes(filters.typed) else None
    if few is not None:
        return _page_of_few(few, asked, on=day), len(few)
    statement = _listed(_all_conditions(actor, filters, on=on))
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
_LISTED_BY_ID = _WITH_STAGE_AND_COACH.where(_THESE)


def _page_of_few(found: Found, asked: PageAsked, *, on: date) -> Page:
    these = page_among(found, asked, key_of_row=_sort_name_of)
    ids = dict.fromkeys(_PLACES) | dict(zip(_PLACES, these.ids, strict=False))
    found_by_id = {row.id: row for row in read_rows(_LISTED_BY_ID, {**ids, "on": on})} if these.ids else {}
    rows = [found_by_id[member_id] for member_id in these.ids if member_id in found_by_id]
    return Page(rows=rows, before_id=these.before_id, after_id=these.after_id)


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))


def count_members(actor: Actor, filters: MemberFilters, *, on: date) -> int:
    """How many there are; a manager's whole list is counted already."""
    if Role.MANAGER in actor.roles and filters.is_empty:
        return count_present()
    return read_rows(_counted(_all_conditions(actor, filters, on=on))).scalar() or 0


_LEFT_ON = case((_CLOSES, ParcoursStep.started_on)).label("left_on")  # by the day asked for
_REGISTER = (
    select(*_REGISTER_COLUMNS, *_STAGE_COLUMNS, _LEFT_ON)
    .outerjoin(ParcoursStep, _HELD_STEP)
    .outerjoin(_STAGE, _ITS_STAGE)
)


def fetch_members(actor: Actor, filters: MemberFilters, *, on: date) -> Sequence[AnyRow]:
    """All of them, by name, for registers and exports."""
    listed = _REGISTER.where(*_all_conditions(actor, filters, on=on)).order_by(Member.sort_name, Member.id)
    return read_rows(listed, {"on": filters.as_of or on}).all()
