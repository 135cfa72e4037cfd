"""What becomes of second content that was set aside."""

from __future__ import annotations

from app.kernel.audit_words import by_code, say_values
from app.kernel.forms import BaseForm, ChoiceField
from app.kernel.i18n import _l

CHOICES = {
    "replace": _l("It replaces the first record"),
    "both": _l("Both are kept"),
    "leave": _l("It is left out"),
}

say_values("activity", {"choice": (_l("Decision"), by_code(CHOICES))})


class AsideForm(BaseForm):
    choice = ChoiceField(_l("Decision"), choices=CHOICES)
