"""Clients and suppliers, remembered from what a member wrote. Found again by their folded name; never another member's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import bindparam, select

from app.activity.models import ActivityParty
from app.activity.rules import PARTY_ROLES, Entry, PartyRole
from app.kernel.database import db
from app.kernel.names import fold
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows
from app.kernel.tenancy import open_organisation_id

OFFERED = 30
PartyIds = Mapping[tuple[PartyRole, str], int]
"""Ids by role and folded name, as `key_of` gives them."""
_OFFERED = (
    select(ActivityParty.name)
    .where(ActivityParty.member_id == bindparam("member_id"), ActivityParty.role == bindparam("role"))
    .order_by(ActivityParty.last_used_on.desc(), ActivityParty.id.desc())
    .limit(OFFERED)
)


@once_a_reading
def offered_names(member_id: int, role: PartyRole) -> Sequence[str]:
    """Whom the member wrote down, the last used first, thirty at most."""
    return read_rows(_OFFERED, {"member_id": member_id, "role": role}).scalars().all()


def remember(member_id: int, entries: Sequence[Entry]) -> PartyIds:
    """The ids of those whom the entries name, made where they are new, by role and folded name.

    The caller holds the member's journal, so that nobody makes the same one meanwhile.
    """
    named = {key: entry for entry in entries if (key := key_of(entry))}
    if not named:
        return {}
    known = {(party.role, party.name_key): party for party in _known(member_id, {key for _role, key in named})}
    for role_and_key, entry in named.items():
        if role_and_key not in known:
            known[role_and_key] = _make(member_id, role_and_key, entry)
        party = known[role_and_key]
        party.last_used_on = max(party.last_used_on, entry.day)
    db.session.flush()
    return {role_and_key: party.id for role_and_key, party in known.items()}


def key_of(entry: Entry) -> tuple[PartyRole, str] | None:
    """How the one an entry names is found again; None when it names nobody. A name without letters stands for itself."""
    role = PARTY_ROLES.get(entry.kind)
    return (role, fold(entry.party) or entry.party) if role and entry.party else None


def name_of(party_id: int | None) -> str:
    """The name of one; empty for None."""
    return db.session.get_one(ActivityParty, (open_organisation_id(), party_id)).name if party_id else ""


def _known(member_id: int, keys: set[str]) -> Sequence[ActivityParty]:
    found = select(ActivityParty).where(ActivityParty.member_id == member_id, ActivityParty.name_key.in_(keys))
    return db.session.scalars(found).all()


def _make(member_id: int, role_and_key: tuple[PartyRole, str], entry: Entry) -> ActivityParty:
    role, key = role_and_key
    party = ActivityParty(member_id=member_id, role=role, name=entry.party, name_key=key, last_used_on=date.min)
    db.session.add(party)
    return party
