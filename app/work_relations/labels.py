"""The words of contracts, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l
from app.work_relations.list_queries import View

VIEW = {
    View.ENDING: _l("End soon"),
    View.TRIAL: _l("Trial ends soon"),
    View.WITHOUT: _l("Ended, nothing follows"),
    View.LEFT: _l("The person has left"),
    View.ASSOCIATE: _l("To become associates"),
    View.ALL: _l("In force"),
}
TERM = {
    "ends_on": _l("End"),
    "trial_ends_on": _l("End of the trial period"),
    "weekly_minutes": _l("Hours a week"),
    "post_fr": _l("Post, in French"),
    "post_ar": _l("Post, in Arabic"),
    "pay_terms": _l("Pay terms"),
    "objectives": _l("Objectives"),
}
REFERENCE = _l("Reference")
YES_OR_NO = {True: _l("Yes"), False: _l("No")}

audit_words.say_values(
    "contract",
    {
        "number": (_l("Amendment"), audit_words.number),
        "kind_id": (_l("Kind of contract"), audit_words.a_word),
        "reference": (REFERENCE, audit_words.as_it_is),
        "signed_on": (_l("Signed on"), audit_words.day),
        "started_on": (_l("From"), audit_words.day),
        "effective_on": (_l("Takes effect on"), audit_words.day),
        "ends_on": (TERM["ends_on"], audit_words.day),
        "trial_ends_on": (TERM["trial_ends_on"], audit_words.day),
        "weekly_minutes": (TERM["weekly_minutes"], audit_words.hours),
        **{name: (TERM[name], audit_words.as_it_is) for name in ("post_fr", "post_ar", "pay_terms", "objectives")},
        "closed_on": (_l("Last day"), audit_words.day),
        "end_reason_id": (_l("Reason"), audit_words.a_word),
        "end_note": (_l("In more words"), audit_words.as_it_is),
        "reason": (_l("Reason of the amendment"), audit_words.as_it_is),
        "warning_days": (_l("Days of warning"), audit_words.number),
        "expects_associates": (_l("Employees become associates"), audit_words.by_code(YES_OR_NO)),
        "associate_months": (_l("Months to become an associate"), audit_words.number),
        "deducts_agreements": (_l("Time under an agreement counts"), audit_words.by_code(YES_OR_NO)),
        "list": (_l("List"), audit_words.by_code(VIEW)),
        "rows": (_l("Rows"), audit_words.number),
    },
)
