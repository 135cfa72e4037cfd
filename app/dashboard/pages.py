"""What the landing page shows to each role; several roles add up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for

from app.activity import queries as activity_queries
from app.activity.queries import SILENT_DAYS
from app.attestations import queries as attestation_queries
from app.dashboard import contracts
from app.kernel.access import Actor, Role
from app.kernel.calendar import week_of
from app.kernel.i18n import _, _n, format_hours, format_money, format_month, format_number
from app.members import list_queries as members_list
from app.members import queries as member_queries
from app.members.list_filters import MemberFilters
from app.network.queries import OpenOrganisation
from app.papers import chase_queries as paper_queries
from app.papers.chase_queries import ChaseFilters
from app.papers.rules import Standing
from app.shares import queries as share_queries

Item = dict[str, Any]


def dashboard(actor: Actor, organisation: OpenOrganisation) -> dict[str, Any]:
    """Counts that lead to their rows, what waits, and for a manager half a year at a glance."""
    today = organisation.today
    shown: dict[str, Any] = {"today": today, "counts": [], "waiting": [], "own": None, "months": None}
    if Role.MANAGER in actor.roles:
        _add_manager(shown, actor, organisation=organisation, today=today)
    if Role.COACH in actor.roles:
        _add_coach(shown, actor, today=today)
    if Role.ENTREPRENEUR in actor.roles:
        _add_entrepreneur(shown, actor, organisation=organisation, today=today)
    return shown


def _add_manager(shown: dict[str, Any], actor: Actor, *, organisation: OpenOrganisation, today: date) -> None:
    months = activity_queries.organisation_months(today)
    this_month = months[today.replace(day=1)]
    waiting = activity_queries.waiting_count(actor, on=today)
    present, uncoached = member_queries.kept_counts()
    silent = member_queries.count_silent_since(today - timedelta(days=SILENT_DAYS))
    issued = attestation_queries.issued_since(actor, today.replace(day=1), on=today)
    shown["counts"] += [
        _tile(_("Members present"), present, url_for("members.list_members")),
        {
            "label": _("Sales this month"),
            "value": format_money(this_month.sales_minor, organisation.currency),
            "url": url_for("activity.show_activity"),
        },
        _tile(_("Records this month"), this_month.records, url_for("activity.show_activity")),
        _tile(_("Attestations this month"), issued, url_for("attestations.list_attestations")),
    ]
    shown["waiting"] += _waiting_item(waiting)
    shown["waiting"] += _uncoached_item(uncoached) + _silent_item(silent) + _files_that_wait(actor, today)
    shown["waiting"] += _share_items(organisation, today)
    shown["months"] = _month_bars(months, organisation.currency, today)


def _add_coach(shown: dict[str, Any], actor: Actor, *, today: date) -> None:
    mine = MemberFilters.by(coach=str(actor.membership_ids[Role.COACH]))
    shown["counts"].append(
        _tile(
            _("People I support"),
            members_list.count_members(actor, mine, on=today),
            url_for("coaching.show_coaching"),
        )
    )
    if Role.MANAGER not in actor.roles:
        waiting = activity_queries.waiting_count(actor, on=today)
        shown["counts"].append(_tile(_("Records waiting"), waiting, url_for("activity.show_activity")))
        shown["waiting"] += _waiting_item(waiting)
        shown["waiting"] += _silent_item(activity_queries.count_silent(actor, on=today))
        shown["waiting"] += _files_that_wait(actor, today)


def _add_entrepreneur(shown: dict[str, Any], actor: Actor, *, organisation: OpenOrganisation, today: date) -> None:
    member = member_queries.own_member(actor)
    if member is None:
        return
    start, end = week_of(today, organisation.country)
    week = activity_queries.week_summary(member.id, start, end)
    month = activity_queries.member_month(member.id, today)
    waiting, returned, _oldest = activity_queries.standing(member.id)
    journal = url_for("activity.show_activity")
    shown["own"] = member
    shown["counts"] += [
        {"label": _("Work this week"), "value": format_hours(week.minutes), "url": journal},
        _money_tile(_("Sales this month"), month.sales_minor, organisation=organisation, url=journal),
        _money_tile(_("Expenses this month"), month.expenses_minor, organisation=organisation, url=journal),
        _tile(_("Waiting for your coach"), waiting, journal),
    ]
    if returned:
        label = _n("%(num)s record came back to correct", "%(num)s records came back to correct", returned)
        shown["waiting"].append({"label": label, "url": journal, "action": _("Correct")})
    wanted = len(paper_queries.entries_of(actor, ChaseFilters(), [member.id], on=today))
    if wanted:
        label = _n("%(num)s paper is wanted from you", "%(num)s papers are wanted from you", wanted)
        papers = url_for("papers.show_papers", member_id=member.id)
        shown["waiting"].append({"label": label, "url": papers, "action": _("See which")})


def _tile(label: str, count: int, url: str) -> Item:
    return {"label": label, "value": format_number(count), "url": url}


def _money_tile(label: str, minor: int, *, organisation: OpenOrganisation, url: str) -> Item:
    return {"label": label, "value": format_money(minor, organisation.currency), "url": url}


def _waiting_item(waiting: int) -> list[Item]:
    if not waiting:
        return []
    label = _n("%(num)s record waits for validation", "%(num)s records wait for validation", waiting)
    return [{"label": label, "url": url_for("activity.show_activity"), "action": _("Read")}]


def _uncoached_item(uncoached: int) -> list[Item]:
    if not uncoached:
        return []
    label = _n("%(num)s person has no support coach", "%(num)s people have no support coach", uncoached)
    return [{"label": label, "url": url_for("members.list_members", coach="none"), "action": _("Assign")}]


def _files_that_wait(actor: Actor, today: date) -> list[Item]:
    """What the files of those an actor sees ask for: steps, contracts, papers."""
    return _lapsed_item(actor, today) + contracts.what_waits(actor, today) + _paper_items(actor, today)


def _silent_item(silent: int) -> list[Item]:
    if not silent:
        return []
    label = _n("%(num)s person logged nothing for 30 days", "%(num)s people logged nothing for 30 days", silent)
    return [{"label": label, "url": url_for("activity.show_activity", view="silent"), "action": _("Call")}]


def _lapsed_item(actor: Actor, today: date) -> list[Item]:
    lapsed = members_list.count_members(actor, MemberFilters(situation="lapsed"), on=today)
    if not lapsed:
        return []
    label = _n(
        "%(num)s person stays at a stage whose agreed end has passed",
        "%(num)s people stay at a stage whose agreed end has passed",
        lapsed,
    )
    return [
        {"label": label, "url": url_for("members.list_members", situation="lapsed"), "action": _("Say what is next")}
    ]


def _share_items(organisation: OpenOrganisation, today: date) -> list[Item]:
    left = share_queries.count_left_with_shares()
    late = share_queries.count_late(share_queries.asked_here(organisation), today)
    said = (
        (
            left,
            "left",
            _n("%(num)s person left and still holds shares", "%(num)s people left and still hold shares", left),
        ),
        (
            late,
            "late",
            _n(
                "%(num)s associate owes for shares beyond the day",
                "%(num)s associates owe for shares beyond the day",
                late,
            ),
        ),
    )
    return [
        {"label": label, "url": url_for("share_reports.show_associates", who=who), "action": _("Look")}
        for count, who, label in said
        if count
    ]


def _paper_items(actor: Actor, today: date) -> list[Item]:
    sent = paper_queries.count_to_check(actor, on=today)
    expired = paper_queries.count_people(actor, ChaseFilters(what=Standing.EXPIRED), on=today)
    sent_label = _n("%(num)s paper sent by a member to check", "%(num)s papers sent by members to check", sent)
    expired_label = _n("%(num)s person has an expired paper", "%(num)s people have an expired paper", expired)
    items = (
        (sent, sent_label, paper_queries.TO_CHECK, _("Check")),
        (expired, expired_label, Standing.EXPIRED, _("Ask for it")),
    )
    return [
        {"label": label, "url": url_for("chase.list_papers", what=what), "action": action}
        for count, label, what, action in items
        if count
    ]


def _month_bars(months: dict[date, Any], currency: str, today: date) -> list[Item]:
    return [
        {
            "label": f"{month.month:02d}",
            "name": format_month(month),
            "value": figures.sales_minor,
            "shown": format_money(figures.sales_minor, currency),
            "now": month == today.replace(day=1),
        }
        for month, figures in months.items()
    ]
