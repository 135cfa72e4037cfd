"""The words of organisations, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l, _lp
from app.network.models import ContractNature, Country, OrganisationKind, StageNature, Vocabulary
from app.network.territory_rules import ChangeKind

KIND = {
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.PROJECT: _l("Cooperative being created"),
    OrganisationKind.PARTNER: _l("Partner association"),
}
COUNTRY = {Country.MOROCCO: _l("Morocco"), Country.TUNISIA: _l("Tunisia"), Country.ALGERIA: _l("Algeria")}
VOCABULARY = {
    Vocabulary.TRADE: _l("Trades"),
    Vocabulary.WORK_KIND: _l("Kinds of work"),
    Vocabulary.EXPENSE_CATEGORY: _l("Kinds of expense"),
    Vocabulary.STAGE: _l("Stages of the parcours"),
    Vocabulary.EXIT_REASON: _l("Reasons for an exit"),
    Vocabulary.CONTRACT_KIND: _l("Kinds of contract"),
    Vocabulary.CONTRACT_END: _l("Reasons for the end of a contract"),
    Vocabulary.OCCUPATION: _l("Occupations"),
    Vocabulary.PRESCRIBER: _l("Prescribers"),
    Vocabulary.CHANNEL: _l("How people heard of us"),
    Vocabulary.ANTENNA: _l("Antennas"),
    Vocabulary.SECTOR: _l("Sectors"),
    Vocabulary.PROTECTION_BODY: _l("Social protection bodies"),
}
NATURE = {
    StageNature.CANDIDATE: _l("Before joining"),
    StageNature.INSIDE: _l("Inside"),
    StageNature.PAUSED: _l("On pause"),
    StageNature.LEFT: _l("Left"),
    StageNature.REFUSED: _l("Not admitted"),
}
CONTRACT_NATURE = {
    ContractNature.AGREEMENT: _l("Support agreement"),
    ContractNature.OPEN_ENDED: _l("Employment without an end"),
    ContractNature.FIXED_TERM: _l("Employment until a day"),
    ContractNature.PLACEMENT: _l("Placement"),
    ContractNature.INDEPENDENT: _l("No employment"),
}
NATURE_TONE = {
    StageNature.CANDIDATE: "info",
    StageNature.INSIDE: "ok",
    StageNature.PAUSED: "warn",
    StageNature.LEFT: "",
    StageNature.REFUSED: "",
}
SEX = {"F": _l("Woman"), "M": _l("Man")}

_TEXTS = {
    "name_fr": _l("Name in French"),
    "name_ar": _l("Name in Arabic"),
    "legal_form_fr": _l("Legal form in French"),
    "legal_form_ar": _l("Legal form in Arabic"),
    "registration_number": _l("Registration number"),
    "tax_number": _l("Tax number"),
    "social_security_number": _l("Social security number"),
    "address_fr": _l("Address in French"),
    "address_ar": _l("Address in Arabic"),
    "city_fr": _l("City where papers are made out, in French"),
    "city_ar": _l("City where papers are made out, in Arabic"),
    "email": _l("E-mail"),
}
audit_words.say_values("organisation", {name: (label, audit_words.as_it_is) for name, label in _TEXTS.items()})
audit_words.say_values("organisation", {"phone": (_l("Phone"), audit_words.phone)})
audit_words.say_values("organisation", {"half_day_minutes": (_l("Half a day of work"), audit_words.hours)})
audit_words.say_values(
    "signatory",
    {
        "name_latin": (_l("Name, Latin letters"), audit_words.as_it_is),
        "name_arabic": (_l("Name, Arabic letters"), audit_words.as_it_is),
        "quality_fr": (_l("Quality in French"), audit_words.as_it_is),
        "quality_ar": (_l("Quality in Arabic"), audit_words.as_it_is),
    },
)
audit_words.say_values(
    "vocabulary",
    {
        "is_production": (_l("A cost of what is sold"), audit_words.by_code({True: _l("Yes"), False: _l("No")})),
        "label_fr": (_l("In French"), audit_words.as_it_is),
        "label_ar": (_l("In Arabic"), audit_words.as_it_is),
    },
)
TERRITORY_KIND = {
    "region": _l("Region"),
    "province": _lp("kind of territory", "Province"),
    "prefecture": _l("Prefecture"),
    "governorate": _l("Governorate"),
    "delegation": _l("Delegation"),
    "wilaya": _l("Wilaya"),
    "commune": _l("Commune"),
}
CHANGE_KIND = {
    ChangeKind.ADDED: _l("Added"),
    ChangeKind.RENAMED: _l("Renamed"),
    ChangeKind.CORRECTED: _l("Name corrected"),
    ChangeKind.CLOSED: _l("Ended"),
    ChangeKind.TAKEN_BACK: _l("Taken back"),
}
