"""Reads of pairs: who may be the same person, and of whom somebody said that they are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from app.accounts.models import Account
from app.accounts.queries import shown_name
from app.duplicates.models import DifferentPeople
from app.duplicates.rules import Alike, Known, pairs_alike
from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member
from app.members.queries import visible_to

_KNOWN = select(
    Member.id,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.birth_date,
    Member.phone,
    Member.second_phone,
)


_APART = select(DifferentPeople.first_id, DifferentPeople.second_id)


def pairs_for(actor: Actor, *, on: date) -> list[Alike]:
    """Who may be the same person, of those the actor sees, but for those somebody told apart; the nearest first."""
    files = read_rows(_KNOWN.where(visible_to(actor, on=on)))
    apart = {(row.first_id, row.second_id) for row in read_rows(_APART)}
    return [pair for pair in pairs_alike(map(_known, files)) if (pair.first_id, pair.second_id) not in apart]


def _known(row: AnyRow) -> Known:
    member_id, family_latin, given_latin, family_arabic, given_arabic, birth_date, *phones = row
    return Known(
        id=member_id,
        latin=(given_latin, family_latin),
        arabic=(given_arabic, family_arabic),
        birth_date=birth_date,
        phones=tuple(phones),
    )


_PERSON = select(
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
    Member.birth_date,
    Member.phone,
    Member.left_on,
    Member.account_id,
)


def people(actor: Actor, member_ids: Collection[int], *, on: date) -> dict[int, AnyRow]:
    """What a list of pairs shows of each of these members, by id."""
    rows = read_rows(_PERSON.where(visible_to(actor, on=on), Member.id.in_(member_ids)))
    return {row.id: row for row in rows}


def told_apart() -> Sequence[AnyRow]:
    """The pairs of two people, with who said so, the latest first."""
    said = select(
        DifferentPeople.first_id, DifferentPeople.second_id, DifferentPeople.said_at, shown_name().label("said_by")
    ).outerjoin(Account, Account.id == DifferentPeople.said_by_account_id)
    return read_rows(said.order_by(DifferentPeople.said_at.desc(), DifferentPeople.first_id)).all()


def find_pair(one_id: int, other_id: int) -> DifferentPeople | None:
    first_id, second_id = sorted((one_id, other_id))
    found = select(DifferentPeople).filter_by(first_id=first_id, second_id=second_id)
    pair: DifferentPeople | None = db.session.scalar(found)
    return pair


def pairs_of(member_id: int) -> Sequence[DifferentPeople]:
    theirs = or_(DifferentPeople.first_id == member_id, DifferentPeople.second_id == member_id)
    return db.session.scalars(select(DifferentPeople).where(theirs)).all()
