"""What was typed into a form, said again by a page that could not save it, whatever form it was.

The view may never have run (the database was busy before it), so the form is recognised by the names of its fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from app.kernel.choices import CheckField, ChoiceField
from app.kernel.fields import PasswordField
from app.kernel.forms import BaseForm

NEVER_SHOWN_AGAIN = {"csrf_token", "form_key", "_lang", "password", "new_password", "repeated_password", "code"}


class Typed(NamedTuple):
    """One answer: the field's name as the browser sent it, its words (empty: none are known), and what to show of it."""

    name: str
    value: str
    label: object
    shown: object


def typed_answers(form: MultiDict[str, str]) -> Iterator[Typed]:
    """Every answer but secrets. `shown` is empty for what only machines read: versions, ids, hidden fields."""
    known = _fields_of(form.keys())
    for name, values in form.lists():
        if not _is_secret(name, known.get(name)):
            for value in values:
                yield Typed(name, value, *_in_words(known, name, value))


def _is_secret(name: str, field: UnboundField | None) -> bool:
    typed_unseen = field is not None and issubclass(field.field_class, PasswordField)
    return typed_unseen or name in NEVER_SHOWN_AGAIN or "password" in name


def _in_words(known: Mapping[str, UnboundField], name: str, value: str) -> tuple[object, object]:
    """The field's words, and the answer as people read it."""
    field = known.get(name)
    if field is None:
        return "", "" if known else value
    widget = field.kwargs.get("widget") or field.field_class.widget
    if isinstance(widget, HiddenInput) or issubclass(field.field_class, CheckField):
        return "", ""
    if issubclass(field.field_class, ChoiceField):
        return field.args[0], _chosen(field.kwargs.get("choices") or {}, value)
    return field.args[0], value


def _chosen(choices: Mapping[Any, Any], value: str) -> object:
    """The words of a choice; none where the choices came from the database."""
    return next((label for key, label in choices.items() if str(key) == value), "")


def _fields_of(names: Iterable[str]) -> Mapping[str, UnboundField]:
    """The fields of the form that these names belong to; none where no form asks at least half of them."""
    sent = set(names) - {"csrf_token", "form_key", "_lang"}
    best = max(_all_forms(), key=lambda fields: (len(sent & fields.keys()), -len(fields)), default={})
    return best if 2 * len(sent & best.keys()) >= max(len(sent), 1) else {}


def _all_forms() -> Iterator[Mapping[str, UnboundField]]:
    classes = list(BaseForm.__subclasses__())
    while classes:
        form_class = classes.pop()
        classes += form_class.__subclasses__()
        yield _declared(form_class)


@cache
def _declared(form_class: type[BaseForm]) -> Mapping[str, UnboundField]:
    return {name: field for name in dir(form_class) if isinstance(field := getattr(form_class, name), UnboundField)}
