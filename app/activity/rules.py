"""What may be logged, changed and decided. Pure: values in; nothing, or a named refusal, out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.activity.errors import (
    AmountNotPositive,
    AmountTooLarge,
    BeforeAdmission,
    ClientMissing,
    DayFuller,
    FutureDay,
    HoursNotPositive,
    LeftBefore,
    MonthClosed,
    PaidBeforeAdmission,
    PaidTooMuch,
    PaymentInFuture,
    PaymentNotPositive,
    StageMissing,
    TaxTooLarge,
    UnknownExpenseCategory,
    UnknownTrade,
    UnknownWorkKind,
    ValidatedStays,
)

MINUTES_A_DAY = 24 * 60
LARGEST_AMOUNTS = {"MAD": 2_000_000_00, "TND": 600_000_000, "DZD": 30_000_000_00}
"""The most one sale or one expense may be, in minor units: about 180,000 euros each. More is a slip of the finger."""


class RecordKind(StrEnum):
    """What an entrepreneur logs."""

    WORK = "work"
    SALE = "sale"
    EXPENSE = "expense"
    PROSPECT = "prospect"


class RecordStatus(StrEnum):
    """Status is each record's own: a week is only a way to act on several at once."""

    DRAFT = "draft"  # its owner has not handed it in yet
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    RETURNED = "returned"


class ProspectStage(StrEnum):
    """How far a possible sale has come."""

    CONTACT = "contact"
    OFFER = "offer"
    WON = "won"
    LOST = "lost"


class Means(StrEnum):
    """How money was paid."""

    CASH = "cash"
    TRANSFER = "transfer"
    CHEQUE = "cheque"
    CARD = "card"
    MOBILE = "mobile"
    OTHER = "other"


class PartyRole(StrEnum):
    """Whom a member buys from or sells to."""

    CLIENT = "client"
    SUPPLIER = "supplier"


PARTY_ROLES = {
    RecordKind.SALE: PartyRole.CLIENT,
    RecordKind.PROSPECT: PartyRole.CLIENT,
    RecordKind.EXPENSE: PartyRole.SUPPLIER,
}


@dataclass(frozen=True, kw_only=True)
class Paid:
    """Money that came in for a sale, in minor units, tax included."""

    paid_on: date
    amount_minor: int
    means: Means = Means.CASH


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that was done, or may come about.

    Work has minutes and a kind; a sale an amount, a client and payments; an expense an amount and a category; a prospect
    a client, a stage and perhaps an amount. Amounts are minor units with tax; `quantity` is in thousandths; `tax_rate`
    in hundredths of a percent; `foreign_rate` in millionths of our unit for one of theirs.
    """

    kind: RecordKind
    day: date
    trade_id: int | None = None
    minutes: int = 0
    work_kind_id: int | None = None
    expense_category_id: int | None = None
    distance_km: int | None = None
    km_rate_id: int | None = None
    amount_minor: int = 0
    tax_minor: int = 0
    tax_rate: int | None = None
    foreign_currency: str = ""
    foreign_minor: int | None = None
    foreign_rate: int | None = None
    foreign_rate_on: date | None = None
    party: str = ""
    quantity: int | None = None
    document_number: str = ""
    stage: ProspectStage | None = None
    next_step: str = ""
    next_step_on: date | None = None
    payments: tuple[Paid, ...] = ()
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
    offered_trades: Collection[int] = ()
    closed_months: Collection[date] = ()


def latest_day(today: date, left_on: date | None) -> date:
    """The last day that something may be logged for: today, or the day the member left."""
    return today if left_on is None else min(today, left_on)


def refuse_unsound(entry: Entry, circumstances: Circumstances) -> None:
    """Raises FutureDay, BeforeAdmission, LeftBefore, MonthClosed, UnknownTrade, or what `_JUDGES` of the kind raise."""
    if entry.day > circumstances.today:
        raise FutureDay
    if entry.day < circumstances.admitted_on:
        raise BeforeAdmission(circumstances.admitted_on)
    if circumstances.left_on is not None and entry.day > circumstances.left_on:
        raise LeftBefore(circumstances.left_on)
    refuse_closed([entry.day], circumstances.closed_months)
    if entry.trade_id is not None and entry.trade_id not in circumstances.offered_trades:
        raise UnknownTrade
    _JUDGES[entry.kind](entry, circumstances)


def refuse_closed(days: Iterable[date], closed_months: Collection[date]) -> None:
    """Raises MonthClosed for the first day whose month is closed."""
    for day in days:
        if day.replace(day=1) in closed_months:
            raise MonthClosed(day)


def _judge_work(entry: Entry, circumstances: Circumstances) -> None:
    if entry.minutes <= 0:
        raise HoursNotPositive
    if entry.minutes + circumstances.minutes_that_day > MINUTES_A_DAY:
        raise DayFuller(entry.day, already=circumstances.minutes_that_day)
    if entry.work_kind_id not in circumstances.offered_terms:
        raise UnknownWorkKind


def _judge_amount(entry: Entry, circumstances: Circumstances) -> None:
    if entry.amount_minor <= 0:
        raise AmountNotPositive
    if entry.amount_minor > LARGEST_AMOUNTS[circumstances.currency]:
        raise AmountTooLarge(LARGEST_AMOUNTS[circumstances.currency], circumstances.currency)
    if not 0 <= entry.tax_minor < entry.amount_minor:
        raise TaxTooLarge


def _judge_sale(entry: Entry, circumstances: Circumstances) -> None:
    _judge_amount(entry, circumstances)
    if not entry.party:
        raise ClientMissing
    refuse_payments(entry.payments, entry.amount_minor, circumstances)


def refuse_payments(payments: Collection[Paid], amount_minor: int, circumstances: Circumstances) -> None:
    """Raises PaymentNotPositive, PaymentInFuture, BeforeAdmission, MonthClosed, PaidTooMuch. Money may come after a member left."""
    for paid in payments:
        if paid.amount_minor <= 0:
            raise PaymentNotPositive
        if paid.paid_on > circumstances.today:
            raise PaymentInFuture
        if paid.paid_on < circumstances.admitted_on:
            raise PaidBeforeAdmission(circumstances.admitted_on)
    refuse_closed((paid.paid_on for paid in payments), circumstances.closed_months)
    if sum(paid.amount_minor for paid in payments) > amount_minor:
        raise PaidTooMuch(amount_minor, circumstances.currency)


def _judge_expense(entry: Entry, circumstances: Circumstances) -> None:
    _judge_amount(entry, circumstances)
    if entry.expense_category_id not in circumstances.offered_terms:
        raise UnknownExpenseCategory


def _judge_prospect(entry: Entry, circumstances: Circumstances) -> None:
    if entry.amount_minor:
        _judge_amount(entry, circumstances)
    if not entry.party:
        raise ClientMissing
    if entry.stage is None:
        raise StageMissing


_JUDGES = {
    RecordKind.WORK: _judge_work,
    RecordKind.SALE: _judge_sale,
    RecordKind.EXPENSE: _judge_expense,
    RecordKind.PROSPECT: _judge_prospect,
}


def net_parts(amounts: Sequence[int], *, amount_minor: int, tax_minor: int) -> list[int]:
    """The part before tax of each payment of a sale, in their order.

    Together they never differ from the exact share by more than half a unit, and paid whole they are the amount before tax.
    """
    net, parts, paid, shared = amount_minor - tax_minor, [], 0, 0
    for amount in amounts:
        paid += amount
        share = (2 * paid * net + amount_minor) // (2 * amount_minor)  # half up
        parts.append(share - shared)
        shared = share
    return parts


def refuse_changing(status: RecordStatus) -> None:
    """What was validated stays as it is until a coach returns it. Raises ValidatedStays."""
    if status is RecordStatus.VALIDATED:
        raise ValidatedStays


def may_be_validated(status: RecordStatus) -> bool:
    """Submitted records, and returned ones too, where the coach changes their mind; never what is not handed in."""
    return status in (RecordStatus.SUBMITTED, RecordStatus.RETURNED)


def may_be_returned(status: RecordStatus) -> bool:
    """Submitted records, and validated ones too: that is how a mistake is corrected."""
    return status in (RecordStatus.SUBMITTED, RecordStatus.VALIDATED)
