"""What an attestation may be, how it is numbered, how long it is valid. Pure: values in; a decision or a refusal out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.attestations.errors import (
    AlreadyRevoked,
    HolderHasLeft,
    NotForOneself,
    PurposeInOtherScript,
    PurposeMissing,
    ReasonMissing,
)
from app.kernel.calendar import add_months
from app.kernel.text import TextRefused, clean_code, scripts_of


class AttestationKind(StrEnum):
    """What an attestation says. Twelve more kinds are known (domain facts 3.1); all share one counter."""

    ACTIVITY = "activity"


class PaperLanguage(StrEnum):
    """The language of a paper; `BOTH` is one sheet with both versions."""

    FRENCH = "fr"
    ARABIC = "ar"
    BOTH = "both"


class Purpose(StrEnum):
    """Whom the holder needs it for. Always asked: an attestation without a purpose serves any."""

    BANK = "bank"
    HOUSING = "housing"
    VISA = "visa"
    ADMINISTRATION = "administration"
    OTHER = "other"


class FileState(StrEnum):
    """The number is given at once; the file follows."""

    RENDERING = "rendering"
    READY = "ready"


class Status(StrEnum):
    """Where an attestation stands today."""

    PREPARING = "preparing"
    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


VALID_MONTHS = {AttestationKind.ACTIVITY: 3}
"""Moroccan offices take papers of the last three months; consulates want recent ones (domain facts 3.4)."""

QUIET_MONTHS = 3
"""After so long without a validated record the preview warns: the paper says that the activity goes on."""

# What each purpose is called on paper. OTHER is typed, in the script of each version.
PURPOSES_ON_PAPER = {
    Purpose.BANK: ("dossier bancaire", "ملف بنكي"),
    Purpose.HOUSING: ("dossier de logement", "ملف السكن"),
    Purpose.VISA: ("demande de visa", "طلب تأشيرة"),
    Purpose.ADMINISTRATION: ("démarche administrative", "إجراء إداري"),
}
LONGEST_PURPOSE = 100
LONGEST_REASON = 500

_NUMBER = re.compile(r"([A-Z0-9]{2,5})[-./_]?(20[0-9]{2})[-./_]?([0-9]{1,7})")
_PART_OF_NUMBER = re.compile(r"(?:([A-Z][A-Z0-9]{1,4})[-./_])?(?:(20[0-9]{2})[-./_])?([0-9]{1,7})")


@dataclass(frozen=True, kw_only=True)
class TypedNumber:
    """The parts of a number as typed; None where a search may leave them out."""

    code: str | None
    year: int | None
    number: int


def number_text(code: str, year: int, number: int) -> str:
    """`ELJ-2026-00042`; from 100,000 on simply longer."""
    return f"{code}-{year}-{number:05d}"


def serial_of(year: int, number: int) -> int:
    """Year and number in one, so that numbers of all years sort as they were given."""
    return year * 10_000_000 + number


def parse_number(typed: str) -> TypedNumber | None:
    """The number of a paper, as people type it: `elj 2026 42`, `ELJ-2026-00042`, in any digits; None if it is none."""
    found = _NUMBER.fullmatch(_compact(typed))
    return TypedNumber(code=found[1], year=int(found[2]), number=int(found[3])) if found else None


def parse_part_of_number(typed: str) -> TypedNumber | None:
    """What a search in one register may give: `42`, `2026-42` or the whole number."""
    found = _PART_OF_NUMBER.fullmatch(_compact(typed))
    if found is None:
        return None
    return TypedNumber(code=found[1], year=int(found[2]) if found[2] else None, number=int(found[3]))


def _compact(typed: str) -> str:
    """Upper-case ASCII, one dash between the parts; "" for what no number holds."""
    try:
        return clean_code("-".join(re.split(r"[\s\-–—]+", typed.strip())), 40)  # noqa: RUF001
    except TextRefused:
        return ""


def valid_until(kind: AttestationKind, issued_on: date) -> date | None:
    """The last day of validity; None: without end."""
    months = VALID_MONTHS.get(kind)
    return None if months is None else add_months(issued_on, months)


def status_of(*, revoked: bool, state: FileState = FileState.READY, valid_until: date | None, today: date) -> Status:
    """Revocation comes first, then whether the file exists, then validity, whose last day still counts."""
    if revoked:
        return Status.REVOKED
    if state is FileState.RENDERING:
        return Status.PREPARING
    if valid_until is not None and today > valid_until:
        return Status.EXPIRED
    return Status.VALID


def decide_issue(*, holder_account_id: int | None, issuer_account_id: int, left_on: date | None) -> None:
    """Who may issue to whom. Raises NotForOneself, HolderHasLeft (the paper says that the activity goes on)."""
    if holder_account_id is not None and holder_account_id == issuer_account_id:
        raise NotForOneself
    if left_on is not None:
        raise HolderHasLeft(left_on)


def purpose_on_paper(purpose: Purpose, language: PaperLanguage, *, typed_fr: str, typed_ar: str) -> tuple[str, str]:
    """The purpose in French and in Arabic, empty where the paper has no such version.

    Raises PurposeMissing, PurposeInOtherScript: a typed purpose is printed as it stands, so it is in its version's script.
    """
    french, arabic = PURPOSES_ON_PAPER.get(purpose, (typed_fr, typed_ar))
    if language is not PaperLanguage.ARABIC:
        _refuse_unfit_purpose(french, "LATIN", field="purpose_fr")
    if language is not PaperLanguage.FRENCH:
        _refuse_unfit_purpose(arabic, "ARABIC", field="purpose_ar")
    return ("" if language is PaperLanguage.ARABIC else french, "" if language is PaperLanguage.FRENCH else arabic)


def _refuse_unfit_purpose(text: str, script: str, *, field: str) -> None:
    if not text:
        raise PurposeMissing(field=field)
    if script not in scripts_of(text):
        raise PurposeInOtherScript(field=field)


def decide_revocation(*, already_revoked: bool, reason: str) -> None:
    """Once, and for a reason. Raises AlreadyRevoked, ReasonMissing."""
    if already_revoked:
        raise AlreadyRevoked
    if not reason.strip():
        raise ReasonMissing


def quiet_since(today: date) -> date:
    """Nothing validated on this day or later: the preview warns."""
    return add_months(today, -QUIET_MONTHS)
