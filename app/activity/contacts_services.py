"""Mending what a member keeps of clients and suppliers: their names, phones, and two that are one."""

from __future__ import annotations

from sqlalchemy import select, update

from app.activity import totals
from app.activity.contacts_errors import AnotherRole, ContactGone, NameTaken, SameContact
from app.activity.models import ActivityParty, ActivityRecord
from app.kernel import audit
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.names import fold
from app.members.models import Member

CHANGED = audit.action("contacts.changed", _l("Client or supplier changed"))
MERGED = audit.action("contacts.merged", _l("Client or supplier merged into another"))
EXPORTED = audit.action("contacts.exported", _l("Clients and suppliers exported"))


def change_contact(member: Member, party_id: int, *, name: str, phone: str) -> ActivityParty:
    """Write a name otherwise, or a phone. Raises ContactGone, NameTaken."""
    totals.hold(member.id)
    party = _held(member.id, party_id)
    key = fold(name) or name
    same = select(ActivityParty.id).where(
        ActivityParty.member_id == member.id, ActivityParty.role == party.role, ActivityParty.name_key == key
    )
    if db.session.scalar(same.where(ActivityParty.id != party_id)) is not None:
        raise NameTaken
    values = {"name": name, "phone": phone}
    before, after = audit.only_changed(audit.values_of(party, *values), values)
    party.name, party.name_key, party.phone = name, key, phone
    db.session.flush()
    if after:
        audit.record(CHANGED, subject_type="activity_party", subject_id=party.id, before=before, after=after)
    return party


def merge_contacts(member: Member, gone_id: int, into_id: int) -> ActivityParty:
    """All that was logged with one goes to the other. Raises ContactGone, SameContact, AnotherRole.

    Closed months too: nothing they came to changes.
    """
    totals.hold(member.id)
    if gone_id == into_id:
        raise SameContact
    gone, kept = _held(member.id, gone_id), _held(member.id, into_id)
    if gone.role is not kept.role:
        raise AnotherRole
    theirs = update(ActivityRecord).where(ActivityRecord.party_id == gone.id, ActivityRecord.member_id == member.id)
    db.session.execute(theirs.values(party_id=kept.id).execution_options(synchronize_session=False))
    kept.last_used_on = max(kept.last_used_on, gone.last_used_on)
    kept.phone = kept.phone or gone.phone
    told = {"name": gone.name, "into": kept.name}
    db.session.delete(gone)
    db.session.flush()
    audit.record(MERGED, subject_type="activity_party", subject_id=kept.id, after=told)
    return kept


def _held(member_id: int, party_id: int) -> ActivityParty:
    """As it stands now, of this member only."""
    found = select(ActivityParty).where(ActivityParty.id == party_id, ActivityParty.member_id == member_id)
    party: ActivityParty | None = db.session.scalar(found.execution_options(populate_existing=True))
    if party is None:
        raise ContactGone
    return party
