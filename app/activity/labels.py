"""The words of the journal, by code."""

from __future__ import annotations

from dataclasses import dataclass

from app.activity.rules import RecordKind, RecordStatus
from app.kernel import audit_words
from app.kernel.i18n import LazyText, _l, _lp


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A state in a word; `tone` is the tag's."""

    label: LazyText
    tone: str


KIND = {
    RecordKind.WORK: _lp("journal", "Work"),
    RecordKind.SALE: _lp("journal", "Sale"),
    RecordKind.EXPENSE: _lp("journal", "Expense"),
}
KIND_HINT = {
    RecordKind.WORK: _l("Hours you worked"),
    RecordKind.SALE: _l("Money you collected"),
    RecordKind.EXPENSE: _l("Money you spent"),
}
KIND_ICON = {RecordKind.WORK: "trade", RecordKind.SALE: "money", RecordKind.EXPENSE: "receipt"}
LOG = {RecordKind.WORK: _l("Log work"), RecordKind.SALE: _l("Log a sale"), RecordKind.EXPENSE: _l("Log an expense")}
LOG_MORE = {
    RecordKind.WORK: _l("Log more work"),
    RecordKind.SALE: _l("Log another sale"),
    RecordKind.EXPENSE: _l("Log another expense"),
}
CORRECT = {
    RecordKind.WORK: _l("Correct this work"),
    RecordKind.SALE: _l("Correct this sale"),
    RecordKind.EXPENSE: _l("Correct this expense"),
}
STATUS = {
    RecordStatus.SUBMITTED: Badge(label=_lp("record", "Waiting"), tone="info"),
    RecordStatus.VALIDATED: Badge(label=_lp("record", "Validated"), tone="ok"),
    RecordStatus.RETURNED: Badge(label=_lp("record", "To correct"), tone="warn"),
}

EXPORTED_LISTS = {
    "waiting": _l("Waiting for validation"),
    "silent": _l("Silent people"),
    "week": _l("One person's week"),
}

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
        "client": (_l("Client"), audit_words.as_it_is),
        "description": (_l("Description"), audit_words.as_it_is),
        "note": (_l("Note"), audit_words.as_it_is),
        "status": (_l("State"), audit_words.by_code({status: badge.label for status, badge in STATUS.items()})),
        "remark": (_l("Remark"), audit_words.as_it_is),
    },
)
