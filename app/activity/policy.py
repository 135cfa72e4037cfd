"""Who may decide about a member's records."""

from __future__ import annotations

from app.kernel.access import Actor, Permission
from app.members.models import Member


def may_decide(actor: Actor, member: Member) -> bool:
    """Coaches and managers about those they see, never about themselves."""
    return actor.can(Permission.VALIDATE_ACTIVITY) and member.account_id != actor.account_id
