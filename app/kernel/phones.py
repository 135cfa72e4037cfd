"""Phone numbers: typed in any usual way, kept as E.164, shown in the country's own groups. Pure.

Validity is libphonenumber's (Morocco 06/07 mobile and 05 fixed; Tunisia 8 digits, no trunk prefix; Algeria 05/06/07 and
0 + 8 digits; domain facts 2.6). Loading it costs 0.06 s and 3 MB, once; each country's plan is read when first needed.
"""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from app.kernel.errors import Refusal
from app.kernel.i18n import LazyText, _l
from app.kernel.text import TextRefused, clean_digits

LOGIN_COUNTRIES = ("MA", "TN", "DZ")  # tried in this order when a login is a number without its country
LONGEST_TYPED = 40
_ALLOWED = frozenset("0123456789 +()-./")
_NATIONAL_EXAMPLES = {"MA": "06 12 34 56 78", "TN": "20 123 456", "DZ": "0551 23 45 67"}


class PhoneRefused(Refusal):
    """What was typed is no phone number."""


def parse_phone(typed: str, country: str) -> str:
    """The E.164 form (`+212612345678`) of a number typed in a country (`MA`) or internationally (`+…`, `00…`).

    Raises `PhoneRefused` when it is no possible and valid number: letters, extensions and short numbers included.
    """
    plain = _plain(typed)
    number = _valid(plain, country) if plain else None
    if number is None:
        raise PhoneRefused(_refusal(country))
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone_candidates(typed: str) -> tuple[str, ...]:
    """The E.164 numbers a login without a country may mean: as international, else as one of each country's own.

    Empty when it cannot be a phone number (an e-mail address, for one). `212612345678` counts as international.
    """
    plain = _plain(typed)
    if not plain:
        return ()
    if plain.startswith(("+", "00")):
        found = [_valid(plain, LOGIN_COUNTRIES[0])]
    else:
        found = [_valid(f"+{plain}", None), *(_valid(plain, country) for country in LOGIN_COUNTRIES)]
    valid = (phonenumbers.format_number(number, PhoneNumberFormat.E164) for number in found if number)
    return tuple(dict.fromkeys(valid))


def format_phone(e164: str) -> str:
    """`+212 6 12 34 56 78`: the international form, in the groups the country is used to. Show it left to right.

    What is no E.164 number comes back unchanged.
    """
    try:
        number = phonenumbers.parse(e164, None)
    except NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _plain(typed: str) -> str:
    """Digits and separators only, else "": libphonenumber would read letters as digits of a keypad."""
    try:
        text = clean_digits(typed, LONGEST_TYPED)
    except TextRefused:
        return ""
    return text if _ALLOWED.issuperset(text) and "+" not in text[1:] else ""


def _valid(plain: str, country: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(plain, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _refusal(country: str) -> LazyText:
    example = _NATIONAL_EXAMPLES.get(country)
    if example is None:
        return _l("This is not a phone number. Write it with its country code, starting with +.")
    return _l(
        "This is not a phone number. Write it like %(example)s, or with its country code, starting with +.",
        example=example,
    )
