"""The forms of an import. Choices come in as arguments; how many columns and words there are, the file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import FieldList

from app.imports.dates import DAY_FIRST
from app.imports.file_forms import ORDERS
from app.imports.registry import LEAVE_EMPTY, REFUSE
from app.kernel.forms import BaseForm, ChoiceField, DayField, RadioField, here_today
from app.kernel.i18n import _l

KEPT_EMPTY = "-"  # an empty value is no choice of a list
MEANINGS = {KEPT_EMPTY: _l("Leave the cell empty"), REFUSE: _l("Set these rows aside")}
ANOTHER, SAME = "another", "same"


class QuestionsForm(BaseForm):
    """What the file leaves open."""

    admitted_on = DayField(
        _l("Admission date of those whose row says none"),
        required=False,
        largest=here_today,
        hint=_l("No column says it. Left empty, new members are set aside."),
    )
    orders = FieldList(RadioField(_l("Order"), choices=ORDERS))
    words = FieldList(ChoiceField(_l("Word")))

    def offer(self, orders: Sequence[str], words: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """`orders`: the headers of columns of days; `words`: each unknown word with the list it may be of."""
        while len(self.orders) < len(orders):
            self.orders.append_entry(None if self.is_submitted() else DAY_FIRST)
        while len(self.words) < len(words):
            self.words.append_entry(None if self.is_submitted() else KEPT_EMPTY)
        for entry, header in zip(self.orders, orders, strict=False):
            entry.label.text = header
        for entry, (word, choices) in zip(self.words, words, strict=False):
            entry.label.text, entry.choices = word, {**MEANINGS, **choices}

    def meanings(self) -> list[str]:
        """What each word stands for, as `registry` says it."""
        return [LEAVE_EMPTY if entry.data == KEPT_EMPTY else str(entry.data) for entry in self.words]


class DecisionForm(BaseForm):
    """Whether those who look alike are others."""

    decision = RadioField(_l("Decision"), choices={ANOTHER: _l("Another person"), SAME: _l("The same: leave out")})
