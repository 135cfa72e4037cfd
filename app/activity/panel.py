"""What a member's page shows of their journal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import g, url_for

from app.activity import queries
from app.activity.totals import NOTHING
from app.kernel.access import Actor, Permission
from app.kernel.calendar import week_of
from app.kernel.paging import AnyRow
from app.members.panels import Panel

WEEKS_SHOWN = 4


def _context(actor: Actor, member: AnyRow) -> dict[str, Any] | None:
    """The month so far, the last four weeks in short, what waits; None for those who may not see activity."""
    is_own = member.account_id == actor.account_id
    if not (actor.can(Permission.SEE_ACTIVITY) and (is_own or actor.can(Permission.VALIDATE_ACTIVITY))):
        return None
    today, country = g.organisation.today, g.organisation.country
    starts = [week_of(today, country)[0] - timedelta(days=7 * back) for back in range(WEEKS_SHOWN)]
    daily = queries.daily_figures(member.id, min(starts[-1], today.replace(day=1)), starts[0] + timedelta(days=6))
    of_week, of_month = dict.fromkeys(starts, NOTHING), NOTHING
    for day, figures in daily.items():
        start = week_of(day, country)[0]
        of_week[start] = of_week.get(start, NOTHING) + figures
        of_month += figures if (day.year, day.month) == (today.year, today.month) else NOTHING
    waiting, returned, oldest = queries.standing(member.id)
    return {
        "month": of_month,
        "today": today,
        "weeks": tuple((start, start + timedelta(days=6), of_week[start]) for start in starts),
        "waiting": waiting,
        "returned": returned,
        "oldest": oldest,
        "here": _week_address(member, is_own=is_own),
    }


def _week_address(member: AnyRow, *, is_own: bool) -> str:
    """The page of a week, ending where its day follows."""
    if not is_own:
        return url_for("activity.show_member_week", member_id=member.id) + "?week="
    return url_for("activity.show_activity", view="mine") + "&week="


PANEL = Panel(template="activity/_panel.html", context=_context)
