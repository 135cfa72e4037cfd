"""The forms of sales and expenses: the amount, its tax, another currency, kilometres, the photo of a receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from wtforms.validators import StopValidation

from app.activity import currencies, errors, labels, taxes
from app.activity.entry_forms import EntryForm, PaidField, PartyField
from app.activity.kilometres import LARGEST_DISTANCE, Rate, rate_on
from app.activity.models import LONGEST_DESCRIPTION, LONGEST_NUMBER
from app.activity.rules import Entry, Means, Paid, RecordKind
from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    BoundedField,
    CheckField,
    ChoiceField,
    DayField,
    DecimalField,
    FileField,
    LineField,
    MoneyField,
    RadioField,
    WholeNumberField,
    currency_here,
    here_today,
)
from app.kernel.i18n import _l, _n, format_money
from app.kernel.uploads import LARGEST_MEGABYTES, PICTURES, Upload

NO_TAX, AS_AMOUNT = "none", "amount"
WITH_TAX, BEFORE_TAX = "with", "before"
TAX_WAYS = {WITH_TAX: _l("With the tax"), BEFORE_TAX: _l("Before tax")}
TAX_FIELDS = ("tax", "tax_minor", "tax_way")


class QuantityField(DecimalField):
    """How many or how much, above zero, as thousandths."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data <= 0:
            raise StopValidation(errors.QuantityNotPositive.message)


class RateField(BoundedField):
    """What one unit of another currency is worth in ours, as millionths."""

    attributes: ClassVar = {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off", "maxlength": 20}
    smallest, largest = 1, currencies.LARGEST_RATE

    def read(self, typed: str) -> int:
        return currencies.parse_rate(typed)

    def stand(self, value: int) -> str:
        return currencies.rate_as_typed(value)

    def say(self, value: int) -> str:
        return currencies.say_rate(value)


class ForeignField(MoneyField):
    """An amount in the currency that is chosen beside it; until one is, it is read with two decimals."""

    smallest = 1
    chosen = ""

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, currency=lambda: self.chosen or "EUR", **options)


class ReceiptField(FileField):
    """A photo; a script makes it small before it travels. Examined by `uploads.examine_receipt`."""

    attributes: ClassVar = {"accept": PICTURES, "data-shrink": ""}


class MoneyForm(EntryForm):
    """A sale or an expense. Its amount is typed, or worked out from another currency (or, of an expense, kilometres)."""

    asks_about = "amount_minor"
    not_told = EntryForm.not_told | {*TAX_FIELDS, "rate_is_right"}
    amount_minor = PaidField(_l("Amount"))
    tax = RadioField(_l("Tax"), required=False, default=NO_TAX)
    tax_minor = PaidField(_l("How much tax"), required=False)
    tax_way = RadioField(_l("The amount is"), choices=TAX_WAYS, required=False, default=WITH_TAX)
    document_number = LineField(_l("Receipt number"), max_length=LONGEST_NUMBER, required=False)
    foreign_currency = ChoiceField(_l("Paid in another currency"), required=False, prompt=_l("No"))
    foreign_minor = ForeignField(_l("Amount in that currency"), required=False)
    foreign_rate = RateField(_l("Rate"), required=False, hint=_l("What one unit of it is worth in ours, such as 10,85"))
    foreign_rate_on = DayField(
        _l("Day of the rate"), required=False, largest=here_today, hint=_l("Left empty: the day above.")
    )
    rate_is_right = CheckField(_l("This rate is right"))
    asks_rate_again = False

    def offer_money(self, *, tax_rates: Sequence[int], asks_tax: bool, own_currency: str) -> None:
        """The rates of tax to tap, none where no tax is asked; the currencies one may be paid in."""
        self.tax.choices = {
            NO_TAX: _l("No tax"),
            **{str(rate): labels.say_tax_rate(rate) for rate in tax_rates},
            AS_AMOUNT: _l("Write the tax"),
        }
        if not asks_tax:
            for name in TAX_FIELDS:
                del self[name]
        self.foreign_currency.choices = {code: code for code in currencies.offered(own_currency)}
        chosen = self.foreign_currency.data
        self.foreign_minor.chosen = chosen if chosen in self.foreign_currency.choices else ""
        if self.foreign_minor.typed:  # read again, now that its currency is known
            self.foreign_minor.process_errors = []
            _read_again(self.foreign_minor)

    def validate(self, extra_validators: Any = None) -> bool:
        complaints = self._work_out()
        is_valid = super().validate(extra_validators)
        for name, message in complaints:
            self[name].errors = [*self[name].errors, message]
        return is_valid and not complaints and self._has_its_tax()

    def entry(self) -> Entry:
        amount, tax, rate = self._with_tax()
        entry = replace(super().entry(), amount_minor=amount, tax_minor=tax, tax_rate=rate)
        if not self.foreign_currency.data:
            return replace(entry, foreign_currency="", foreign_minor=None, foreign_rate=None, foreign_rate_on=None)
        return replace(entry, foreign_rate_on=entry.foreign_rate_on or entry.day)

    def _work_out(self) -> list[tuple[str, object]]:
        """Fill in the amount from what it follows from; what is missing or cannot be, by field."""
        if not self.foreign_minor.chosen:  # none, or one that is not in the list, which its field says
            return []
        needed = [name for name in ("foreign_minor", "foreign_rate") if not self[name].data]
        if needed:
            return [(name, _l("Fill this in.")) for name in needed if not self[name].process_errors]
        theirs, ours = self.foreign_minor.chosen, currency_here()
        self.asks_rate_again = not currencies.is_usual(self.foreign_rate.data, theirs=theirs, ours=ours)
        if self.asks_rate_again and not self.rate_is_right.data:
            return [("foreign_rate", errors.say_unusual_rate(self.foreign_rate.data, theirs=theirs, ours=ours))]
        worth = currencies.converted(self.foreign_minor.data, self.foreign_rate.data, theirs=theirs, ours=ours)
        return self._take_as_amount(worth)

    def _take_as_amount(self, worked_out: int) -> list[tuple[str, object]]:
        """Left empty, the amount is what was worked out; another one is refused."""
        if self.amount_minor.data not in (None, worked_out):
            return [("amount_minor", errors.say_worked_out(format_money(worked_out, currency_here())))]
        if not self.amount_minor.process_errors:
            self.amount_minor.data = worked_out
        return []

    def _has_its_tax(self) -> bool:
        if "tax" in self and self.tax.data == AS_AMOUNT and not self.tax_minor.data:
            self.tax_minor.errors = [errors.TaxMissing.message]
            return False
        return True

    def _with_tax(self) -> tuple[int, int, int | None]:
        """The amount with tax, the tax in it, and its rate where it was chosen from the list."""
        amount = self.amount_minor.data
        chosen = (self.tax.data or NO_TAX) if "tax" in self else NO_TAX
        if chosen == NO_TAX:
            return amount, 0, None
        is_before = self.tax_way.data == BEFORE_TAX
        rate = None if chosen == AS_AMOUNT else int(chosen)
        if rate is None:
            tax = self.tax_minor.data
        else:
            tax = taxes.tax_upon(amount, rate) if is_before else taxes.tax_within(amount, rate)
        return (amount + tax if is_before else amount), tax, rate


PAID = {"full": _l("Paid in full"), "part": _l("Paid in part"), "later": _l("Not paid yet")}
KEPT = "kept"


class SaleForm(MoneyForm):
    """A sale and what was paid for it that day; a sale being corrected may keep the payments it has."""

    kind = RecordKind.SALE
    not_told = MoneyForm.not_told | {"paid", "paid_minor", "means"}
    party = PartyField(_l("Client"))
    description = LineField(_l("What you sold"), max_length=LONGEST_DESCRIPTION)
    paid = RadioField(_l("Payment"), choices=PAID, default="full")
    paid_minor = PaidField(_l("Amount paid"), required=False)
    means = RadioField(_l("Paid how"), choices=labels.MEANS, default=Means.CASH)
    quantity = QuantityField(_l("Quantity"), required=False)
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
        entry = super().entry()
        return replace(entry, payments=self._payments(entry.amount_minor))

    def _payments(self, amount_minor: int) -> tuple[Paid, ...]:
        amounts = {"full": amount_minor, "part": self.paid_minor.data}
        if self.paid.data == KEPT:
            return tuple(self.kept)
        if self.paid.data not in amounts:
            return ()
        means = Means(self.means.data)
        return (Paid(paid_on=self.day.data, amount_minor=amounts[self.paid.data], means=means),)


class ExpenseForm(MoneyForm):
    kind = RecordKind.EXPENSE
    not_told = MoneyForm.not_told | {"receipt", "drops_receipt"}
    amount_minor = PaidField(_l("Amount spent"))
    expense_category_id = RadioField(_l("Category"))
    description = LineField(_l("What for"), max_length=LONGEST_DESCRIPTION)
    party = PartyField(_l("Supplier"), required=False)
    distance_km = WholeNumberField(
        _l("Kilometres by your own vehicle"), required=False, smallest=1, largest=LARGEST_DISTANCE
    )
    receipt = ReceiptField(
        _l("Photo of the receipt"), required=False, hint=_l("JPEG or PNG, %(size)s MB at most.", size=LARGEST_MEGABYTES)
    )
    drops_receipt = CheckField(_l("Delete the photo that is there"))
    rates: Sequence[Rate] = ()
    rate_kept: tuple[date, Rate] | None = None

    def offer(self, choices: Mapping[int, str]) -> None:
        self.expense_category_id.choices = choices

    def offer_kilometres(self, rates: Sequence[Rate], kept: tuple[date, Rate] | None = None) -> None:
        """Rates by day, the newest first; a record keeps its own while its day stays. Not asked where there is none."""
        self.rates, self.rate_kept = rates, kept
        if not rates and kept is None:
            del self.distance_km

    def keeps_receipt(self, *, has_one: bool) -> None:
        """Whether there is a photo to delete."""
        if not has_one:
            del self.drops_receipt

    def upload(self) -> Upload | None:
        found: Upload | None = self.receipt.data
        return found

    @property
    def wants_receipt_gone(self) -> bool:
        return "drops_receipt" in self and bool(self.drops_receipt.data)

    def entry(self) -> Entry:
        rate = self._rate() if "distance_km" in self and self.distance_km.data else None
        return replace(super().entry(), km_rate_id=rate.id if rate else None)

    def _rate(self) -> Rate | None:
        day = self.day.data
        if self.rate_kept and self.rate_kept[0] == day:
            return self.rate_kept[1]
        return rate_on(self.rates, day) if day else None

    def _work_out(self) -> list[tuple[str, object]]:
        if "distance_km" not in self or not self.distance_km.data:
            return super()._work_out()
        if self.foreign_currency.data:
            return [("foreign_currency", errors.KilometresAreOurs.message)]
        rate = self._rate()
        if rate is None:
            return [("distance_km", errors.NoKilometreRate.message)] if self.day.data else []
        return self._take_as_amount(self.distance_km.data * rate.per_km_minor)


def _read_again(field: ForeignField) -> None:
    try:
        field.data = field.read(field.typed or "")
    except FigureRefused as refusal:
        field.data, field.process_errors = None, [str(refusal.message)]
