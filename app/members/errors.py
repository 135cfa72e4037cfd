"""What the member's file refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NameMissing(Refusal):
    message = _l("Give the family name and the given name in at least one script.")
    field = "family_name_latin"


class BornAfterAdmission(Refusal):
    message = _l("The birth date must be before the admission.")
    field = "birth_date"


class IdentityAlreadyRegistered(Refusal):
    """The sentence names whose number it is: managers may know."""

    field = "identity_number"


class NotACoachHere(Refusal):
    message = _l("Choose a support coach of this organisation.")
    field = "coach_id"


class AssignedBeforeAdmission(Refusal):
    message = _l("The assignment cannot start before the admission.")
    field = "started_on"


class LaterAssignmentExists(Refusal):
    message = _l("Another assignment already starts on or after this day. End it first.")
    field = "started_on"


class SameCoachAlready(Refusal):
    message = _l("This coach already supports the person on that day.")
    field = "coach_id"


class LeftBeforeAdmission(Refusal):
    message = _l("The exit cannot be before the admission.")
    field = "left_on"


class LoginOfAnotherMember(Refusal):
    message = _l("Another member of this organisation already signs in with this e-mail or phone number.")


class NoLoginToUse(Refusal):
    message = _l("Add a phone number or an e-mail to the file first: the person signs in with it.")
