"""Reads of trades and how they are shared, for their pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import abort
from sqlalchemy import bindparam, select

from app.activity.models import ActivityTrade
from app.activity.sharing_models import SharedTrade, SharedTradeSplit
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member

_PRACTISED = (
    select(ActivityTrade.id, ActivityTrade.trade_id, ActivityTrade.started_on, ActivityTrade.ended_on)
    .where(ActivityTrade.member_id == bindparam("member_id"))
    .order_by(ActivityTrade.ended_on.is_not(None), ActivityTrade.started_on.desc(), ActivityTrade.id)
)
_ALL_SHARED = select(
    SharedTrade.id, SharedTrade.name, SharedTrade.trade_id, SharedTrade.started_on, SharedTrade.ended_on
).order_by(SharedTrade.ended_on.is_not(None), SharedTrade.name, SharedTrade.id)
_NAME = select(SharedTrade.name).where(SharedTrade.id == bindparam("shared_id"))
_AGREEMENTS = select(
    SharedTradeSplit.id, SharedTradeSplit.signed_on, SharedTradeSplit.agreement, SharedTradeSplit.created_at
).where(SharedTradeSplit.shared_trade_id.in_(bindparam("shared_ids", expanding=True)))
_PEOPLE = select(
    Member.id,
    Member.number,
    Member.account_id,
    Member.given_name_latin,
    Member.family_name_latin,
    Member.given_name_arabic,
    Member.family_name_arabic,
)
_BY_ID = _PEOPLE.where(Member.id.in_(bindparam("member_ids", expanding=True)))
_BY_NUMBER = _PEOPLE.where(Member.number.in_(bindparam("numbers", expanding=True)))


def practised_by(member_id: int) -> Sequence[AnyRow]:
    """The trades beside the one in the file: those that go on first."""
    return read_rows(_PRACTISED, {"member_id": member_id}).all()


def get_practised_or_404(member: Member, practised_id: int) -> ActivityTrade:
    """A trade of this member."""
    found = select(ActivityTrade).where(ActivityTrade.id == practised_id, ActivityTrade.member_id == member.id)
    row: ActivityTrade | None = db.session.scalar(found)
    return row if row is not None else abort(404)


def get_shared_or_404(shared_id: int) -> SharedTrade:
    row: SharedTrade | None = db.session.scalar(select(SharedTrade).where(SharedTrade.id == shared_id))
    return row if row is not None else abort(404)


def name_of_shared(shared_id: int) -> str:
    return read_rows(_NAME, {"shared_id": shared_id}).scalar() or ""


def every_shared_trade() -> Sequence[AnyRow]:
    """Those that go on first, by name."""
    return read_rows(_ALL_SHARED).all()


def agreements_of(shared_ids: Collection[int]) -> Mapping[int, AnyRow]:
    """What each split of these shared trades rests on, by id of the split."""
    return {row.id: row for row in read_rows(_AGREEMENTS, {"shared_ids": list(shared_ids)})}


def people_by_id(member_ids: Collection[int]) -> Mapping[int, AnyRow]:
    """Numbers and names of members, whoever asks: what is shown of them is the page's to decide."""
    return {row.id: row for row in read_rows(_BY_ID, {"member_ids": list(member_ids)})}


def people_by_number(numbers: Collection[int]) -> Mapping[int, AnyRow]:
    return {row.number: row for row in read_rows(_BY_NUMBER, {"numbers": list(numbers)})}
