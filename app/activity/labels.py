"""The words of the journal, by code."""

from __future__ import annotations

from dataclasses import dataclass

from app.activity.rules import RecordKind, RecordStatus
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
