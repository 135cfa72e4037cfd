"""The trades a member may log for: the one in their file, and those they practise beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, or_, select

from app.activity.models import ActivityTrade
from app.kernel.sql import read_rows
from app.members.models import Member

_PRACTISED = (
    select(ActivityTrade.trade_id)
    .where(
        ActivityTrade.member_id == bindparam("member_id"),
        ActivityTrade.started_on <= bindparam("last"),
        or_(ActivityTrade.ended_on.is_(None), ActivityTrade.ended_on >= bindparam("first")),
    )
    .order_by(ActivityTrade.started_on, ActivityTrade.id)
)


def practised(member: Member, first: date, last: date) -> Sequence[int]:
    """The words of the trades a member practises some time between two days, the one in their file first."""
    wanted = {"member_id": member.id, "first": first, "last": last}
    others = read_rows(_PRACTISED, wanted).scalars().all()
    own = [member.trade_id] if member.trade_id else []
    return list(dict.fromkeys([*own, *others]))
