"""What the social file refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class WordNotOffered(Refusal):
    """Its `field` is given where it is raised."""

    message = _l("Choose a word of the list.")


class FewerThanChildren(Refusal):
    message = _l("The children are among those who live on this income: there are at least as many.")
    field = "dependants"


class NameWithoutPrescriber(Refusal):
    message = _l("Choose who sent the person before you name them.")
    field = "prescriber_name"


class BeforeBirth(Refusal):
    message = _l("This cannot be before the birth.")
    field = "started_on"


class EndsBeforeItStarts(Refusal):
    message = _l("The end cannot be before the beginning.")
    field = "ended_on"


class TwoOccupationsOneDay(Refusal):
    message = _l("Another situation already begins on that day: change that one, or choose another day.")
    field = "started_on"


class TradeTwice(Refusal):
    message = _l("This trade stands in the file already.")
    field = "trade_id"


class SameBodyTwice(Refusal):
    message = _l("This body already covers the person on one of these days: end that cover first, or change it.")
    field = "body_id"


class NoneBesideOthers(Refusal):
    message = _l("Somebody without protection has none of another body on the same days.")
    field = "body_id"


class NumberOfNothing(Refusal):
    message = _l("Where there is no protection there is no number.")
    field = "number"


class NoConsent(Refusal):
    message = _l("Without the person's consent nothing is recorded.")
    field = "has_consented"


class NothingRecorded(Refusal):
    message = _l("Nothing is recorded.")
