"""The forms of an import. Choices come in as arguments; how many columns and words there are, the file says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import FileStorage
from wtforms import FieldList, widgets

from app.imports.dates import DAY_FIRST, MONTH_FIRST
from app.imports.registry import LEAVE_EMPTY, REFUSE
from app.kernel.fields import TypedField
from app.kernel.forms import BaseForm, ChoiceField, DayField, RadioField, here_today
from app.kernel.i18n import _l

ACCEPTED = ".xlsx,.xlsm,.ods,.xls,.csv,.tsv,.txt"
ENCODINGS = {
    "utf-8": _l("Unicode (UTF-8)"),
    "windows-1252": _l("Western (Windows-1252)"),
    "windows-1256": _l("Arabic (Windows-1256)"),
    "iso-8859-6": _l("Arabic (ISO 8859-6)"),
    "utf-16": _l("Unicode (UTF-16)"),
}
ORDERS = {DAY_FIRST: _l("Day, then month"), MONTH_FIRST: _l("Month, then day")}
KEPT_EMPTY = "-"  # an empty value is no choice of a list
MEANINGS = {KEPT_EMPTY: _l("Leave the cell empty"), REFUSE: _l("Set these rows aside")}
ANOTHER, SAME = "another", "same"


class FileField(TypedField):
    """One file, as the browser sent it; `data` is None when none was chosen."""

    widget = widgets.FileInput()
    attributes: ClassVar = {"accept": ACCEPTED}

    def process_formdata(self, values: list[Any]) -> None:
        sent = values[0] if values else None
        self.data = sent if isinstance(sent, FileStorage) and sent.filename else None


class UploadForm(BaseForm):
    """The file. What it is, its first bytes say."""

    file = FileField(_l("File"), hint=_l("XLSX, ODS or CSV, at most 8 MB and 20,000 rows."))
    encoding = ChoiceField(
        _l("Letters of a CSV file"), choices=ENCODINGS, required=False, prompt=_l("Recognised by themselves")
    )


class ColumnsForm(BaseForm):
    """What each column means."""

    columns = FieldList(ChoiceField(_l("Column"), required=False, prompt=_l("Do not import")))

    def offer(self, headers: Sequence[str], choices: Mapping[str, Any], chosen: Sequence[str]) -> None:
        """A list for each column, which begins with what is proposed."""
        while len(self.columns) < len(headers):
            self.columns.append_entry(None if self.is_submitted() else chosen[len(self.columns)] or None)
        for entry, header in zip(self.columns, headers, strict=False):
            entry.choices, entry.label.text = choices, header

    def fields(self, count: int) -> list[str]:
        return [entry.data or "" for entry in self.columns][:count]


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


class EmptyForm(BaseForm):
    """A confirmation."""
