"""The forms of saved lists, and of what is done for several people at once."""

from __future__ import annotations

import re

from wtforms import widgets

from app.kernel.figures import FigureRefused
from app.kernel.forms import (
    OPEN_TOO_LONG,
    BaseForm,
    CheckField,
    DayField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    TypedField,
)
from app.kernel.i18n import _l
from app.kernel.ids import LARGEST_ID
from app.members.lists_rules import MOST_TOGETHER
from app.members.parcours_forms import DecisionForm, latest_end
from app.members.parcours_services import StepDetails

PAIRS = re.compile(r"\d{1,19}:\d{1,19}(?: \d{1,19}:\d{1,19})*")
LONGEST_SEEN = 40 * MOST_TOGETHER


class ListForm(BaseForm):
    """The name of a list, and whose it is."""

    name = LineField(_l("Name of the list"), max_length=80)
    is_shared = CheckField(
        _l("Share with the organisation"),
        hint=_l("Coaches and managers then find it too; each sees only the people they see anyway."),
    )
    version = HiddenNumberField(_l("Version"), required=False)


class SeenPeopleField(TypedField):
    """Each person that was shown, with the id of the step or support that held then (0: none)."""

    widget = widgets.HiddenInput()

    def read(self, typed: str) -> dict[int, int]:
        if len(typed) > LONGEST_SEEN or PAIRS.fullmatch(typed) is None:
            raise FigureRefused(OPEN_TOO_LONG)
        pairs = [pair.split(":") for pair in typed.split(" ")]
        seen = {int(member_id): int(held) for member_id, held in pairs}
        if len(seen) > MOST_TOGETHER or max(max(seen), max(seen.values())) > LARGEST_ID:
            raise FigureRefused(OPEN_TOO_LONG)
        return seen

    def stand(self, value: dict[int, int]) -> str:
        return " ".join(f"{member_id}:{held}" for member_id, held in value.items())


class CoachTogetherForm(BaseForm):
    """Who supports several people, from a day."""

    coach_id = LocalIdField(_l("Support coach"))
    started_on = DayField(_l("From"))
    note = LineField(_l("Note"), max_length=200, required=False, hint=_l("Such as the reason for a hand-over."))
    seen = SeenPeopleField("")


class StepTogetherForm(DecisionForm):
    """A step that several people take on the same day."""

    stage_id = LocalIdField(_l("Stage"))
    started_on = DayField(_l("From"), largest=latest_end)
    ended_on = DayField(
        _l("Until"),
        required=False,
        largest=latest_end,
        hint=_l("Where an end was agreed: you are reminded when it has passed."),
    )
    seen = SeenPeopleField("")

    def details(self) -> StepDetails:
        return StepDetails(
            stage_id=self.stage_id.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            reason=self.reason.data or "",
            decided_on=self.decided_on.data,
            decided_by=self.decided_by.data or "",
        )
