"""Identifiers: 63-bit, ordered by time, made by the application so that no table needs a sequence."""

from __future__ import annotations

import secrets
import threading
import time

LARGEST_ID = 2**63 - 1
LONGEST_ID = len(str(LARGEST_ID))
_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_RANDOM_BITS = 21
_lock = threading.Lock()
_last = 0


def read_id(text: str | None) -> int | None:
    """The id that a text from outside names, in plain digits; None for anything that cannot be one."""
    if text and len(text) <= LONGEST_ID and text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST_ID:
        return int(text)
    return None


def new_id() -> int:
    """A new identifier: 42 bits of milliseconds since 2025, then 21 bits; grows within a process.

    Two processes could draw the same one only in the same millisecond with 1 chance in 2 million; the
    primary key then refuses the second.
    """
    global _last
    drawn = ((time.time_ns() // 1_000_000 - _EPOCH_MS) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = max(drawn, _last + 1)
        return _last
