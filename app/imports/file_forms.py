"""The forms that every import has: the file, what its columns mean, a confirmation. Other rooms import too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import FileStorage
from wtforms import FieldList, widgets

from app.imports.dates import DAY_FIRST, MONTH_FIRST
from app.kernel.fields import TypedField
from app.kernel.forms import BaseForm, ChoiceField
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


class EmptyForm(BaseForm):
    """A confirmation."""
