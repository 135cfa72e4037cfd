"""The words of the member's file, by code."""

from __future__ import annotations

from app.kernel import audit_words
from app.kernel.i18n import _l, language
from app.members.models import Civility, IdentityKind, Settlement, Sex
from app.members.nationalities import country_names
from app.network.territories import territory_name

SEX = {Sex.FEMALE: _l("Woman"), Sex.MALE: _l("Man")}
CIVILITY = {Civility.MADAME: _l("Madam"), Civility.MONSIEUR: _l("Sir")}
IDENTITY_KIND = {
    IdentityKind.CIN: _l("National identity card"),
    IdentityKind.NIN: _l("National identification number"),
    IdentityKind.PASSPORT: _l("Passport"),
    IdentityKind.RESIDENCE_PERMIT: _l("Residence permit"),
}
COUNTRY = {"MA": _l("Morocco"), "TN": _l("Tunisia"), "DZ": _l("Algeria"), "XX": _l("Another country")}


def nationality_name(code: str) -> str:
    """The country's name in the language spoken."""
    return country_names(language(), "").get(code) or str(COUNTRY.get(code, ""))


SETTLEMENT = {
    Settlement.URBAN: _l("In a town"),
    Settlement.PERI_URBAN: _l("On the outskirts"),
    Settlement.RURAL: _l("In the country"),
}
SITUATION = {
    "present": _l("Present"),
    "left": _l("Left"),
    "all": _l("Present and left"),
    "lapsed": _l("Agreed end has passed"),
}

audit_words.say_values(
    "member",
    {
        "number": (_l("Number"), audit_words.number),
        "admitted_on": (_l("Admission date"), audit_words.day),
        "left_on": (_l("Leaves on"), audit_words.day),
        "stage_id": (_l("Stage of the parcours"), audit_words.a_word),
        "exit_reason_id": (_l("Reason"), audit_words.a_word),
        "reason": (_l("In more words"), audit_words.as_it_is),
        "decided_by": (_l("Decided by"), audit_words.as_it_is),
        "decided_on": (_l("Decided on"), audit_words.day),
        "objectives": (_l("Objectives"), audit_words.as_it_is),
        "started_on": (_l("From"), audit_words.day),
        "ended_on": (_l("Until"), audit_words.day),
        "coach": (_l("Support coach"), audit_words.as_it_is),
        "family_name_latin": (_l("Family name, Latin letters"), audit_words.as_it_is),
        "given_name_latin": (_l("Given name, Latin letters"), audit_words.as_it_is),
        "family_name_arabic": (_l("Family name, Arabic letters"), audit_words.as_it_is),
        "given_name_arabic": (_l("Given name, Arabic letters"), audit_words.as_it_is),
        "sex": (_l("Sex"), audit_words.by_code(SEX)),
        "civility": (_l("Form of address"), audit_words.by_code(CIVILITY)),
        "birth_date": (_l("Birth date"), audit_words.day),
        "birth_place": (_l("Birth place"), audit_words.as_it_is),
        "birth_name_latin": (_l("Birth name, Latin letters"), audit_words.as_it_is),
        "birth_name_arabic": (_l("Birth name, Arabic letters"), audit_words.as_it_is),
        "nationality": (_l("Nationality"), nationality_name),
        "second_phone": (_l("Another phone"), audit_words.phone),
        "address": (_l("Address"), audit_words.as_it_is),
        "settlement": (_l("Lives"), audit_words.by_code(SETTLEMENT)),
        "emergency_name": (_l("Person to call in an emergency"), audit_words.as_it_is),
        "emergency_phone": (_l("Their phone"), audit_words.phone),
        "identity_issued_on": (_l("Document issued on"), audit_words.day),
        "identity_issued_at": (_l("Document issued in"), audit_words.as_it_is),
        "identity_expires_on": (_l("Document expires on"), audit_words.day),
        "phone": (_l("Phone"), audit_words.phone),
        "email": (_l("E-mail"), audit_words.as_it_is),
        "territory_code": (_l("Province"), lambda code: territory_name(code, language())),
        "commune": (_l("Commune"), audit_words.as_it_is),
        "trade_id": (_l("Trade"), audit_words.a_word),
        "merged_number": (_l("Number of the merged file"), audit_words.number),
        "survivor_number": (_l("Number of the file that stays"), audit_words.number),
        "identity_number": (_l("Identity number"), audit_words.by_code({"changed": _l("another one")})),
    },
)
YES_NO = {"yes": _l("Yes"), "no": _l("No")}

audit_words.say_values(
    "list",
    {
        "name": (_l("Name of the list"), audit_words.as_it_is),
        "is_shared": (_l("Share with the organisation"), lambda is_shared: YES_NO["yes" if is_shared else "no"]),
        "filters": (_l("Filters"), audit_words.as_it_is),
    },
)
