"""What own fields refuse, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class FieldExists(Refusal):
    message = _l("A field already has this name.")
    field = "label_fr"


class ChoiceExists(Refusal):
    message = _l("This field already has such a choice.")
    field = "label_fr"


class NoChoicesHere(Refusal):
    message = _l("Only a field of the kind “one of a list” has choices.")


class TooManyFields(Refusal):
    message = _l("There are as many fields as one page can hold: withdraw one first.")


class SensitiveIsNotForCoaches(Refusal):
    message = _l("A sensitive field is shown to managers only, or to the person too.")
    field = "audience"


class NotAsked(Refusal):
    message = _l("This field is not asked any more.")


class RequiredIsEmpty(Refusal):
    message = _l("Fill this in.")


class ChoiceNotOffered(Refusal):
    message = _l("This choice is not in the list. Choose again.")


class CannotCompareSo(Refusal):
    message = _l("This field cannot be filtered in this way.")
    field = "operator"


class NothingToCompareWith(Refusal):
    message = _l("Say what the field is compared with.")
    field = "low"


class WrongWayRound(Refusal):
    message = _l("The second value must not be smaller than the first.")
    field = "high"
