"""The forms of this room: two numbers, and what is kept where two files differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import widgets

from app.kernel.forms import BaseForm, FilterForm, LineField, RadioField, WholeNumberField
from app.kernel.i18n import _, _l
from app.members.merging import Question, Which


class TwoNumbersForm(FilterForm):
    """Two files to compare, by the numbers of their members."""

    first = WholeNumberField(_l("Member no."), smallest=1, required=False)
    second = WholeNumberField(_l("And member no."), smallest=1, required=False)


class EmptyForm(BaseForm):
    """A confirmation: nothing but the press of a button."""


class MergeForm(BaseForm):
    """For each thing in which two files differ, whose word is kept; and a digest of what was looked at."""

    seen = LineField(_l("Files"), max_length=64, widget=widgets.HiddenInput())

    def __init__(self, questions: Sequence[Question], **options: Any) -> None:
        self.questions = questions
        asked = [(question.code, _control(question)) for question in questions]
        self._unbound_fields: Any = [*(vars(type(self))["_unbound_fields"] or ()), *asked]
        super().__init__(**options)
        for question in questions:
            if self[question.code].data is None:  # the two came to differ after the page was shown
                self[question.code].data = question.usual

    def chosen(self) -> dict[str, Which]:
        """Whose word is kept, by question."""
        return {question.code: Which(self[question.code].data) for question in self.questions}


def _control(question: Question) -> Any:
    said = {Which.KEPT: question.kept, Which.GONE: question.gone, Which.BOTH: question.both}
    choices = {which: said[which] or _("Nothing") for which in question.answers}
    return RadioField(question.label, choices=choices, default=question.usual, required=False)
