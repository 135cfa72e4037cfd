"""What may be logged, changed and decided. Pure: values in; nothing, or a named refusal, out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.activity.errors import (
    AmountNotPositive,
    AmountTooLarge,
    BeforeAdmission,
    DayFuller,
    FutureDay,
    HoursNotPositive,
    LeftBefore,
    UnknownExpenseCategory,
    UnknownWorkKind,
    ValidatedStays,
)

MINUTES_A_DAY = 24 * 60
LARGEST_AMOUNTS = {"MAD": 2_000_000_00, "TND": 600_000_000, "DZD": 30_000_000_00}
"""The most one sale or one expense may be, in minor units: about 180,000 euros each. More is a slip of the finger."""


class RecordKind(StrEnum):
    """What an entrepreneur logs; later features add theirs."""

    WORK = "work"
    SALE = "sale"
    EXPENSE = "expense"


class RecordStatus(StrEnum):
    """Status is each record's own: a week is only a way to act on several at once."""

    SUBMITTED = "submitted"
    VALIDATED = "validated"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was done. Work has minutes and a kind; a sale an amount; an expense an amount and a category."""

    kind: RecordKind
    day: date
    minutes: int = 0
    work_kind_id: int | None = None
    expense_category_id: int | None = None
    amount_minor: int = 0
    client: str = ""
    description: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What an entry is judged by. `minutes_that_day`: the member's other work of the entry's day."""

    today: date
    admitted_on: date
    left_on: date | None
    currency: str
    minutes_that_day: int = 0
    offered_terms: Collection[int] = ()


def latest_day(today: date, left_on: date | None) -> date:
    """The last day that something may be logged for: today, or the day the member left."""
    return today if left_on is None else min(today, left_on)


def refuse_unsound(entry: Entry, circumstances: Circumstances) -> None:
    """Raises FutureDay, BeforeAdmission, LeftBefore, or what `_JUDGES` of the entry's kind raise."""
    if entry.day > circumstances.today:
        raise FutureDay
    if entry.day < circumstances.admitted_on:
        raise BeforeAdmission(circumstances.admitted_on)
    if circumstances.left_on is not None and entry.day > circumstances.left_on:
        raise LeftBefore(circumstances.left_on)
    _JUDGES[entry.kind](entry, circumstances)


def _judge_work(entry: Entry, circumstances: Circumstances) -> None:
    if entry.minutes <= 0:
        raise HoursNotPositive
    if entry.minutes + circumstances.minutes_that_day > MINUTES_A_DAY:
        raise DayFuller(entry.day, already=circumstances.minutes_that_day)
    if entry.work_kind_id not in circumstances.offered_terms:
        raise UnknownWorkKind


def _judge_sale(entry: Entry, circumstances: Circumstances) -> None:
    if entry.amount_minor <= 0:
        raise AmountNotPositive
    if entry.amount_minor > LARGEST_AMOUNTS[circumstances.currency]:
        raise AmountTooLarge(LARGEST_AMOUNTS[circumstances.currency], circumstances.currency)


def _judge_expense(entry: Entry, circumstances: Circumstances) -> None:
    _judge_sale(entry, circumstances)
    if entry.expense_category_id not in circumstances.offered_terms:
        raise UnknownExpenseCategory


_JUDGES = {RecordKind.WORK: _judge_work, RecordKind.SALE: _judge_sale, RecordKind.EXPENSE: _judge_expense}


def refuse_changing(status: RecordStatus) -> None:
    """What was validated stays as it is until a coach returns it. Raises ValidatedStays."""
    if status is RecordStatus.VALIDATED:
        raise ValidatedStays


def may_be_validated(status: RecordStatus) -> bool:
    """Submitted records, and returned ones too, where the coach changes their mind."""
    return status is not RecordStatus.VALIDATED


def may_be_returned(status: RecordStatus) -> bool:
    """Submitted records, and validated ones too: that is how a mistake is corrected."""
    return status is not RecordStatus.RETURNED
