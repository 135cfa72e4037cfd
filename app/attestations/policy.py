"""Who may do what to which attestation."""

from __future__ import annotations

from app.attestations.models import Attestation
from app.kernel.access import Actor, Permission
from app.kernel.paging import AnyRow
from app.members.models import Member


def may_issue_to(actor: Actor, member: Member | AnyRow) -> bool:
    """A manager, to a member who is present, and never to themselves."""
    return actor.can(Permission.ISSUE_ATTESTATIONS) and member.left_on is None and member.account_id != actor.account_id


def may_revoke(actor: Actor, attestation: Attestation) -> bool:
    return actor.can(Permission.REVOKE_ATTESTATIONS) and attestation.revoked_at is None


def sees_behind(actor: Actor) -> bool:
    """Why it was revoked, by whom it was issued, how often it was checked: for those who keep the register."""
    return actor.can(Permission.ISSUE_ATTESTATIONS)
