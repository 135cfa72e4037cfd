"""Fields that choose from a list. Choices are dictionaries: value to label, or group to such a dictionary.

Labels may be lazy. Values are compared as text, so that an id of 63 bits, more than JavaScript can count, stays itself;
`data` is the value as it stands in the dictionary. Forms get their choices as arguments: the view sets
`form.coach_id.choices = {...}`, before it validates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, widgets
from wtforms.fields.choices import Choice, SelectFieldBase
from wtforms.validators import StopValidation

from app.kernel.fields import TypedField
from app.kernel.figures import FigureRefused
from app.kernel.i18n import _l

Choices = Mapping[Any, Any]
LARGEST_ID = 2**63 - 1
LONGEST_VALUE = 100
MOST_CHOSEN = 500
LOCAL_ID = re.compile(r"[0-9]{1,19}")
NOT_IN_THE_LIST = _l("This choice is not in the list. Choose again.")


class ChoiceField(TypedField, SelectFieldBase):
    """One of a list, as a select; begins with the empty `prompt` unless it is required and one is chosen already."""

    widget = widgets.Select()
    has_prompt = True

    def __init__(self, label: object, *, choices: Choices | None = None, prompt: object = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.choices: Choices = choices or {}
        self.prompt = prompt or _l("Choose")

    def read(self, typed: str) -> Any:
        return typed[:LONGEST_VALUE]

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.data = self._known(self.data)

    def iter_choices(self) -> Iterator[Choice]:
        for _group, choices in self.iter_groups():
            yield from choices

    def has_groups(self) -> bool:
        return any(isinstance(label, Mapping) for label in self.choices.values())

    def iter_groups(self) -> Iterator[tuple[str | None, list[Choice]]]:
        chosen = any(self._is_chosen(value) for _group, value, _label in self._entries())
        if self.has_prompt and not (chosen and self.flags.required):
            yield None, [_choice("", self.prompt, selected=not chosen)]
        for group, entries in groupby(self._entries(), key=lambda entry: entry[0]):
            yield group, [_choice(value, label, selected=self._is_chosen(value)) for _group, value, label in entries]

    def _entries(self) -> Iterator[tuple[str | None, Any, object]]:
        """Group (None outside any), value and label of each choice, in order."""
        for key, label in self.choices.items():
            if isinstance(label, Mapping):
                yield from ((str(key), value, inner) for value, inner in label.items())
            else:
                yield None, key, label

    def _is_chosen(self, value: Any) -> bool:
        return self.data is not None and str(value) == str(self.data)

    def _known(self, chosen: Any) -> Any:
        for _group, value, _label in self._entries():
            if str(value) == str(chosen):
                return value
        raise StopValidation(NOT_IN_THE_LIST)


def _choice(value: Any, label: object, *, selected: bool) -> Choice:
    return Choice(value=str(value), label=label, selected=selected, render_kw={})


class RadioField(ChoiceField):
    """One of a short list, all shown."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.RadioInput()
    has_prompt = False

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, **options)
        self.label.field_id = False


class MultipleChoiceField(ChoiceField):
    """Any of a short list, as check boxes; `data` is a list, a required one has at least one."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()
    has_prompt = False

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, **options)
        self.label.field_id = False

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, values: list[Any]) -> None:
        if not values and self.meta.absent_is_default:
            return
        texts = [value for value in values[:MOST_CHOSEN] if isinstance(value, str)]
        self.data = list(dict.fromkeys(map(self.read, filter(None, texts))))

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise StopValidation(_l("Choose at least one.") if self.flags.required else None)
        self.data = [self._known(chosen) for chosen in self.data]

    def _is_chosen(self, value: Any) -> bool:
        return str(value) in map(str, self.data or ())


class LocalIdField(ChoiceField):
    """An id of ours, 1 to 2**63 - 1, as a number. Without choices any id passes: the service looks whether one may see it."""

    def read(self, typed: str) -> int:
        if LOCAL_ID.fullmatch(typed.strip()) is None or not 0 < int(typed) <= LARGEST_ID:
            raise FigureRefused(NOT_IN_THE_LIST)
        return int(typed)

    def _known(self, chosen: Any) -> Any:
        return super()._known(chosen) if self.choices else chosen


class _CheckInput(widgets.CheckboxInput):
    """The box, after a hidden field that says it was shown."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        shown = Markup('<input type="hidden" name="{}" value="1">').format(field.shown_name)
        box: Markup = super().__call__(field, **attributes)
        return shown + box


class CheckField(BooleanField):
    """A yes or no. True: ticked; False: shown and left empty; None: was not in the form that was sent, so leave alone.

    Browsers send nothing for an empty box. Read as False, a form sent without the box would take a right or a consent
    away; a hidden companion tells the two apart. A required one must be ticked.
    """

    widget = _CheckInput()

    def __init__(self, label: object, *, required: bool = False, hint: object = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)
        self.flags.required = required

    @property
    def shown_name(self) -> str:
        return f"{self.name}-shown"

    def process(self, formdata: Any, *arguments: Any, **options: Any) -> None:
        super().process(formdata, *arguments, **options)
        if formdata is not None and self.name not in formdata and self.shown_name not in formdata:
            self.data = bool(self.object_data) if self.meta.absent_is_default else None

    def pre_validate(self, form: Any) -> None:
        if self.flags.required and not self.data:
            raise StopValidation(_l("Tick this box to go on."))

    def _value(self) -> str:
        return "y"
