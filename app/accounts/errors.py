"""What accounts refuse, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class LoginAlreadyTaken(Refusal):
    message = _l("Another account already uses this e-mail or phone number.")


class NeedsEmailOrPhone(Refusal):
    message = _l("Give an e-mail or a phone number: the person signs in with it.")


class PhoneCannotBeUsed(Refusal):
    message = _l("This number cannot be used here. If it is yours, ask the manager of your organisation.")
    field = "phone"


class RoleAlreadyHeld(Refusal):
    message = _l("This person already has this role here.")


class LastManager(Refusal):
    message = _l("An organisation keeps at least one manager. Give someone else that role first.")


class OwnAccess(Refusal):
    message = _l("Nobody takes away their own access. Ask another manager.")


class LinkNoLongerWorks(Refusal):
    message = _l("This link or code was used already or is too old. Ask for a new one.")


class WrongPassword(Refusal):
    message = _l("The current password is not right.")
    field = "current_password"


class PasswordTooWeak(Refusal):
    field = "new_password"


class AccountIsClosed(Refusal):
    message = _l("This account was closed. The network administrator can say more.")


class SlipReachesTooFar(Refusal):
    message = _l(
        "This account also opens more than you may open yourself, so no code is made for it here. "
        "The person can ask for a link by e-mail; the network administrator can help."
    )


class DoesNotMatch(Refusal):
    message = _l("This e-mail or phone number and this password or code do not go together.")


class TooManyAttempts(Refusal):
    """Says how long to wait, in whole minutes."""

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(_l("Too many attempts. Wait %(minutes)s min, then try again.", minutes=minutes))
        self.seconds = seconds


class RepeatedDifferently(Refusal):
    message = _l("The two passwords are not the same. Type the new one twice.")
    field = "repeated_password"
