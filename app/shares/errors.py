"""What the share ledger refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


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


class SayWhatWasPaid(Refusal):
    message = _l("These shares are not wholly paid: say how much of what was paid goes with them.")
    field = "paid_minor"


class MoreBackThanPaid(Refusal):
    message = _l("No more is given back than was paid.")
    field = "refunded_minor"


class LaterEntriesForbid(Refusal):
    """`day`: of the later entry that would become impossible."""

    message = _l("An entry of a later day would become impossible. Cancel that one first.")
    field = "happened_on"


class NoSuchReceiver(Refusal):
    message = _l("No member has this number.")
    field = "to_number"


class ReceiverIsGiver(Refusal):
    message = _l("Choose another person: these shares are theirs already.")
    field = "to_number"


class ConfirmReceiver(Refusal):
    """`receiver`: the member whose number was typed, for the page to name."""

    message = _l("Look whose number this is, then confirm.")
    field = "is_receiver"

    def __init__(self, receiver: object) -> None:
        super().__init__()
        self.receiver = receiver


class AlreadyCancelled(Refusal):
    message = _l("This entry is cancelled already.")


class ValueSameDay(Refusal):
    message = _l("A value begins on this day already.")
    field = "from_day"


class ValueUnchanged(Refusal):
    message = _l("A share is worth that already.")
    field = "value_minor"


class EntriesNeedThisValue(Refusal):
    message = _l("Entries of the ledger rest on this value. Cancel them first.")


class ValueForbidsEntries(Refusal):
    message = _l("With this value an entry already recorded would be impossible. Cancel that one first.")
    field = "value_minor"
