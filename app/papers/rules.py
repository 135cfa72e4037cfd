"""What a paper is worth on a day, and what cannot be said of one. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.papers.errors import ExpiresBeforeIssue, IssuedAfterReceipt, ReceivedLater, ScanReasonMissing

SOON = timedelta(days=30)


class Standing(StrEnum):
    """How a member stands with a paper on a day."""

    MISSING = "missing"
    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    RECEIVED = "received"
    WAIVED = "waived"
    NOT_NEEDED = "not_needed"


CHASED = (Standing.MISSING, Standing.EXPIRED, Standing.EXPIRES_SOON)


@dataclass(frozen=True, kw_only=True)
class Held:
    """The paper that counts, as far as rules go."""

    is_waived: bool = False
    expires_on: date | None = None


def standing(held: Held | None, *, is_needed: bool, day: date) -> Standing:
    """On its last day a paper is still good. What the stage does not ask for is neither missing nor expired."""
    if held is not None and held.is_waived:
        return Standing.WAIVED
    if held is None or (held.expires_on is not None and held.expires_on < day):
        if not is_needed:
            return Standing.NOT_NEEDED
        return Standing.MISSING if held is None else Standing.EXPIRED
    if is_needed and held.expires_on is not None and held.expires_on <= day + SOON:
        return Standing.EXPIRES_SOON
    return Standing.RECEIVED


def last_day_of(first: date, months: int) -> date:
    """The last day of so many months: a year from 1 January ends on 31 December."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if first.day > monthrange(year, month + 1)[1]:
        return date(year, month + 1, monthrange(year, month + 1)[1])
    return date(year, month + 1, first.day) - timedelta(days=1)


def refuse_impossible(*, received_on: date, issued_on: date | None, expires_on: date | None, today: date) -> None:
    """Raise the first thing that cannot be said of a paper that is here."""
    if received_on > today:
        raise ReceivedLater
    if issued_on is not None and issued_on > received_on:
        raise IssuedAfterReceipt
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        raise ExpiresBeforeIssue


def refuse_scans_without_reason(*, is_identity: bool, keeps_files: bool, reason: str) -> None:
    """Who keeps scans of identity documents says why, since the law asks."""
    if is_identity and keeps_files and not reason:
        raise ScanReasonMissing
