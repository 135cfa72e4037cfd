"""Attestations in words: kinds, languages, purposes, where one stands, what is missing."""

from __future__ import annotations

from app.attestations.rules import AttestationKind, PaperLanguage, Purpose, Status
from app.attestations.wording import NAMES_OF_MISSING
from app.kernel import audit_words
from app.kernel.i18n import N_, _l

KINDS = {AttestationKind.ACTIVITY: _l("Activity attestation")}
LANGUAGES = {
    PaperLanguage.FRENCH: _l("French"),
    PaperLanguage.ARABIC: _l("Arabic"),
    PaperLanguage.BOTH: _l("Both, on one sheet"),
}
SHORT_LANGUAGES = {
    PaperLanguage.FRENCH: _l("French"),
    PaperLanguage.ARABIC: _l("Arabic"),
    PaperLanguage.BOTH: _l("French and Arabic"),
}
PURPOSES = {
    Purpose.BANK: _l("Bank file"),
    Purpose.HOUSING: _l("Housing"),
    Purpose.VISA: _l("Visa application"),
    Purpose.ADMINISTRATION: _l("Administrative procedure"),
    Purpose.OTHER: _l("Another purpose"),
}
STATUSES = {
    Status.PREPARING: _l("Being prepared"),
    Status.VALID: _l("Valid"),
    Status.EXPIRED: _l("Expired"),
    Status.REVOKED: _l("Revoked"),
}
TONES = {Status.PREPARING: "info", Status.VALID: "ok", Status.EXPIRED: "warn", Status.REVOKED: "bad"}

MISSING = NAMES_OF_MISSING | {
    "issuer.city_fr": N_("the city of the organisation in French"),
    "issuer.city_ar": N_("the city of the organisation in Arabic"),
}
"""Message ids, by the keys that `drafts.missing_facts` gives."""

audit_words.say_values(
    "attestation",
    {
        "number_text": (_l("Number"), audit_words.as_it_is),
        "kind": (_l("Kind"), audit_words.by_code(KINDS)),
        "language": (_l("Language"), audit_words.by_code(SHORT_LANGUAGES)),
        "purpose": (_l("Purpose"), audit_words.by_code(PURPOSES)),
        "valid_until": (_l("Valid until"), audit_words.day),
        "reason": (_l("Reason"), audit_words.as_it_is),
        "rows": (_l("Rows"), audit_words.number),
    },
)
