"""The words of imports of past months, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l
from app.past_records.models import SheetKind, State

STATE = {
    State.MAPPING: _l("Columns to choose"),
    State.CHECKING: _l("Being checked"),
    State.CHECKED: _l("Checked"),
    State.WRITING: _l("Being written"),
    State.DONE: _l("Imported"),
    State.DISCARDED: _l("Dropped"),
    State.TAKEN_BACK: _l("Taken back"),
}
STATE_TONE = {
    State.MAPPING: "info",
    State.CHECKING: "info",
    State.CHECKED: "warn",
    State.WRITING: "info",
    State.DONE: "ok",
    State.DISCARDED: "",
    State.TAKEN_BACK: "",
}
SHEET = {SheetKind.RECORDS: _l("Records, one a row"), SheetKind.MONTHS: _l("Sums, one month of one person a row")}

audit_words.say_values(
    "past_import",
    {
        "sheet": (_l("Kind of sheet"), audit_words.by_code(SHEET)),
        "rows": (_l("Rows"), audit_words.number),
        "records": (_l("Records"), audit_words.number),
        "refused": (_l("Set aside"), audit_words.number),
        "year": (_l("Year"), audit_words.as_it_is),
    },
)
