"""What this room refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NobodyOfThatNumber(Refusal):
    message = _l("Nobody here has this number.")


class TwiceTheSameFile(Refusal):
    message = _l("Both numbers lead to the same file.")
    field = "second"
