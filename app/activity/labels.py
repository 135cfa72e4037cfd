"""The words of the journal, by code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.activity import currencies
from app.activity.rules import Means, ProspectStage, RecordKind, RecordStatus, ReminderMeans
from app.kernel import audit_words
from app.kernel.i18n import LazyText, _l, _lp, format_month, format_number, format_percent


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A state in a word; `tone` is the tag's."""

    label: LazyText
    tone: str


KIND = {
    RecordKind.WORK: _lp("journal", "Work"),
    RecordKind.SALE: _lp("journal", "Sale"),
    RecordKind.EXPENSE: _lp("journal", "Expense"),
    RecordKind.PROSPECT: _lp("journal", "Prospect"),
}
KIND_HINT = {
    RecordKind.WORK: _l("Hours you worked"),
    RecordKind.SALE: _l("What you sold, paid or not"),
    RecordKind.EXPENSE: _l("Money you spent"),
    RecordKind.PROSPECT: _l("Who may buy from you"),
}
KIND_ICON = {
    RecordKind.WORK: "trade",
    RecordKind.SALE: "money",
    RecordKind.EXPENSE: "receipt",
    RecordKind.PROSPECT: "person",
}
LOG = {
    RecordKind.WORK: _l("Log work"),
    RecordKind.SALE: _l("Log a sale"),
    RecordKind.EXPENSE: _l("Log an expense"),
    RecordKind.PROSPECT: _l("Log a prospect"),
}
LOG_MORE = {
    RecordKind.WORK: _l("Log more work"),
    RecordKind.SALE: _l("Log another sale"),
    RecordKind.EXPENSE: _l("Log another expense"),
    RecordKind.PROSPECT: _l("Log another prospect"),
}
CORRECT = {
    RecordKind.WORK: _l("Correct this work"),
    RecordKind.SALE: _l("Correct this sale"),
    RecordKind.EXPENSE: _l("Correct this expense"),
    RecordKind.PROSPECT: _l("Correct this prospect"),
}
STAGE = {
    ProspectStage.CONTACT: _lp("prospect", "In contact"),
    ProspectStage.OFFER: _lp("prospect", "Offer made"),
    ProspectStage.WON: _lp("prospect", "Won"),
    ProspectStage.LOST: _lp("prospect", "Lost"),
}
MEANS = {
    Means.CASH: _lp("means of payment", "Cash"),
    Means.TRANSFER: _lp("means of payment", "Bank transfer"),
    Means.CHEQUE: _lp("means of payment", "Cheque"),
    Means.CARD: _lp("means of payment", "Card"),
    Means.MOBILE: _lp("means of payment", "Mobile payment"),
    Means.OTHER: _lp("means of payment", "Other means"),
}
STATUS = {
    RecordStatus.DRAFT: Badge(label=_lp("record", "Not handed in"), tone=""),
    RecordStatus.SUBMITTED: Badge(label=_lp("record", "Waiting"), tone="info"),
    RecordStatus.VALIDATED: Badge(label=_lp("record", "Validated"), tone="ok"),
    RecordStatus.RETURNED: Badge(label=_lp("record", "To correct"), tone="warn"),
}

YES_OR_NO = {True: _l("Yes"), False: _l("No")}
say_exchange_rate = currencies.say_rate
MONTH_STATE = {
    "running": Badge(label=_lp("month", "Running"), tone=""),
    "open": Badge(label=_lp("month", "To close"), tone="warn"),
    "closed": Badge(label=_lp("month", "Closed"), tone="ok"),
    "reopened": Badge(label=_lp("month", "Reopened"), tone="warn"),
}
PAYMENT_STATE = {
    "counts": Badge(label=_lp("payment", "Counts"), tone="ok"),
    "waits": Badge(label=_lp("payment", "Waits for the coach"), tone="info"),
    "with_sale": Badge(label=_lp("payment", "Decided with the sale"), tone=""),
    "refused": Badge(label=_lp("payment", "Not counted"), tone="warn"),
}
REMINDED_BY = {ReminderMeans.EMAIL: _l("E-mail"), ReminderMeans.PHONE: _l("Phone")}
WANTED = {True: _l("Wanted"), False: _l("Not wanted")}
EXPORTED_LISTS = {
    "waiting": _l("Waiting for validation"),
    "silent": _l("Silent people"),
    "receivable": _l("Still to receive"),
    "week": _l("One person's week"),
    "records": _l("Records behind a figure"),
    "figures": _l("One person's figures"),
    "followed": _l("People followed"),
    "month": _l("The cooperative's month"),
}


def say_quantity(thousandths: int) -> str:
    """`2,5` for 2500 thousandths."""
    return format_number(Decimal(thousandths).scaleb(-3).normalize() + 0)


def say_month(first_day: str) -> str:
    return format_month(date.fromisoformat(first_day))


def say_payments(told: list[str]) -> str:
    """What `payments.told` wrote, in words: `9 août 2026, 450,00 MAD, espèces`, one after the other."""
    said = (one.split(" ") for one in told)
    return " ; ".join(
        f"{audit_words.day(day)}, {audit_words.money(int(minor))}, {MEANS[Means(means)]}" for day, minor, means in said
    )


def say_tax_rate(rate: int) -> str:
    """`20 %` for 2000, `5,5 %` for 550."""
    return format_percent(Decimal(rate).scaleb(-4), decimals=0 if rate % 100 == 0 else 1 if rate % 10 == 0 else 2)


audit_words.say_values("money_rule", {"asks_tax": (_l("Tax is asked in the journal"), audit_words.by_code(YES_OR_NO))})
audit_words.say_values(
    "kilometre_rate",
    {"starts_on": (_l("From"), audit_words.day), "per_km_minor": (_l("A kilometre"), audit_words.money)},
)
audit_words.say_values(
    "activity",
    {
        "what": (_l("List"), audit_words.by_code(EXPORTED_LISTS)),
        "kind": (_l("Kind"), audit_words.by_code(KIND)),
        "day": (_l("Day"), audit_words.day),
        "minutes": (_l("How long"), audit_words.hours),
        "work_kind_id": (_l("Kind of work"), audit_words.a_word),
        "amount_minor": (_l("Amount"), audit_words.money),
        "expense_category_id": (_l("Category"), audit_words.a_word),
        "party": (_l("Client or supplier"), audit_words.as_it_is),
        "trade_id": (_l("Trade"), audit_words.a_word),
        "distance_km": (_l("Kilometres"), audit_words.number),
        "tax_minor": (_l("Tax"), audit_words.money),
        "tax_rate": (_l("Rate of the tax"), say_tax_rate),
        "foreign_currency": (_l("Other currency"), audit_words.as_it_is),
        "foreign_minor": (_l("Amount in that currency, in its smallest unit"), audit_words.number),
        "foreign_rate": (_l("Rate"), currencies.say_rate),
        "foreign_rate_on": (_l("Rate of"), audit_words.day),
        "quantity": (_l("Quantity"), say_quantity),
        "document_number": (_l("Receipt number"), audit_words.as_it_is),
        "stage": (_l("How far it has come"), audit_words.by_code(STAGE)),
        "next_step": (_l("Next step"), audit_words.as_it_is),
        "next_step_on": (_l("Next step on"), audit_words.day),
        "payments": (_l("Paid"), say_payments),
        "first": (_l("From"), audit_words.day),
        "last": (_l("To"), audit_words.day),
        "records": (_l("Records"), audit_words.number),
        "description": (_l("Description"), audit_words.as_it_is),
        "note": (_l("Note"), audit_words.as_it_is),
        "status": (_l("State"), audit_words.by_code({status: badge.label for status, badge in STATUS.items()})),
        "remark": (_l("Remark"), audit_words.as_it_is),
        "comment": (_l("Comment"), audit_words.as_it_is),
        "month": (_l("Month"), say_month),
        "left": (_l("Not validated"), audit_words.number),
        "reason": (_l("Reason"), audit_words.as_it_is),
        "after_days": (_l("Reminded after (days)"), audit_words.number),
        "means": (_l("Reminded by"), audit_words.by_code(REMINDED_BY)),
        "is_wanted": (_l("Reminders"), audit_words.by_code(WANTED)),
    },
)
