"""How values are written, one house format per language. Pure: value and locale in, text out, remembered.

| | French | Arabic (Western digits) |
|---|---|---|
| day | 9 août 2026 | 9 غشت 2026 (MA), 9 أوت 2026 (TN, DZ) |
| short day | 09/08/2026 | 09/08/2026, read from the right |
| time | 14:05, 24 hours everywhere | 14:05 |
| number | 1 234 567,5 (U+202F groups) | 1.234.567,5 |
| percent | 12 % (U+00A0) | 12% |
| amount | 12 450,00 MAD (U+00A0) | 12.450,00 د.م. |
| duration | 3 h 30 | 3 س 30 د |
| phone | 06 12 34 56 78 at home, +212 6 12 34 56 78 abroad | the same, left to right |

Arabic text carries invisible marks so that it reads right inside a line that runs from the right: U+200E before a signed number, a
percentage or a phone number keeps it left to right; U+200F around an amount and between the parts of a short day keeps them in
reading order. Month and day names, separators and marks are CLDR's (through Babel); CLDR's 12-hour clock for Tunisia and
Algeria is not.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import phonenumbers
from babel import Locale
from phonenumbers import PhoneNumberFormat

NARROW_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
LEFT_MARK = "\u200e"
RIGHT_MARK = "\u200f"
EXPONENTS = {"MAD": 2, "TND": 3, "DZD": 2, "EUR": 2, "USD": 2, "GBP": 2}
SYMBOLS = {
    "fr": {"MAD": "MAD", "TND": "DT", "DZD": "DA", "EUR": "€", "USD": "$", "GBP": "£"},
    "ar": {"MAD": "د.م.", "TND": "د.ت.", "DZD": "د.ج.", "EUR": "€", "USD": "$", "GBP": "£"},
}
GROUP_MARKS = {"fr": NARROW_SPACE, "ar": "."}
HOUR_WORDS = {"fr": ("h", "min"), "ar": ("س", "د")}
MOMENT_JOINERS = {"fr": " à ", "ar": "، "}
DECIMAL_MARK = ","


def language_of(locale: str) -> str:
    """`fr` of `fr_MA`."""
    return locale[:2]


@lru_cache(maxsize=16)
def month_names(locale: str) -> dict[int, str]:
    """The country's own names: August is غشت in Morocco, أوت in Tunisia and Algeria, août everywhere."""
    return dict(Locale.parse(locale).months["format"]["wide"])


@lru_cache(maxsize=16)
def weekday_names(locale: str) -> dict[int, str]:
    """Monday is 0, as in `date.weekday()`."""
    return dict(Locale.parse(locale).days["format"]["wide"])


@lru_cache(maxsize=8192)
def day(value: date, locale: str) -> str:
    """`9 août 2026`; French says the first of a month `1er`."""
    return f"{_day_number(value, locale)} {month_names(locale)[value.month]} {value.year}"


@lru_cache(maxsize=8192)
def day_with_weekday(value: date, locale: str) -> str:
    """`dimanche 9 août 2026`: how a typed date is said back, in words."""
    comma = "، " if language_of(locale) == "ar" else " "
    return weekday_names(locale)[value.weekday()] + comma + day(value, locale)


@lru_cache(maxsize=8192)
def day_short(value: date, locale: str) -> str:
    mark = RIGHT_MARK if language_of(locale) == "ar" else ""
    return f"{mark}{value.day:02}{mark}/{value.month:02}{mark}/{value.year}"


@lru_cache(maxsize=1024)
def month(value: date, locale: str) -> str:
    return f"{month_names(locale)[value.month]} {value.year}"


@lru_cache(maxsize=1024)
def week(start: date, end: date, locale: str) -> str:
    """`du 3 au 9 août 2026`, repeating month and year only where they change."""
    shown_start = _day_number(start, locale)
    if (start.year, start.month) != (end.year, end.month):
        shown_start += " " + month_names(locale)[start.month]
    if start.year != end.year:
        shown_start += f" {start.year}"
    if language_of(locale) == "ar":
        return f"من {shown_start} إلى {day(end, locale)}"
    return f"du {shown_start} au {day(end, locale)}"


def time(value: datetime) -> str:
    return f"{value.hour:02}:{value.minute:02}"


def instant(value: datetime, locale: str) -> str:
    """`9 août 2026 à 14:05`; the value is already in the time zone to show."""
    return day(value.date(), locale) + MOMENT_JOINERS[language_of(locale)] + time(value)


@lru_cache(maxsize=8192)
def number(value: float | Decimal, locale: str, *, decimals: int | None = None) -> str:
    """Exact for integers and decimals. `decimals` None writes as many as the value has, three at most."""
    exact = value if isinstance(value, int) else Decimal(str(value))
    places = 3 if decimals is None else decimals
    scaled = _scaled(exact, places)
    whole, rest = divmod(abs(scaled), 10**places)
    fraction = f"{rest:0{places}}" if places else ""
    if decimals is None:
        fraction = fraction.rstrip("0")
    return _signed(scaled, locale) + _grouped(whole, locale) + (DECIMAL_MARK + fraction if fraction else "")


@lru_cache(maxsize=2048)
def percent(ratio: float | Decimal, locale: str, *, decimals: int = 0, signed: bool = False) -> str:
    """0.12 is `12 %`; `signed` also writes the plus of a rise."""
    scaled = _scaled(Decimal(str(ratio)) * 100, decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    sign = "-" if scaled < 0 else "+" if signed and scaled > 0 else ""
    shown = sign + _grouped(whole, locale) + (f"{DECIMAL_MARK}{rest:0{decimals}}" if decimals else "")
    return f"{LEFT_MARK}{shown}%" if language_of(locale) == "ar" else f"{shown}{HARD_SPACE}%"


@lru_cache(maxsize=8192)
def money(minor: int, currency: str, locale: str) -> str:
    """An amount in minor units with its currency, exact: 12450000 TND is `12 450,000 DT`."""
    language = language_of(locale)
    exponent = EXPONENTS[currency]
    whole, rest = divmod(abs(minor), 10**exponent)
    amount = f"{_signed(minor, locale)}{_grouped(whole, locale)}{DECIMAL_MARK}{rest:0{exponent}}"
    mark = RIGHT_MARK if language == "ar" else ""
    return f"{mark}{amount}{HARD_SPACE}{SYMBOLS[language][currency]}{mark}"


@lru_cache(maxsize=2048)
def hours(minutes: int, locale: str) -> str:
    """`3 h 30` from 210 minutes, `3 h` from 180, `45 min` from 45."""
    hour_word, minute_word = HOUR_WORDS[language_of(locale)]
    whole, rest = divmod(abs(minutes), 60)
    sign = _signed(minutes, locale)
    if sign and language_of(locale) == "ar":
        sign = RIGHT_MARK + sign
    if not whole:
        return f"{sign}{rest}{HARD_SPACE}{minute_word}"
    shown = f"{sign}{_grouped(whole, locale)}{HARD_SPACE}{hour_word}"
    if not rest:
        return shown
    if language_of(locale) == "ar":
        return f"{shown}{HARD_SPACE}{rest}{HARD_SPACE}{minute_word}"
    return f"{shown}{HARD_SPACE}{rest:02}"


@lru_cache(maxsize=8192)
def phone(e164: str, locale: str) -> str:
    """The national form in its own country, else the international one; what is no E.164 number comes back unchanged."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = phonenumbers.region_code_for_number(parsed) == locale[3:]
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    shown = phonenumbers.format_number(parsed, form).replace(" ", HARD_SPACE)
    return LEFT_MARK + shown if language_of(locale) == "ar" else shown


def _day_number(value: date, locale: str) -> str:
    return "1er" if value.day == 1 and language_of(locale) == "fr" else str(value.day)


def _signed(value: int, locale: str) -> str:
    if value >= 0:
        return ""
    return f"{LEFT_MARK}-" if language_of(locale) == "ar" else "-"


def _grouped(whole: int, locale: str) -> str:
    return f"{whole:,}".replace(",", GROUP_MARKS[language_of(locale)])


def _scaled(value: int | Decimal, places: int) -> int:
    """The value times 10**places as an integer, halves rounded away from zero."""
    if isinstance(value, int):
        return value * int(10**places)
    return int(value.scaleb(places).to_integral_value(rounding=ROUND_HALF_UP))
