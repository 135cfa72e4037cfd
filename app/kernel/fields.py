"""The fields of forms. What a person typed is read once, by one parser per kind, and shown again as typed when refused.

Every field is required unless `required=False`. An empty optional text is "", any other empty field None. Typed
characters pass the text policy (kernel.text); figures have their own parsers (kernel.figures, kernel.money). Fields with a list to choose from are in
kernel.choices; forms take all of them from kernel.forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from flask import g
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field, widgets
from wtforms.validators import StopValidation

from app.kernel import clock, formats
from app.kernel.errors import Refusal
from app.kernel.figures import (
    FigureRefused,
    parse_day,
    parse_hours,
    parse_thousandths,
    parse_whole,
    thousandths_as_typed,
)
from app.kernel.i18n import _l, country, format_day, format_day_in_words, format_hours, format_money, format_number
from app.kernel.money import COUNTRY_CURRENCIES, LARGEST_AMOUNT, amount_as_typed, parse_amount
from app.kernel.phones import parse_phone
from app.kernel.text import TextRefused, clean_line, clean_paragraph
from app.kernel.uploads import ACCEPTED, PICTURES, examined

LONGEST_PASSWORD = 128
LONGEST_EMAIL = 254
EMAIL = re.compile(r"(?P<name>[^\s@<>()\[\],;:\\\"]{1,64})@(?P<domain>[^\s@]{3,189})")
DOMAIN_LABEL = re.compile(r"\w(?:[\w-]{0,61}\w)?")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def here_today() -> date:
    """Today in the country of the open organisation: `latest=here_today` bounds a day field."""
    return clock.today(country())


def currency_here() -> str:
    """The currency of the open organisation, else of the country."""
    return getattr(g.get("organisation"), "currency", None) or COUNTRY_CURRENCIES[country()]


def read_email(typed: str) -> str:
    """An address, its domain in small letters. Raises FigureRefused."""
    found = EMAIL.fullmatch(clean_line(typed, LONGEST_EMAIL))
    labels = found["domain"].split(".") if found else []
    if len(labels) < 2 or not all(map(DOMAIN_LABEL.fullmatch, labels)):
        raise FigureRefused(_l("Write a whole e-mail address, such as name@example.org."))
    assert found is not None
    return f"{found['name']}@{found['domain'].lower()}"


class TypedField(Field):
    """One typed value. A kind of field says how to `read` it and how a stored value `stands` in the input."""

    widget = widgets.TextInput()
    attributes: ClassVar[dict[str, Any]] = {}
    empty: ClassVar[Any] = None

    def __init__(self, label: object, *, required: bool = True, hint: object = "", **options: Any) -> None:
        attributes = {**self.attributes, **options.pop("render_kw", {})}
        for name in ("autocomplete", "dir", "inputmode"):
            if name in options:
                attributes[name] = options.pop(name)
        super().__init__(label, description=hint, render_kw=attributes, **options)
        self.flags.required = required
        self.typed: str | None = None

    def read(self, typed: str) -> Any:
        raise NotImplementedError

    def stand(self, value: Any) -> str:
        return str(value)

    def process_formdata(self, values: list[Any]) -> None:
        """Read what was sent; a field sent empty, or missing from a posted form, is empty."""
        if not values and self.meta.absent_is_default:
            return
        self.data, self.typed = self.empty, ""
        if not values or not isinstance(values[0], str):  # a file sent in the place of a text is no text
            return
        self.typed = values[0]
        if self.typed.strip():
            try:
                self.data = self.read(self.typed)
            except (Refusal, FigureRefused) as refusal:
                raise ValueError(refusal.message) from None

    def pre_validate(self, form: Any) -> None:
        """A field refused while read is not examined further; a required one is not empty."""
        if self.process_errors:
            raise StopValidation
        if self.data in (None, ""):
            raise StopValidation(_l("Fill this in.") if self.flags.required else None)

    def _value(self) -> str:
        if self.typed is not None:
            return UNPRINTABLE.sub("\ufffd", self.typed)
        return "" if self.data is None else self.stand(self.data)


class LineField(TypedField):
    """One line of text."""

    attributes: ClassVar = {"dir": "auto"}
    empty = ""

    def __init__(self, label: object, *, max_length: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.max_length = max_length
        self.flags.maxlength = max_length

    def read(self, typed: str) -> str:
        return clean_line(typed, self.max_length)


class ParagraphField(LineField):
    """Several lines of text."""

    widget = widgets.TextArea()
    attributes: ClassVar = {"dir": "auto", "rows": 4}

    def read(self, typed: str) -> str:
        return clean_paragraph(typed, self.max_length)


class SearchField(TypedField):
    """What is looked for. Never refused: what the text policy would refuse finds nothing, so it counts as empty."""

    widget = widgets.SearchInput()
    attributes: ClassVar = {"dir": "auto", "autocomplete": "off"}
    empty = ""
    longest = 100

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, required=False, **options)
        self.flags.maxlength = self.longest

    def read(self, typed: str) -> str:
        try:
            return clean_line(typed[: self.longest], self.longest)
        except TextRefused:
            return ""


class PasswordField(TypedField):
    """A secret, kept exactly as typed, never shown again; longer than 128 characters is refused before any work."""

    widget = widgets.PasswordInput()
    attributes: ClassVar = {"dir": "ltr", "autocomplete": "current-password"}

    def __init__(self, label: object, **options: Any) -> None:
        super().__init__(label, **options)
        self.flags.maxlength = LONGEST_PASSWORD

    def read(self, typed: str) -> str:
        if len(typed) > LONGEST_PASSWORD:
            raise FigureRefused(_l("This is too long."))
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in typed):
            raise FigureRefused(_l("This contains a character that no keyboard types."))
        return typed


class EmailField(TypedField):
    """An address, its domain in small letters; names and domains in any script."""

    widget = widgets.EmailInput()
    attributes: ClassVar = {"dir": "ltr", "autocomplete": "email", "maxlength": LONGEST_EMAIL}

    def read(self, typed: str) -> str:
        return read_email(typed)


class PhoneField(TypedField):
    """A telephone number, kept in E.164; without a country code it is one of `region()`, the organisation's country."""

    widget = widgets.TelInput()
    attributes: ClassVar = {"dir": "ltr", "autocomplete": "tel", "inputmode": "tel", "maxlength": 40}

    def __init__(self, label: object, *, region: Callable[[], str] = country, **options: Any) -> None:
        super().__init__(label, **options)
        self.region = region

    def read(self, typed: str) -> str:
        return parse_phone(typed, self.region())

    def stand(self, value: str) -> str:
        return formats.phone(value, f"fr_{self.region()}").replace(formats.HARD_SPACE, " ")


class BoundedField(TypedField):
    """A figure between two bounds, each a value, a function that gives it, or None. The refusal says them in words."""

    smallest: Any = None
    largest: Any = None

    def __init__(self, label: object, *, smallest: Any = None, largest: Any = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.smallest = smallest if smallest is not None else self.smallest
        self.largest = largest if largest is not None else self.largest

    def bounds(self) -> tuple[Any, Any]:
        low, high = self.smallest, self.largest
        return low() if callable(low) else low, high() if callable(high) else high

    def say(self, value: Any) -> str:
        raise NotImplementedError

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        low, high = self.bounds()
        if low is not None and self.data < low:
            raise StopValidation(self.too_small(low))
        if high is not None and self.data > high:
            raise StopValidation(self.too_large(high))

    def too_small(self, low: Any) -> object:
        return _l("This cannot be less than %(bound)s.", bound=self.say(low))

    def too_large(self, high: Any) -> object:
        return _l("This cannot be more than %(bound)s.", bound=self.say(high))


class WholeNumberField(BoundedField):
    """A whole number from 0 to 10**12, unless other bounds are given."""

    attributes: ClassVar = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "maxlength": 30}
    smallest = 0

    def read(self, typed: str) -> int:
        return parse_whole(typed)

    def say(self, value: int) -> str:
        return format_number(value)


class DecimalField(TypedField):
    """A number with three decimals at most, as thousandths."""

    attributes: ClassVar = {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off", "maxlength": 30}

    def read(self, typed: str) -> int:
        return parse_thousandths(typed)

    def stand(self, value: int) -> str:
        return thousandths_as_typed(value)


class HiddenNumberField(WholeNumberField):
    """A whole number that travels with the form unseen, such as the version that was shown."""

    widget = widgets.HiddenInput()
    attributes: ClassVar = {}


class MoneyField(BoundedField):
    """An amount in minor units of `currency()`, the organisation's; from 0 to 10**12 unless other bounds are given."""

    attributes: ClassVar = {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off", "maxlength": 30}
    smallest, largest = 0, LARGEST_AMOUNT

    def __init__(self, label: object, *, currency: Callable[[], str] = currency_here, **options: Any) -> None:
        super().__init__(label, **options)
        self.currency = currency

    def read(self, typed: str) -> int:
        return parse_amount(typed, self.currency())

    def stand(self, value: int) -> str:
        return amount_as_typed(value, self.currency())

    def say(self, value: int) -> str:
        return format_money(value, self.currency())


class HoursField(BoundedField):
    """A duration in minutes, from a minute to a day unless other bounds are given."""

    attributes: ClassVar = {"dir": "ltr", "autocomplete": "off", "maxlength": 20}
    smallest, largest = 1, 24 * 60

    def read(self, typed: str) -> int:
        return parse_hours(typed)

    def stand(self, value: int) -> str:
        return f"{value // 60}:{value % 60:02}"

    def say(self, value: int) -> str:
        return format_hours(value)


class _DayInput(widgets.DateInput):
    """The browser's own date input; a plain one when it could not hold what was typed."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        low, high = field.bounds()
        attributes |= {"min": low.isoformat(), "max": high.isoformat()}
        if field._value() and field.data is None:
            attributes["type"] = "text"
        html: Markup = super().__call__(field, **attributes)
        return html


class DayField(BoundedField):
    """A day, from 1900 to 2100 unless other bounds are given; `field.said` says the understood day in words."""

    widget = _DayInput()
    smallest, largest = date(1900, 1, 1), date(2100, 12, 31)

    def read(self, typed: str) -> date:
        return parse_day(typed)

    def stand(self, value: date) -> str:
        return value.isoformat()

    def say(self, value: date) -> str:
        return format_day(value)

    def too_small(self, low: date) -> object:
        return _l("This day cannot be before %(bound)s.", bound=self.say(low))

    def too_large(self, high: date) -> object:
        return _l("This day cannot be after %(bound)s.", bound=self.say(high))

    @property
    def said(self) -> str:
        return format_day_in_words(self.data)

    def _value(self) -> str:
        return self.stand(self.data) if self.data else super()._value()


class FileField(TypedField):
    """A file: `data` is an `Upload` or None. Browsers send no file twice, so a form shown again asks for it again."""

    widget = widgets.FileInput()
    attributes: ClassVar = {"accept": ACCEPTED}
    was_sent = False

    def process_formdata(self, values: list[Any]) -> None:
        self.data = None
        sent = [value for value in values[:1] if isinstance(value, FileStorage) and value.filename]
        self.was_sent = bool(sent)
        try:
            self.data = examined(sent[0]) if sent else None
        except Refusal as refusal:
            raise ValueError(refusal.message) from None


class PictureField(FileField):
    """A picture of somebody; examined by `uploads.examine_portrait`."""

    attributes: ClassVar = {"accept": PICTURES}
