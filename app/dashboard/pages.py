"""What the landing page shows to each role; several roles add up."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from app.activity import queries as activity_queries
from app.attestations import queries as attestation_queries
from app.dashboard import contracts
from app.dashboard.items import Bar, Item
from app.kernel.access import Actor, Role
from app.kernel.calendar import week_of
from app.kernel.i18n import N_n, _, _n, format_hours, format_money, format_month, format_number
from app.kernel.reading import Number, read_numbers
from app.members import list_queries as members_list
from app.members import queries as member_queries
from app.members.list_filters import MemberFilters
from app.network.queries import OpenOrganisation
from app.papers import chase_queries as paper_queries
from app.papers.chase_queries import ChaseFilters
from app.papers.rules import Standing
from app.shares import queries as share_queries
from app.work_relations import list_queries as contract_list
from app.work_relations import queries as contract_queries
from app.work_relations.list_queries import View
from app.work_relations.queries import DecidedRules

MANY = 49  # people with expired papers: whoever reminds so many reads the list, and counting on would take long
_EXPIRED = ChaseFilters(what=Standing.EXPIRED)
Shown = dict[str, Any]
Counts = dict[str, int]


def dashboard(actor: Actor, organisation: OpenOrganisation) -> Shown:
    """Counts that lead to their rows, what waits, and for a manager half a year at a glance."""
    today = organisation.today
    shown: Shown = {"today": today, "counts": [], "waiting": [], "own": None, "months": None}
    if Role.MANAGER in actor.roles:
        _add_manager(shown, actor, organisation=organisation, today=today)
    if Role.COACH in actor.roles:
        _add_coach(shown, actor, today=today)
    if Role.ENTREPRENEUR in actor.roles:
        _add_entrepreneur(shown, actor, organisation=organisation, today=today)
    return shown | {"counts": tuple(shown["counts"]), "waiting": tuple(shown["waiting"])}


def _add_manager(shown: Shown, actor: Actor, *, organisation: OpenOrganisation, today: date) -> None:
    months = activity_queries.organisation_months(today)
    this_month, decided = months[today.replace(day=1)], contract_queries.decided_rules()
    counts = read_numbers(
        {
            "present": member_queries.PRESENT,
            "uncoached": member_queries.WITHOUT_COACH,
            "issued": attestation_queries.issued_since(actor, today.replace(day=1), on=today),
            "waiting": activity_queries.waiting_number(actor, on=today),
            "silent": activity_queries.silent_number(actor, on=today),
            "left_with_shares": share_queries.LEFT_WITH_SHARES,
            "late_with_shares": share_queries.late(share_queries.asked_here(organisation), today),
        }
        | _asked_of_files(actor, decided, today)
    )
    journal = url_for("activity.show_activity")
    shown["counts"] += [
        _tile(_("Members present"), counts["present"], url_for("members.list_members")),
        _money_tile(_("Sales this month"), this_month.sold_minor, organisation=organisation, url=journal),
        _tile(_("Records this month"), this_month.records, journal),
        _tile(_("Attestations this month"), counts["issued"], url_for("attestations.list_attestations")),
    ]
    shown["waiting"] += _waiting_item(counts["waiting"]) + _uncoached_item(counts["uncoached"])
    shown["waiting"] += _silent_item(counts["silent"]) + _files_that_wait(actor, counts, decided, today=today)
    shown["waiting"] += _share_items(left=counts["left_with_shares"], late=counts["late_with_shares"])
    shown["months"] = _month_bars(months, organisation.currency, today)


def _add_coach(shown: Shown, actor: Actor, *, today: date) -> None:
    mine = MemberFilters.by(coach=str(actor.membership_ids[Role.COACH]))
    asked, decided = {"mine": members_list.number_of(actor, mine, on=today)}, contract_queries.decided_rules()
    if Role.MANAGER not in actor.roles:
        asked["waiting"] = activity_queries.waiting_number(actor, on=today)
        asked["silent"] = activity_queries.silent_number(actor, on=today)
        asked |= _asked_of_files(actor, decided, today)
    counts = read_numbers(asked)
    shown["counts"].append(_tile(_("People I support"), counts["mine"], url_for("coaching.show_coaching")))
    if Role.MANAGER not in actor.roles:
        journal = url_for("activity.show_activity")
        shown["counts"].append(_tile(_("Records waiting"), counts["waiting"], journal))
        shown["waiting"] += _waiting_item(counts["waiting"]) + _silent_item(counts["silent"])
        shown["waiting"] += _files_that_wait(actor, counts, decided, today=today)


def _asked_of_files(actor: Actor, decided: DecidedRules, today: date) -> dict[str, Number]:
    """What is counted of the files of those an actor sees: steps, contracts, papers."""
    return {
        "lapsed": members_list.number_of(actor, MemberFilters(situation="lapsed"), on=today),
        **contracts.asked(actor, decided, today),
        "sent": paper_queries.papers_to_check(actor, on=today),
        "expired": paper_queries.people_up_to(MANY + 1, actor, _EXPIRED, on=today),
    }


def _files_that_wait(actor: Actor, counts: Counts, decided: DecidedRules, *, today: date) -> list[Item]:
    """What these files ask for; who is to be an associate is reckoned person by person."""
    due = contract_list.count_due_associates(actor, decided, on=today)
    return (
        _lapsed_item(counts["lapsed"])
        + contracts.what_waits({**counts, contracts.name_of(View.ASSOCIATE): due}, decided)
        + _paper_items(sent=counts["sent"], expired=counts["expired"])
    )


def _add_entrepreneur(shown: Shown, actor: Actor, *, organisation: OpenOrganisation, today: date) -> None:
    member = member_queries.own_member(actor)
    if member is None:
        return
    start, end = week_of(today, organisation.country)
    week = activity_queries.period_figures(member.id, start, end)
    month = activity_queries.member_month(member.id, today)
    waiting, returned, _oldest = activity_queries.standing(member.id)
    journal = url_for("activity.show_activity")
    shown["own"] = member
    shown["counts"] += [
        Item(_("Work this week"), journal, value=format_hours(week.minutes)),
        _money_tile(_("Sales this month"), month.sold_minor, organisation=organisation, url=journal),
        _money_tile(_("Expenses this month"), month.spent_minor, organisation=organisation, url=journal),
        _tile(_("Waiting for your coach"), waiting, journal),
    ]
    if returned:
        label = _n("%(num)s record came back to correct", "%(num)s records came back to correct", returned)
        shown["waiting"].append(Item(label, journal, action=_("Correct")))
    wanted = len(paper_queries.entries_of(actor, ChaseFilters(), [member.id], on=today))
    if wanted:
        label = _n("%(num)s paper is wanted from you", "%(num)s papers are wanted from you", wanted)
        papers = url_for("papers.show_papers", member_id=member.id)
        shown["waiting"].append(Item(label, papers, action=_("See which")))


def _tile(label: str, count: int, url: str) -> Item:
    return Item(label, url, value=format_number(count))


def _money_tile(label: str, minor: int, *, organisation: OpenOrganisation, url: str) -> Item:
    return Item(label, url, value=format_money(minor, organisation.currency))


def _waiting_item(waiting: int) -> list[Item]:
    if not waiting:
        return []
    label = _n("%(num)s record waits for validation", "%(num)s records wait for validation", waiting)
    return [Item(label, url_for("activity.show_activity"), action=_("Read"))]


def _uncoached_item(uncoached: int) -> list[Item]:
    if not uncoached:
        return []
    label = _n("%(num)s person has no support coach", "%(num)s people have no support coach", uncoached)
    return [Item(label, url_for("members.list_members", coach="none"), action=_("Assign"))]


def _silent_item(silent: int) -> list[Item]:
    if not silent:
        return []
    label = _n("%(num)s person logged nothing for 30 days", "%(num)s people logged nothing for 30 days", silent)
    return [Item(label, url_for("activity.show_activity", view="silent"), action=_("Call"))]


def _lapsed_item(lapsed: int) -> list[Item]:
    if not lapsed:
        return []
    label = _n(
        "%(num)s person stays at a stage whose agreed end has passed",
        "%(num)s people stay at a stage whose agreed end has passed",
        lapsed,
    )
    return [Item(label, url_for("members.list_members", situation="lapsed"), action=_("Say what is next"))]


def _share_items(*, left: int, late: int) -> list[Item]:
    said = (
        (left, "left", N_n("%(num)s person left and still holds shares", "%(num)s people left and still hold shares")),
        (
            late,
            "late",
            N_n(
                "%(num)s associate owes for shares beyond the day",
                "%(num)s associates owe for shares beyond the day",
            ),
        ),
    )
    return [
        Item(_n(*label, count), url_for("share_reports.show_associates", who=who), action=_("Look"))
        for count, who, label in said
        if count
    ]


def _paper_items(*, sent: int, expired: int) -> list[Item]:
    of_papers = N_n("%(num)s paper sent by a member to check", "%(num)s papers sent by members to check")
    of_people = N_n("%(num)s person has an expired paper", "%(num)s people have an expired paper")
    said = (
        (sent, of_papers, paper_queries.TO_CHECK, _("Check")),
        (expired, of_people, Standing.EXPIRED.value, _("Ask for it")),
    )
    many = _("More than %(num)s people have an expired paper", num=format_number(MANY))
    return [
        Item(
            many if label is of_people and count > MANY else _n(*label, count),
            url_for("chase.list_papers", what=what),
            action=action,
        )
        for count, label, what, action in said
        if count
    ]


def _month_bars(months: dict[date, Any], currency: str, today: date) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=f"{month.month:02d}",
            name=format_month(month),
            value=figures.sold_minor,
            shown=format_money(figures.sold_minor, currency),
            now=month == today.replace(day=1),
        )
        for month, figures in months.items()
    )
