"""What papers refuse, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class ReceivedLater(Refusal):
    message = _l("A paper is recorded once it is here.")
    field = "received_on"


class IssuedAfterReceipt(Refusal):
    message = _l("A paper cannot be issued after it was received.")
    field = "issued_on"


class ExpiresBeforeIssue(Refusal):
    message = _l("A paper cannot expire before it is issued.")
    field = "expires_on"


class ScanReasonMissing(Refusal):
    message = _l("Say why scans of this identity document are kept: the law on personal data asks for a reason.")
    field = "scan_reason"


class ScansNotKept(Refusal):
    message = _l("Your organisation keeps no scan of this paper: show it to your coach.")
    field = "file"


class ScansAreKept(Refusal):
    message = _l("Scans of this paper are kept: switch that off first.")


class StepOfAnother(Refusal):
    message = _l("Choose a step of this person's parcours.")
    field = "step_id"


class KindNotAsked(Refusal):
    message = _l("This paper is no longer asked for.")


class NothingToCheck(Refusal):
    message = _l("This paper was looked at already, or taken back.")


class SentOneWaits(Refusal):
    message = _l("The person has sent this paper, and nobody has looked at it yet: check what was sent first.")


class NotAPaperThatCounts(Refusal):
    message = _l("A newer paper has taken the place of this one: only what counts can be corrected.")


class KindExists(Refusal):
    message = _l("A paper with this name is in the list already.")
    field = "label_fr"
