"""What counter-entries, later payments and the closing of months refuse, one sentence each."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refusal
from app.kernel.i18n import _l, _n, format_day, format_month


class HasCounterEntry(Refusal):
    message = _l("A counter-entry takes this record back already.")


class NeverCounted(Refusal):
    message = _l("Only what is validated needs a counter-entry. Correct this record, or delete it.")


class MonthStillOpen(Refusal):
    message = _l("The month of this record is open: a coach can still return it, and it can be corrected.")


class NotCorrectedSo(Refusal):
    message = _l("Neither a prospect nor a counter-entry is taken back by a counter-entry.")


class PaymentUndecided(Refusal):
    message = _l(
        "One of its payments does not count yet. Have it validated, or delete it, and make the counter-entry then."
    )


class CounterTooEarly(Refusal):
    """A counter-entry before the day of what it takes back."""

    field = "day"

    def __init__(self, day: date) -> None:
        super().__init__(_l("The record is of %(day)s: nothing takes it back before that day.", day=format_day(day)))


class CounterInFuture(Refusal):
    message = _l("This day has not come yet.")
    field = "day"


class NoSale(Refusal):
    message = _l("Only a sale is paid.")


class PaymentGone(Refusal):
    message = _l("This payment was deleted meanwhile.")


class PaymentCounts(Refusal):
    message = _l("This payment is validated and can no longer be changed. Ask your coach to return the sale to you.")


class PaymentNotWaiting(Refusal):
    message = _l("This payment does not wait for a decision any more.")


class MonthNotOver(Refusal):
    def __init__(self, month: date) -> None:
        super().__init__(
            _l(
                "%(month)s is not over yet. It can be closed from the day after its last one.",
                month=format_month(month),
            )
        )


class MonthClosedAlready(Refusal):
    message = _l("This month is closed already.")


class MonthIsOpen(Refusal):
    message = _l("This month is open already.")


class EarlierMonthsOpen(Refusal):
    """Months before the one to be closed are still open."""

    field = "with_earlier"

    def __init__(self, number: int) -> None:
        super().__init__(
            _n(
                "%(num)s earlier month is still open. Close it too, or first.",
                "%(num)s earlier months are still open. Close them too, or first.",
                num=number,
            )
        )


class StillUndecided(Refusal):
    """Something in the month is not validated."""

    field = "is_left_accepted"

    def __init__(self, number: int) -> None:
        super().__init__(
            _n(
                "%(num)s record or payment is not validated, and would not count.",
                "%(num)s records or payments are not validated, and would not count.",
                num=number,
            )
        )


class ReasonMissing(Refusal):
    message = _l("Say why the month is reopened: it stays written down.")
    field = "reason"
