"""Everybody at once: those a coach follows, and the cooperative's month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for

from app.accounts import queries as account_queries
from app.activity import months, overview_queries, queries
from app.activity.figures_pages import Tile, both_files, tiles
from app.activity.overview_queries import FollowedFilters, FollowedOrder, MonthFilters, MonthOrder, Show
from app.activity.pages import day_asked, tabs
from app.activity.periods import Direction, Span, Trend, period_of
from app.activity.queries import SILENT_DAYS
from app.kernel.access import Actor, Role
from app.kernel.calendar import add_months
from app.kernel.i18n import _, _l, _lp, _n, format_hours, format_money, format_month, format_percent
from app.kernel.ids import read_id
from app.kernel.paging import Page, PageAsked
from app.members import queries as member_queries

LONGEST_SEARCH = 100
EARLIEST = date(2000, 1, 1)
SHOW = {
    Show.ALL: _l("Everybody"),
    Show.SILENT: _l("Silent people"),
    Show.DRAFTS: _l("With records not handed in"),
    Show.WAITING: _l("With records that wait"),
    Show.RETURNED: _l("With records to correct"),
}
DIRECTION = {
    Direction.BEGINS: (_lp("sales", "Begins"), "info"),
    Direction.RISES: (_lp("sales", "Rises"), "ok"),
    Direction.FALLS: (_lp("sales", "Falls"), "warn"),
    Direction.STEADY: (_lp("sales", "Steady"), ""),
}


def trend_in_words(trend: Trend) -> str:
    """`Rises, +12 %`; nothing where nothing was sold."""
    if trend.direction is Direction.NOTHING:
        return ""
    word = str(DIRECTION[trend.direction][0])
    if trend.direction is Direction.BEGINS:
        return word
    return f"{word}, {format_percent(trend.percent / 100, signed=True)}"


# --- Those one follows ----------------------------------------------------------------------------------------------


def asked_followed(actor: Actor) -> FollowedFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    args = request.args.to_dict()
    show, order = args.get("show", ""), args.get("sort", "")
    coach = "none" if args.get("coach") == "none" else str(read_id(args.get("coach")) or "")
    return FollowedFilters(
        show=Show(show) if show in list(Show) else Show.ALL,
        coach=coach if Role.MANAGER in actor.roles else "",
        typed=args.get("q", "")[:LONGEST_SEARCH],
        order=FollowedOrder(order) if order in list(FollowedOrder) else FollowedOrder.NAME,
    )


def followed_in_address(filters: FollowedFilters) -> dict[str, Any]:
    said = {"show": filters.show.value, "coach": filters.coach, "q": filters.typed, "sort": filters.order.value}
    defaults = {"show": Show.ALL.value, "sort": FollowedOrder.NAME.value}
    return {name: value for name, value in said.items() if value and value != defaults.get(name)}


def followed(actor: Actor, asked: PageAsked) -> dict[str, Any]:
    """One page of those an actor follows, with what its rows, filters and links need."""
    filters, today = asked_followed(actor), g.organisation.today
    page = overview_queries.fetch_followed_page(actor, filters, asked, on=today)
    ids = [row.id for row in page.rows]
    manages, kept = Role.MANAGER in actor.roles, followed_in_address(filters)
    here = url_for("activity.list_followed")
    return {
        "page": page,
        "count": _count_in_words(actor, filters, today),
        "filters": filters,
        "show": SHOW,
        "trends": _trends(ids, today),
        "silent_days": SILENT_DAYS,
        "tabs": tabs(actor, "followed"),
        "coaches": account_queries.coach_choices() if manages else {},
        "coach_by_member": member_queries.coach_names(ids, on=today) if manages and ids else {},
        "today": today,
        "sorts": _sorts(here, kept, FollowedOrder, current=filters.order.value),
        "active": len(kept.keys() & {"show", "coach"}),
        "kept": kept,
        "clear_url": f"{here}?{urlencode({'q': filters.typed})}" if filters.typed else here,
        "links": _links(page, here, kept),
        "files": _files(here, kept),
    }


def _count_in_words(actor: Actor, filters: FollowedFilters, today: date) -> str:
    count = overview_queries.count_followed(actor, filters, on=today)
    if count is None:
        return _("More than a thousand people")
    return _n("%(num)s person", "%(num)s people", count)


def _trends(ids: list[int], today: date) -> dict[int, tuple[str, str]]:
    """The trend of each in words, with the tone of its tag; those without one are left out."""
    found = overview_queries.trends(ids, today)
    return {
        member_id: (trend_in_words(trend), DIRECTION[trend.direction][1])
        for member_id, trend in found.items()
        if trend.direction is not Direction.NOTHING
    }


def _sorts(here: str, kept: Mapping[str, Any], orders: Any, *, current: str) -> dict[str, tuple[str, bool]]:
    """The address of each order, and whether it is the one shown."""
    others = {name: value for name, value in kept.items() if name != "sort"}
    return {
        order.value: (f"{here}?{urlencode({**others, 'sort': order.value})}", order.value == current)
        for order in orders
    }


def _links(page: Page, here: str, kept: Mapping[str, Any]) -> dict[str, str | None]:
    listed = f"{here}?{urlencode(kept)}&" if kept else f"{here}?"
    return {
        "first": listed[:-1],
        "previous": f"{listed}before={page.before_id}" if page.before_id else None,
        "next": f"{listed}after={page.after_id}" if page.after_id else None,
        "last": f"{listed}page=last",
    }


def _files(here: str, kept: Mapping[str, Any]) -> dict[str, str]:
    return both_files(f"{here}/file.csv?{urlencode(kept)}" if kept else f"{here}/file.csv")


# --- The cooperative's month ----------------------------------------------------------------------------------------


def asked_month() -> MonthFilters:
    """The month in the address, this one when there is none that could be; who is looked for; the order."""
    args = request.args.to_dict()
    order = args.get("sort", "")
    return MonthFilters(
        month=max(min(day_asked("month"), g.organisation.today), EARLIEST).replace(day=1),
        typed=args.get("q", "")[:LONGEST_SEARCH],
        order=MonthOrder(order) if order in list(MonthOrder) else MonthOrder.NAME,
    )


def month_in_address(filters: MonthFilters) -> dict[str, Any]:
    said = {"month": filters.month.isoformat(), "q": filters.typed, "sort": filters.order.value}
    return {name: value for name, value in said.items() if value and value != MonthOrder.NAME.value}


def cooperative_month(actor: Actor, asked: PageAsked) -> dict[str, Any]:
    """One page of a month's people, its sums beside those of the month before, and whether it is closed."""
    filters = asked_month()
    page = overview_queries.fetch_month_page(filters, asked)
    kept, here = month_in_address(filters), url_for("activity.show_cooperative_month")
    return {
        "page": page,
        "count": overview_queries.count_month(filters),
        "filters": filters,
        "tabs": tabs(actor, "cooperative"),
        "tiles": _sums(filters.month),
        "is_closed": months.is_closed(filters.month),
        "is_over": add_months(filters.month, 1) <= g.organisation.today,
        "neighbours_of": _neighbours(filters.month, here),
        "sorts": _sorts(here, kept, MonthOrder, current=filters.order.value),
        "links": _links(page, here, kept),
        "files": _files(here, kept),
    }


def _sums(month: date) -> tuple[Tile, ...]:
    """The organisation's sums of a month; each leads to its records and says what the month before came to."""
    before, now = queries.organisation_months(month, count=2).values()
    currency, period = g.organisation.currency, period_of(Span.MONTH, month)
    was = [
        *(format_money(minor, currency) for minor in (before.sold_minor, before.collected_minor, before.spent_minor)),
        format_hours(before.minutes),
    ]
    found = tiles(now, period, member_id=None)
    said = [_("Month before: %(amount)s", amount=amount) for amount in was]
    return tuple(
        tile._replace(note=" · ".join(filter(None, (tile.note, note)))) for tile, note in zip(found, said, strict=True)
    )


def _neighbours(month: date, here: str) -> dict[str, tuple[str, str] | None]:
    """The month before and after, in words and as addresses; nothing after this one."""

    def told(day: date) -> tuple[str, str]:
        return format_month(day), f"{here}?month={day}"

    after = add_months(month, 1)
    return {"previous": told(add_months(month, -1)), "next": told(after) if after <= g.organisation.today else None}
