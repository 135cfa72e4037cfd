"""Reads of members. Everything starts from `visible_to(actor)`: what one may not see is as if it were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    intersect,
    or_,
    select,
    true,
)

from app.accounts.models import Account, Membership
from app.accounts.queries import name_of, shown_name
from app.kernel import names
from app.kernel.access import Actor, Permission, Role
from app.kernel.database import db
from app.kernel.paging import AnyRow, Page, PageAsked, fetch_page
from app.kernel.tenancy import open_organisation_id
from app.members.models import CoachAssignment, Member, MemberCount, MemberNameWord

LAST_CODE_POINT = "\U0010ffff"


def visible_to(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """The members an actor may see on a day: a manager all, a coach those assigned to them, an entrepreneur themself.

    Roles add up. On any other actor: none.
    """
    if Role.MANAGER in actor.roles:
        return true()
    allowed: list[ColumnElement[bool]] = []
    if coach_id := actor.membership_ids.get(Role.COACH):
        allowed.append(
            Member.id.in_(select(CoachAssignment.member_id).where(CoachAssignment.coach_id == coach_id, open_on(on)))
        )
    if Role.ENTREPRENEUR in actor.roles:
        allowed.append(Member.account_id == actor.account_id)
    return or_(*allowed) if allowed else false()


def open_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The assignments that hold on a day."""
    return and_(
        CoachAssignment.started_on <= day, or_(CoachAssignment.ended_on.is_(None), CoachAssignment.ended_on >= day)
    )


def get_member_or_404(actor: Actor, member_id: int, *, on: date) -> Member:
    """A member the actor may see; unknown, foreign and invisible ones are all 404."""
    visible = select(Member).where(Member.id == member_id, visible_to(actor, on=on))
    member: Member | None = db.session.scalar(visible)
    return member if member is not None else abort(404)


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


Conditions = list[ColumnElement[bool]]


def conditions_of(filters: MemberFilters, *, on: date) -> Conditions:
    """What the filters ask of a member; words typed are looked up here, so make them once for a page and its count."""
    conditions = [_found_by(filters.typed)] if names.query_prefixes(filters.typed) else []
    if filters.situation == "present":
        conditions.append(Member.left_on.is_(None))
    elif filters.situation == "left":
        conditions.append(Member.left_on.is_not(None))
    if filters.coach == "none":
        conditions.append(Member.is_coached.is_(False))
    elif filters.coach:
        assigned = select(CoachAssignment.member_id).where(CoachAssignment.coach_id == int(filters.coach), open_on(on))
        conditions.append(Member.id.in_(assigned))
    if filters.trade_id is not None:
        conditions.append(Member.trade_id == filters.trade_id)
    if filters.sex in ("F", "M"):
        conditions.append(Member.sex == filters.sex)
    return conditions


def ids_found_by(typed: str) -> list[Select[int]]:
    """For each word typed, the ids of the members with a name or number that begins so: a member is in all of them."""
    return [_with_word(prefix) for prefix in names.query_prefixes(typed)]


def _with_word(prefix: str) -> Select[int]:
    return select(MemberNameWord.member_id).where(
        MemberNameWord.word >= prefix, MemberNameWord.word < prefix + LAST_CODE_POINT
    )


MOST_FOUND = 500


def _found_by(typed: str) -> ColumnElement[bool]:
    """The members who have, for every word typed, a word beginning with it.

    Few are looked up by their ids; many are sifted in the order of the list, which finds a page of them at once.
    """
    having = ids_found_by(typed)
    found = intersect(*having) if len(having) > 1 else having[0].distinct()
    ids = list(db.session.scalars(found.limit(MOST_FOUND + 1)))
    return Member.id.in_(ids) if len(ids) <= MOST_FOUND else and_(*(Member.id.in_(one) for one in having))


LIST_COLUMNS = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.sex,
    Member.phone,
    Member.commune,
    Member.trade_id,
    Member.admitted_on,
    Member.left_on,
    Member.last_activity_on,
)


_EVERY = select(func.count()).select_from(Member)
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


def fetch_members_page(
    actor: Actor, filters: MemberFilters, asked: PageAsked, *, on: date, conditions: Conditions | None = None
) -> Page:
    """One page of the members an actor may see, by name; rows carry LIST_COLUMNS and the names of the day's coach."""
    wanted = conditions_of(filters, on=on) if conditions is None else conditions
    statement = _WITH_COACH.where(visible_to(actor, on=on), *wanted).params(on=on)
    # Found by their words, members are few: walking the order's index to pick them out would cost more than sorting.
    sort_key = Member.sort_name.concat("") if filters.typed else Member.sort_name
    return fetch_page(statement, asked, sort_key=sort_key, row_id=Member.id, key_of_row=_sort_name_of)


def _sort_name_of(member_id: int) -> str | None:
    return db.session.scalar(select(Member.sort_name).where(Member.id == member_id))


def count_members(actor: Actor, filters: MemberFilters, *, on: date, conditions: Conditions | None = None) -> int:
    """How many there are; a manager's whole list is counted already."""
    if Role.MANAGER in actor.roles and filters == MemberFilters():
        return count_present()
    wanted = conditions_of(filters, on=on) if conditions is None else conditions
    return db.session.scalar(_EVERY.where(visible_to(actor, on=on), *wanted)) or 0


def fetch_members(actor: Actor, filters: MemberFilters, *, on: date) -> Sequence[AnyRow]:
    """All of them, by name, for registers and exports; LIST_COLUMNS and `identity_kind`, `identity_last_three`."""
    return db.session.execute(
        select(
            *LIST_COLUMNS, Member.birth_date, Member.territory_code, Member.identity_kind, Member.identity_last_three
        )
        .where(visible_to(actor, on=on), *conditions_of(filters, on=on))
        .order_by(Member.sort_name, Member.id)
    ).all()


_COACH_NAMES = (
    select(CoachAssignment.member_id, Account.display_name, Account.display_name_arabic)
    .join(
        Membership,
        and_(
            Membership.id == CoachAssignment.coach_id,
            Membership.organisation_id == CoachAssignment.organisation_id,
        ),
    )
    .join(Account, Account.id == Membership.account_id)
)


def coach_names(member_ids: Sequence[int], *, on: date) -> dict[int, str]:
    """Who supports each of these members on a day: display name by member id."""
    rows = db.session.execute(_COACH_NAMES.where(CoachAssignment.member_id.in_(member_ids), open_on(on)))
    return {row.member_id: name_of(row) for row in rows}


def all_coach_names(*, on: date) -> dict[int, str]:
    """Who supports whom on a day, in the whole organisation."""
    return {row.member_id: name_of(row) for row in db.session.execute(_COACH_NAMES.where(open_on(on)))}


def assignments_of(member_id: int) -> Sequence[AnyRow]:
    """A member's support coaches, the latest first: `id`, `started_on`, `ended_on`, `note`, `coach_name`."""
    return db.session.execute(
        select(
            CoachAssignment.id,
            CoachAssignment.coach_id,
            CoachAssignment.started_on,
            CoachAssignment.ended_on,
            CoachAssignment.note,
            shown_name().label("coach_name"),
        )
        .join(
            Membership,
            and_(
                Membership.id == CoachAssignment.coach_id,
                Membership.organisation_id == CoachAssignment.organisation_id,
            ),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(CoachAssignment.member_id == member_id)
        .order_by(CoachAssignment.started_on.desc(), CoachAssignment.id.desc())
    ).all()


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
    row = db.session.execute(_COUNTS).one_or_none()
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
    return db.session.scalar(_SILENT, {"day": day}) or 0


def sees_identity_numbers(actor: Actor) -> bool:
    return actor.can(Permission.REVEAL_IDENTITY_NUMBERS)
