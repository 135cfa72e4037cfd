"""What the member's file refuses, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.kernel.errors import Refusal
from app.kernel.i18n import _l


class NameMissing(Refusal):
    message = _l("Give the family name and the given name in at least one script.")
    field = "family_name_latin"


class BornAfterAdmission(Refusal):
    message = _l("The birth date must be before the admission.")
    field = "birth_date"


class PossibleDuplicate(Refusal):
    """Somebody like that has a file here already; `found` are their rows, as `queries.lookalikes` gives them."""

    message = _l("Somebody here may be the same person. Look, then say that this is another one.")
    field = "is_another_person"

    def __init__(self, found: Sequence[Any]) -> None:
        super().__init__()
        self.found = found


class IssuedBeforeBirth(Refusal):
    message = _l("The document cannot be issued before the birth.")
    field = "identity_issued_on"


class ExpiresBeforeIssue(Refusal):
    message = _l("The document cannot expire before it is issued.")
    field = "identity_expires_on"


class IdentityAlreadyRegistered(Refusal):
    """`holder_id`: in whose file, for who may see it; the sentence does not name them."""

    message = _l("This identity number is already in the file of another member.")
    field = "identity_number"

    def __init__(self, holder_id: int) -> None:
        super().__init__()
        self.holder_id = holder_id


class NotACoachHere(Refusal):
    message = _l("Choose a support coach of this organisation.")
    field = "coach_id"


class AssignedBeforeAdmission(Refusal):
    message = _l("The assignment cannot start before the admission.")
    field = "started_on"


class AssignedAfterExit(Refusal):
    message = _l("The person has left: record the return first.")
    field = "started_on"


class LaterAssignmentExists(Refusal):
    message = _l("Another assignment already starts on or after this day. End it first.")
    field = "started_on"


class SameCoachAlready(Refusal):
    message = _l("This coach already supports the person on that day.")
    field = "coach_id"


class StepRefusal(Refusal):
    """What a parcours refuses; unless it says otherwise, because of the day a step begins."""

    field = "started_on"


class StageNotOffered(StepRefusal):
    message = _l("Choose a stage of the list.")
    field = "stage_id"


class ReasonNotOffered(StepRefusal):
    message = _l("Choose a reason of the list.")
    field = "exit_reason_id"


class StepBeforeBirth(StepRefusal):
    message = _l("The step cannot be before the birth.")


class StepBeforeAdmission(StepRefusal):
    message = _l("Before the admission there can only be meetings and a diagnosis.")


class EndsBeforeItStarts(StepRefusal):
    message = _l("The end cannot be before the beginning.")
    field = "ended_on"


class BeginsAfterAdmission(StepRefusal):
    message = _l("The parcours begins on the day of admission at the latest.")


class FirstStepCloses(StepRefusal):
    message = _l("A parcours begins by joining: no exit, refusal or pause can come first.")


class TwoStepsOneDay(StepRefusal):
    message = _l("Another step already begins on that day: change that one, or choose another day.")


class ClosedAlready(StepRefusal):
    message = _l("The person has left by then: record the return first.")


class NotGoneYet(StepRefusal):
    message = _l("An exit is recorded once the day has come.")


class NothingPlannedAfterExit(StepRefusal):
    message = _l(
        "After an exit nothing can be planned: delete the planned step, or record the return once its day has come."
    )


class StepFollowsExit(StepRefusal):
    message = _l("A step already begins after that day: an exit of the past is recorded as a step of the parcours.")


class NobodyToComeBack(StepRefusal):
    message = _l("The person is present.")


class BackBeforeGone(StepRefusal):
    message = _l("The return comes after the exit.")


class OnlyStep(StepRefusal):
    message = _l("The only step of a parcours stays: change it instead.")


class PresenceIsTheManagers(StepRefusal):
    message = _l("This would change whether the person is there: ask a manager to record it.")


class LoginOfAnotherMember(Refusal):
    message = _l("Another member of this organisation already signs in with this e-mail or phone number.")


class NoLoginToUse(Refusal):
    message = _l("Add a phone number or an e-mail to the file first: the person signs in with it.")


class TooManyLists(Refusal):
    message = _l("You have saved as many lists as fit: delete one first.")


class ListNameTaken(Refusal):
    field = "name"
    message = _l("You already have a list of this name.")


class SharingNotAllowed(Refusal):
    field = "is_shared"
    message = _l("Lists are shared by managers: keep this one for yourself.")


class NobodyChosen(Refusal):
    message = _l("Nobody is chosen: tick people in the list, or take all of them.")


class FiltersGone(Refusal):
    """What they looked for was withdrawn: a file or an act would take others than people think."""

    def __init__(self, names: Sequence[str]) -> None:
        said = _l("These filters no longer apply: %(names)s. Change them, then take the list.", names=", ".join(names))
        super().__init__(said)


class TooManyTogether(Refusal):
    message = _l("This is for 500 people at once at most: reduce the list first.")


class SomeRefused(Refusal):
    """Of several people, these were refused, each for a reason: nothing is written. `reasons` by member id."""

    message = _l("Nothing was saved yet: some people stop it. Go on without them, or look at their files first.")

    def __init__(self, reasons: Mapping[int, Refusal]) -> None:
        super().__init__()
        self.reasons = reasons


class ChangedSinceShown(Refusal):
    message = _l("Somebody changed this meanwhile: look at the file.")


class NotVisibleAnyMore(Refusal):
    message = _l("You no longer see this file.")


class OwnParcoursIsOthers(Refusal):
    message = _l("This is your own file: somebody else records its steps.")


class PhotoNotAgreed(Refusal):
    field = "agreed"
    message = _l("A picture is kept only with the person's agreement.")


class NoPhoto(Refusal):
    message = _l("There is no picture on this file.")


class MergedAlready(Refusal):
    message = _l("This file was merged into another meanwhile: go back to the list, and open it from there.")


class CannotBeMerged(Refusal):
    """`obstacles`: one sentence each, as the page says them."""

    message = _l("These two files cannot be merged as they are: first settle what is said above.")

    def __init__(self, obstacles: Sequence[str]) -> None:
        super().__init__()
        self.obstacles = obstacles
