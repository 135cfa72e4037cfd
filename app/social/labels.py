"""The words of the social file, by code."""

from __future__ import annotations

from app.kernel import audit_words, identity
from app.kernel.i18n import LazyText, _l, _lp
from app.social.models import Education, FamilyStatus, Language, Proof

EDUCATION = {
    Education.NONE: _l("No schooling"),
    Education.PRIMARY: _l("Primary school"),
    Education.LOWER_SECONDARY: _l("Lower secondary"),
    Education.UPPER_SECONDARY: _l("Upper secondary"),
    Education.VOCATIONAL: _l("Vocational training"),
    Education.HIGHER: _l("Higher education"),
}
FAMILY_STATUS = {
    FamilyStatus.SINGLE: _l("Single"),
    FamilyStatus.MARRIED: _l("Married"),
    FamilyStatus.DIVORCED: _l("Divorced or separated"),
    FamilyStatus.WIDOWED: _l("Widowed"),
}
LANGUAGE = {
    Language.ARABIC: _l("Standard Arabic"),
    Language.DARIJA: _l("Spoken Arabic"),
    Language.TASHELHIT: _l("Tashelhit"),
    Language.TAMAZIGHT: _l("Central Atlas Tamazight"),
    Language.TARIFIT: _l("Tarifit"),
    Language.KABYLE: _l("Kabyle"),
    Language.CHAOUI: _l("Chaoui"),
    Language.HASSANIYA: _l("Hassaniya"),
    Language.FRENCH: _lp("language", "French"),
    Language.ENGLISH: _lp("language", "English"),
    Language.SPANISH: _lp("language", "Spanish"),
    Language.ITALIAN: _lp("language", "Italian"),
    Language.SIGNS: _l("Sign language"),
    Language.OTHER: _l("Another language"),
}
NOT_SPOKEN_IN = {  # not offered there, and kept where it is on file
    "MA": (Language.KABYLE, Language.CHAOUI),
    "TN": (
        Language.TASHELHIT,
        Language.TAMAZIGHT,
        Language.TARIFIT,
        Language.KABYLE,
        Language.CHAOUI,
        Language.HASSANIYA,
    ),
    "DZ": (Language.TASHELHIT, Language.TAMAZIGHT, Language.TARIFIT),
}
PROOF = {
    Proof.CARD: _l("Card seen"),
    Proof.CERTIFICATE: _l("Certificate of affiliation seen"),
    Proof.PAYSLIP: _l("Payslip seen"),
    Proof.WORD: _l("The person's word"),
}
YES_NO = {"yes": _l("Yes"), "no": _l("No")}

_FILE: dict[str, tuple[LazyText, audit_words.Writer]] = {
    "education": (_l("Education"), audit_words.by_code(EDUCATION)),
    "languages": (_l("Languages spoken"), lambda codes: ", ".join(str(LANGUAGE[Language(code)]) for code in codes)),
    "antenna_id": (_l("Antenna"), audit_words.a_word),
    "prescriber_id": (_l("Sent by"), audit_words.a_word),
    "prescriber_name": (_l("Who exactly"), audit_words.as_it_is),
    "channel_id": (_l("Heard of us by"), audit_words.a_word),
    "family_status": (_l("Family situation"), audit_words.by_code(FAMILY_STATUS)),
    "children": (_l("Children"), audit_words.number),
    "dependants": (_l("People who live on this income"), audit_words.number),
    "is_first_business": (_l("First business"), audit_words.by_code({True: YES_NO["yes"], False: YES_NO["no"]})),
    "objectives": (_l("Objectives"), audit_words.as_it_is),
    "objectives_on": (_l("Said on"), audit_words.day),
}
_FACTS: dict[str, tuple[LazyText, audit_words.Writer]] = {
    "occupation_id": (_l("Occupation"), audit_words.a_word),
    "trade_id": (_l("Trade"), audit_words.a_word),
    "sector_id": (_l("Sector"), audit_words.a_word),
    "body_id": (_l("Social protection"), audit_words.a_word),
    "number": (_l("Social protection number"), lambda number: identity.masked(identity.last_three(number))),
    "started_on": (_l("From"), audit_words.day),
    "ended_on": (_l("Until"), audit_words.day),
    "note": (_l("Note"), audit_words.as_it_is),
    "employer": (_l("For whom, or what kind of work"), audit_words.as_it_is),
    "weekly_hours": (_l("Hours a week"), audit_words.number),
    "proof": (_l("Proof"), audit_words.by_code(PROOF)),
    "proof_on": (_l("Date of the proof"), audit_words.day),
    "consented_on": (_l("Consent given on"), audit_words.day),
}
audit_words.say_values("social", {**_FILE, **_FACTS})
