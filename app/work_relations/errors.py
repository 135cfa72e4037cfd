"""What contracts and their amendments refuse, one sentence each."""

from __future__ import annotations

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class KindNotOffered(Refusal):
    message = _l("Choose a kind of contract of the list.")
    field = "kind_id"


class EndReasonNotOffered(Refusal):
    message = _l("Choose a reason of the list.")
    field = "end_reason_id"


class StartsBeforeBirth(Refusal):
    message = _l("The contract cannot begin before the birth.")
    field = "started_on"


class EndMissing(Refusal):
    message = _l("A contract of this kind has an end: give the last day.")
    field = "ends_on"


class EndNotForThisKind(Refusal):
    message = _l("A contract of this kind has no end: leave this empty.")
    field = "ends_on"


class ContractEndsBeforeItStarts(Refusal):
    message = _l("The end cannot be before the beginning.")
    field = "ends_on"


class TrialBeforeStart(Refusal):
    message = _l("The trial period cannot end before the contract begins.")
    field = "trial_ends_on"


class TrialBeyondEnd(Refusal):
    message = _l("The trial period cannot be longer than the contract.")
    field = "trial_ends_on"


class ContractsOverlap(Refusal):
    message = _l("Another contract that excludes this one runs at that time: end it first, or choose other days.")
    field = "started_on"


class AmendmentRefusal(Refusal):
    """What is wrong with an amendment; `number` says which, since correcting one can make another impossible."""

    field: str | None = "effective_on"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class AmendmentBeforeStart(AmendmentRefusal):
    message = _l("An amendment cannot take effect before the contract begins.")


class AmendmentAfterEnd(AmendmentRefusal):
    message = _l("An amendment cannot take effect after the end of the contract.")


class AmendmentOutOfOrder(AmendmentRefusal):
    message = _l("An amendment cannot take effect before the one that has the number before.")


class AmendmentChangesNothing(AmendmentRefusal):
    message = _l("Say what changes: as it stands, the amendment says what held already.")
    field = None


class NewEndBeforeEffect(AmendmentRefusal):
    message = _l("The new end cannot be before the day the amendment takes effect.")
    field = "ends_on"


class NewTrialEndBeforeEffect(AmendmentRefusal):
    message = _l("The new end of the trial period cannot be before the day the amendment takes effect.")
    field = "trial_ends_on"


class OnlyTheLastAmendmentGoes(Refusal):
    message = _l("Only the last amendment can be deleted: amendments are numbered without gaps.")


class AmendmentsFirst(Refusal):
    message = _l("This contract has amendments: delete them first, the last one first.")


class EndedBeforeItStarts(Refusal):
    message = _l("A contract cannot be ended before it begins: delete it if it never held.")
    field = "closed_on"


class EndedAfterAgreedEnd(Refusal):
    message = _l("By then the contract has ended by itself: choose an earlier day.")
    field = "closed_on"


class AmendmentAfterThatDay(Refusal):
    message = _l("An amendment takes effect after that day: delete it first, or choose a later day.")
    field = "closed_on"


class EndedAlready(Refusal):
    message = _l("The end of this contract is recorded already.")


class NotEnded(Refusal):
    message = _l("No end is recorded for this contract.")


class RecordedEndInTheWay(Refusal):
    """Of everything but ending: the form at hand does not ask for the last day."""

    message = _l("The recorded end of this contract stands in the way: take it back first, then record it again.")
