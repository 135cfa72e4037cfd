"""What attestations refuse, one sentence each."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refusal
from app.kernel.i18n import _, _l, format_day


class NotForOneself(Refusal):
    message = _l("Nobody issues an attestation to themselves. Ask another manager.")


class HolderHasLeft(Refusal):
    """The paper would say that the activity goes on."""

    def __init__(self, left_on: date) -> None:
        day = format_day(left_on)
        super().__init__(
            _("This person left on %(day)s: an activity attestation says that the activity goes on.", day=day)
        )


class PurposeMissing(Refusal):
    message = _l("Write the purpose as it should be printed in this version.")


class PurposeInOtherScript(Refusal):
    message = _l("Write this purpose in the letters of its version.")


class SignatoryMissing(Refusal):
    message = _l("Choose who signs.")
    field = "signatory_id"


class DraftChanged(Refusal):
    """What was confirmed is not what would be issued now."""

    message = _l("Something on this sheet changed since you looked at it. Look at it again, then confirm.")


class AlreadyRevoked(Refusal):
    message = _l("This attestation is already revoked.")


class ReasonMissing(Refusal):
    message = _l("Say why: the reason stays in the register.")
    field = "reason"


class DraftIncomplete(Refusal):
    """The sheet lacks words. `missing` holds keys of labels.MISSING, for a list with links to where they are written."""

    message = _l("This attestation cannot be made yet: what it says is not all known.")

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__()
        self.missing = missing
