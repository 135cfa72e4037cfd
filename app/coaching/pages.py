"""What the caseload page shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from app.kernel.access import Actor, Role
from app.kernel.i18n import language
from app.kernel.paging import PageAsked
from app.members import list_queries as members_list
from app.members import queries as member_queries
from app.members.list_filters import MemberFilters
from app.network import queries as network_queries
from app.network.models import Vocabulary

SILENT_DAYS = 30


def caseload(actor: Actor, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """A coach's people, page by page; for a manager also each coach's count and the people without one."""
    manages = Role.MANAGER in actor.roles
    coach_id = actor.membership_ids.get(Role.COACH)
    filters = MemberFilters.by(coach=str(coach_id)) if coach_id else None
    page, count = members_list.fetch_members_page(actor, filters, asked, on=today) if filters else (None, 0)
    here = url_for("coaching.show_coaching")
    return {
        "page": page,
        "count": count,
        "caseloads": member_queries.caseloads(on=today) if manages else [],
        "without_coach": member_queries.count_without_coach() if manages else 0,
        "trade_labels": network_queries.term_labels(Vocabulary.TRADE, language()) if page else {},
        "silent_before": today - timedelta(days=SILENT_DAYS),
        "links": {
            "first": here,
            "previous": f"{here}?before={page.before_id}" if page and page.before_id else None,
            "next": f"{here}?after={page.after_id}" if page and page.after_id else None,
            "last": f"{here}?page=last",
        },
    }
