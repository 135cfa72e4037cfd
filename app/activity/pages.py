"""What the pages of the journal show: weeks put together from records, forms with their choices, tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import abort, g, request, url_for

from app.accounts import queries as account_queries
from app.activity import (
    again,
    follow_up_tabs,
    labels,
    money_pages,
    own_queries,
    parties,
    payments,
    policy,
    queries,
    queue_pages,
    trades_pages,
)
from app.activity.forms import ENTRY_FORMS, KEPT, DeletionForm, EntryForm, ReturnForm
from app.activity.models import ActivityRecord
from app.activity.queries import SILENT_DAYS
from app.activity.rules import PARTY_ROLES, RecordKind, RecordStatus, latest_day
from app.activity.services import ENTRY_COLUMNS, VOCABULARIES
from app.activity.totals import NOTHING, Figures, waits
from app.kernel.access import Actor, Permission, Role, current_actor
from app.kernel.calendar import week_of
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, currency_symbol, format_day, format_hours, format_money, language
from app.kernel.paging import AnyRow, Page, PageAsked
from app.kernel.reading import once_a_reading
from app.kernel.text import isolated
from app.members import queries as member_queries
from app.members.models import Member
from app.network import queries as network_queries

LONGEST_ID = 19


@dataclass(frozen=True, kw_only=True)
class DayShown:
    """A day that has records, or today."""

    day: date
    records: Sequence[AnyRow]
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week of one member as pages show it; `previous` and `next` are days of the neighbouring weeks, if any."""

    start: date
    end: date
    days: Sequence[DayShown]
    figures: Figures
    waiting: Sequence[AnyRow]
    drafts: Sequence[AnyRow]
    previous: date | None
    next: date | None

    @property
    def seen(self) -> str:
        """What waits, as the form of the whole week sends it."""
        return seen_of(self.waiting)

    @property
    def seen_drafts(self) -> str:
        """What is not handed in, as the form of the whole week sends it."""
        return seen_of(self.drafts)


def seen_of(records: Sequence[AnyRow] | Sequence[ActivityRecord]) -> str:
    return " ".join(f"{record.id}:{record.version}" for record in records)


def day_asked(name: str = "week") -> date:
    """The day in the address; today when there is none that could be."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return g.organisation.today  # type: ignore[no-any-return]


def week_shown(member: Member, day: date, *, newest_first: bool = False) -> Week:
    """The country's week that holds the day, never before the admission's nor after today's."""
    today, country = g.organisation.today, g.organisation.country
    latest = max(latest_day(today, member.left_on), member.admitted_on)
    start, end = week_of(min(max(day, member.admitted_on), latest), country)
    records = queries.records_between(member.id, start, end)
    of_day = queries.daily_figures(member.id, start, end)
    by_day = {on: list(rows) for on, rows in groupby(records, key=lambda record: record.day)}
    days = [DayShown(day=on, records=by_day.get(on, ()), figures=figures) for on, figures in of_day.items()]
    return Week(
        start=start,
        end=end,
        days=days[::-1] if newest_first else days,
        figures=sum((shown.figures for shown in days), NOTHING),
        waiting=[record for record in records if waits(record)],
        drafts=[record for record in records if record.status is RecordStatus.DRAFT],
        previous=start - timedelta(days=7) if start > member.admitted_on else None,
        next=start + timedelta(days=7) if end < latest else None,
    )


def own_file_or_404(actor: Actor) -> Member:
    member = member_queries.own_member(actor)
    return member if member is not None else abort(404)


def after_saving(record: ActivityRecord, act_id: int | None = None) -> str:
    """The week a record stands in, which says what was kept and offers to undo it."""
    return week_address(record.day, kept=record.id, did=act_id)


def week_address(day: date, **values: Any) -> str:
    """One's own week that holds the day."""
    return url_for("activity.show_activity", **own_view(), week=day.isoformat(), **values)


def own_view() -> dict[str, Any]:
    """The journal's own tab in addresses, for those who have others too."""
    return {"view": "mine"} if current_actor().can(Permission.VALIDATE_ACTIVITY) else {}


def kind_asked() -> RecordKind:
    asked = request.args.get("kind", "")
    return RecordKind(asked) if asked in list(RecordKind) else RecordKind.WORK


def entry_form(
    member: Member,
    kind: RecordKind,
    record: ActivityRecord | None = None,
    *,
    like: Mapping[str, Any] | None = None,
) -> EntryForm:
    """The form of a kind of record with its list, the last used word first; filled from a record to correct.

    `like`: answers of a new one that are known already.
    """
    last_used = record_term(record) if record else queries.last_used_term(member.id, kind)
    form = (
        ENTRY_FORMS[kind](data=_answers_of(record))
        if record
        else ENTRY_FORMS[kind](**{**_first_answers(member, kind, last_used), **(like or {})})
    )
    form.usual = again.usual_figure(member.id, kind) if request.method == "POST" else None
    form.day.allow(admitted_on=member.admitted_on, today=g.organisation.today, left_on=member.left_on)
    if kind in VOCABULARIES:
        form.offer(term_choices(kind, first=last_used))
    trades_pages.offer_trades(form, member, record, last_used=own_queries.last_used_trade(member.id))
    money_pages.complete(form, record)
    if kind in PARTY_ROLES:
        form.party.known = parties.offered_names(member.id, PARTY_ROLES[kind])
    if record and kind is RecordKind.SALE:
        form.keep([payments.as_told(paid) for paid in payments.of_record(record.id)])
    return form


def _answers_of(record: ActivityRecord) -> dict[str, Any]:
    """A record as its form shows it."""
    answers = {name: getattr(record, name) for name in (*ENTRY_COLUMNS, "version")}
    has_payments = record.kind is RecordKind.SALE and bool(payments.of_record(record.id))
    paid = {"paid": KEPT if has_payments else "later"}
    amount = record.amount_minor or None
    shown = {**paid, "amount_minor": amount, "party": parties.name_of(record.party_id)}
    return {**answers, **shown, **money_pages.answers_of(record)}


def symbol_here() -> str:
    """How amounts of the open organisation are marked."""
    return currency_symbol(g.organisation.currency)


def _first_answers(member: Member, kind: RecordKind, last_used: int | None) -> dict[str, Any]:
    day = min(day_asked("day"), latest_day(g.organisation.today, member.left_on))
    means = {"means": own_queries.last_means(member.id)} if kind is RecordKind.SALE else {}
    answers = {"day": day, "work_kind_id": last_used, "expense_category_id": last_used, **means}
    return {**answers, **money_pages.first_answers(member, kind)}


@once_a_reading
def term_choices(kind: RecordKind, *, first: int | None) -> dict[int, str]:
    """The words offered, the last used one first; a retired word stays with the record that has it."""
    terms = network_queries.every_term(VOCABULARIES[kind])
    offered = [term for term in terms if term.retired_at is None or term.id == first]
    offered.sort(key=lambda term: term.id != first)
    return {term.id: term.label(language()) for term in offered}


def record_term(record: ActivityRecord) -> int | None:
    return record.work_kind_id or record.expense_category_id


def term_label(row: AnyRow) -> str:
    """The kind of work or the category of a row of `queries.records_between`."""
    return (row.label_ar if language() == "ar" else row.label_fr) or ""


def correction(record: ActivityRecord) -> dict[str, Any]:
    """A record to correct or delete, as it stands now, in words, and the week it belongs to."""
    row = queries.find_shown_record(record.id) or abort(404)
    return {
        "record": row,
        "labels": labels,
        "term": term_label,
        "who": account_queries.name_of,
        "what": in_words(row),
        "back": week_address(row.day),
        "currency": symbol_here(),
        "is_validated": row.status is RecordStatus.VALIDATED,
    }


def in_words(row: AnyRow) -> str:
    """`Production, 3 h 30, 9 août 2026` or `Sale, 450,00 MAD, 9 août 2026`."""
    return _("%(kind)s, %(figure)s, %(day)s", kind=_name_of(row), figure=_figure_of(row), day=format_day(row.day))


def without_day(row: AnyRow) -> str:
    """`Production, 3 h 30` or `Madame Sabah, 450,00 MAD`: what is logged once more on another day."""
    return _("%(kind)s, %(figure)s", kind=isolated(row.party or _name_of(row)), figure=_figure_of(row))


def _name_of(row: AnyRow) -> str:
    return term_label(row) or str(labels.KIND[row.kind])


def _figure_of(row: AnyRow) -> str:
    if row.kind is RecordKind.PROSPECT:
        return str(row.party)
    return format_hours(row.minutes) if row.minutes else format_money(row.amount_minor, row.currency)


def say_refusal(form: EntryForm | DeletionForm, refusal: Refusal, record: ActivityRecord) -> None:
    """Show a refusal; after somebody else's change the next submission is compared with what stands now."""
    form.add_refusal(refusal)
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, record.version


# --- Those one supports ---------------------------------------------------------------------------------------------


def view_asked(actor: Actor) -> str:
    """Which tab: `waiting`, `silent` or `mine`; the first that the actor's roles allow when none is asked."""
    allowed = allowed_views(actor)
    asked = request.args.get("view", "")
    return asked if asked in allowed else allowed[0]


def allowed_views(actor: Actor) -> list[str]:
    views = ["waiting", "silent"] if actor.can(Permission.VALIDATE_ACTIVITY) else []
    return [*views, "mine"] if actor.can(Permission.LOG_OWN_ACTIVITY) or not views else views


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The sections of this room, none when there is only one."""
    named = {"waiting": _("Waiting for validation"), "silent": _("Silent people"), "mine": _("My activity")}
    views = allowed_views(actor)
    here = url_for("activity.show_activity")
    items = [{"label": named[view], "url": f"{here}?view={view}", "current": view == current} for view in views]
    items += _overviews(actor, current)
    items += follow_up_tabs.more(actor, current)
    return items if len(items) > 1 else []


def _overviews(actor: Actor, current: str) -> list[dict[str, Any]]:
    """The sections about everybody at once, which have addresses of their own."""
    offered = (
        (Permission.VALIDATE_ACTIVITY, "followed", _("People followed"), "activity.list_followed"),
        (
            Permission.SEE_EVERYBODYS_FIGURES,
            "cooperative",
            _("The cooperative's month"),
            "activity.show_cooperative_month",
        ),
    )
    return [
        {"label": label, "url": url_for(endpoint), "current": view == current}
        for permission, view, label, endpoint in offered
        if actor.can(permission)
    ]


def coach_asked() -> str:
    return request.args.get("coach", "")[:LONGEST_ID]


def people(actor: Actor, view: str, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of those who wait or are silent, with what its rows, filters and links need."""
    manages = Role.MANAGER in actor.roles
    coach = coach_asked() if manages else ""
    fetch, count = _LISTS[view]
    page = fetch(actor, asked, coach=coach, on=today)
    return {
        "page": page,
        "tabs": tabs(actor, view),
        "view": view,
        "count": count(actor, coach=coach, on=today),
        "coach": coach,
        "coaches": account_queries.coach_choices() if manages else {},
        "coach_by_member": member_queries.coach_names([row.id for row in page.rows], on=today) if manages else {},
        "links": _links(page, view, coach),
        "oldest_weeks": queue_pages.oldest_weeks(page.rows, g.organisation.country) if view == "waiting" else {},
        "today": today,
        "silent_days": SILENT_DAYS,
    }


_LISTS: dict[str, tuple[Callable[..., Page], Callable[..., int]]] = {
    "waiting": (queries.fetch_waiting_page, queries.waiting_count),
    "silent": (queries.fetch_silent_page, queries.silent_count),
}


def _links(page: Page, view: str, coach: str) -> dict[str, str | None]:
    here = url_for("activity.show_activity", view=view, coach=coach or None)
    return {
        "first": here,
        "previous": f"{here}&before={page.before_id}" if page.before_id else None,
        "next": f"{here}&after={page.after_id}" if page.after_id else None,
        "last": f"{here}&page=last",
    }


def member_week(member: Member) -> dict[str, Any]:
    """A member's week for the one who reads it, with what else waits."""
    week = week_shown(member, day_asked())
    waiting, _returned, oldest = queries.standing(member.id)
    return {
        "member": member,
        "week": week,
        "waits_elsewhere": waiting - len(week.waiting),
        "oldest": oldest,
        "may_decide": policy.may_decide(current_actor(), member),
        "today": g.organisation.today,
        "labels": labels,
        "term": term_label,
        "who": account_queries.name_of,
        "own": False,
    }


def visible_member(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def decidable_member(member_id: int) -> Member:
    """A member whose records the actor may validate and return; 404 when invisible, 403 when it is their own."""
    member = visible_member(member_id)
    if not policy.may_decide(current_actor(), member):
        abort(403)
    return member


def return_asked(member: Member, form: ReturnForm | None = None) -> dict[str, Any]:
    """The records about to be returned, as they stand: one of the week, or all that wait in it."""
    week = week_shown(member, day_asked())
    everything = [record for shown in week.days for record in shown.records]
    record_id = request.args.get("record")
    if form is not None and form.seen.data:
        records = [record for record in everything if record.id in form.seen.data]
    elif record_id:
        records = [record for record in everything if str(record.id) == record_id] or abort(404)
    else:
        records = list(week.waiting)
    form = form or ReturnForm()
    form.seen.typed, form.seen.data = None, {record.id: record.version for record in records}
    return {"member": member, "week": week, "records": records, "form": form, "labels": labels, "term": term_label}
