"""What the share ledger refuses, one sentence each."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refusal
from app.kernel.i18n import _, _l, format_day


class NoValueYet(Refusal):
    message = _l("On this day no value of a share was fixed yet. The manager fixes it in the settings, under Shares.")
    field = "happened_on"


class HoldsBeforeAdmission(Refusal):
    message = _l("Nobody holds shares before the day of admission.")
    field = "happened_on"


class HasLeft(Refusal):
    message = _l("The person has left, and takes no more shares: record the return first.")
    field = "happened_on"


class MoreThanHeld(Refusal):
    message = _l("The person does not hold that many shares.")
    field = "shares"


class MoreThanOwed(Refusal):
    message = _l("This is more than the person owes for their shares.")
    field = "paid_minor"


class MorePaidThanThere(Refusal):
    message = _l("Less than that was paid on these shares.")
    field = "paid_minor"


class MorePaidThanWorth(Refusal):
    message = _l("This is more than these shares are worth.")
    field = "paid_minor"


class TooLittlePaidLeaves(Refusal):
    message = _l("The person would have paid more than the shares that stay are worth: more of it goes with these.")
    field = "paid_minor"


class SayWhatWasPaid(Refusal):
    message = _l("These shares are not wholly paid: say how much of what was paid goes with them.")
    field = "paid_minor"


class MoreBackThanPaid(Refusal):
    message = _l("No more is given back than was paid.")
    field = "refunded_minor"


class LaterEntriesForbid(Refusal):
    """`number` and `day`: of the later entry that would become impossible."""

    field = "happened_on"

    def __init__(self, *, number: int, day: date) -> None:
        said = {"number": number, "day": format_day(day)}
        super().__init__(_("Entry no. %(number)s of %(day)s would become impossible. Cancel that one first.", **said))


class NoSuchReceiver(Refusal):
    message = _l("No member has this number.")
    field = "to_number"


class ReceiverIsGiver(Refusal):
    message = _l("Choose another person: these shares are theirs already.")
    field = "to_number"


class ConfirmReceiver(Refusal):
    """The person behind the number was not looked at, or another number was."""

    message = _l("Look whose number this is, then confirm.")
    field = "is_receiver"


class AlreadyCancelled(Refusal):
    message = _l("This entry is cancelled already.")


class ValueSameDay(Refusal):
    message = _l("A value begins on this day already.")
    field = "from_day"


class ValueUnchanged(Refusal):
    message = _l("A share is worth that already.")
    field = "value_minor"


class ValueForbidsEntries(LaterEntriesForbid):
    field = "value_minor"
