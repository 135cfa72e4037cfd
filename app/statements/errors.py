"""What contributions and accounts refuse, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NotAFirstDay(Refusal):
    message = _l("Choose the first day of a month.")
    field = "first_month"


class OpeningNotAFirstDay(NotAFirstDay):
    field = "day"


class NothingAsked(Refusal):
    message = _l("This rule asks for nothing: write a rate, a fixed part or a minimum.")
    field = "rate_1"


class FirstTierFromZero(Refusal):
    message = _l("Write the rate of the first tier, which begins at 0. It may be 0 itself.")
    field = "rate_1"


class TierTwice(Refusal):
    message = _l("Two tiers begin at the same amount.")


class TierIncomplete(Refusal):
    message = _l("Write both the amount and the rate of each further tier.")


class SameMonth(Refusal):
    """One of this kind begins in this month already, and nobody said why it is corrected."""

    message = _l("Another one begins in this month already. To correct it, say why.")
    field = "reason"


class KindNotOffered(Refusal):
    message = _l("This choice is not in the list. Choose again.")
    field = "contract_kind_id"


class AlreadyWithdrawn(Refusal):
    message = _l("This was withdrawn already.")


class OpeningTwice(Refusal):
    message = _l("This account has an opening balance already. Cancel that one first.")
    field = "day"


class BeforeOpening(Refusal):
    message = _l("The account begins later, with its opening balance.")
    field = "day"


class EntriesBeforeOpening(Refusal):
    message = _l("Entries of earlier days would no longer count. Choose an earlier month, or cancel them first.")
    field = "day"


class BeforeAdmission(Refusal):
    message = _l("The account begins with the month of admission.")
    field = "day"


class NoSuchMember(Refusal):
    message = _l("No member has this number.")


class AlreadyCancelled(Refusal):
    message = _l("This entry is cancelled already.")


class EndsBeforeItBegins(Refusal):
    message = _l("The last month is before the first.")
    field = "last_month"


class MonthClosed(Refusal):
    message = _l("This month is closed. Choose a day of an open month.")
    field = "day"
