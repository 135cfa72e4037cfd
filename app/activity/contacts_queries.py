"""Reads of the clients and suppliers of a member, with what was sold to them or bought from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort
from sqlalchemy import bindparam, func, select

from app.activity.models import ActivityParty, ActivityRecord
from app.activity.rules import PartyRole, RecordKind
from app.kernel.database import db
from app.kernel.names import fold
from app.kernel.paging import AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.sql import read_rows
from app.members.models import Member

_THEIRS = (
    (ActivityRecord.organisation_id == ActivityParty.organisation_id)
    & (ActivityRecord.party_id == ActivityParty.id)
    & ActivityRecord.kind.in_((RecordKind.SALE, RecordKind.EXPENSE))
)


def _of_theirs(column: Any) -> Any:
    return select(column).where(_THEIRS).correlate(ActivityParty).scalar_subquery()


_LISTED: AnySelect = select(
    ActivityParty.id,
    ActivityParty.name,
    ActivityParty.phone,
    ActivityParty.last_used_on,
    _of_theirs(func.count()).label("records"),
    _of_theirs(func.coalesce(func.sum(ActivityRecord.amount_minor - ActivityRecord.tax_minor), 0)).label("net_minor"),
).where(
    ActivityParty.member_id == bindparam("member_id"),
    ActivityParty.role == bindparam("role"),
    ActivityParty.name_key.like(bindparam("pattern")),
)
_ORDERED = _LISTED.order_by(ActivityParty.name_key, ActivityParty.id)
_COUNT = _LISTED.with_only_columns(func.count(), maintain_column_froms=True)
_KEY = select(ActivityParty.name_key).where(ActivityParty.id == bindparam("party_id"))
_OTHERS = (
    select(ActivityParty.id, ActivityParty.name)
    .where(
        ActivityParty.member_id == bindparam("member_id"),
        ActivityParty.role == bindparam("role"),
        ActivityParty.id != bindparam("party_id"),
    )
    .order_by(ActivityParty.name_key, ActivityParty.id)
)


def _wanted(member_id: int, role: PartyRole, query: str) -> Mapping[str, Any]:
    """A folded name holds letters, digits and spaces only: nothing in it is a wild card."""
    return {"member_id": member_id, "role": role, "pattern": f"%{fold(query)}%"}


def fetch_contacts(member_id: int, role: PartyRole, query: str, *, asked: PageAsked) -> Page:
    """One page by name: `id`, `name`, `phone`, `last_used_on`, `records` and what they come to before tax, `net_minor`."""
    return fetch_page(
        _LISTED,
        asked,
        sort_key=ActivityParty.name_key,
        row_id=ActivityParty.id,
        key_of_row=lambda party_id: read_rows(_KEY, {"party_id": party_id}).scalar(),
        values=_wanted(member_id, role, query),
    )


def every_contact(member_id: int, role: PartyRole, query: str) -> Sequence[AnyRow]:
    """All pages at once, for a file."""
    return read_rows(_ORDERED, _wanted(member_id, role, query)).all()


def count_contacts(member_id: int, role: PartyRole, query: str) -> int:
    return read_rows(_COUNT, _wanted(member_id, role, query)).scalar() or 0


def get_contact_or_404(member: Member, party_id: int) -> ActivityParty:
    """One that this member wrote down; unknown, foreign and other people's ones are all 404."""
    found = select(ActivityParty).where(ActivityParty.id == party_id, ActivityParty.member_id == member.id)
    party: ActivityParty | None = db.session.scalar(found)
    return party if party is not None else abort(404)


def others(party: ActivityParty) -> dict[int, str]:
    """The other clients, or suppliers, of the same member: name by id."""
    wanted = {"member_id": party.member_id, "role": party.role, "party_id": party.id}
    return {row.id: row.name for row in read_rows(_OTHERS, wanted)}
