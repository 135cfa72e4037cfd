"""The forms of what takes one tap, and of a whole week. Choices and bounds come in as arguments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import widgets

from app.activity.entry_forms import TradeForm, WorkedField, say_far_from_usual
from app.activity.errors import MonthClosed
from app.activity.forms import SubmissionForm
from app.activity.models import LONGEST_DESCRIPTION
from app.activity.rules import Entry, RecordKind, times_usual
from app.kernel.errors import Refusal
from app.kernel.forms import BaseForm, DayField, HiddenNumberField, HoursField, LineField, LocalIdField, RadioField
from app.kernel.i18n import _l

DAYS_OF_WEEK = 7


class PressForm(BaseForm):
    """A button that says all by being pressed."""

    press = HiddenNumberField("")


class HiddenDayField(DayField):
    widget = widgets.HiddenInput()


class RepetitionForm(BaseForm):
    """The day whose work is to be logged again."""

    source = HiddenDayField("")


class HiddenIdField(LocalIdField):
    widget = widgets.HiddenInput()


class UndoForm(BaseForm):
    """The act that the page offered to undo."""

    act = HiddenIdField("")


class TakingBackForm(SubmissionForm):
    """What was on the page as handed in."""


class WeekForm(TradeForm):
    """Hours of one kind of work for each day of a week; a day left empty logs nothing."""

    work_kind_id = RadioField(_l("Kind of work"))
    day_1 = WorkedField("", required=False)
    day_2 = WorkedField("", required=False)
    day_3 = WorkedField("", required=False)
    day_4 = WorkedField("", required=False)
    day_5 = WorkedField("", required=False)
    day_6 = WorkedField("", required=False)
    day_7 = WorkedField("", required=False)
    description = LineField(_l("What you did"), max_length=LONGEST_DESCRIPTION, required=False)
    sure = HiddenNumberField("", required=False)  # the longest day that was asked about
    usual: int | None = None
    asked_times = 0

    def stand_for(self, days: Sequence[tuple[date, str, bool]]) -> None:
        """Say which days the fields are of: the day, its name, whether it takes hours. The others are not asked."""
        self.days: dict[date, WorkedField] = {}
        for index, (day, name, is_open) in enumerate(days, start=1):
            field = self._fields[f"day_{index}"]
            field.label.text = name
            if is_open:
                self.days[day] = field
            else:
                del self._fields[f"day_{index}"]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not any(field.data for field in self.days.values()):
            self._complain(_l("Write how long you worked on one day at least."))
            return False
        return not self._asks_about_a_day()

    def _asks_about_a_day(self) -> bool:
        """Whether a day is far longer than the usual and was not confirmed yet."""
        longest = max(self.days.values(), key=lambda field: field.data or 0)
        self.asked_times = times_usual(longest.data, self.usual) if self.sure.data != longest.data else 0
        if self.asked_times:
            self.sure.typed, self.sure.data = None, longest.data
            longest.errors = [*longest.errors, say_far_from_usual(self.asked_times)]
        return bool(self.asked_times)

    def entries(self) -> list[Entry]:
        """One entry for each day that has hours, once they are valid."""
        trade = self.trade_values()
        return [
            Entry(
                kind=RecordKind.WORK,
                day=day,
                minutes=field.data,
                work_kind_id=self.work_kind_id.data,
                description=self.description.data,
                **trade,
            )
            for day, field in self.days.items()
            if field.data
        ]

    def refuse_day(self, day: date, refusal: Refusal) -> None:
        """Say a refusal beside the day it is about, or beside the field it names."""
        if refusal.field in ("minutes", "day") or isinstance(refusal, MonthClosed):
            field = self.days[day]
            field.errors = [*field.errors, refusal.message]
        else:
            self.add_refusal(refusal)


class HalfDayForm(BaseForm):
    """What half a day of work comes to, from one hour to twelve."""

    half_day_minutes = HoursField(
        _l("Half a day of work"), smallest=60, largest=720, hint=_l("A whole day is twice that.")
    )
