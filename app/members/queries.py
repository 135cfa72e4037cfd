"""Reads of members. Everything starts from `visible_to(actor)`: what one may not see is as if it were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from flask import abort
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    inspect,
    or_,
    select,
    true,
)

from app.accounts.models import Account, Membership
from app.accounts.queries import name_of, shown_name
from app.kernel import names
from app.kernel.access import Actor, Permission, Role
from app.kernel.database import db
from app.kernel.paging import PAGE_SIZE, AnyRow, AnySelect, Page, PageAsked, fetch_page, page_among
from app.kernel.sql import read_rows
from app.kernel.tenancy import open_organisation_id
from app.members.models import CoachAssignment, Member, MemberCount, MemberNameWord

LAST_CODE_POINT = "\U0010ffff"


def visible_to(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """The members an actor may see on a day: a manager all, a coach those assigned to them, an entrepreneur themself.

    Roles add up. On any other actor: none. The same actor and day give the same condition, so that statements can be kept.
    """
    if Role.MANAGER in actor.roles:
        return true()
    account_id = actor.account_id if Role.ENTREPRENEUR in actor.roles else None
    return _visible_to(actor.membership_ids.get(Role.COACH), account_id, on)


@lru_cache(maxsize=500)
def _visible_to(coach_id: int | None, account_id: int | None, on: date) -> ColumnElement[bool]:
    allowed = [_supported_by(coach_id, on)] if coach_id else []
    if account_id:
        allowed.append(Member.account_id == account_id)
    return or_(*allowed) if allowed else false()


@lru_cache(maxsize=500)
def _supported_by(coach_id: int, on: date) -> ColumnElement[bool]:
    return Member.id.in_(select(CoachAssignment.member_id).where(CoachAssignment.coach_id == coach_id, open_on(on)))


def open_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The assignments that hold on a day."""
    return and_(
        CoachAssignment.started_on <= day, or_(CoachAssignment.ended_on.is_(None), CoachAssignment.ended_on >= day)
    )


def get_member_or_404(actor: Actor, member_id: int, *, on: date) -> Member:
    """A member the actor may see; unknown, foreign and invisible ones are all 404."""
    visible = _one(visible_to(actor, on=on))
    member: Member | None = db.session.scalar(visible, {"member_id": member_id})
    return member if member is not None else abort(404)


@lru_cache(maxsize=500)
def _one(visible: ColumnElement[bool]) -> Select[Member]:
    return select(Member).where(Member.id == bindparam("member_id"), visible)


_FILE_COLUMNS = tuple(
    getattr(Member, column.key)
    for column in inspect(Member).column_attrs
    if column.key not in ("identity_number", "identity_index")
)


def get_file_or_404(actor: Actor, member_id: int, *, on: date) -> AnyRow:
    """The same as columns, for a page that only shows them: all but the identity number."""
    row = read_rows(_file(visible_to(actor, on=on)), {"member_id": member_id}).one_or_none()
    return row if row is not None else abort(404)


@lru_cache(maxsize=500)
def _file(visible: ColumnElement[bool]) -> AnySelect:
    return select(*_FILE_COLUMNS).where(Member.id == bindparam("member_id"), visible)


def own_member(actor: Actor) -> Member | None:
    """The actor's own file in the open organisation."""
    return db.session.scalar(select(Member).where(Member.account_id == actor.account_id))


def may_see(actor: Actor, member_id: int, *, on: date) -> bool:
    return bool(db.session.scalar(select(exists().where(Member.id == member_id, visible_to(actor, on=on)))))


@dataclass(frozen=True, kw_only=True)
class MemberFilters:
    """What a list of members is reduced to; empty values do not filter."""

    typed: str = ""  # the beginning of words of a name in either script, or a number
    situation: str = "present"  # present, left, all
    coach: str = ""  # "none" or a coach's membership id
    trade_id: int | None = None
    sex: str = ""

    @property
    def is_empty(self) -> bool:
        return self == MemberFilters()


Conditions = tuple[ColumnElement[bool], ...]
_IS_PRESENT, _HAS_LEFT = Member.left_on.is_(None), Member.left_on.is_not(None)
_SITUATIONS: dict[str, Conditions] = {"present": (_IS_PRESENT,), "left": (_HAS_LEFT,)}
_UNCOACHED = Member.is_coached.is_(False)
_SEX = {code: Member.sex == code for code in ("F", "M")}


@lru_cache(maxsize=500)
def _of_trade(trade_id: int) -> ColumnElement[bool]:
    return Member.trade_id == trade_id


def _conditions(actor: Actor, filters: MemberFilters, *, on: date) -> Conditions:
    """Whom the actor may see, reduced by all filters but the words typed."""
    conditions = [visible_to(actor, on=on), *_SITUATIONS.get(filters.situation, ())]
    if filters.coach:
        conditions.append(_UNCOACHED if filters.coach == "none" else _supported_by(int(filters.coach), on))
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
    Member.left_on,
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


_WITH_COACH = (
    select(*LIST_COLUMNS, Account.display_name, Account.display_name_arabic)
    .outerjoin(
        CoachAssignment,
        and_(
            CoachAssignment.organisation_id == Member.organisation_id,
            CoachAssignment.member_id == Member.id,
            open_on(bindparam("on", type_=Date)),
        ),
    )
    .outerjoin(Membership, Membership.id == CoachAssignment.coach_id)
    .outerjoin(Account, Account.id == Membership.account_id)
)


@lru_cache(maxsize=100)
def _listed(conditions: Conditions) -> AnySelect:
    return _WITH_COACH.where(*conditions)


@lru_cache(maxsize=100)
def _counted(conditions: Conditions) -> AnySelect:
    return select(func.count()).select_from(Member).where(*conditions)


def fetch_members_page(actor: Actor, filters: MemberFilters, asked: PageAsked, *, on: date) -> tuple[Page, int]:
    """One page of the members an actor may see, by name, and how many there are in all.

    Rows carry LIST_COLUMNS and the names of the day's coach. Few who are found by words typed are sorted here; many are
    sifted in the order of the list, which finds a page of them at once.
    """
    few = _few_found(actor, filters, on=on) if names.query_prefixes(filters.typed) else None
    if few is not None:
        return _page_of_few(few, asked, on=on), len(few)
    statement = _listed(_all_conditions(actor, filters, on=on))
    page = fetch_page(
        statement, asked, sort_key=Member.sort_name, row_id=Member.id, key_of_row=_sort_name_of, values={"on": on}
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
_LISTED_BY_ID = _WITH_COACH.where(_THESE).order_by(Member.sort_name, Member.id)


def _page_of_few(found: Found, asked: PageAsked, *, on: date) -> Page:
    these = page_among(found, asked, key_of_row=_sort_name_of)
    ids = dict.fromkeys(_PLACES) | dict(zip(_PLACES, these.ids, strict=False))
    rows = read_rows(_LISTED_BY_ID, {**ids, "on": on}).all() if these.ids else []
    return Page(rows=rows, before_id=these.before_id, after_id=these.after_id)


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))


def count_members(actor: Actor, filters: MemberFilters, *, on: date) -> int:
    """How many there are; a manager's whole list is counted already."""
    if Role.MANAGER in actor.roles and filters.is_empty:
        return count_present()
    return read_rows(_counted(_all_conditions(actor, filters, on=on))).scalar() or 0


def fetch_members(actor: Actor, filters: MemberFilters, *, on: date) -> Sequence[AnyRow]:
    """All of them, by name, for registers and exports."""
    listed = select(*_REGISTER_COLUMNS).where(*_all_conditions(actor, filters, on=on))
    return read_rows(listed.order_by(Member.sort_name, Member.id)).all()


_ITS_COACH = and_(
    Membership.id == CoachAssignment.coach_id, Membership.organisation_id == CoachAssignment.organisation_id
)
_COACH_NAMES = (
    select(CoachAssignment.member_id, Account.display_name, Account.display_name_arabic)
    .join(Membership, _ITS_COACH)
    .join(Account, Account.id == Membership.account_id)
)


def coach_names(member_ids: Sequence[int], *, on: date) -> dict[int, str]:
    """Who supports each of these members on a day: display name by member id."""
    rows = db.session.execute(_COACH_NAMES.where(CoachAssignment.member_id.in_(member_ids), open_on(on)))
    return {row.member_id: name_of(row) for row in rows}


def all_coach_names(*, on: date) -> dict[int, str]:
    """Who supports whom on a day, in the whole organisation."""
    return {row.member_id: name_of(row) for row in db.session.execute(_COACH_NAMES.where(open_on(on)))}


_ASSIGNMENTS = (
    select(
        CoachAssignment.id,
        CoachAssignment.coach_id,
        CoachAssignment.started_on,
        CoachAssignment.ended_on,
        CoachAssignment.note,
        Account.display_name,
        Account.display_name_arabic,
    )
    .join(Membership, _ITS_COACH)
    .join(Account, Account.id == Membership.account_id)
    .where(CoachAssignment.member_id == bindparam("member_id"))
    .order_by(CoachAssignment.started_on.desc(), CoachAssignment.id.desc())
)


def assignments_of(member_id: int) -> Sequence[AnyRow]:
    """A member's support coaches, the latest first: `id`, `started_on`, `ended_on`, `note` and the coach's names."""
    return read_rows(_ASSIGNMENTS, {"member_id": member_id}).all()


def caseloads(*, on: date) -> Sequence[AnyRow]:
    """Each coach of the organisation and how many present members they support on a day: `id`, `coach_name`, `count`."""
    held = (
        select(CoachAssignment.coach_id, func.count().label("count"))
        .join(Member, and_(Member.id == CoachAssignment.member_id, Member.left_on.is_(None)))
        .where(open_on(on))
        .group_by(CoachAssignment.coach_id)
        .subquery()
    )
    return db.session.execute(
        select(Membership.id, shown_name().label("coach_name"), func.coalesce(held.c.count, 0).label("count"))
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(held, held.c.coach_id == Membership.id)
        .where(
            Membership.organisation_id == open_organisation_id(),
            Membership.role == Role.COACH,
            Membership.ended_at.is_(None),
        )
        .order_by(Account.display_name)
    ).all()


_COUNTS = select(MemberCount.present, MemberCount.without_coach)
_PRESENT = select(func.count()).select_from(Member).where(Member.left_on.is_(None))
_SILENT = _PRESENT.where(or_(Member.last_activity_on.is_(None), Member.last_activity_on < bindparam("day", type_=Date)))


def kept_counts() -> tuple[int, int]:
    """How many members are present, and how many of them have no open assignment, as services keep count."""
    row = read_rows(_COUNTS).one_or_none()
    return (row.present, row.without_coach) if row else (0, 0)


def raw_counts() -> tuple[int, int]:
    """The same, counted row by row: what the kept counts must equal."""
    uncoached = _PRESENT.where(Member.is_coached.is_(False))
    return db.session.scalar(_PRESENT) or 0, db.session.scalar(uncoached) or 0


def count_present() -> int:
    return kept_counts()[0]


def count_without_coach() -> int:
    """Present members with no open assignment."""
    return kept_counts()[1]


def count_silent_since(day: date) -> int:
    """Present members who logged nothing on this day or later."""
    return read_rows(_SILENT, {"day": day}).scalar() or 0


def sees_identity_numbers(actor: Actor) -> bool:
    return actor.can(Permission.REVEAL_IDENTITY_NUMBERS)
