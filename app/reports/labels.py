"""The words of reports, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l

REPORT = {
    "list": _l("List of members"),
    "members": _l("Register of members"),
    "situations": _l("Situations on a day"),
    "associates": _l("Register of associates"),
    "capital": _l("Statement of capital"),
    "share_ledger": _l("Share ledger"),
    "statement": _l("Statement of account"),
    "contributions": _l("Contributions of a month"),
    "contracts": _l("Contracts in force on a day"),
    "social": _l("Social situation on a day"),
    "own_fields": _l("Members and their own fields"),
}
FORMAT = {"pdf": "PDF", "xlsx": _l("Spreadsheet (XLSX)"), "csv": _l("Text table (CSV)")}

for _subject in ("report", "print"):
    audit_words.say_values(
        _subject,
        {
            "report": (_l("Report"), audit_words.by_code(REPORT)),
            "format": (_l("File"), audit_words.by_code(FORMAT)),
            "rows": (_l("Rows"), audit_words.number),
            "filters": (_l("Filters"), audit_words.as_it_is),
            "columns": (_l("Columns"), audit_words.as_it_is),
        },
    )
