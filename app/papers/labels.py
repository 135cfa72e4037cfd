"""The words of papers, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l, _lp
from app.papers.chase_queries import TO_CHECK
from app.papers.models import PaperState
from app.papers.rules import Standing

STANDING = {
    Standing.MISSING: _lp("paper", "Missing"),
    Standing.EXPIRED: _lp("paper", "Expired"),
    Standing.EXPIRES_SOON: _lp("paper", "Expires soon"),
    Standing.RECEIVED: _lp("paper", "Received"),
    Standing.WAIVED: _lp("paper", "Dispensed"),
    Standing.NOT_NEEDED: _lp("paper", "Not needed now"),
}
STATE = {
    PaperState.TO_CHECK: _lp("paper", "To check"),
    PaperState.RETURNED: _lp("paper", "Sent back"),
    PaperState.RECEIVED: _lp("paper", "Received"),
    PaperState.WAIVED: _lp("paper", "Dispensed"),
    PaperState.REPLACED: _lp("paper", "Replaced"),
    PaperState.NOT_WAIVED_ANY_MORE: _lp("paper", "Replaced"),
}
TONE = {
    Standing.MISSING: "bad",
    Standing.EXPIRED: "bad",
    Standing.EXPIRES_SOON: "warn",
    Standing.RECEIVED: "ok",
    Standing.WAIVED: "",
    Standing.NOT_NEEDED: "",
    TO_CHECK: "info",
}
CHASED = {
    "": _l("All that is wanted"),
    Standing.MISSING.value: _lp("paper", "Missing"),
    Standing.EXPIRED.value: _lp("paper", "Expired"),
    Standing.EXPIRES_SOON.value: _lp("paper", "Expires soon"),
    TO_CHECK: _lp("paper", "To check"),
}
YES_OR_NO = {True: _l("yes"), False: _l("no")}
CHANGED = {"changed": _lp("in the log", "changed")}

audit_words.say_values(
    "paper",
    {
        "paper": (_l("Paper"), audit_words.as_it_is),
        "received_on": (_l("Received on"), audit_words.day),
        "issued_on": (_lp("paper", "Issued on"), audit_words.day),
        "expires_on": (_l("Expires on"), audit_words.day),
        "number": (_l("Number"), audit_words.by_code(CHANGED)),
        "note": (_l("Note"), audit_words.by_code(CHANGED)),
        "step_id": (_l("Step of the parcours"), audit_words.by_code(CHANGED)),
        "file": (_l("File"), audit_words.by_code(CHANGED)),
        "remark": (_l("Remark"), audit_words.as_it_is),
        "reason": (_l("Reason"), audit_words.as_it_is),
        "rows": (_l("Rows"), audit_words.number),
    },
)
audit_words.say_values(
    "paper_kind",
    {
        "label_fr": (_l("In French"), audit_words.as_it_is),
        "label_ar": (_l("In Arabic"), audit_words.as_it_is),
        "months_valid": (_l("Months it is valid"), audit_words.number),
        "is_identity": (_l("It is an identity document"), audit_words.by_code(YES_OR_NO)),
        "is_confidential": (_l("Confidential"), audit_words.by_code(YES_OR_NO)),
        "scans": (_l("Scans"), audit_words.number),
        "keeps_files": (_l("Scans are kept"), audit_words.by_code(YES_OR_NO)),
        "scan_reason": (_l("Why scans are kept"), audit_words.as_it_is),
        "stages": (_l("Asked for at"), audit_words.as_it_is),
    },
)
