"""The cooperative's month: what each member's contribution comes to, what was received, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.paging import AnyRow
from app.statements import accounts, queries
from app.statements.accounts import MonthOfAccount
from app.statements.kinds import EntryKind
from app.statements.month_queries import AT_ONCE


@dataclass(frozen=True, kw_only=True)
class MemberMonth:
    """Minor units. `missing_minor`: what of the contribution neither the account nor what was received covers."""

    member: AnyRow
    has_rule: bool
    base_minor: int
    due_minor: int
    received_minor: int
    closing_minor: int

    @property
    def missing_minor(self) -> int:
        return max(0, min(self.due_minor, -self.closing_minor))


@dataclass(frozen=True, kw_only=True)
class MonthSums:
    """Over many members."""

    due_minor: int
    received_minor: int
    missing_minor: int
    without_rule: int


def member_months(members: Sequence[AnyRow], month: date) -> list[MemberMonth]:
    """The month of these members, in their order; their accounts are reckoned some hundreds at a time."""
    found: list[MemberMonth] = []
    for start in range(0, len(members), AT_ONCE):
        some = members[start : start + AT_ONCE]
        known = accounts.accounts_of(some, month)
        found += [_of(member, next(iter(known[member.id].between(month, month)), None)) for member in some]
    return found


def _of(member: AnyRow, told: MonthOfAccount | None) -> MemberMonth:
    contribution = told.contribution if told is not None else None
    return MemberMonth(
        member=member,
        has_rule=contribution is not None or told is None,
        base_minor=contribution.counted_minor if contribution is not None else 0,
        due_minor=told.due_minor if told is not None else 0,
        received_minor=told.entered(EntryKind.CONTRIBUTION) if told is not None else 0,
        closing_minor=told.closing_minor if told is not None else 0,
    )


def sums(rows: Iterable[MemberMonth]) -> MonthSums:
    rows = list(rows)
    return MonthSums(
        due_minor=sum(row.due_minor for row in rows),
        received_minor=sum(row.received_minor for row in rows),
        missing_minor=sum(row.missing_minor for row in rows),
        without_rule=sum(not row.has_rule for row in rows),
    )


def has_general_rule(month: date) -> bool:
    """Whether a rule holds for whoever has none of their own kind of contract."""
    return queries.rule_book().of(None, month) is not None
