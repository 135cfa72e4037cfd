"""The words of the journal, by code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.activity.rules import Means, ProspectStage, RecordKind, RecordStatus
from app.kernel import audit_words
from app.kernel.i18n import LazyText, _l, _lp, format_number


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

EXPORTED_LISTS = {
    "waiting": _l("Waiting for validation"),
    "silent": _l("Silent people"),
    "week": _l("One person's week"),
}


def say_quantity(thousandths: int) -> str:
    """`2,5` for 2500 thousandths."""
    return format_number(Decimal(thousandths).scaleb(-3).normalize() + 0)


def say_payments(told: list[str]) -> str:
    """What `payments.told` wrote, in words: `9 août 2026, 450,00 MAD, espèces`, one after the other."""
    said = (one.split(" ") for one in told)
    return " ; ".join(
        f"{audit_words.day(day)}, {audit_words.money(int(minor))}, {MEANS[Means(means)]}" for day, minor, means in said
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
        "foreign_currency": (_l("Other currency"), audit_words.as_it_is),
        "foreign_minor": (_l("Amount in that currency, in its smallest unit"), audit_words.number),
        "foreign_rate": (_l("Rate, in millionths"), audit_words.number),
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
    },
)
