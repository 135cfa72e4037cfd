"""Reads of members. Everything starts from `visible_to(actor)`: what one may not see is as if it were not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask import abort
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Membership
from app.accounts.queries import name_of, shown_name
from app.kernel.access import Actor, Permission, Role
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.reading import Number
from app.kernel.sql import read_rows
from app.kernel.tenancy import open_organisation_id
from app.members.likeness import Sought
from app.members.models import CoachAssignment, Member, MemberCount, MemberNameWord

NOT_MERGED = Member.survivor_id.is_(None)


def visible_to(actor: Actor, *, on: date) -> ColumnElement[bool]:
    """The members an actor may see on a day: a manager all, a coach those assigned to them, an entrepreneur themself.

    Roles add up. On any other actor: none. A file that was merged into another is nobody's any more: `find_merged`.
    The same actor and day give the same condition, so that statements can be kept.
    """
    if Role.MANAGER in actor.roles:
        return NOT_MERGED
    account_id = actor.account_id if Role.ENTREPRENEUR in actor.roles else None
    return _visible_to(actor.membership_ids.get(Role.COACH), account_id, on)


@lru_cache(maxsize=500)
def _visible_to(coach_id: int | None, account_id: int | None, on: date) -> ColumnElement[bool]:
    allowed = [supported_by(coach_id, on)] if coach_id else []
    if account_id:
        allowed.append(Member.account_id == account_id)
    return and_(NOT_MERGED, or_(*allowed)) if allowed else false()


@lru_cache(maxsize=500)
def supported_by(coach_id: int, on: date) -> ColumnElement[bool]:
    return Member.id.in_(select(CoachAssignment.member_id).where(CoachAssignment.coach_id == coach_id, open_on(on)))


def open_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The assignments that hold on a day."""
    return and_(
        CoachAssignment.started_on <= day, or_(CoachAssignment.ended_on.is_(None), CoachAssignment.ended_on >= day)
    )


def find_member(actor: Actor, member_id: int, *, on: date) -> Member | None:
    """A member the actor may see; unknown, foreign and invisible ones are all None."""
    member: Member | None = db.session.scalar(_one(visible_to(actor, on=on)), {"member_id": member_id})
    return member


def get_member_or_404(actor: Actor, member_id: int, *, on: date) -> Member:
    """The same, or 404."""
    return find_member(actor, member_id, on=on) or abort(404)


@lru_cache(maxsize=500)
def _one(visible: ColumnElement[bool]) -> Select[Member]:
    return select(Member).where(Member.id == bindparam("member_id"), visible)


_FILE_COLUMNS = tuple(
    getattr(Member, column.key)
    for column in inspect(Member).column_attrs
    if column.key not in ("identity_number", "identity_index")
)


def find_file(actor: Actor, member_id: int, *, on: date) -> AnyRow | None:
    """The same as columns, for a page that only shows them: all but the identity number; and `has_merged`."""
    return read_rows(_file(visible_to(actor, on=on)), {"member_id": member_id}).one_or_none()


def get_file_or_404(actor: Actor, member_id: int, *, on: date) -> AnyRow:
    """The same, or 404."""
    row = find_file(actor, member_id, on=on)
    return row if row is not None else abort(404)


_MERGED = aliased(Member)
_HAS_MERGED = exists().where(_MERGED.organisation_id == Member.organisation_id, _MERGED.survivor_id == Member.id)


@lru_cache(maxsize=500)
def _file(visible: ColumnElement[bool]) -> AnySelect:
    columns = (*_FILE_COLUMNS, _HAS_MERGED.correlate(Member).label("has_merged"))
    return select(*columns).where(Member.id == bindparam("member_id"), visible)


def get_merged_or_404(actor: Actor, member_id: int, *, on: date) -> AnyRow:
    """A file that was merged into one the actor may see, as columns."""
    merged = find_merged(actor, member_id, on=on) or abort(404)
    return read_rows(select(*_FILE_COLUMNS).where(Member.id == merged.id)).one()


MOST_ALIKE = 5
_ALIKE = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.birth_date,
    Member.commune,
    Member.left_on,
)


def lookalikes(person: Any) -> Sequence[AnyRow]:
    """Who may be this person: of the same whole name or phone number, then those born on that day with a name in common.

    `person` has the names, `birth_date` and `phone` of a file. One more than MOST_ALIKE at most. The same identity number
    is refused by itself.
    """
    sought = Sought.of(person)
    whole_names, words = sought.whole_names(), sought.words()
    asked = {f"word_{place}": word for place, word in enumerate(words)}
    for which, (first, *others) in enumerate(whole_names):
        asked[f"name_{which}"] = first
        asked |= {f"name_{which}_{place}": f"% {word} %" for place, word in enumerate(others)}
    alike = _alike(tuple(len(name) for name in whole_names), len(words), has_phone=bool(person.phone))
    told = {"birth_date": sought.birth_date, "phone": sought.phone}
    return read_rows(alike, asked | told, with_pending=False).all()


@lru_cache(maxsize=500)
def _alike(whole_names: tuple[int, ...], words: int, *, has_phone: bool) -> AnySelect:
    """Kept for each shape of a question, since an import asks it of thousands: words in each whole name, words in all."""
    very: list[ColumnElement[bool]] = [
        Member.id.in_(_with_all_words(f"name_{which}", count)) for which, count in enumerate(whole_names)
    ]
    if has_phone:
        phone: BindParameter[str] = bindparam("phone", type_=Member.phone.type)
        very.append(or_(Member.phone == phone, Member.second_phone == phone))
    one_of_them = MemberNameWord.word.in_([bindparam(f"word_{place}") for place in range(words)])
    in_common = Member.id.in_(select(MemberNameWord.member_id).where(one_of_them))
    alike = select(*_ALIKE).where(NOT_MERGED, or_(*very, (Member.birth_date == bindparam("birth_date")) & in_common))
    nearest_first = case((or_(false(), *very), 0), else_=1)
    return alike.order_by(nearest_first, Member.sort_name, Member.id).limit(MOST_ALIKE + 1)


def _with_all_words(name: str, count: int) -> Select[int]:
    """The ids of those who have each of these words, which are given as `<name>` and `<name>_0`, `<name>_1` …"""
    beside = [(MemberNameWord.all_words + " ").like(bindparam(f"{name}_{place}")) for place in range(count - 1)]
    return select(MemberNameWord.member_id).where(MemberNameWord.word == bindparam(name), *beside)


_ITS_FILE = func.coalesce(Member.survivor_id, Member.id)  # what was merged is met in the file that stayed
_NUMBERED = select(Member.number, _ITS_FILE).where(Member.number.in_(bindparam("numbers", expanding=True)))
_HOLDERS = select(Member.identity_index, _ITS_FILE).where(
    Member.identity_index.in_(bindparam("indexes", expanding=True))
)
_HOLDER = select(_ITS_FILE).where(Member.identity_index == bindparam("identity_index"))


def ids_by_number(numbers: Collection[int]) -> dict[int, int]:
    """The members of these numbers, by number."""
    return dict(read_rows(_NUMBERED, {"numbers": list(numbers)}).all()) if numbers else {}  # type: ignore[arg-type]  # pairs


def ids_by_identity(indexes: Collection[str]) -> dict[str, int]:
    """The members whose documents have these indexes, as `services.identity_index` makes them."""
    return dict(read_rows(_HOLDERS, {"indexes": list(indexes)}).all()) if indexes else {}  # type: ignore[arg-type]  # pairs


def holder_of_identity(index: str) -> int | None:
    """The id of the member whose document has this index. Members are written before anybody asks."""
    return read_rows(_HOLDER, {"identity_index": index}, with_pending=False).scalar()


def find_by_number(number: int) -> Member | None:
    """The member of this number, or of the file it was merged into; for who sees everybody."""
    member_id = ids_by_number([number]).get(number)
    return db.session.scalar(select(Member).where(Member.id == member_id)) if member_id is not None else None


def merged_into(member_ids: Select[Any]) -> Select[int]:
    """The ids of the files that were merged into these."""
    merged = aliased(Member)
    return select(merged.id).where(merged.survivor_id.in_(member_ids))


_MERGED_HERE = select(Member.id, Member.number).where(Member.survivor_id == bindparam("member_id"))


def merged_here(member_id: int) -> Sequence[AnyRow]:
    """The files that were merged into a member's, by number: `id`, `number`."""
    return read_rows(_MERGED_HERE.order_by(Member.number), {"member_id": member_id}).all()


def find_merged(actor: Actor, member_id: int, *, on: date) -> Member | None:
    """A file that was merged into one that the actor may see."""
    seen = select(Member.id).where(visible_to(actor, on=on))
    merged: Member | None = db.session.scalar(
        select(Member).where(Member.id == member_id, Member.id.in_(merged_into(seen)))
    )
    return merged


def locked_member(member_id: int) -> Member:
    """A member for a change, or whom they were merged into; nobody else changes the file until the transaction ends."""
    found = db.session.scalars(select(Member).where(Member.id == member_id).with_for_update()).one()
    return found if found.survivor_id is None else locked_member(found.survivor_id)


def people_by_id(member_ids: Collection[int]) -> dict[int, AnyRow]:
    """Names, number, birth date and commune of members by id: for who sees the whole organisation."""
    found = select(*_ALIKE).where(Member.id.in_(member_ids))
    return {row.id: row for row in db.session.execute(found)} if member_ids else {}


MOST_COMMUNES = 200


def communes(actor: Actor, *, on: date) -> Sequence[str]:
    """The communes that the files an actor may see say, by name."""
    said = select(Member.commune).where(visible_to(actor, on=on), Member.commune != "").distinct()
    return read_rows(said.order_by(Member.commune).limit(MOST_COMMUNES)).scalars().all()


def own_member(actor: Actor) -> Member | None:
    """The actor's own file in the open organisation."""
    return db.session.scalar(select(Member).where(Member.account_id == actor.account_id))


_ITS_COACH = and_(
    Membership.id == CoachAssignment.coach_id, Membership.organisation_id == CoachAssignment.organisation_id
)
_COACH_NAMES = (
    select(CoachAssignment.member_id, Account.display_name, Account.display_name_arabic)
    .join(Membership, _ITS_COACH)
    .join(Account, Account.id == Membership.account_id)
    .where(CoachAssignment.member_id.in_(bindparam("member_ids", expanding=True)), open_on(bindparam("on", type_=Date)))
)


def coach_names(member_ids: Sequence[int], *, on: date) -> dict[int, str]:
    """Who supports each of these members on a day: display name by member id."""
    rows = read_rows(_COACH_NAMES, {"member_ids": list(member_ids), "on": on})
    return {row.member_id: name_of(row) for row in rows}


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


def open_assignments(member_id: int) -> list[CoachAssignment]:
    return list(db.session.scalars(select(CoachAssignment).filter_by(member_id=member_id, ended_on=None)))


def assignments_beyond(member_id: int, day: date) -> list[CoachAssignment]:
    """Those that are open, or end after a day."""
    beyond = or_(CoachAssignment.ended_on.is_(None), CoachAssignment.ended_on > day)
    return list(db.session.scalars(select(CoachAssignment).where(CoachAssignment.member_id == member_id, beyond)))


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
_SILENT = _PRESENT.where(
    or_(Member.last_activity_on.is_(None), Member.last_activity_on < bindparam("silent_since", type_=Date))
)


def kept_counts() -> tuple[int, int]:
    """How many members are present, and how many of them have no open assignment, as services keep count."""
    row = read_rows(_COUNTS).one_or_none()
    return (row.present, row.without_coach) if row else (0, 0)


def raw_counts() -> tuple[int, int]:
    """The same, counted row by row: what the kept counts must equal."""
    uncoached = _PRESENT.where(Member.is_coached.is_(False))
    return db.session.scalar(_PRESENT) or 0, db.session.scalar(uncoached) or 0


def count_without_coach() -> int:
    """Present members with no open assignment."""
    return kept_counts()[1]


PRESENT, WITHOUT_COACH = (Number(statement=select(kept)) for kept in (MemberCount.present, MemberCount.without_coach))
"""The kept counts, one by one."""


def silent_since(day: date) -> Number:
    """Present members who logged nothing on this day or later."""
    return Number(statement=_SILENT, values={"silent_since": day})


def sees_identity_numbers(actor: Actor) -> bool:
    return actor.can(Permission.REVEAL_IDENTITY_NUMBERS)


_REACHED = (
    Member.id,
    Member.number,
    Member.given_name_latin,
    Member.family_name_latin,
    Member.given_name_arabic,
    Member.family_name_arabic,
    Member.phone,
    Member.email,
)


def without_access(actor: Actor, *, on: date) -> Sequence[AnyRow]:
    """Present members the actor may see who have no account, by name."""
    found = select(*_REACHED).where(visible_to(actor, on=on), Member.account_id.is_(None), Member.left_on.is_(None))
    return read_rows(found.order_by(Member.sort_name, Member.id)).all()
