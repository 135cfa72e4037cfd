"""What the network refuses, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class SlugTaken(Refusal):
    message = _l("Another organisation already has this address.")
    field = "slug"


class CodeTaken(Refusal):
    message = _l("Another organisation already has this code.")
    field = "code"


class NotAProject(Refusal):
    message = _l("Only a project becomes a cooperative.")


class TermExists(Refusal):
    message = _l("This list already has this word.")
    field = "label_fr"


class LastStageOfItsKind(Refusal):
    message = _l("The parcours keeps at least one stage of each kind.")


class LastTerm(Refusal):
    message = _l("A list keeps at least one word.")


class TerritoryExists(Refusal):
    field = "code"
    message = _l("This code is already in the list. A code is never used twice.")


class ParentNotStanding(Refusal):
    field = "parent"
    message = _l("Choose the territory around it, one that stands on that day.")


class OriginNotStanding(Refusal):
    field = "origin"
    message = _l("This territory is not in the list.")


class NameOfAnotherTerritory(Refusal):
    field = "name_fr"
    message = _l("Another territory beside it has this name on that day.")


class DayOfNameMissing(Refusal):
    field = "on"
    message = _l("Say from which day.")


class NotStanding(Refusal):
    field = "on"
    message = _l("This territory does not stand on that day.")


class ClosedBeforeItBegan(Refusal):
    field = "on"
    message = _l("It cannot end before it began.")


class StillHolds(Refusal):
    message = _l("Territories inside it still stand on that day: close them first.")


class SuccessorNotStanding(Refusal):
    field = "successor"
    message = _l("What takes its place stands on that day, and is of the same level.")


class NothingToTakeBack(Refusal):
    message = _l("Only the last change of a name or an end can be taken back. What was added by mistake is closed.")


class EndedAround(Refusal):
    message = _l("The territory around it has ended: take that end back first.")


class LinesRefused(Refusal):
    """Of several lines, these were refused: nothing is written."""

    field = "lines"

    def __init__(self, said: str) -> None:
        super().__init__(said)
