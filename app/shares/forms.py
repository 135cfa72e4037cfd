"""The forms of the share ledger. Amounts in minor units of the organisation's currency."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.kernel.errors import Refusal
from app.kernel.forms import (
    BaseForm,
    CheckField,
    DayField,
    HiddenNumberField,
    LineField,
    MoneyField,
    WholeNumberField,
    here_today,
)
from app.kernel.i18n import _l
from app.shares.errors import ConfirmReceiver
from app.shares.rules import Asked, MovementKind, Value
from app.shares.services import Entry

MOST_SHARES = 100_000
LARGEST_VALUE = 10**9  # minor units: with it, tens of thousands of entries stay within a column
LARGEST_NUMBER = 2**31 - 1


class EntryForm(BaseForm):
    """An entry of the ledger: its day, and the paper it rests on."""

    kind: MovementKind
    happened_on = DayField(_l("Day"), largest=here_today)
    reference = LineField(
        _l("Reference"),
        max_length=120,
        required=False,
        hint=_l("Such as “receipt 112” or “board, meeting of 3 March”."),
    )

    def entry(self) -> Entry:
        """What was typed; a field that this kind of entry does not have stays as `Entry` has it."""
        names = Entry.__dataclass_fields__.keys() & self.data.keys()
        typed = {name: self[name].data for name in names if self[name].data is not None}
        return Entry(kind=self.kind, **typed)


class SubscriptionForm(EntryForm):
    kind = MovementKind.SUBSCRIPTION
    shares = WholeNumberField(_l("How many shares"), smallest=1, largest=MOST_SHARES)
    paid_minor = MoneyField(_l("Paid at once"), required=False, hint=_l("The rest is owed."))


class PaymentForm(EntryForm):
    kind = MovementKind.PAYMENT
    paid_minor = MoneyField(_l("Amount paid"), smallest=1)


class TransferForm(EntryForm):
    """`receiver` is the member whose number was typed, once it was; the tick counts for that number only."""

    kind = MovementKind.TRANSFER
    to_number = WholeNumberField(_l("Number of the member who receives them"), smallest=1, largest=LARGEST_NUMBER)
    is_receiver = CheckField(_l("This is the person who receives the shares"))
    shown_number = HiddenNumberField(_l("Number"), required=False)
    shares = WholeNumberField(_l("How many shares"), smallest=1, largest=MOST_SHARES)
    paid_minor = MoneyField(
        _l("What was paid on these shares"),
        required=False,
        hint=_l("Leave empty where all shares of the person are paid, or all go."),
    )
    receiver: Any = None
    asks_who = False

    def add_refusal(self, refusal: Refusal) -> None:
        """Nothing is wrong with a number whose owner was not shown yet: the page asks whether it is them."""
        if isinstance(refusal, ConfirmReceiver) and self.shown_number.data != self.to_number.data:
            self.asks_who = True
        else:
            super().add_refusal(refusal)

    def entry(self) -> Entry:
        return replace(super().entry(), confirmed_number=self.shown_number.data if self.is_receiver.data else None)

    def show_receiver(self, receiver: Any) -> None:
        """Name them on the page that comes back; a tick given to somebody else is taken away."""
        self.receiver = receiver
        if receiver is None or self.shown_number.data != receiver.number:
            self.is_receiver.data = False
        self.shown_number.typed, self.shown_number.data = None, receiver.number if receiver is not None else None


class RefundForm(EntryForm):
    kind = MovementKind.REFUND
    shares = WholeNumberField(_l("How many shares"), smallest=1, largest=MOST_SHARES)
    paid_minor = MoneyField(
        _l("What was paid on these shares"),
        required=False,
        hint=_l("Leave empty where all shares of the person are paid, or all go."),
    )
    refunded_minor = MoneyField(
        _l("Amount given back"), required=False, hint=_l("Leave empty where all that was paid is given back.")
    )


FORMS: dict[MovementKind, type[EntryForm]] = {
    form.kind: form for form in (SubscriptionForm, PaymentForm, TransferForm, RefundForm)
}


class CancelForm(BaseForm):
    reason = LineField(_l("Why"), max_length=200)


class ValueForm(BaseForm):
    """What a share is worth from a day on."""

    from_day = DayField(_l("From"), largest=here_today)
    value_minor = MoneyField(_l("Value of a share"), smallest=1, largest=LARGEST_VALUE)
    from_reserves = CheckField(
        _l("The reserves bring the difference"),
        hint=_l("Where the value rises and the holders owe nothing more for it."),
    )
    decision = LineField(
        _l("Decided by"), max_length=120, required=False, hint=_l("Such as “board, meeting of 3 March”.")
    )

    def value(self) -> Value:
        return Value(
            from_day=self.from_day.data,
            value_minor=self.value_minor.data,
            from_reserves=bool(self.from_reserves.data),
        )


class RuleForm(BaseForm):
    """What the statutes ask of a subscription; 0 asks nothing."""

    least_shares = WholeNumberField(_l("Fewest shares of an associate"), largest=MOST_SHARES)
    first_part_percent = WholeNumberField(_l("Part paid at subscription, in percent"), largest=100)
    months_to_pay = WholeNumberField(_l("Months to pay the rest"), largest=240)
    version = HiddenNumberField(_l("Version"))

    def asked(self) -> Asked:
        return Asked(
            least_shares=self.least_shares.data,
            first_part_percent=self.first_part_percent.data,
            months_to_pay=self.months_to_pay.data,
        )


class EmptyForm(BaseForm):
    """A confirmation: nothing but the press of a button."""
