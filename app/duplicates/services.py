"""Saying that two files are of two people, and taking it back."""

from __future__ import annotations

from app.duplicates import queries
from app.duplicates.models import DifferentPeople
from app.kernel import audit
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.models import Member

TOLD_APART = audit.action("duplicates.told_apart", _l("Two files said to be of two people"))
TAKEN_BACK = audit.action("duplicates.taken_back", _l("Two files may be of one person again"))


def tell_apart(one: Member, other: Member, *, by_account_id: int | None) -> None:
    """The pair is proposed no longer; said twice, it is said once."""
    first, second = _in_order(one, other)
    if queries.find_pair(first.id, second.id) is not None:
        return
    db.session.add(DifferentPeople(first_id=first.id, second_id=second.id, said_by_account_id=by_account_id))
    db.session.flush()
    audit.record(TOLD_APART, subject_type="member", subject_id=first.id, after=_told(first, second))


def take_back(one: Member, other: Member) -> None:
    """The pair may be proposed again; where nobody told them apart, nothing happens."""
    first, second = _in_order(one, other)
    pair = queries.find_pair(first.id, second.id)
    if pair is None:
        return
    db.session.delete(pair)
    db.session.flush()
    audit.record(TAKEN_BACK, subject_type="member", subject_id=first.id, before=_told(first, second))


def _in_order(one: Member, other: Member) -> list[Member]:
    """The smaller id first; nobody else says anything of the two until the transaction ends."""
    both = sorted((one, other), key=lambda member: member.id)
    for member in both:
        db.session.refresh(member, with_for_update=True)
    return both


def _told(first: Member, second: Member) -> dict[str, object]:
    return {"first_number": first.number, "second_number": second.number}
