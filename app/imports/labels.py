"""The words of imports, by code."""

from __future__ import annotations

from app.imports.models import ImportState, RowState
from app.kernel import audit_words
from app.kernel.i18n import _l

STATE = {
    ImportState.MAPPING: _l("Columns to choose"),
    ImportState.CHECKING: _l("Being checked"),
    ImportState.CHECKED: _l("Checked"),
    ImportState.WRITING: _l("Being written"),
    ImportState.DONE: _l("Imported"),
    ImportState.DISCARDED: _l("Dropped"),
}
STATE_TONE = {
    ImportState.MAPPING: "info",
    ImportState.CHECKING: "info",
    ImportState.CHECKED: "warn",
    ImportState.WRITING: "info",
    ImportState.DONE: "ok",
    ImportState.DISCARDED: "",
}
KIND = {"xlsx": "XLSX", "xls": "XLS", "ods": "ODS", "csv": "CSV"}
ROW = {
    RowState.NEW: _l("New members"),
    RowState.CHANGED: _l("Files to change"),
    RowState.UNCHANGED: _l("Nothing new"),
    RowState.ALIKE: _l("Perhaps here already"),
    RowState.REFUSED: _l("Set aside"),
    RowState.SKIPPED: _l("Left out"),
    RowState.CREATED: _l("Members created"),
    RowState.UPDATED: _l("Files changed"),
}
NOTES = {
    RowState.NEW: _l("A file is opened for each."),
    RowState.CHANGED: _l("Empty cells erase nothing."),
    RowState.UNCHANGED: _l("The file says the same already."),
    RowState.ALIKE: _l("Look at each, or decide for all."),
    RowState.REFUSED: _l("Each says what is wrong."),
    RowState.SKIPPED: _l("You said they are here already."),
}
TONE = {RowState.REFUSED: "bad", RowState.ALIKE: "warn"}

audit_words.say_values(
    "import",
    {
        "rows": (_l("Rows"), audit_words.number),
        "created": (_l("Members created"), audit_words.number),
        "updated": (_l("Files changed"), audit_words.number),
        "refused": (_l("Set aside"), audit_words.number),
        "file_kind": (_l("File"), audit_words.by_code(KIND)),
    },
)
