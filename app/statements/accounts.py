"""Accounts month by month: the journal's figures, the contribution of each month, what was paid, what is left.

An account counts what customers paid, not what they still owe: nothing is paid out of money that is not there. It begins
with its opening balance, else with the month of admission.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.activity.accounts import AccountMonth, account_months
from app.kernel.calendar import month_of, months_between
from app.kernel.paging import AnyRow
from app.statements import queries
from app.statements.kinds import SIGN, EntryKind
from app.statements.queries import RuleBook
from app.statements.rules import Contribution, Figures, MonthAsked, Spared, contributions


class Holder(Protocol):
    """What is needed of a member."""

    id: int
    admitted_on: date
    left_on: date | None


@dataclass(frozen=True, kw_only=True)
class MonthOfAccount:
    """A month in minor units. `contribution` None: no rule held, and nothing is asked."""

    month: date
    opening_minor: int
    sold_minor: int = 0
    collected_minor: int = 0
    spent_minor: int = 0
    production_minor: int = 0
    contribution: Contribution | None = None
    entries: Mapping[EntryKind, int]

    @property
    def due_minor(self) -> int:
        return self.contribution.total_minor if self.contribution is not None else 0

    def entered(self, kind: EntryKind) -> int:
        return self.entries.get(kind, 0)

    @property
    def closing_minor(self) -> int:
        entered = sum(SIGN[kind] * minor for kind, minor in self.entries.items())
        return self.opening_minor + self.collected_minor - self.spent_minor - self.due_minor + entered


@dataclass(frozen=True, kw_only=True)
class AccountOfMember:
    """The months of an account from its first to the last asked for; none where it begins later."""

    member_id: int
    begins: date
    opening_minor: int
    months: Sequence[MonthOfAccount]

    def between(self, first: date, last: date) -> list[MonthOfAccount]:
        return [month for month in self.months if first <= month.month <= last]


@dataclass(frozen=True, kw_only=True)
class _Gathered:
    """What is known of several members, read at once."""

    rules: RuleBook
    figures: Mapping[int, Mapping[date, AccountMonth]]
    openings: Mapping[int, AnyRow]
    entries: Mapping[tuple[int, date], Mapping[EntryKind, int]]
    exemptions: Mapping[int, Sequence[AnyRow]]
    contracts: Mapping[int, Sequence[AnyRow]]


def accounts_of(members: Collection[Holder], until: date) -> dict[int, AccountOfMember]:
    """The accounts of these members up to the month of a day, by member. A fixed number of statements however many."""
    if not members:
        return {}
    last = month_of(until)[1]
    ids = [member.id for member in members]
    openings, entries = queries.openings_of(ids), _entries_by_month(queries.entry_sums(ids, last))
    begins = _beginnings(members, openings, entries)
    since = min(begins.values()).replace(month=1)
    gathered = _Gathered(
        rules=queries.rule_book(),
        figures=account_months(ids, since, last),
        openings=openings,
        entries=entries,
        exemptions=_by_member(queries.exemptions_of(ids)),
        contracts=_by_member(queries.contract_spans(ids)),
    )
    return {member.id: _account(member, gathered, begins=begins[member.id], last=last) for member in members}


def account_of(member: Holder, until: date) -> AccountOfMember:
    return accounts_of([member], until)[member.id]


def _beginnings(
    members: Collection[Holder], openings: Mapping[int, AnyRow], entries: Iterable[tuple[int, date]]
) -> dict[int, date]:
    """The first month of each account, by member: of the opening balance, else of admission or of an earlier entry."""
    begins = {member.id: member.admitted_on.replace(day=1) for member in members}
    for member_id, month in entries:
        begins[member_id] = min(begins[member_id], month)
    return begins | {member_id: opening.day.replace(day=1) for member_id, opening in openings.items()}


def _by_member(rows: Sequence[AnyRow]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


def _entries_by_month(rows: Sequence[AnyRow]) -> dict[tuple[int, date], dict[EntryKind, int]]:
    found: dict[tuple[int, date], dict[EntryKind, int]] = {}
    for row in rows:
        of_month = found.setdefault((row.member_id, row.day.replace(day=1)), {})
        of_month[row.kind] = of_month.get(row.kind, 0) + int(row.minor)
    return found


def _account(member: Holder, gathered: _Gathered, *, begins: date, last: date) -> AccountOfMember:
    """Contributions are reckoned from January on, for tiers by the year; they are charged from the first month on."""
    figures = gathered.figures.get(member.id, {})
    reckoned = months_between(begins.replace(month=1), last)
    asked = [_asked(member, month, gathered) for month in reckoned]
    opening = gathered.openings.get(member.id)
    opening_minor = balance = int(opening.amount_minor) if opening is not None else 0
    months: list[MonthOfAccount] = []
    for month, contribution in zip(reckoned, contributions(asked), strict=True):
        if month < begins:
            continue
        told = figures.get(month, _NOTHING)
        of_month = MonthOfAccount(
            month=month,
            opening_minor=balance,
            sold_minor=told.sold_minor,
            collected_minor=told.collected_minor,
            spent_minor=told.spent_minor,
            production_minor=told.production_minor,
            contribution=contribution,
            entries=gathered.entries.get((member.id, month), {}),
        )
        balance = of_month.closing_minor
        months.append(of_month)
    return AccountOfMember(member_id=member.id, begins=begins, opening_minor=opening_minor, months=months)


_NOTHING = AccountMonth(month=date.min, sold_minor=0, collected_minor=0, spent_minor=0, production_minor=0)


def _asked(member: Holder, month: date, gathered: _Gathered) -> MonthAsked:
    told = gathered.figures.get(member.id, {}).get(month, _NOTHING)
    kind_id = contract_kind_of(gathered.contracts.get(member.id, ()), month)
    return MonthAsked(
        month=month,
        rule=gathered.rules.of(kind_id, month),
        figures=Figures(
            sold_minor=told.sold_minor, collected_minor=told.collected_minor, production_minor=told.production_minor
        ),
        spared=_spared(gathered.exemptions.get(member.id, ()), month),
        is_there=member.admitted_on <= month_of(month)[1] and (member.left_on is None or member.left_on >= month),
    )


def _spared(exemptions: Sequence[AnyRow], month: date) -> frozenset[Spared]:
    return frozenset(
        row.spared
        for row in exemptions
        if row.first_month <= month and (row.last_month is None or row.last_month >= month)
    )


def contract_kind_of(contracts: Sequence[AnyRow], month: date) -> int | None:
    """The kind of contract a month belongs to: in force on its first day, else the first that begins in it.

    So a change in mid-month counts from the next one. Of two in force, what may stand beside another gives way, then
    the older one.
    """
    last = month_of(month)[1]
    in_force = [row for row in contracts if row.started_on <= month and (row.last_day is None or row.last_day >= month)]
    if in_force:
        return int(min(in_force, key=lambda row: (row.is_beside, -row.started_on.toordinal())).kind_id)
    beginning = [row for row in contracts if month < row.started_on <= last]
    return int(min(beginning, key=lambda row: (row.started_on, row.is_beside)).kind_id) if beginning else None
