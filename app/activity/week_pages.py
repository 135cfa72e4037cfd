"""The page that fills a whole week at once: hours of the usual work for each day that takes any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import g, request

from app.activity import again, months, own_queries, pages, queries, services, trades_pages
from app.activity.models import ActivityRecord
from app.activity.quick_forms import WeekForm
from app.activity.rules import RecordKind, latest_day
from app.activity.services import Log
from app.kernel.calendar import week_of
from app.kernel.errors import Refusal
from app.kernel.fields import TypedField
from app.kernel.i18n import _, format_day_in_words, format_month
from app.kernel.paging import AnyRow
from app.members.models import Member


@dataclass(frozen=True, kw_only=True)
class DayOfWeek:
    """A day of the page: what is logged for it already, and either its field or why it takes no hours."""

    day: date
    name: str
    minutes: int
    records: Sequence[AnyRow]
    closed_because: str
    field: TypedField | None = None


def week_form(member: Member) -> WeekForm:
    """The form of the week in the address, the last used kind of work and trade chosen."""
    last_used = queries.last_used_term(member.id, RecordKind.WORK)
    form = WeekForm(work_kind_id=last_used)
    form.work_kind_id.choices = pages.term_choices(RecordKind.WORK, first=last_used)
    trades_pages.offer_trades(form, member, None, last_used=own_queries.last_used_trade(member.id))
    form.usual = again.usual_figure(member.id, RecordKind.WORK) if request.method == "POST" else None
    form.stand_for([(one.day, one.name, not one.closed_because) for one in _days(member)])
    return form


def log_week(member: Member, form: WeekForm, log: Log) -> list[ActivityRecord]:
    """Log all days that have hours, or none; each refusal stands beside its day, and the list is then empty."""
    entries = form.entries()
    try:
        return services.log_records(member, entries, log)
    except Refusal:
        for entry in entries:
            try:
                services.judge(member, [entry], organisation=log.organisation)
            except Refusal as refusal:
                form.refuse_day(entry.day, refusal)
        return []


def filling(member: Member, form: WeekForm) -> dict[str, Any]:
    """The page of a week to fill, with the ways to its neighbours."""
    today = g.organisation.today
    start, end = _bounds(member)
    days = [
        DayOfWeek(**{**vars(one), "field": form.days.get(one.day)})  # the field says what was typed and refused
        for one in _days(member)
    ]
    return {
        "form": form,
        "days": days,
        "start": start,
        "end": end,
        "back": pages.week_address(start),
        "before": start - timedelta(days=7) if start > member.admitted_on else None,
        "after": start + timedelta(days=7) if end < _latest(member) else None,
        "today": today,
    }


def _latest(member: Member) -> date:
    return max(latest_day(g.organisation.today, member.left_on), member.admitted_on)


def _bounds(member: Member) -> tuple[date, date]:
    """The country's week that holds the day asked, never before the admission's nor after today's."""
    day = min(max(pages.day_asked(), member.admitted_on), _latest(member))
    return week_of(day, g.organisation.country)


def _days(member: Member) -> list[DayOfWeek]:
    start, end = _bounds(member)
    closed = months.closed_months()
    records = (one for one in queries.records_between(member.id, start, end) if one.kind is RecordKind.WORK)
    by_day = {day: list(rows) for day, rows in groupby(records, key=lambda record: record.day)}
    return [
        DayOfWeek(
            day=day,
            name=format_day_in_words(day),
            records=by_day.get(day, ()),
            minutes=sum(record.minutes for record in by_day.get(day, ())),
            closed_because=_why_not(member, day, is_closed=day.replace(day=1) in closed),
        )
        for day in (start + timedelta(days=offset) for offset in range(7))
    ]


def _why_not(member: Member, day: date, *, is_closed: bool) -> str:
    """Why a day takes no hours; empty when it does."""
    if day > g.organisation.today:
        return _("Not come yet")
    if day < member.admitted_on:
        return _("Before your membership")
    if member.left_on is not None and day > member.left_on:
        return _("After your membership")
    return _("%(month)s is closed", month=format_month(day)) if is_closed else ""
