"""The forms of the parcours. Choices come in as arguments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.kernel.forms import (
    BaseForm,
    DayField,
    HiddenNumberField,
    LineField,
    LocalIdField,
    ParagraphField,
    here_today,
)
from app.kernel.i18n import _l
from app.members.parcours_services import StepDetails

PLANNED_AHEAD = timedelta(days=3 * 366)


def latest_end() -> date:
    return here_today() + PLANNED_AHEAD


class DecisionForm(BaseForm):
    """Why, and who decided it."""

    reason = LineField(_l("In more words"), max_length=200, required=False)
    decided_by = LineField(
        _l("Decided by"), max_length=120, required=False, hint=_l("Such as “board, meeting of 3 March”.")
    )
    decided_on = DayField(_l("Decided on"), required=False, largest=here_today)


class StepForm(DecisionForm):
    """A step: where the person is from a day on."""

    stage_id = LocalIdField(_l("Stage"))
    started_on = DayField(_l("From"), largest=latest_end)
    ended_on = DayField(
        _l("Until"),
        required=False,
        largest=latest_end,
        hint=_l("Where an end was agreed: you are reminded when it has passed."),
    )
    exit_reason_id = LocalIdField(_l("Reason"), required=False)
    objectives = ParagraphField(_l("Objectives"), max_length=2000, required=False)
    version = HiddenNumberField(_l("Version"), required=False)

    def offer(self, *, stages: Mapping[int, str], reasons: Mapping[int, str]) -> None:
        self.stage_id.choices, self.exit_reason_id.choices = stages, reasons

    def details(self) -> StepDetails:
        return StepDetails(
            stage_id=self.stage_id.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
            exit_reason_id=self.exit_reason_id.data,
            reason=self.reason.data or "",
            decided_on=self.decided_on.data,
            decided_by=self.decided_by.data or "",
            objectives=self.objectives.data or "",
        )


class ExitForm(DecisionForm):
    """The day a member leaves, and why."""

    started_on = DayField(_l("Leaves on"), largest=here_today)
    stage_id = LocalIdField(_l("Kind of exit"))
    exit_reason_id = LocalIdField(_l("Reason"), required=False)

    def details(self) -> StepDetails:
        return StepDetails(
            stage_id=self.stage_id.data,
            started_on=self.started_on.data,
            exit_reason_id=self.exit_reason_id.data,
            reason=self.reason.data or "",
            decided_on=self.decided_on.data,
            decided_by=self.decided_by.data or "",
        )


class ReturnForm(BaseForm):
    """The day a member is there again, and at which stage."""

    started_on = DayField(_l("Back on"), largest=here_today)
    stage_id = LocalIdField(_l("Stage"))

    def details(self) -> StepDetails:
        return StepDetails(stage_id=self.stage_id.data, started_on=self.started_on.data)
