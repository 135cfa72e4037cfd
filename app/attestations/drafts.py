"""What would be issued now: the facts as they stand, the sheet made from them, and what it still lacks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from flask import current_app

from app.attestations import facts as words
from app.attestations.errors import DraftIncomplete, SignatoryMissing
from app.attestations.rules import AttestationKind, PaperLanguage, Purpose, decide_issue, purpose_on_paper, valid_until
from app.attestations.wording import activity_attestation, languages_of, missing_words
from app.kernel.phones import format_phone
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Organisation, Signatory, Vocabulary
from app.pdf import AttestationDocument, check_printable, to_json

WORDING_VERSION = "1"
"""Kept with every attestation. Raise it when a sentence of attestations.wording_fr or wording_ar changes."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the manager asked for. The two purposes are only for `Purpose.OTHER`."""

    kind: AttestationKind = AttestationKind.ACTIVITY
    language: PaperLanguage
    purpose: Purpose
    purpose_fr: str = ""
    purpose_ar: str = ""
    signatory_id: int


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A sheet without number, code and QR. `digest` is equal exactly when nothing on the sheet changed."""

    facts: words.ActivityFacts
    document: AttestationDocument
    digest: str


def make_draft(member: Member, wanted: Wanted, *, on: date, issuer_account_id: int) -> Draft:
    """The sheet as it would be issued on a day.

    Raises NotForOneself, HolderHasLeft, PurposeMissing, SignatoryMissing, DraftIncomplete, and what app.pdf refuses.
    """
    decide_issue(holder_account_id=member.account_id, issuer_account_id=issuer_account_id, left_on=member.left_on)
    signatory = find_signatory(wanted.signatory_id)
    if signatory is None:
        raise SignatoryMissing
    said = gather_facts(member, network_queries.current_organisation(), signatory, on=on)
    french, arabic = purpose_on_paper(
        wanted.purpose, wanted.language, typed_fr=wanted.purpose_fr, typed_ar=wanted.purpose_ar
    )
    said = replace(said, purpose_fr=french, purpose_ar=arabic, valid_until=valid_until(wanted.kind, on))
    if missing := missing_facts(said, wanted.language):
        raise DraftIncomplete(missing)
    document = activity_attestation(said, _literal(wanted.language))
    check_printable(document)
    return Draft(facts=said, document=document, digest=hashlib.sha256(to_json(document).encode()).hexdigest())


def numbered_document(
    draft: Draft, language: PaperLanguage, *, number: str, code: str, token: str, at: datetime
) -> str:
    """The JSON of the sheet that is issued: the draft's with number, code and QR."""
    document = activity_attestation(
        draft.facts,
        _literal(language),
        number=number,
        code=code,
        check_url=check_url(token),
        issued_at=at.isoformat(timespec="seconds"),
    )
    return to_json(document)


def find_signatory(signatory_id: int) -> Signatory | None:
    return next((each for each in network_queries.active_signatories() if each.id == signatory_id), None)


def gather_facts(member: Member, organisation: Organisation, signatory: Signatory, *, on: date) -> words.ActivityFacts:
    """What is known today, in both scripts."""
    return words.ActivityFacts(
        issuer=_issuer(organisation),
        holder=_holder(member),
        signatory=words.Signatory(
            name_fr=signatory.name_latin,
            name_ar=signatory.name_arabic,
            quality_fr=signatory.quality_fr,
            quality_ar=signatory.quality_ar,
            sex=cast(words.Sex, signatory.sex),
        ),
        trade_fr=_trade(member, "fr"),
        trade_ar=_trade(member, "ar"),
        since=member.admitted_on,
        issued_on=on,
        check_address=check_address().split("://", 1)[-1],
    )


def _issuer(organisation: Organisation) -> words.Issuer:
    return words.Issuer(
        country=organisation.country.value,
        kind=organisation.kind.value,
        name_fr=organisation.name_fr,
        name_ar=organisation.name_ar,
        legal_form_fr=organisation.legal_form_fr,
        legal_form_ar=organisation.legal_form_ar,
        registration_number=organisation.registration_number,
        tax_number=organisation.tax_number,
        social_security_number=organisation.social_security_number,
        address_fr=organisation.address_fr,
        address_ar=organisation.address_ar,
        city_fr=organisation.city_fr,
        city_ar=organisation.city_ar,
        phone=format_phone(organisation.phone) if organisation.phone else "",
        email=organisation.email,
    )


def _holder(member: Member) -> words.Holder:
    return words.Holder(
        name_fr=_whole(member.given_name_latin, member.family_name_latin),
        name_ar=_whole(member.given_name_arabic, member.family_name_arabic),
        sex=member.sex.value,
        birth_date=member.birth_date,
        birth_place=member.birth_place,
        identity_kind=member.identity_kind.value if member.identity_kind else None,
        identity_number=member.identity_number or "",
    )


def _whole(given: str, family: str) -> str:
    """A name is known in a script when both of its parts are."""
    return f"{given} {family}" if given and family else ""


def _trade(member: Member, language: str) -> str:
    if member.trade_id is None:
        return ""
    return network_queries.term_labels(Vocabulary.TRADE, language).get(member.trade_id, "")


def missing_facts(said: words.ActivityFacts, language: PaperLanguage) -> tuple[str, ...]:
    """What a paper in this language still needs: keys of `labels.MISSING`, in order."""
    missing: list[str] = []
    for each in languages_of(_literal(language)):
        missing += missing_words(said, each)
        if not (said.issuer.city_fr if each == "fr" else said.issuer.city_ar):
            missing.append(f"issuer.city_{each}")
    return tuple(missing)


def facts_json(said: words.ActivityFacts) -> str:
    """The facts as JSON, days in ISO; keys sorted."""
    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)


def facts_of(text: str) -> Mapping[str, Any]:
    """What `facts_json` wrote, as plain values."""
    told: Mapping[str, Any] = json.loads(text)
    return told


def check_address() -> str:
    """Where number and code are typed; printed on every paper, so it must live as long as the papers."""
    return f"{current_app.config['PUBLIC_BASE_URL']}/check"


def check_url(token: str) -> str:
    """What the QR holds."""
    return f"{check_address()}/{token}"


def _literal(language: PaperLanguage) -> words.SheetLanguage:
    return language.value
