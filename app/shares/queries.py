"""Reads of the share ledger: values, movements, holdings of any day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, func, inspect, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.kernel.database import db
from app.kernel.paging import AnyRow, Page, PageAsked, fetch_page
from app.kernel.reading import Number
from app.kernel.sql import read_rows
from app.members import queries as member_queries
from app.members.models import Member
from app.network import queries as network_queries
from app.network.queries import OpenOrganisation
from app.shares import rules
from app.shares.models import ShareHolding, ShareMovement, ShareRule, ShareValue
from app.shares.rules import Asked, Holding, Movement, MovementKind, Value

_VALUES = select(ShareValue.from_day, ShareValue.value_minor, ShareValue.from_reserves).order_by(ShareValue.from_day)
_MOVEMENT = (
    ShareMovement.number,
    ShareMovement.kind,
    ShareMovement.happened_on.label("day"),
    ShareMovement.member_id,
    ShareMovement.to_member_id,
    ShareMovement.shares,
    ShareMovement.paid_minor,
)
_COUNTS = ShareMovement.cancelled_at.is_(None)
_EVERY_MOVEMENT = select(*_MOVEMENT).where(_COUNTS)


def values() -> list[Value]:
    """What a share was worth since when, from the first day on."""
    return [Value(**row._mapping) for row in read_rows(_VALUES)]


def recorded_values() -> Sequence[ShareValue]:
    """The same as they were recorded, the latest first."""
    return db.session.scalars(select(ShareValue).order_by(ShareValue.from_day.desc())).all()


def movements(of: Collection[int] | None = None) -> list[Movement]:
    """The entries that count; with `of`, those of these members and of everybody their shares came from or went to.

    However far: what a receiver owes, and since when, follows from all that the giver did.
    """
    if of is None:
        return _counted(_EVERY_MOVEMENT)
    reached, found = set(of), _counted(_EVERY_MOVEMENT.where(_touches(of)))
    while not reached.issuperset(met := _people_in(found)):
        reached |= met
        found = _counted(_EVERY_MOVEMENT.where(_touches(reached)))
    return found


def _people_in(entries: Iterable[Movement]) -> set[int]:
    """The ids of everybody whose shares these entries move."""
    return {person for entry in entries for person in (entry.member_id, entry.to_member_id) if person is not None}


def _counted(found: Select[*tuple[Any, ...]]) -> list[Movement]:
    return [Movement(**row._mapping) for row in read_rows(found)]


def _touches(member_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(ShareMovement.member_id.in_(member_ids), ShareMovement.to_member_id.in_(member_ids))


def holdings_on(day: date) -> dict[int, Holding]:
    """What each holder had at the end of a day, by member."""
    return rules.holdings_on(movements(), values(), day)


def holding_of(member_id: int, day: date) -> Holding:
    """What one member had at the end of a day."""
    return rules.holdings_on(movements([member_id]), values(), day).get(member_id, rules.NOTHING)


def shares_held(day: date, *, of: Collection[int] | None = None) -> Select[Any]:
    """`member_id` and `shares` of who holds some at the end of a day, summed by the database; `of`: of these members."""
    counts = (_COUNTS, ShareMovement.happened_on <= day)
    sign = case((ShareMovement.kind == MovementKind.SUBSCRIPTION, ShareMovement.shares), else_=-ShareMovement.shares)
    own = select(ShareMovement.member_id.label("member_id"), sign.label("shares"))
    received = select(ShareMovement.to_member_id, ShareMovement.shares).where(ShareMovement.to_member_id.is_not(None))
    if of is not None:
        own, received = own.where(ShareMovement.member_id.in_(of)), received.where(ShareMovement.to_member_id.in_(of))
    moved = own.where(*counts).union_all(received.where(*counts)).subquery()
    held = select(moved.c.member_id, func.sum(moved.c.shares).label("shares")).group_by(moved.c.member_id)
    return held.having(func.sum(moved.c.shares) > 0)


_OTHER, _RECEIVER = aliased(Member), aliased(Member)
_RECORDER, _CANCELLER = aliased(Account), aliased(Account)
_NAMES = ("given_name_latin", "family_name_latin", "given_name_arabic", "family_name_arabic")
_LEDGER = (
    select(
        *(getattr(ShareMovement, column.key) for column in inspect(ShareMovement).column_attrs),
        _OTHER.number.label("from_number"),
        _RECEIVER.number.label("to_number"),
        *(getattr(_OTHER, name).label(f"from_{name}") for name in _NAMES),
        *(getattr(_RECEIVER, name).label(f"to_{name}") for name in _NAMES),
        _RECORDER.display_name.label("recorder"),
        _RECORDER.display_name_arabic.label("recorder_arabic"),
        _CANCELLER.display_name.label("canceller"),
        _CANCELLER.display_name_arabic.label("canceller_arabic"),
    )
    .join(_OTHER, and_(_OTHER.organisation_id == ShareMovement.organisation_id, _OTHER.id == ShareMovement.member_id))
    .outerjoin(
        _RECEIVER,
        and_(_RECEIVER.organisation_id == ShareMovement.organisation_id, _RECEIVER.id == ShareMovement.to_member_id),
    )
    .outerjoin(_RECORDER, _RECORDER.id == ShareMovement.recorded_by_account_id)
    .outerjoin(_CANCELLER, _CANCELLER.id == ShareMovement.cancelled_by_account_id)
)


def entries_of(member_id: int) -> Sequence[AnyRow]:
    """Every entry that touches a member, cancelled ones included, the latest first."""
    found = _LEDGER.where(_touches([member_id]))
    return read_rows(found.order_by(ShareMovement.happened_on.desc(), ShareMovement.number.desc())).all()


def _of_period(first: date, last: date, kind: MovementKind | None) -> tuple[ColumnElement[bool], ...]:
    of_kind = () if kind is None else (ShareMovement.kind == kind,)
    return ShareMovement.happened_on.between(first, last), *of_kind


def ledger(first: date, last: date, kind: MovementKind | None = None) -> Sequence[AnyRow]:
    """Every entry of a period, cancelled ones included, in the order of their numbers; of one kind, or all."""
    return read_rows(_LEDGER.where(*_of_period(first, last, kind)).order_by(ShareMovement.number)).all()


def ledger_page(asked: PageAsked, *, first: date, last: date, kind: MovementKind | None = None) -> Page:
    """One page of the same."""
    return fetch_page(
        _LEDGER.where(*_of_period(first, last, kind)),
        asked,
        sort_key=ShareMovement.number,
        row_id=ShareMovement.id,
        key_of_row=lambda entry_id: db.session.scalar(select(ShareMovement.number).where(ShareMovement.id == entry_id)),
    )


def count_entries(first: date, last: date, kind: MovementKind | None = None) -> int:
    """How many entries a period has."""
    counted = select(func.count()).select_from(ShareMovement).where(*_of_period(first, last, kind))
    return int(read_rows(counted).scalar_one())


def count_written_later(first: date, last: date, since: datetime) -> int:
    """How many entries of a period were recorded or cancelled only after its end, `since` an instant."""
    later = or_(ShareMovement.recorded_at >= since, ShareMovement.cancelled_at >= since)
    counted = select(func.count()).select_from(ShareMovement).where(*_of_period(first, last, None), later)
    return int(read_rows(counted).scalar_one())


def find_by_number(number: int) -> Member | None:
    """The member of this number; for who keeps the ledger, and so sees everybody."""
    return member_queries.find_by_number(number)


def get_movement_or_404(member: Member, movement_id: int) -> ShareMovement:
    """An entry that touches this member."""
    found = select(ShareMovement).where(ShareMovement.id == movement_id, _touches([member.id]))
    movement: ShareMovement | None = db.session.scalar(found)
    return movement if movement is not None else abort(404)


def get_value_or_404(value_id: int) -> ShareValue:
    value: ShareValue | None = db.session.scalar(select(ShareValue).where(ShareValue.id == value_id))
    return value if value is not None else abort(404)


_RULE = select(ShareRule.least_shares, ShareRule.first_part_percent, ShareRule.months_to_pay)


def asked_here(organisation: OpenOrganisation) -> Asked:
    """What the statutes ask of a subscription, else the country's law."""
    row = read_rows(_RULE).one_or_none()
    return Asked(**row._mapping) if row is not None else rules.asked_by_law(organisation.country)


def recorded_rule() -> ShareRule | None:
    found: ShareRule | None = db.session.scalar(select(ShareRule))
    return found


_HELD = and_(ShareHolding.organisation_id == Member.organisation_id, ShareHolding.member_id == Member.id)
_HOLDERS = (
    select(
        Member.id,
        Member.number,
        Member.given_name_latin,
        Member.family_name_latin,
        Member.given_name_arabic,
        Member.family_name_arabic,
        Member.identity_kind,
        Member.identity_last_three,
        Member.address,
        Member.commune,
        Member.admitted_on,
        Member.left_on,
    )
    .join(ShareHolding, _HELD)
    .order_by(Member.number)
)
_LEFT_WITH_SHARES = (
    select(func.count())
    .select_from(ShareHolding)
    .join(Member, _HELD)
    .where(ShareHolding.shares > 0, Member.left_on.is_not(None))
)
_LATE = (
    select(func.count()).select_from(ShareHolding).where(ShareHolding.owed_since <= bindparam("owed_by", type_=Date))
)


def everyone_who_held() -> Sequence[AnyRow]:
    """Who holds shares or held some, by number: what a register says of a person."""
    return read_rows(_HOLDERS).all()


def holding_since(day: date) -> Select[int]:
    """The members who hold shares now, without a break since that day or longer."""
    return select(ShareHolding.member_id).where(ShareHolding.held_since <= day)


LEFT_WITH_SHARES = Number(statement=_LEFT_WITH_SHARES)
"""How many have left and still hold shares."""


def late(asked: Asked, today: date) -> Number:
    """How many owe a part whose day has passed (`rules.due_on`)."""
    return Number(statement=_LATE, values={"owed_by": rules.overdue_since(asked, today)})


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What an attestation of shares says of a day; amounts in minor units of `currency`."""

    shares: int
    value_minor: int
    subscribed_minor: int
    paid_minor: int
    currency: str
    held_since: date


def certificate_of(member_id: int, day: date) -> Certificate | None:
    """None where the member held no share at the end of the day."""
    holding, worth = holding_of(member_id, day), rules.value_on(values(), day)
    if worth is None or holding.held_since is None:
        return None
    return Certificate(
        shares=holding.shares,
        value_minor=worth,
        subscribed_minor=holding.subscribed_minor,
        paid_minor=holding.paid_minor,
        currency=network_queries.current_organisation().currency,
        held_since=holding.held_since,
    )
