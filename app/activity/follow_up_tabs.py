"""The sections of the journal beside the week and the queue: what is still to receive, whom to remind, the months."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.kernel.access import Actor, Permission
from app.kernel.i18n import _


def more(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The sections beside, for an actor who has use of them."""
    offered = [("receivable", _("Still to receive"), "activity.list_receivable", Permission.SEE_ACTIVITY)]
    offered += [
        ("reminders", _("To remind"), "activity.list_to_remind", Permission.VALIDATE_ACTIVITY),
        ("months", _("Months"), "activity.list_months", Permission.CLOSE_MONTHS),
    ]
    return [
        {"label": label, "url": url_for(endpoint), "current": name == current}
        for name, label, endpoint, permission in offered
        if actor.can(permission)
    ]
