"""The forms of reports, and the questions they are asked by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from app.kernel.forms import (
    BaseForm,
    ChoiceField,
    DayField,
    DecimalField,
    FilterForm,
    LineField,
    LocalIdField,
    MultipleChoiceField,
)
from app.kernel.i18n import _l, language
from app.own_fields import labels
from app.own_fields.models import FieldKind, OwnField
from app.own_fields.rules import OPERATORS, FieldFilter, Operator, Value

PRESENCE = {"present": _l("Present"), "all": _l("Present and left")}


class OwnFieldsForm(FilterForm):
    """Which fields are shown, and one question about one of them; its controls follow the kind of the field chosen."""

    show = MultipleChoiceField(_l("Fields shown"), required=False)
    situation = ChoiceField(_l("Members"), choices=PRESENCE, default="present")
    field = LocalIdField(_l("Only where the field"), required=False)

    def __init__(self, fields: Sequence[OwnField], choices: Mapping[int, Mapping[int, str]]) -> None:
        asked = request.args.get("field", "")
        self.chosen = next((one for one in fields if str(one.id) == asked), None)
        own: Any = vars(type(self))["_unbound_fields"] or ()
        self._unbound_fields: Any = [*own, *(_controls(self.chosen, choices) if self.chosen else ())]
        super().__init__()
        names = {one.id: one.label(language()) for one in fields}
        self.show.choices = self.field.choices = names
        if self.show.data == [] and "show" not in request.args:
            self.show.data = list(names)[:6]

    def filters(self) -> list[FieldFilter]:
        """The question, if one is asked. Raises what `FieldFilter` raises."""
        if self.chosen is None or not self["operator"].data:
            return []
        return [
            FieldFilter(
                field_id=self.chosen.id,
                kind=self.chosen.kind,
                operator=Operator(self["operator"].data),
                low=self._value("low"),
                high=self._value("high"),
            )
        ]

    def _value(self, name: str) -> Value:
        data: Value = self[name].data if name in self._fields else None
        if self.chosen is not None and self.chosen.kind is FieldKind.YES_NO:
            return {"yes": True, "no": False}.get(str(data))
        return data


def _controls(field: OwnField, choices: Mapping[int, Mapping[int, str]]) -> list[tuple[str, Any]]:
    operators = {operator.value: labels.OPERATOR[operator] for operator in OPERATORS[field.kind]}
    controls: list[tuple[str, Any]] = [("operator", ChoiceField(_l("Question"), choices=operators, required=False))]
    controls.append(("low", _control(_l("Value"), field, choices)))
    if field.kind in (FieldKind.NUMBER, FieldKind.DAY):
        controls.append(("high", _control(_l("and (for “between”)"), field, choices)))
    return controls


def _control(label: object, field: OwnField, choices: Mapping[int, Mapping[int, str]]) -> Any:
    if field.kind is FieldKind.TEXT:
        return LineField(label, max_length=100, required=False)
    if field.kind is FieldKind.YES_NO:
        return ChoiceField(label, choices=labels.YES_NO, required=False)
    if field.kind is FieldKind.CHOICE:
        return LocalIdField(label, choices=choices.get(field.id, {}), required=False)
    return (DecimalField if field.kind is FieldKind.NUMBER else DayField)(label, required=False)


class PrintForm(BaseForm):
    """Nothing but the press of a button."""
