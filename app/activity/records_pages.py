"""The records behind a figure, as a list and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import abort, g, request, url_for

from app.activity import labels
from app.activity.pages import own_view, term_label
from app.activity.records_queries import PAYMENT, RecordFilters, Sums, fetch_records_page, sums_of
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.access import Actor, Permission, current_actor
from app.kernel.calendar import month_of
from app.kernel.figures import FigureRefused, parse_day
from app.kernel.i18n import LazyText, _, _lp, _n, format_hours, format_money, language
from app.kernel.ids import read_id
from app.kernel.paging import AnyRow, Page, PageAsked
from app.members import queries as member_queries
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary

LONGEST_SEARCH = 100
WHAT: dict[str, LazyText] = {
    **{kind.value: word for kind, word in labels.KIND.items()},
    PAYMENT: _lp("journal", "Payment"),
}
_OF_TERM = {RecordKind.WORK.value: Vocabulary.WORK_KIND, RecordKind.EXPENSE.value: Vocabulary.EXPENSE_CATEGORY}


def asked_filters() -> RecordFilters:
    """The filters in the address; a value that cannot be one does not filter. This month when no day is asked for."""
    args = request.args.to_dict()
    first, last = month_of(g.organisation.today)
    start, end = _day(args.get("start"), first), _day(args.get("end"), last)
    what, status = args.get("what", ""), args.get("status", "")
    return RecordFilters(
        start=min(start, end),
        end=max(start, end),
        what=what if what in WHAT else "",
        status=RecordStatus(status) if status in list(RecordStatus) else None,
        member_id=read_id(args.get("member")),
        party_id=read_id(args.get("client")),
        trade_id=read_id(args.get("trade")),
        has_no_trade=args.get("trade") == "none",
        term_id=read_id(args.get("term")),
        typed=args.get("q", "")[:LONGEST_SEARCH].strip(),
    )


def _day(typed: str | None, otherwise: date) -> date:
    try:
        return parse_day(typed) if typed else otherwise
    except FigureRefused:
        return otherwise


def in_address(filters: RecordFilters) -> dict[str, Any]:
    """The filters as an address says them, without those that do not bite."""
    said = {
        "member": filters.member_id,
        "start": filters.start.isoformat(),
        "end": filters.end.isoformat(),
        "what": filters.what,
        "status": filters.status.value if filters.status else None,
        "client": filters.party_id,
        "trade": "none" if filters.has_no_trade else filters.trade_id,
        "term": filters.term_id,
        "q": filters.typed,
    }
    return {name: value for name, value in said.items() if value}


def whose(actor: Actor, filters: RecordFilters) -> Member | None:
    """The member the list is about, None for everybody the actor sees; 404 for one they may not see."""
    if "member" not in request.args:
        return None
    if filters.member_id is None:
        abort(404)
    return member_queries.get_member_or_404(actor, filters.member_id, on=g.organisation.today)


def records_list(actor: Actor, asked: PageAsked) -> dict[str, Any]:
    """One page of the list with what its rows, filters and links need."""
    filters, today = asked_filters(), g.organisation.today
    member = whose(actor, filters)
    page = fetch_records_page(actor, filters, asked, on=today)
    kept = in_address(filters)
    trades = network_queries.term_labels(Vocabulary.TRADE, language())
    return {
        "member": member,
        "filters": filters,
        "lines": [_line(row, trades, of_everybody=member is None) for row in page.rows],
        "of_everybody": member is None,
        "count": count_in_words(sums := sums_of(actor, filters, on=today)),
        "sums": _sums_in_words(sums, filters),
        "choices": _choices(filters, trades),
        "kept": {name: kept[name] for name in ("member", "client") if name in kept},
        "active": len(kept.keys() - {"member", "start", "end", "q"}),
        "clear_url": url_for("activity.list_records", **_only(kept, "member", "start", "end")),
        "links": _links(page, url_for("activity.list_records", **kept)),
        "files": {ending: url_for("activity.export_list", ending=ending, **kept) for ending in ("csv", "xlsx")},
        "back": _back(actor, member, filters),
    }


def _only(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: kept[name] for name in names if name in kept}


def _choices(filters: RecordFilters, trades: Mapping[int, str]) -> dict[str, Mapping[Any, object]]:
    """What the filters offer; kinds of work or categories once it is said which of the two."""
    vocabulary = _OF_TERM.get(filters.what)
    return {
        "what": WHAT,
        "status": {status.value: badge.label for status, badge in labels.STATUS.items()},
        "trade": {"none": _("Without a trade"), **trades},
        "term": network_queries.term_labels(vocabulary, language()) if vocabulary else {},
    }


def count_in_words(sums: Sums) -> str:
    if sums.count is None:
        return _("More than a thousand lines")
    return _n("%(num)s line", "%(num)s lines", sums.count)


def _sums_in_words(sums: Sums, filters: RecordFilters) -> list[tuple[str, str]]:
    """What the lines come to; nothing of so many that they are not counted."""
    if sums.count is None or not sums.count:
        return []
    currency = g.organisation.currency
    said = (
        (_("Hours worked"), sums.minutes, format_hours),
        (_("Sold"), sums.sold_minor, lambda minor: format_money(minor, currency)),
        (_("Collected"), sums.collected_minor, lambda minor: format_money(minor, currency)),
        (_("Spent"), sums.spent_minor, lambda minor: format_money(minor, currency)),
    )
    return [(label, say(value)) for label, value, say in said if value]


def _line(row: AnyRow, trades: Mapping[int, str], *, of_everybody: bool) -> dict[str, Any]:
    return {
        "row": row,
        "url": _week_of(row, is_own=not current_actor().can(Permission.VALIDATE_ACTIVITY)),
        "kind": labels.KIND[row.kind],
        "what": term_label(row) or row.party or str(labels.KIND[row.kind]),
        "trade": trades.get(row.trade_id, ""),
        "figure": _figure(row),
        "status": labels.STATUS[row.status],
        "whose": of_everybody,
    }


def _week_of(row: AnyRow, *, is_own: bool) -> str:
    """The week a record stands in, where it can be corrected, or decided on."""
    if is_own:
        return url_for("activity.show_activity", **own_view(), week=row.record_day.isoformat())
    return url_for("activity.show_member_week", member_id=row.member_id, week=row.record_day.isoformat())


def _figure(row: AnyRow) -> str:
    """Hours, or the amount before tax; a prospect's is hoped for, and may be missing."""
    if row.kind is RecordKind.WORK:
        return format_hours(row.minutes)
    return format_money(row.net_minor, row.currency) if row.net_minor else ""


def _links(page: Page, here: str) -> dict[str, str | None]:
    return {
        "first": here,
        "previous": f"{here}&before={page.before_id}" if page.before_id else None,
        "next": f"{here}&after={page.after_id}" if page.after_id else None,
        "last": f"{here}&page=last",
    }


def _back(actor: Actor, member: Member | None, filters: RecordFilters) -> str:
    """The figures that the list is behind."""
    month: dict[str, Any] = {"span": "month", "on": filters.start.isoformat()}
    if member is None:
        return url_for("activity.show_activity")
    if member.account_id == actor.account_id:
        return url_for("activity.show_figures", **month)
    return url_for("activity.show_member_figures", member_id=member.id, **month)
