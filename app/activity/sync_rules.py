"""What a phone may deliver, read from JSON. Pure: values in; a batch, or a named refusal, out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.activity.rules import RecordKind
from app.kernel.errors import Refusal
from app.kernel.i18n import _l
from app.kernel.submissions import FORM_KEY

MOST_RECORDS = 100
LARGEST_BATCH = 256 * 1024  # bytes
MOST_FIELDS = 100
LONGEST_NAME = 64  # characters
LONGEST_VALUE = 8_000  # characters
CLOCK_MAY_DIFFER = timedelta(minutes=10)
NOT_CONTENT = {"csrf_token", "form_key", "_lang"}
Pairs = tuple[tuple[str, str], ...]


class NoBatch(ValueError):
    """What came is no batch of records: a program that is not ours, or an answer that was cut."""


class Unreadable(Refusal):
    """A record whose content no form could have sent."""

    message = _l("This record was not sent whole. Open it, look at it and save it again.")


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One record as a phone sends it; `kind` and `fields` are empty where they could not be read."""

    uid: str
    kind: RecordKind | None
    fields: Pairs
    made_at: datetime | None

    @property
    def digest(self) -> str:
        """The same for the same content, in whatever order the fields came."""
        told = json.dumps([self.kind, sorted(self.fields, key=lambda pair: pair[0])], separators=(",", ":"))
        return hashlib.sha256(told.encode("ascii")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Records of one account, and how far its phone's clock is ahead of ours (None: it said nothing)."""

    account: str
    deliveries: Sequence[Delivery]
    clock_ahead: timedelta | None

    @property
    def wrong_clock(self) -> timedelta | None:
        """How far the clock is ahead, where that is more than a slow network explains."""
        ahead = self.clock_ahead
        return ahead if ahead is not None and abs(ahead) > CLOCK_MAY_DIFFER else None


def read_batch(sent: Any, *, now: datetime) -> Batch:
    """Read `{"account", "sent_at", "records": [{"uid", "kind", "fields": [[name, value]], "made_at"}]}`.

    Raises NoBatch. A record that cannot be read is part of the batch, so that it can be refused by its mark.
    """
    if not isinstance(sent, dict) or not isinstance(sent.get("records"), list):
        raise NoBatch("records")
    records = sent["records"]
    if not 0 < len(records) <= MOST_RECORDS:
        raise NoBatch(f"{len(records)} records")
    sent_at = read_instant(sent.get("sent_at"))
    return Batch(
        account=str(sent.get("account", "")),
        deliveries=[_delivery(record) for record in records],
        clock_ahead=sent_at - now if sent_at else None,
    )


def _delivery(record: Any) -> Delivery:
    if not isinstance(record, dict):
        raise NoBatch("a record is an object")
    uid, kind = record.get("uid"), record.get("kind")
    if not isinstance(uid, str) or FORM_KEY.fullmatch(uid) is None:
        raise NoBatch("a record has a mark")
    return Delivery(
        uid=uid,
        kind=RecordKind(kind) if isinstance(kind, str) and kind in list(RecordKind) else None,
        fields=_fields(record.get("fields")),
        made_at=read_instant(record.get("made_at")),
    )


def _fields(pairs: Any) -> Pairs:
    """Names and values, without what is the form's own; empty where they are none."""
    if not isinstance(pairs, list) or len(pairs) > MOST_FIELDS:
        return ()
    if not all(isinstance(pair, list) and len(pair) == 2 and all(map(_is_text, pair)) for pair in pairs):
        return ()
    kept = tuple((name, value) for name, value in pairs if name not in NOT_CONTENT)
    return kept if all(len(name) <= LONGEST_NAME and len(value) <= LONGEST_VALUE for name, value in kept) else ()


def _is_text(value: Any) -> bool:
    """Text that a form could have sent: JSON can also write halves of characters."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_instant(written: Any) -> datetime | None:
    """An instant as phones write it; None where it is none, or none of our time."""
    try:
        instant = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        return None
    return instant if instant.tzinfo is not None and 1970 <= instant.year < 2200 else None
