"""What a transfer may carry, on what consent, for how long, and which of the receiver's words says the same. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.transfers.errors import ConsentLater, NoConsent, NotOnFile, NumbersWithoutFile

WAITS_DAYS = 60
"""Who gives no answer for so long has given one: the package is destroyed."""


class TransferState(StrEnum):
    """From the package that waits to what came of it; both sides say the same."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    HERE_ALREADY = "here_already"  # the receiver has a file of this person: nothing was copied
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"  # the person took their consent back
    EXPIRED = "expired"


class Manner(StrEnum):
    """How the person said yes, on something that is kept."""

    SIGNED = "signed"
    WRITTEN = "written"


class Part(StrEnum):
    """What may be copied besides who the person is and how they are reached."""

    SOCIAL = "social"
    PARCOURS = "parcours"
    CONTRACTS = "contracts"
    PAPERS = "papers"
    SIGN_IN = "sign_in"
    IDENTITY_NUMBER = "identity_number"
    PROTECTION_NUMBERS = "protection_numbers"
    DISABILITY = "disability"
    PRIVATE_PAPERS = "private_papers"


SENSITIVE = (Part.IDENTITY_NUMBER, Part.PROTECTION_NUMBERS, Part.DISABILITY, Part.PRIVATE_PAPERS)
"""Each is ticked by itself, in a list of its own."""
ORDINARY = tuple(part for part in Part if part not in SENSITIVE)


def refuse_without_consent(*, has_consented: bool, consented_on: date, today: date) -> None:
    """Raises NoConsent, ConsentLater."""
    if not has_consented:
        raise NoConsent
    if consented_on > today:
        raise ConsentLater


def refuse_parts(ticked: Collection[Part], on_file: Collection[Part]) -> None:
    """Raises NotOnFile, NumbersWithoutFile."""
    if not set(ticked) <= set(on_file):
        raise NotOnFile
    if Part.PROTECTION_NUMBERS in ticked and Part.SOCIAL not in ticked:
        raise NumbersWithoutFile


def is_over(sent_at: datetime, now: datetime) -> bool:
    """Whether a transfer has waited too long to be accepted."""
    return now >= sent_at + timedelta(days=WAITS_DAYS)


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word of an organisation's list."""

    id: int = 0
    code: str
    fr: str
    ar: str


def same_word(said: Word, offered: Iterable[Word], fixed: Collection[str]) -> Word | None:
    """The receiver's word for what the sender said: of the same code where the code is one of the house's own (`fixed`),
    which mean the same everywhere; else one that reads the same in either language. None: they have no such word.
    """
    words = list(offered)
    by_code = [word for word in words if word.code == said.code and said.code in fixed]
    alike = [word for word in words if _reads_the_same(word.fr, said.fr) or _reads_the_same(word.ar, said.ar)]
    return next(iter(by_code or alike), None)


def _reads_the_same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()
