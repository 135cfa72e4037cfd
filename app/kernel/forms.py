"""The base of all forms: our sentences, nothing typed is lost, refusals beside their field, no copying into objects.

Forms import fields and base from here::

    class AdmitMemberForm(BaseForm):
        family_name = LineField(_l("Family name"), max_length=80, autocomplete="family-name")
        birth_date = DayField(_l("Birth date"), largest=here_today)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms.widgets import HiddenInput

from app.kernel.choices import CheckField, ChoiceField, LocalIdField, MultipleChoiceField, RadioField
from app.kernel.errors import Refusal
from app.kernel.fields import (
    BoundedField,
    DayField,
    DecimalField,
    EmailField,
    FileField,
    HiddenNumberField,
    HoursField,
    LineField,
    MoneyField,
    ParagraphField,
    PasswordField,
    PhoneField,
    PictureField,
    SearchField,
    TypedField,
    WholeNumberField,
    currency_here,
    here_today,
)
from app.kernel.i18n import _l, current_catalogue

__all__ = [
    "BaseForm",
    "BoundedField",
    "CheckField",
    "ChoiceField",
    "DayField",
    "DecimalField",
    "EmailField",
    "FileField",
    "FilterForm",
    "HiddenNumberField",
    "HoursField",
    "LineField",
    "LocalIdField",
    "MoneyField",
    "MultipleChoiceField",
    "ParagraphField",
    "PasswordField",
    "PhoneField",
    "PictureField",
    "RadioField",
    "SearchField",
    "TypedField",
    "WholeNumberField",
    "currency_here",
    "filled_in_with",
    "here_today",
]

OPEN_TOO_LONG = _l("This page was open for too long. What you typed is still here: send it again.")


class _OurSentences:
    """WTForms' own messages, found in our catalogue (kernel.wtforms_messages lists them)."""

    def gettext(self, message: str) -> str:
        return current_catalogue().one(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return current_catalogue().counted(singular, plural, count)


class BaseForm(FlaskForm):
    """A form that is posted. A view calls `validate_on_submit()`, then a service with the values by name."""

    form_errors: list[object]

    class Meta(FlaskForm.Meta):
        absent_is_default = False

        def get_translations(self, form: Any) -> _OurSentences:
            return _OurSentences()

    def __init__(self, **options: Any) -> None:
        options.setdefault("formdata", _posted_values())
        super().__init__(**options)

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """False, and without a complaint, when the button that was pressed only changes the language."""
        if "_lang" in request.form:
            return False
        return bool(super().validate_on_submit(extra_validators))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.widget, HiddenInput) and field.errors:
                self._complain(OPEN_TOO_LONG if field.name == "csrf_token" else field.errors[0])
                field.errors = ()
        return valid

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What a service refuses inside is said by `add_refusal`, and the view goes on behind the block."""
        try:
            yield
        except Refusal as refusal:
            self.add_refusal(refusal)

    def add_refusal(self, refusal: Refusal) -> None:
        """Say a service's refusal beside the field it names, or on top of the form."""
        field = self._fields.get(refusal.field or "")
        if field is None or isinstance(field.widget, HiddenInput):
            self._complain(refusal.message)
        else:
            field.errors = [*field.errors, refusal.message]

    def answers(self) -> dict[str, Any]:
        """The values of the declared fields, by name."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}

    def populate_obj(self, obj: object) -> NoReturn:
        """Refused: a field more in a form would silently become a column more that visitors can write."""
        raise TypeError("pass form values by name to a service")

    def _complain(self, message: object) -> None:
        self.form_errors = [*self.form_errors, message]


_filled_in: ContextVar[MultiDict[str, Any] | None] = ContextVar("filled_in", default=None)


@contextmanager
def filled_in_with(values: MultiDict[str, Any]) -> Iterator[None]:
    """Forms made in the block have been sent with these values, whatever the request holds: many in one request."""
    token = _filled_in.set(values)
    try:
        yield
    finally:
        _filled_in.reset(token)


def _posted_values() -> MultiDict[str, Any] | None:
    """Everything that was posted, also when that is nothing: an empty form is not an untouched one."""
    given = _filled_in.get()
    if given is not None:
        return given
    return CombinedMultiDict((request.files, request.form)) if request.method == "POST" else None


class FilterForm(BaseForm):
    """A form that is sent by GET: filters and searches. No token; a field missing from the address has its default.

    A view calls `validate()`; declare the fields with `required=False`.
    """

    class Meta(BaseForm.Meta):
        csrf = False
        absent_is_default = True

    def __init__(self, **options: Any) -> None:
        super().__init__(formdata=request.args, **options)
