"""The forms of an import of past months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.imports.dates import DAY_FIRST
from app.imports.file_forms import ORDERS, ColumnsForm, EmptyForm, UploadForm
from app.kernel.forms import RadioField
from app.kernel.i18n import _l

__all__ = ["EmptyForm", "PastColumnsForm", "PastUploadForm"]


class PastUploadForm(UploadForm):
    """The file, and which kind of sheet it is."""

    sheet = RadioField(_l("Kind of sheet"), default="records")

    def offer_sheets(self, choices: Mapping[str, Any]) -> None:
        self.sheet.choices = choices


class PastColumnsForm(ColumnsForm):
    """What each column means, and how days are written."""

    order = RadioField(_l("Days in figures"), choices=ORDERS, default=DAY_FIRST)

    def offer_columns(self, headers: Sequence[str], choices: Mapping[str, Any], told: Mapping[str, Any]) -> None:
        """`told`: `fields` and `order` as they are proposed."""
        self.offer(headers, choices, [*told["fields"], *[""] * len(headers)])
        if not self.is_submitted():
            self.order.data = told["order"]
