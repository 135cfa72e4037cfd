"""What an attestation d'activité says, before it is said: plain values, in both scripts where there are two.

A text that is not known is empty, a date that is not known is None. The wording takes everything from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Country = Literal["MA", "TN", "DZ"]
Sex = Literal["F", "M"]
OrganisationKind = Literal["cooperative", "project", "partner"]
IdentityKind = Literal["cin", "nin", "passport", "residence_permit"]
Language = Literal["fr", "ar"]
SheetLanguage = Literal["fr", "ar", "both"]


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """The organisation, as its letterhead says. `phone` is already written as people read it."""

    country: Country
    kind: OrganisationKind
    name_fr: str
    name_ar: str
    legal_form_fr: str = ""
    legal_form_ar: str = ""
    registration_number: str = ""
    tax_number: str = ""
    social_security_number: str = ""
    address_fr: str = ""
    address_ar: str = ""
    city_fr: str = ""  # where the paper is done
    city_ar: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """The person the paper is about. Names as on the identity document, given name first; never transliterated."""

    name_fr: str
    name_ar: str
    sex: Sex
    birth_date: date | None = None
    birth_place: str = ""  # said only in the version whose script it is written in
    identity_kind: IdentityKind | None = None
    identity_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs, in the name of the organisation. The quality is already in the signatory's own gender."""

    name_fr: str
    name_ar: str
    quality_fr: str
    quality_ar: str
    sex: Sex


@dataclass(frozen=True, kw_only=True)
class ActivityFacts:
    """An attestation d'activité: this person has had this trade in this organisation since that day."""

    issuer: Issuer
    holder: Holder
    signatory: Signatory
    trade_fr: str
    trade_ar: str
    since: date
    issued_on: date
    valid_until: date | None = None
    purpose_fr: str = ""  # without it the paper serves “whatever may be needed”
    purpose_ar: str = ""
    prevailing: Language | None = None  # which version prevails on a sheet in both languages
    check_address: str = ""  # moucharaka.example/check

    def in_language(self, field: str, language: Language) -> str:
        """`trade` in French is `trade_fr`."""
        text: str = getattr(self, f"{field}_{language}")
        return text
