"""What somebody else saved while a form was being filled in: said field by field, beside what was typed."""

from __future__ import annotations

from typing import Any

from app.kernel.choices import ChoiceField, MultipleChoiceField
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.fields import DayField
from app.kernel.forms import BaseForm
from app.kernel.i18n import _, format_day

NOT_COMPARED = {"csrf_token", "version"}


def differences(typed: BaseForm, on_file: BaseForm) -> list[tuple[str, str]]:
    """Label and stored value of each field in which the file says something else than what was typed.

    A form names in `never_shown` what it asks for without ever saying what is on file: of that nothing is known here.
    """
    not_compared = NOT_COMPARED | set(getattr(on_file, "never_shown", ()))
    return [
        (str(field.label.text), in_words(field) or _("nothing"))
        for name, field in on_file._fields.items()
        if name not in not_compared and name in typed._fields and _plain(field.data) != _plain(typed[name].data)
    ]


def _plain(data: Any) -> Any:
    if isinstance(data, list | tuple):
        return sorted(map(str, data))
    return "" if data is None else str(data)


def in_words(field: Any) -> str:
    """What a field holds, as people read it."""
    if isinstance(field, ChoiceField):
        chosen = field.data if isinstance(field, MultipleChoiceField) else [field.data]
        wanted = set(map(str, chosen or ()))
        return ", ".join(str(label) for _group, value, label in field._entries() if str(value) in wanted)
    if isinstance(field, DayField):
        return format_day(field.data)
    return str(field._value())


def after(refusal: Refusal, typed: BaseForm, on_file: BaseForm) -> list[tuple[str, str]]:
    """Say a refusal; after somebody else's save the next submission is compared with what stands now."""
    typed.add_refusal(refusal)
    if not isinstance(refusal, ChangedMeanwhile):
        return []
    version: Any = typed["version"]
    version.typed, version.data = None, on_file["version"].data
    return differences(typed, on_file)
