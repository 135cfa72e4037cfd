"""What a member's page shows of their attestations."""

from __future__ import annotations

from typing import Any

from flask import g

from app.attestations import labels, pages, policy, queries
from app.kernel.access import Actor, Permission
from app.kernel.paging import AnyRow
from app.members.panels import Panel


def panel_of(actor: Actor, member: AnyRow) -> dict[str, Any] | None:
    """The latest five, and the way to issue one."""
    if not actor.can(Permission.SEE_ATTESTATIONS):
        return None
    rows, count = queries.attestations_of(member.id, limit=5)
    return {
        "rows": pages.rows_shown(rows, today=g.organisation.today),
        "count": count,
        "may_issue": policy.may_issue_to(actor, member),
        "member": member,
        "labels": labels,
    }


PANEL = Panel(template="attestations/_panel.html", context=panel_of, stays=True)
