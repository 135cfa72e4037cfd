"""The form of one file's own fields: made of the fields themselves, for the rooms above that show a file."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DayField,
    DecimalField,
    HiddenNumberField,
    LocalIdField,
    ParagraphField,
)
from app.kernel.i18n import _, _l, language
from app.own_fields import labels, queries
from app.own_fields.models import FieldKind, OwnField
from app.own_fields.rules import LONGEST_TEXT, Value


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The fields a reader fills in, what the file says in them, and in which sensitive ones it says something."""

    fields: Sequence[OwnField]
    values: Mapping[int, Value]
    sealed: Collection[int] = ()
    choices: Mapping[int, Mapping[int, str]] = dataclasses.field(default_factory=dict)  # offered, by field


def asked_of(member_id: int, fields: Sequence[OwnField]) -> Asked:
    """These fields of a file with what it says; a field to choose from that offers nothing is not asked."""
    values, spoken = queries.values_of(member_id), language()
    choices = {
        field_id: {
            choice.id: choice.label(spoken)
            for choice in offered
            if choice.withdrawn_at is None or choice.id == values.get(field_id)
        }
        for field_id, offered in queries.choices_of([one.id for one in fields]).items()
    }
    answerable = [one for one in fields if one.kind is not FieldKind.CHOICE or choices.get(one.id)]
    return Asked(fields=answerable, values=values, sealed=queries.sealed_ids(member_id), choices=choices)


class SheetForm(BaseForm):
    """One control for each field. A sensitive one never shows what is on file: left empty it stays."""

    version = HiddenNumberField(_l("Version"))

    def __init__(self, asked: Asked, **options: Any) -> None:
        self.asked = asked
        self._unbound_fields: Any = [*(vars(type(self))["_unbound_fields"] or ()), *_controls(asked)]
        super().__init__(**options)

    @property
    def never_shown(self) -> list[str]:
        """The names of the controls that say nothing of what is on file."""
        sensitive = [field for field in self.asked.fields if field.is_sensitive]
        return [name for field in sensitive for name in (name_of(field), _forget(field))]

    def values(self) -> dict[int, Value]:
        """What was answered, by field; a sensitive field that stays as it is is not among them."""
        answers = {field.id: self._answer(field) for field in self.asked.fields}
        return {
            field.id: answers[field.id]
            for field in self.asked.fields
            if answers[field.id] is not None or not self._stays(field)
        }

    def _answer(self, field: OwnField) -> Value:
        data = self[name_of(field)].data
        if field.kind is FieldKind.YES_NO:
            return {"yes": True, "no": False}.get(data)
        return None if data == "" else data

    def _stays(self, field: OwnField) -> bool:
        return field.id in self.asked.sealed and not self[_forget(field)].data


def name_of(field: OwnField) -> str:
    return f"own_{field.id}"


def _forget(field: OwnField) -> str:
    return f"forget_{field.id}"


def shown_data(asked: Asked) -> dict[str, Any]:
    """How the form begins."""
    said = {field.id: asked.values.get(field.id) for field in asked.fields}
    return {
        f"own_{field_id}": ("yes" if value else "no") if isinstance(value, bool) else value
        for field_id, value in said.items()
    }


def _controls(asked: Asked) -> list[tuple[str, Any]]:
    controls: list[tuple[str, Any]] = []
    for field in asked.fields:
        controls.append((name_of(field), _control(field, asked)))
        if field.id in asked.sealed:
            controls.append((_forget(field), CheckField(_("Erase what is on file: %(field)s", field=_label(field)))))
    return controls


def _label(field: OwnField) -> str:
    return field.label(language())


def _control(field: OwnField, asked: Asked) -> Any:
    is_on_file = field.id in asked.sealed
    hint = _("On file, and not shown here. Leave it empty to keep it.") if is_on_file else field.help(language())
    said: dict[str, Any] = {"required": field.is_required and not is_on_file, "hint": hint}
    if field.kind is FieldKind.TEXT:
        return ParagraphField(_label(field), max_length=LONGEST_TEXT, render_kw={"rows": 2}, **said)
    if field.kind is FieldKind.YES_NO:
        return ChoiceField(_label(field), choices=labels.YES_NO, **said)
    if field.kind is FieldKind.CHOICE:
        return LocalIdField(_label(field), choices=asked.choices.get(field.id), **said)
    return (DecimalField if field.kind is FieldKind.NUMBER else DayField)(_label(field), **said)
