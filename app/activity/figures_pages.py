"""A member's month and year: sums that open their records, what they are made of, small charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import g, request, url_for

from app.activity import queries
from app.activity.breakdowns import Breakdown, breakdowns, party_names, words_of
from app.activity.pages import day_asked, own_view
from app.activity.periods import Period, Span, period_of, weeks_of
from app.activity.records_queries import PAYMENT
from app.activity.rules import RecordKind, RecordStatus
from app.activity.totals import NOTHING, Figures
from app.kernel.i18n import _, _n, format_day_short, format_hours, format_money, format_month, format_percent, language
from app.kernel.tables import Cell
from app.members.models import Member

PARTS_SHOWN = 12  # the rest is one line together; the file has all


class Bar(NamedTuple):
    """A month or a week of a small chart."""

    label: str
    name: str
    value: int
    shown: str
    now: bool


class Tile(NamedTuple):
    """A figure that leads to its records."""

    label: str
    value: str
    url: str
    note: str = ""
    tone: str = ""


class Line(NamedTuple):
    """One part of a sum as a page shows it; `url` opens its records."""

    label: str
    url: str
    value: int
    shown: str
    share: str
    records: int


class Parts(NamedTuple):
    """What a sum is made of: a table with a bar in each line."""

    title: str
    heading: str
    value_heading: str
    lines: tuple[Line, ...]
    largest: int


def period_asked(member: Member) -> Period:
    """The month or the year in the address, never before the admission's nor after today's; this month by default."""
    asked = request.args.get("span", "")
    day = max(min(day_asked("on"), g.organisation.today), member.admitted_on)
    return period_of(Span(asked) if asked in list(Span) else Span.MONTH, day)


def in_words(period: Period) -> str:
    """`août 2026`, or `2026`."""
    return format_month(period.start) if period.span is Span.MONTH else str(period.start.year)


def figures(member: Member, *, is_own: bool) -> dict[str, Any]:
    """A period of one member, with what the page needs."""
    period = period_asked(member)
    by_part = _by_part(member, period)
    sums = sum((of for _start, _end, of in by_part), NOTHING)
    here = own_or_theirs(member, is_own=is_own)
    file = url_for("activity.export_figures", ending="csv", member=member.id, span=period.span, on=period.start)
    return {
        "member": member,
        "own": is_own,
        "period": period,
        "title": in_words(period),
        "figures": sums,
        "tiles": tuple(tiles(sums, period, member_id=member.id)),
        "states": _states(sums, period, member.id),
        "sections": _sections(member, period, here, is_own=is_own),
        "charts": _charts(by_part, period),
        "parts": parts_of(member, period),
        "pager": _pager(member, period, here),
        "files": both_files(file),
    }


def both_files(as_csv: str) -> dict[str, str]:
    """The addresses of a file by its ending, from that of the CSV."""
    return {"csv": as_csv, "xlsx": as_csv.replace("/file.csv", "/file.xlsx", 1)}


def own_or_theirs(member: Member, *, is_own: bool) -> str:
    """The address of the figures, one's own or somebody's."""
    if is_own:
        return url_for("activity.show_figures")
    return url_for("activity.show_member_figures", member_id=member.id)


def _sections(member: Member, period: Period, here: str, *, is_own: bool) -> list[dict[str, Any]]:
    """The week, the month and the year around today, or around the first day of a period that is past."""
    today = g.organisation.today
    day = today if period.start <= today <= period.end else max(period.start, member.admitted_on)
    if is_own:
        week = url_for("activity.show_activity", **own_view(), week=day)
    else:
        week = url_for("activity.show_member_week", member_id=member.id, week=day)
    spans = ((Span.MONTH, _("Month")), (Span.YEAR, _("Year")))
    return [
        {"label": _("Week"), "url": week, "current": False},
        *(
            {"label": label, "url": f"{here}?span={span}&on={day}", "current": span is period.span}
            for span, label in spans
        ),
    ]


def _pager(member: Member, period: Period, here: str) -> dict[str, str | None]:
    """The neighbours: never before the month of the admission, nor after today."""
    before, after = (f"{here}?span={period.span}&on={day}" for day in (period.previous, period.next))
    return {
        "previous": before if period.start > member.admitted_on else None,
        "next": after if period.end < g.organisation.today else None,
    }


def _by_part(member: Member, period: Period) -> list[tuple[date, date, Figures]]:
    """The months of a year, or the country's weeks of a month, each with its sums."""
    if period.span is Span.YEAR:
        months = queries.member_months(member.id, period.start, period.end)
        return [(month, period_of(Span.MONTH, month).end, months.get(month, NOTHING)) for month in period.months]
    daily = queries.daily_figures(member.id, period.start, period.end)
    return [
        (start, end, sum((of for day, of in daily.items() if start <= day <= end), NOTHING))
        for start, end in weeks_of(period, g.organisation.country)
    ]


def tiles(sums: Figures, period: Period, *, member_id: int | None) -> list[Tile]:
    """Sold, collected, spent and hours, each leading to its records; below the money what validated ones come to."""
    currency, records = g.organisation.currency, records_address(period, member_id)

    def money(label: str, name: str, what: str) -> Tile:
        counted = format_money(getattr(sums, f"counted_{name}"), currency)
        return Tile(
            label=label,
            value=format_money(getattr(sums, name), currency),
            url=f"{records}&what={what}",
            note=_("Validated: %(amount)s", amount=counted),
        )

    return [
        money(_("Sold"), "sold_minor", RecordKind.SALE),
        money(_("Collected"), "collected_minor", PAYMENT),
        money(_("Spent"), "spent_minor", RecordKind.EXPENSE),
        Tile(
            label=_("Hours worked"),
            value=format_hours(sums.minutes),
            url=f"{records}&what={RecordKind.WORK}",
        ),
    ]


def records_address(period: Period, member_id: int | None) -> str:
    """The list of all records of a period, ending where further filters may follow: each line of a page has its own."""
    return url_for("activity.list_records", member=member_id, start=period.start, end=period.end)


def _states(sums: Figures, period: Period, member_id: int) -> list[dict[str, str]]:
    """What of it is not decided yet, with the way to it."""
    drafts = _n("%(num)s record not handed in", "%(num)s records not handed in", sums.drafts)
    waiting = _n("%(num)s record waits for validation", "%(num)s records wait for validation", sums.waiting)
    records = records_address(period, member_id)
    said = ((sums.drafts, RecordStatus.DRAFT, drafts), (sums.waiting, RecordStatus.SUBMITTED, waiting))
    return [
        {"label": label, "url": f"{records}&status={status}", "action": _("Show")}
        for number, status, label in said
        if number
    ]


def _charts(by_part: Sequence[tuple[date, date, Figures]], period: Period) -> list[dict[str, Any]]:
    """Sales and hours, week by week or month by month; none where there is nothing to draw."""
    currency = g.organisation.currency
    drawn = [
        (_("Sales"), _("Before tax"), "sold_minor", lambda value: format_money(value, currency)),
        (_("Hours worked"), _("Hours"), "minutes", format_hours),
    ]
    heading = _("Week") if period.span is Span.MONTH else _("Month")
    charts = []
    for title, value_heading, name, say in drawn:
        points = tuple(_bar(start, end, getattr(of, name), say=say, period=period) for start, end, of in by_part)
        if any(point.value for point in points):
            highest = max(points, key=lambda point: point.value)
            summary = _("The most: %(amount)s, %(when)s.", amount=highest.shown, when=highest.name)
            charts.append(
                {
                    "title": title,
                    "points": points,
                    "value_heading": value_heading,
                    "label_heading": heading,
                    "summary": summary,
                }
            )
    return charts


def _bar(start: date, end: date, value: int, *, say: Any, period: Period) -> Bar:
    today = g.organisation.today
    is_month = period.span is Span.YEAR
    return Bar(
        label=f"{start.month:02d}" if is_month else f"{start.day}–{end.day}" if end > start else str(start.day),
        name=format_month(start) if is_month else f"{format_day_short(start)} – {format_day_short(end)}",
        value=value,
        shown=say(value),
        now=start <= today <= end,
    )


# --- What sums are made of ------------------------------------------------------------------------------------------


def parts_of(member: Member, period: Period) -> list[Parts]:
    """Sales by client and by trade, hours by kind, costs by category; those that have something, the largest first."""
    records = records_address(period, member.id)
    return [_parts(asked, records) for asked in broken_down(member, period) if asked.breakdown.parts]


class Asked(NamedTuple):
    """A breakdown with its words; `what` and `field` open the records of a part."""

    title: str
    heading: str
    breakdown: Breakdown
    labels: Mapping[int, str]
    what: RecordKind
    field: str
    unnamed: str

    def label(self, key: int | None) -> str:
        return self.labels.get(key, "") if key is not None else self.unnamed


def broken_down(member: Member, period: Period) -> list[Asked]:
    found = breakdowns(member.id, period.start, period.end)
    clients = party_names(part.key for part in found.clients.parts)
    words = words_of(found, language())
    sale, work, expense = RecordKind.SALE, RecordKind.WORK, RecordKind.EXPENSE
    return [
        Asked(_("Sales by client"), _("Client"), found.clients, clients, sale, "client", _("Without a client")),
        Asked(_("Sales by trade"), _("Trade"), found.trades, words, sale, "trade", _("Without a trade")),
        Asked(_("Hours by kind of work"), _("Kind of work"), found.work_kinds, words, work, "term", ""),
        Asked(_("Costs by category"), _("Category"), found.categories, words, expense, "term", ""),
    ]


def _parts(asked: Asked, records: str) -> Parts:
    shown = asked.breakdown.parts[:PARTS_SHOWN]
    rest = asked.breakdown.parts[PARTS_SHOWN:]
    everything = f"{records}&what={asked.what}"
    lines = [
        _line(
            asked,
            asked.label(part.key),
            f"{everything}&{asked.field}={part.key or 'none'}",
            value=part.value,
            records=part.records,
        )
        for part in shown
    ]
    if rest:
        label = _n("%(num)s other", "%(num)s others", len(rest))
        value, count = sum(part.value for part in rest), sum(part.records for part in rest)
        lines.append(_line(asked, label, everything, value=value, records=count))
    return Parts(
        title=asked.title,
        heading=asked.heading,
        value_heading=_("Hours") if asked.what is RecordKind.WORK else _("Before tax"),
        lines=tuple(lines),
        largest=max(1, *(line.value for line in lines)),
    )


def _line(asked: Asked, label: str, url: str, *, value: int, records: int) -> Line:
    total = asked.breakdown.total
    is_hours = asked.what is RecordKind.WORK
    return Line(
        label=label,
        url=url,
        value=max(value, 0),
        shown=format_hours(value) if is_hours else format_money(value, g.organisation.currency),
        share=format_percent(value / total) if total > 0 else "",
        records=records,
    )


def rows_of_file(member: Member, period: Period, say: Any) -> list[Sequence[Cell]]:
    """Every part of every breakdown, none put together: `say(what, value)` writes hours or money as a number."""
    return [
        (asked.title, asked.label(part.key), part.records, *say(asked.what, part.value))
        for asked in broken_down(member, period)
        for part in asked.breakdown.parts
    ]
