"""The forms of the journal. Choices and bounds come in as arguments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from wtforms import widgets

from app.activity import errors, labels
from app.activity.models import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_PARTY, LONGEST_REMARK, LONGEST_STEP
from app.activity.rules import LARGEST_AMOUNTS, Entry, Means, Paid, ProspectStage, RecordKind, latest_day
from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    BaseForm,
    DayField,
    HiddenNumberField,
    HoursField,
    LineField,
    MoneyField,
    ParagraphField,
    RadioField,
    TypedField,
)
from app.kernel.i18n import _l, _n
from app.kernel.ids import LARGEST_ID

LONGEST_SEEN = 15_000  # characters: about 600 records
PAIRS = re.compile(r"\d{1,19}:\d{1,9}(?: \d{1,19}:\d{1,9})*")


class LoggedDayField(DayField):
    """A day of membership that has come; `allow` says from when to when."""

    left_on: date | None = None

    def allow(self, *, admitted_on: date, today: date, left_on: date | None) -> None:
        self.smallest, self.largest, self.left_on = admitted_on, latest_day(today, left_on), left_on

    def too_small(self, low: date) -> object:
        return errors.say_admission(low)

    def too_large(self, high: date) -> object:
        return errors.say_exit(high) if high == self.left_on else errors.FutureDay.message


class WorkedField(HoursField):
    """A duration above nothing."""

    def too_small(self, low: int) -> object:
        return errors.HoursNotPositive.message


class PaidField(MoneyField):
    """An amount above zero and below what is surely a slip."""

    smallest = 1

    def bounds(self) -> tuple[int, int]:
        return 1, LARGEST_AMOUNTS[self.currency()]

    def too_small(self, low: int) -> object:
        return errors.AmountNotPositive.message

    def too_large(self, high: int) -> object:
        return errors.AmountTooLarge(high, self.currency()).message


class PartyField(LineField):
    """A client or a supplier, written out; those the member wrote down before are offered."""

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, max_length=LONGEST_PARTY, autocomplete="off", **options)
        self.known: Sequence[str] = ()


class EntryForm(BaseForm):
    """What every record has. `trade_id` is asked of those who practise several trades."""

    kind = RecordKind.WORK
    only_trade: int | None = None
    trade_id = RadioField(_l("Trade"))
    day = LoggedDayField(_l("Day"))
    note = ParagraphField(_l("Note"), max_length=LONGEST_NOTE, required=False, render_kw={"rows": 2})
    version = HiddenNumberField("", required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        """Fill in the list of the organisation that this kind of record chooses from."""

    def offer_trades(self, choices: Mapping[int, str]) -> None:
        """Ask for the trade where there is a choice."""
        if len(choices) > 1:
            self.trade_id.choices = choices
        else:
            self.only_trade = next(iter(choices), None)
            del self.trade_id

    def entry(self) -> Entry:
        """The answers, once they are valid."""
        answers = {"trade_id": self.only_trade, **self.answers()}
        return Entry(kind=self.kind, **{name: answers[name] for name in answers if name not in self.not_told})

    not_told: frozenset[str] = frozenset({"version"})


class WorkForm(EntryForm):
    kind = RecordKind.WORK
    minutes = WorkedField(_l("How long"), hint=_l("Such as 3:30, 3h30 or 3,5"))
    work_kind_id = RadioField(_l("Kind of work"))
    description = LineField(_l("What you did"), max_length=LONGEST_DESCRIPTION, required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        self.work_kind_id.choices = choices


PAID = {"full": _l("Paid in full"), "part": _l("Paid in part"), "later": _l("Not paid yet")}
KEPT = "kept"


class SaleForm(EntryForm):
    """A sale and what was paid for it that day; a sale being corrected may keep the payments it has."""

    kind = RecordKind.SALE
    not_told = EntryForm.not_told | {"paid", "paid_minor", "means"}
    amount_minor = PaidField(_l("Amount"))
    party = PartyField(_l("Client"))
    description = LineField(_l("What you sold"), max_length=LONGEST_DESCRIPTION)
    paid = RadioField(_l("Payment"), choices=PAID, default="full")
    paid_minor = PaidField(_l("Amount paid"), required=False)
    means = RadioField(_l("Paid how"), choices=labels.MEANS, default=Means.CASH)
    kept: Sequence[Paid] = ()

    def keep(self, payments: Sequence[Paid]) -> None:
        """Offer to leave the payments as they are, which is what happens unless something else is chosen."""
        self.kept = payments
        if payments:
            self.paid.choices = {
                KEPT: _n("As it is: %(num)s payment", "As they are: %(num)s payments", num=len(payments)),
                **PAID,
            }

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.paid.data == "part" and not self.paid_minor.data and not self.paid_minor.errors:
            self.paid_minor.errors = [errors.PaymentNotPositive.message]
            return False
        return is_valid

    def entry(self) -> Entry:
        return replace(super().entry(), payments=self._payments())

    def _payments(self) -> tuple[Paid, ...]:
        amounts = {"full": self.amount_minor.data, "part": self.paid_minor.data}
        if self.paid.data == KEPT:
            return tuple(self.kept)
        if self.paid.data not in amounts:
            return ()
        means = Means(self.means.data)
        return (Paid(paid_on=self.day.data, amount_minor=amounts[self.paid.data], means=means),)


class ExpenseForm(EntryForm):
    kind = RecordKind.EXPENSE
    amount_minor = PaidField(_l("Amount spent"))
    expense_category_id = RadioField(_l("Category"))
    description = LineField(_l("What for"), max_length=LONGEST_DESCRIPTION)
    party = PartyField(_l("Supplier"), required=False)

    def offer(self, choices: Mapping[int, str]) -> None:
        self.expense_category_id.choices = choices


class ProspectForm(EntryForm):
    kind = RecordKind.PROSPECT
    party = PartyField(_l("Who"))
    description = LineField(_l("What they may buy"), max_length=LONGEST_DESCRIPTION, required=False)
    stage = RadioField(_l("How far it has come"), choices=labels.STAGE, default=ProspectStage.CONTACT)
    amount_minor = PaidField(_l("Expected amount"), required=False)
    next_step = LineField(_l("Next step"), max_length=LONGEST_STEP, required=False)
    next_step_on = DayField(_l("On"), required=False)

    def entry(self) -> Entry:
        entry = super().entry()
        return replace(entry, stage=ProspectStage(self.stage.data), amount_minor=entry.amount_minor or 0)


ENTRY_FORMS = {
    RecordKind.WORK: WorkForm,
    RecordKind.SALE: SaleForm,
    RecordKind.EXPENSE: ExpenseForm,
    RecordKind.PROSPECT: ProspectForm,
}


class SeenField(TypedField):
    """The records that were on the page, as `id:version id:version`: nothing else is decided."""

    widget = widgets.HiddenInput()

    def read(self, typed: str) -> dict[int, int]:
        if len(typed) > LONGEST_SEEN or PAIRS.fullmatch(typed) is None:
            raise FigureRefused(_l("This page was not sent whole. Open it again."))
        pairs = (pair.split(":") for pair in typed.split(" "))
        return {int(record_id): int(version) for record_id, version in pairs if int(record_id) <= LARGEST_ID}

    def stand(self, value: Mapping[int, int]) -> str:
        return " ".join(f"{record_id}:{version}" for record_id, version in value.items())


class DeletionForm(BaseForm):
    version = HiddenNumberField("")


class SubmissionForm(BaseForm):
    """The drafts that were on the page, to be handed in."""

    seen = SeenField("")


class ValidationForm(BaseForm):
    seen = SeenField("")


class ReturnForm(BaseForm):
    seen = SeenField("")
    remark = ParagraphField(
        _l("What should be corrected?"), max_length=LONGEST_REMARK, hint=_l("The entrepreneur reads this.")
    )
