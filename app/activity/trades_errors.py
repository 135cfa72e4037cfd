"""What is refused about trades and how they are shared, one sentence each."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import Refusal
from app.kernel.i18n import _l, format_day, format_month, format_percent


class TradeNotOffered(Refusal):
    message = _l("Choose a trade from the list.")
    field = "trade_id"


class TradeOnFile(Refusal):
    message = _l("This is the trade in the file already.")
    field = "trade_id"


class PractisedAlready(Refusal):
    message = _l("This trade is there already for some of these days.")
    field = "trade_id"


class EndsBeforeItStarts(Refusal):
    message = _l("The last day is before the first.")
    field = "ended_on"


class LoggedThen(Refusal):
    """Something is logged for a day that the trade would no longer hold on."""

    field = "ended_on"

    def __init__(self, day: date) -> None:
        super().__init__(
            _l("Something is logged for this trade on %(day)s: the trade must hold on that day.", day=format_day(day))
        )


class NotOneWhole(Refusal):
    """Parts that do not make a hundred percent together."""

    field = "members"

    def __init__(self, together: int) -> None:
        super().__init__(
            _l("The parts make %(sum)s together, and not 100%%.", sum=format_percent(together / 10_000, decimals=2))
        )


class TooFewMembers(Refusal):
    message = _l("A trade is shared by two people at least.")
    field = "members"


class SomebodyTwice(Refusal):
    message = _l("Somebody stands here twice.")
    field = "members"


class NotAMember(Refusal):
    """A number that nobody has."""

    field = "members"

    def __init__(self, number: int) -> None:
        super().__init__(_l("No member has the number %(number)s.", number=number))


class NotPresentThen(Refusal):
    """Somebody who is not admitted yet, or has left, on the day from which the split holds."""

    field = "members"

    def __init__(self, number: int, day: date) -> None:
        super().__init__(_l("Member no. %(number)s is not a member on %(day)s.", number=number, day=format_day(day)))


class BeforeTheTrade(Refusal):
    field = "starts_on"

    def __init__(self, started_on: date) -> None:
        super().__init__(_l("This trade is shared from %(day)s on.", day=format_day(started_on)))


class AfterTheTrade(Refusal):
    message = _l("This trade is no longer shared on that day.")
    field = "starts_on"


class SplitOfClosedMonth(Refusal):
    """The split would change what a closed month came to."""

    field = "starts_on"

    def __init__(self, month: date) -> None:
        super().__init__(
            _l(
                "The month of %(month)s is closed: what it came to stays shared out as it is. Let the split start later.",
                month=format_month(month),
            )
        )


class AlreadyEnded(Refusal):
    message = _l("This trade has an end already.")
