"""What the journal refuses, one sentence each."""

from __future__ import annotations

from datetime import date

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
            _l("The month of %(month)s is closed: nothing in it can be changed any more.", month=format_month(day))
        )


class UnknownTrade(Refusal):
    message = _l("Choose one of your trades.")
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


class NothingWaiting(Refusal):
    message = _l(
        "Nothing waits here any more: it was decided, changed or deleted meanwhile. This is how it stands now."
    )


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
