"""What one's own pages of the journal show: the week with what can be undone, the entry page with what takes one tap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import g, request, url_for

from app.accounts import queries as account_queries
from app.activity import (
    again,
    closing_queries,
    labels,
    money_pages,
    own_queries,
    pages,
    parties,
    queries,
    services,
    undo,
)
from app.activity.forms import EntryForm, WorkForm
from app.activity.models import ActivityRecord, ActivityUndo
from app.activity.pages import Week
from app.activity.rules import RecordKind, RecordStatus, latest_day
from app.activity.services import Log
from app.kernel.access import Actor, current_actor
from app.kernel.forms import BaseForm
from app.kernel.i18n import _, _n, format_hours, language
from app.kernel.ids import read_id
from app.kernel.paging import AnyRow
from app.members import queries as member_queries
from app.members.models import Member
from app.network import queries as network_queries

# --- One's own week -------------------------------------------------------------------------------------------------


def own_journal(actor: Actor, form: BaseForm | None = None) -> dict[str, Any]:
    """One's own week, what was just done, and what came back for correction; `form`: what was refused on this page."""
    member = member_queries.own_member(actor)
    if member is None:
        return {"member": None, "tabs": pages.tabs(actor, "mine")}
    week, today = pages.week_shown(member, pages.day_asked(), newest_first=True), g.organisation.today
    _waiting, returned, _oldest = queries.standing(member.id)
    return {
        **_just_done(member, week),
        "form": form,
        "member": member,
        "tabs": pages.tabs(actor, "mine"),
        "week": week,
        "repeat": _repetition(member, today) if week.start <= today <= week.end else None,
        "drafts_elsewhere": queries.drafts(member.id) - len(week.drafts),
        "seen_handed_in": pages.seen_of([one for one in week.waiting if one.status is RecordStatus.SUBMITTED]),
        "due": own_queries.count_due_prospects(member.id, on=today),
        "returned": queries.returned_records(member.id) if returned else [],
        "left_behind": closing_queries.left_behind(member.id),
        "today": today,
        "labels": labels,
        "term": pages.term_label,
        "who": account_queries.name_of,
        "own": True,
    }


def _just_done(member: Member, week: Week) -> dict[str, Any]:
    """What the person just did, for the note that says it: the record that was kept, the act that can be undone."""
    kept_id, act = request.args.get("kept", ""), undo.last_act(member.id, read_id(request.args.get("did")) or 0)
    kept = next((one for shown in week.days for one in shown.records if str(one.id) == kept_id), None)
    return {"kept": kept, "act_id": act.act_key if act else None, "done": _say(act) if act and not kept else ""}


def _say(act: ActivityUndo) -> str:
    """What an act did, in words."""
    before = {values["record"]["id"]: values["record"] for values in act.before_facts}
    left = [mark["id"] for mark in act.after_facts]
    deleted = [values for record_id, values in before.items() if record_id not in left]
    if deleted:
        return _("Deleted: %(what)s", what=_in_words(deleted[0]))
    changed = [record_id for record_id in left if record_id in before]
    row = queries.find_shown_record(changed[0]) if changed else None
    if row is not None:
        return _("Changed: %(what)s", what=pages.in_words(row))
    return _n("%(num)s record kept.", "%(num)s records kept.", len(left))


def _in_words(values: Mapping[str, Any]) -> str:
    """A record that is gone, from its picture."""
    kind = RecordKind(values["kind"])
    term_id = values["work_kind_id"] or values["expense_category_id"]
    label = network_queries.term_labels(services.VOCABULARIES[kind], language())[term_id] if term_id else ""
    party = parties.name_of(values["party_id"])
    told = {**values, "kind": kind, "day": date.fromisoformat(values["day"]), "party": party}
    return pages.in_words(SimpleNamespace(**told, label_fr=label, label_ar=label))  # type: ignore[arg-type]  # as a row has them


def _repetition(member: Member, today: date) -> dict[str, Any] | None:
    """The day whose work one tap logs again today; None where today has work already, or there was no such day."""
    last = own_queries.last_day_worked(member.id, up_to=today)
    if last is None or last.day == today or latest_day(today, member.left_on) < today:
        return None
    return {"source": last.day, "hours": format_hours(last.minutes), "is_yesterday": (today - last.day).days == 1}


def refused(form: BaseForm) -> dict[str, Any]:
    """One's own journal with what was refused."""
    return own_journal(current_actor(), form)


def log_of(actor: Actor) -> Log:
    """What an entrepreneur logs: drafts, in the open organisation."""
    return Log(organisation=g.organisation, by_account_id=actor.account_id)


def save_correction(member: Member, record: ActivityRecord, form: EntryForm) -> None:
    """Raises what `services.change_record` raises."""
    entry, version = form.entry(), form.version.data
    services.change_record(member, record.id, entry, version=version, organisation=g.organisation)
    money_pages.settle_receipt(record, form)


# --- The entry page -------------------------------------------------------------------------------------------------


def new_entry(form: EntryForm, member: Member) -> dict[str, Any]:
    """The page of a new record, with the ways to its other kinds and what takes one tap."""
    here, day = url_for("activity.new_record"), request.args.get("day")
    kept = f"&day={pages.day_asked('day').isoformat()}" if day else ""
    kinds = [
        {"label": label, "url": f"{here}?kind={kind}{kept}", "current": kind is form.kind}
        for kind, label in labels.KIND.items()
    ]
    latest = [] if day else own_queries.latest_records(member.id, form.kind)
    return {
        "form": form,
        "labels": labels,
        "kinds": kinds,
        "back": url_for("activity.show_activity", **pages.own_view()),
        "currency": pages.symbol_here(),
        "spans": spans(form),
        "same": _same(latest),
        "likes": _likes(latest),
    }


def spans(form: EntryForm) -> list[tuple[str, str]]:
    """What one tap logs in the place of typed hours: half a day and a day of the organisation, as typed and in words."""
    if not isinstance(form, WorkForm):
        return []
    half = g.organisation.half_day_minutes
    named = ((half, _("Half-day")), (2 * half, _("Whole day")))
    return [(form.minutes.stand(minutes), f"{name} ({format_hours(minutes)})") for minutes, name in named]


def _same(latest: list[AnyRow]) -> dict[str, Any] | None:
    """The latest record, which one tap logs again today."""
    if not latest or not again.may_be_repeated(latest[0]):
        return None
    return {"id": latest[0].id, "what": pages.without_day(latest[0])}


MOST_LIKES = 3


def _likes(latest: list[AnyRow]) -> list[dict[str, Any]]:
    """The last clients or suppliers with what they bought or sold: one tap fills all in but the amount."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    here = url_for("activity.new_record")
    for row in latest:
        if row.party and row.kind is not RecordKind.PROSPECT:
            named = {"party": row.party, "description": row.description, "url": f"{here}?kind={row.kind}&like={row.id}"}
            found.setdefault((row.party, row.description), named)
    return list(found.values())[:MOST_LIKES]


def answers_like(member: Member, kind: RecordKind) -> dict[str, Any]:
    """What the record named in the address fills in; nothing when it is no such record of this member."""
    record = queries.find_record(read_id(request.args.get("like")) or 0)
    if record is None or record.member_id != member.id or record.kind is not kind:
        return {}
    names = ("work_kind_id", "expense_category_id", "description")
    return {**{name: getattr(record, name) for name in names}, "party": parties.name_of(record.party_id)}
