"""What the list of members can be reduced by, of what this room knows: who holds shares, now or at the end of a day."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from app.kernel.i18n import _l
from app.members import labels
from app.members.list_filters import AsOf, ListFilter, Values
from app.members.models import Member
from app.members.own_filters import fixed
from app.shares import queries
from app.shares.models import ShareHolding


def _holding(values: Values, as_of: AsOf) -> ColumnElement[bool]:
    if as_of.is_past:
        shares = queries.shares_held(as_of.day)
        holders = shares.with_only_columns(shares.selected_columns.member_id)
    else:
        holders = select(ShareHolding.member_id).where(ShareHolding.shares > 0)
    return Member.id.in_(holders) if values == ("yes",) else Member.id.not_in(holders)


FILTERS = (fixed("shares", _l("Holds shares"), labels.YES_NO, condition=_holding),)


def list_filters() -> tuple[ListFilter, ...]:
    return FILTERS
