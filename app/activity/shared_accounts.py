"""What shared trades move between the accounts of those who share them.

A record is shared out by the split of its day, and what customers pay for it with it; a counter-entry by the split of the
day of what it takes back, so that each gives back what they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.orm import aliased

from app.activity import trades
from app.activity.models import ActivityParty, ActivityPayment, ActivityRecord
from app.activity.rules import RecordKind, RecordStatus
from app.activity.sharing import Split, split_on
from app.activity.sharing_models import SharedTrade
from app.kernel.i18n import _, format_money, format_percent
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.sql import read_rows
from app.members.models import Member

Figures = tuple[int, int, int, int]
"""Sold, collected, spent, and what of it is production: minor units before tax."""

_CORRECTED = aliased(ActivityRecord)
_COLUMNS: tuple[Any, ...] = (
    ActivityRecord.id.label("record_id"),
    ActivityRecord.member_id,
    ActivityRecord.shared_trade_id,
    ActivityRecord.kind,
    ActivityRecord.is_production,
    func.coalesce(_CORRECTED.day, ActivityRecord.day).label("shared_on"),
)
_NET = (ActivityRecord.amount_minor - ActivityRecord.tax_minor).label("amount_minor")
_COUNTS = (
    ActivityRecord.shared_trade_id.in_(bindparam("shared_ids", expanding=True)),
    ActivityRecord.status == RecordStatus.VALIDATED,
    ActivityRecord.kind.in_((RecordKind.SALE, RecordKind.EXPENSE)),
)


def _with_corrected(statement: AnySelect) -> AnySelect:
    return statement.outerjoin(
        _CORRECTED,
        (_CORRECTED.organisation_id == ActivityRecord.organisation_id) & (_CORRECTED.id == ActivityRecord.corrects_id),
    )


_RECORDS = _with_corrected(select(*_COLUMNS, ActivityRecord.day, _NET).select_from(ActivityRecord)).where(
    *_COUNTS, ActivityRecord.day.between(bindparam("since"), bindparam("until"))
)
_PAYMENTS = (
    _with_corrected(
        select(
            *_COLUMNS, ActivityPayment.paid_on.label("day"), ActivityPayment.net_minor.label("amount_minor")
        ).select_from(ActivityRecord)
    )
    .join(
        ActivityPayment,
        (ActivityPayment.organisation_id == ActivityRecord.organisation_id)
        & (ActivityPayment.record_id == ActivityRecord.id),
    )
    .where(
        *_COUNTS, ActivityPayment.is_counted, ActivityPayment.paid_on.between(bindparam("since"), bindparam("until"))
    )
)


def shifts(member_ids: Collection[int], since: date, until: date) -> dict[tuple[int, date], Figures]:
    """What sharing adds to the figures these members logged, or takes from them, by member and first day of the month.

    Both days included; over all members the shifts of a month come to nothing. Four statements at most.
    """
    found: dict[tuple[int, date], list[int]] = {}
    splits, wanted = _splits_and_values(member_ids, since, until)
    if not splits:
        return {}
    split_of = _splits_by_day(splits)
    for statement, is_payment in ((_RECORDS, False), (_PAYMENTS, True)):
        rows: Iterable[Any] = read_rows(statement, wanted)
        for row in rows:
            _record_id, logger_id, shared_id, kind, is_production, shared_on, day, amount_minor = row
            month, figures = day.replace(day=1), _figures_of(kind, is_production=is_production, is_payment=is_payment)
            given = split_of(shared_id, shared_on).shares(amount_minor)
            given[logger_id] = given.get(logger_id, 0) - amount_minor  # whoever logged it does not keep it whole
            for member_id, minor in given.items():
                if member_id in member_ids:
                    sums = found.setdefault((member_id, month), [0, 0, 0, 0])
                    for figure in figures:
                        sums[figure] += minor
    return {key: (sums[0], sums[1], sums[2], sums[3]) for key, sums in found.items()}


def _splits_by_day(splits: trades.SplitsByTrade) -> Callable[[int, date], Split]:
    """The split of a shared trade on a day, looked for once."""
    return lru_cache(maxsize=None)(lambda shared_id, day: split_on(splits[shared_id], day))


def _splits_and_values(
    member_ids: Collection[int], since: date, until: date
) -> tuple[trades.SplitsByTrade, dict[str, Any]]:
    shared_ids = [row.id for row in trades.shared_trades_of(member_ids)]
    wanted = {"shared_ids": shared_ids, "since": since, "until": until}
    return (trades.splits_of(shared_ids) if shared_ids else {}), wanted


def _figures_of(kind: RecordKind, *, is_production: bool, is_payment: bool) -> Sequence[int]:
    """The places in `Figures` that an amount belongs to."""
    if is_payment:
        return (1,)
    if kind is RecordKind.SALE:
        return (0,)
    return (2, 3) if is_production else (2,)


# --- The rows behind a figure ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """A line behind a figure of an account, in minor units before tax.

    Of a shared trade `amount_minor` is the member's part of `whole_minor`; `by` is who logged it, None where that is the
    member: named by number, since those who share a trade do not thereby see each other's files.
    """

    record_id: int
    day: date
    kind: RecordKind
    what: str
    party: str
    amount_minor: int
    currency: str
    shared_name: str = ""
    part: int | None = None  # hundredths of a percent
    whole_minor: int | None = None
    by: AnyRow | None = None

    @property
    def how_shared(self) -> str:
        """`Common workshop: 40 % of 450.00 MAD, logged by member no. 12`; empty for what is the member's alone."""
        if self.part is None:
            return ""
        said = {
            "trade": self.shared_name,
            "part": format_percent(self.part / 10_000, decimals=2 if self.part % 100 else 0),
            "amount": format_money(self.whole_minor, self.currency),
        }
        if self.by is None:
            return _("%(trade)s: %(part)s of %(amount)s", **said)
        return _("%(trade)s: %(part)s of %(amount)s, logged by member no. %(number)s", number=self.by.number, **said)


def _shown(statement: AnySelect) -> AnySelect:
    return (
        statement.add_columns(
            ActivityRecord.description.label("what"),
            func.coalesce(ActivityParty.name, literal("")).label("party"),
            ActivityRecord.currency,
            SharedTrade.name.label("shared_name"),
            Member.number,
        )
        .join(
            SharedTrade,
            (SharedTrade.organisation_id == ActivityRecord.organisation_id)
            & (SharedTrade.id == ActivityRecord.shared_trade_id),
        )
        .join(
            Member, (Member.organisation_id == ActivityRecord.organisation_id) & (Member.id == ActivityRecord.member_id)
        )
        .outerjoin(
            ActivityParty,
            (ActivityParty.organisation_id == ActivityRecord.organisation_id)
            & (ActivityParty.id == ActivityRecord.party_id),
        )
    )


_EXPENSES = _shown(_RECORDS).where(ActivityRecord.kind == RecordKind.EXPENSE)
_BEHIND = {
    "sold": _shown(_RECORDS).where(ActivityRecord.kind == RecordKind.SALE),
    "collected": _shown(_PAYMENTS),
    "spent": _EXPENSES,
    "production": _EXPENSES.where(ActivityRecord.is_production),
}


def rows_in_part(member_id: int, since: date, until: date, *, figure: str) -> list[AccountRow]:
    """What a member has a part in, whoever logged it; `figure` as in `accounts.account_rows`."""
    splits, wanted = _splits_and_values([member_id], since, until)
    if not splits:
        return []
    found = []
    for row in read_rows(_BEHIND[figure], wanted):
        split = split_on(splits[row.shared_trade_id], row.shared_on)
        if minor := split.shares(row.amount_minor).get(member_id, 0):
            found.append(_in_part(row, minor, split.part_of(member_id), is_own=row.member_id == member_id))
    return found


def _in_part(row: AnyRow, minor: int, part: int, *, is_own: bool) -> AccountRow:
    return AccountRow(
        record_id=row.record_id,
        day=row.day,
        kind=row.kind,
        what=row.what,
        party=row.party,
        amount_minor=minor,
        currency=row.currency,
        shared_name=row.shared_name,
        part=part,
        whole_minor=row.amount_minor,
        by=None if is_own else row,
    )
