"""The words of this room, by code."""

from __future__ import annotations

from app.duplicates.rules import Reason
from app.kernel import audit_words
from app.kernel.i18n import _l

REASON = {
    Reason.NAMES: _l("same name"),
    Reason.BIRTH: _l("same birth date, and a word of the name"),
    Reason.PHONE: _l("same phone number"),
}

audit_words.say_values(
    "duplicates",
    {
        "first_number": (_l("Member no."), audit_words.number),
        "second_number": (_l("And member no."), audit_words.number),
    },
)
