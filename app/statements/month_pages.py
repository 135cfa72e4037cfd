"""What the list of a month's contributions shows: the month and search asked for, lines, sums, ways on."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g, request, url_for

from app.kernel.calendar import add_months
from app.kernel.paging import page_asked
from app.statements import month_queries, months
from app.statements.pages import asked_month

LONGEST_SEARCH = 100
MOST_SUMMED = 500  # members; with more the sums stand in the files


def asked() -> tuple[date, str]:
    """The month, never one to come, and what is searched for."""
    this_month = g.organisation.today.replace(day=1)
    return min(asked_month("month", this_month), this_month), request.args.get("q", "")[:LONGEST_SEARCH]


def contributions_list() -> dict[str, Any]:
    """One page of the list."""
    month, typed = asked()
    page = month_queries.people_page(page_asked(request.args), month=month, typed=typed)
    count = month_queries.count_people(month=month, typed=typed)
    shown = months.member_months(page.rows, month)
    here, kept = _address(month, typed), {"month": f"{month:%Y-%m}", "q": typed or None}
    return {
        "month": month,
        "typed": typed,
        "count": count,
        "lines": shown,
        "sums": _sums(shown, month, typed=typed, count=count),
        "has_general_rule": months.has_general_rule(month),
        "kept": kept,
        "previous_url": _address(add_months(month, -1), typed),
        "next_url": _address(add_months(month, 1), typed) if month < g.organisation.today.replace(day=1) else None,
        "links": {
            "first": here,
            "previous": f"{here}&before={page.before_id}" if page.before_id else None,
            "next": f"{here}&after={page.after_id}" if page.after_id else None,
            "last": f"{here}&page=last",
        },
    }


def _address(month: date, typed: str) -> str:
    return url_for("contributions.list_contributions", month=f"{month:%Y-%m}", q=typed or None)


def _sums(shown: list[months.MemberMonth], month: date, *, typed: str, count: int) -> months.MonthSums | None:
    """Over all that was found, where that is not too many."""
    if count > MOST_SUMMED:
        return None
    if count > len(shown):
        shown = months.member_months(month_queries.everybody(month=month, typed=typed), month)
    return months.sums(shown)
