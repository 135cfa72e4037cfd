"""What the journal refuses, one sentence each."""

from __future__ import annotations

from datetime import date

from app.activity import currencies
from app.kernel.errors import Refusal
from app.kernel.i18n import LazyText, _l, format_day, format_hours, format_money, format_month


class FutureDay(Refusal):
    message = _l("This day has not come yet. Log what is done, up to today.")
    field = "day"


class BeforeAdmission(Refusal):
    field = "day"

    def __init__(self, admitted_on: date) -> None:
        super().__init__(say_admission(admitted_on))


class LeftBefore(Refusal):
    field = "day"

    def __init__(self, left_on: date) -> None:
        super().__init__(say_exit(left_on))


class HoursNotPositive(Refusal):
    message = _l("Write how long you worked, at least one minute.")
    field = "minutes"


class DayFuller(Refusal):
    """More than 24 hours of work in one day."""

    field = "minutes"

    def __init__(self, day: date, *, already: int) -> None:
        super().__init__(_say_full_day(day, already))


class AmountNotPositive(Refusal):
    message = _l("Write an amount above zero.")
    field = "amount_minor"


class AmountTooLarge(Refusal):
    field = "amount_minor"

    def __init__(self, limit: int, currency: str) -> None:
        super().__init__(
            _l("More than %(limit)s in one record is refused. Check the figures.", limit=format_money(limit, currency))
        )


class TaxTooLarge(Refusal):
    message = _l("The tax must be less than the whole amount.")
    field = "tax_minor"


class TaxMissing(Refusal):
    message = _l("Write the tax, or choose a rate.")
    field = "tax_minor"


class QuantityNotPositive(Refusal):
    message = _l("Write a quantity above zero.")
    field = "quantity"


class UnknownCurrency(Refusal):
    message = _l("Choose a currency from the list.")
    field = "foreign_currency"


class ForeignNotPositive(Refusal):
    message = _l("Write an amount above zero.")
    field = "foreign_minor"


class RateInFuture(Refusal):
    message = _l("This day has not come yet: no rate is known for it.")
    field = "foreign_rate_on"


class DistanceNotPositive(Refusal):
    message = _l("Write a distance above zero.")
    field = "distance_km"


class NoKilometreRate(Refusal):
    message = _l("Your organisation had no rate for a kilometre on this day. Write the amount instead.")
    field = "distance_km"


class KilometresAreOurs(Refusal):
    message = _l("Kilometres are reckoned in your own currency. Leave one of the two empty.")
    field = "foreign_currency"


class RateDayTaken(Refusal):
    message = _l("A rate already begins on this day. Take it back first, or let the new one begin on another day.")
    field = "starts_on"


class RateUsed(Refusal):
    message = _l("An expense was reckoned with this rate, so it stays. Add a newer one.")


class ClientMissing(Refusal):
    message = _l("Write who the client is.")
    field = "party"


class StageMissing(Refusal):
    message = _l("Choose how far it has come.")
    field = "stage"


class PaymentNotPositive(Refusal):
    message = _l("Write an amount above zero.")
    field = "paid_minor"


class PaymentInFuture(Refusal):
    message = _l("This day has not come yet. Log what was paid, up to today.")
    field = "paid_on"


class PaidBeforeAdmission(Refusal):
    field = "paid_on"

    def __init__(self, admitted_on: date) -> None:
        super().__init__(say_admission(admitted_on))


class PaidTooMuch(Refusal):
    """Payments of more than the sale comes to."""

    field = "paid_minor"

    def __init__(self, amount_minor: int, currency: str) -> None:
        super().__init__(
            _l(
                "The sale comes to %(amount)s: more than that cannot be paid.",
                amount=format_money(amount_minor, currency),
            )
        )


class MonthClosed(Refusal):
    """The month of this day is closed: only a counter-entry in an open month changes what it came to."""

    field = "day"

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(
            _l(
                "The month of %(month)s is closed. Choose a day of an open month, or ask your manager to reopen it.",
                month=format_month(day),
            )
        )


class PaymentMonthClosed(MonthClosed):
    """The month that a payment would count in is closed."""

    field = "paid_on"


class CounterEntryStays(Refusal):
    message = _l("A counter-entry is not changed. Delete it and make another one.")


class UnknownTrade(Refusal):
    message = _l(
        "This is not one of your trades on that day. Choose another, or ask your coach to add it to your file."
    )
    field = "trade_id"


class UnknownWorkKind(Refusal):
    message = _l("Choose a kind of work from the list.")
    field = "work_kind_id"


class UnknownExpenseCategory(Refusal):
    message = _l("Choose a category from the list.")
    field = "expense_category_id"


class ValidatedStays(Refusal):
    message = _l("This record is validated and can no longer be changed. Ask your coach to return it to you.")


class RecordGone(Refusal):
    message = _l("This record was deleted meanwhile.")


class RemarkMissing(Refusal):
    message = _l("Write what should be corrected: the entrepreneur reads it.")
    field = "remark"


class OwnRecords(Refusal):
    message = _l("Nobody validates their own records. Another coach or the manager does it.")


class NothingToSubmit(Refusal):
    message = _l("Nothing is left to hand in here: it was handed in, changed or deleted meanwhile.")


class NothingToTakeBack(Refusal):
    message = _l("Nothing is left to take back here: it was decided or changed meanwhile.")


class NothingToUndo(Refusal):
    message = _l("This can no longer be undone: only the last thing you did can be, for a few minutes.")


class UndoTooLate(Refusal):
    message = _l("This can no longer be undone: it was changed or decided meanwhile.")


class NothingToRepeat(Refusal):
    message = _l("There is nothing to repeat: it was changed or deleted meanwhile.")


class NothingWaiting(Refusal):
    message = _l(
        "Nothing waits here any more: it was decided, changed or deleted meanwhile. This is how it stands now."
    )


def say_unusual_rate(rate: int, *, theirs: str, ours: str) -> LazyText:
    return _l(
        "%(rate)s %(ours)s for one %(theirs)s is far from what is usual. Correct it, or say below that it is right.",
        rate=currencies.say_rate(rate),
        ours=ours,
        theirs=theirs,
    )


def say_worked_out(amount: object) -> LazyText:
    return _l("This comes to %(amount)s. Leave the amount empty: it is worked out.", amount=amount)


def say_admission(admitted_on: date) -> LazyText:
    return _l("Membership began on %(day)s: nothing can be logged before that day.", day=format_day(admitted_on))


def say_exit(left_on: date) -> LazyText:
    return _l("Membership ended on %(day)s: nothing can be logged after that day.", day=format_day(left_on))


def _say_full_day(day: date, already: int) -> LazyText:
    if not already:
        return _l("A day has 24 hours.")
    return _l(
        "A day has 24 hours, and %(hours)s are already logged for %(day)s.",
        hours=format_hours(already),
        day=format_day(day),
    )
