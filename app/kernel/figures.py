"""What people type where a figure is asked: days, durations, whole numbers. Pure; each refusal is a sentence for them.

Western and Arabic digits are the same everywhere, and so are the invisible marks around a figure copied from one of our
pages. What could mean two things is asked back, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from app.kernel.i18n import _l

LONGEST_TYPED = 60
LARGEST_WHOLE = 10**12
SAME_SIGNS = str.maketrans({"٫": ",", "،": ",", "٬": " ", "'": " ", "\u2019": " ", "\u2212": "-", "\u2011": "-"})
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-/. ])(?P<month>\d{1,2})\2(?P<year>\d{4})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
HOUR_WORD, MINUTE_WORD = r"(?:h|ساعات|ساعة|س)", r"(?:min|m|دقائق|دقيقة|د)"
CLOCK = re.compile(rf"(?P<hours>\d{{1,3}}) ?(?::|{HOUR_WORD}) ?(?:و ?)?(?:(?P<minutes>\d{{1,2}})(?: ?{MINUTE_WORD})?)?")
MINUTES = re.compile(rf"(?P<minutes>\d{{1,4}}) ?{MINUTE_WORD}")
DECIMAL_HOURS = re.compile(r"(?P<hours>\d{1,3})(?:[.,](?P<decimals>\d{1,2}))?")
WHOLE = re.compile(r"[+-]?(?:\d+|\d{1,3}(?: \d{3})+)")
DECIMAL = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d+|\d{1,3}(?: \d{3})+)(?:(?P<mark>[.,])(?P<decimals>\d{1,3})0?)?")
THOUSANDS_OR_DECIMALS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


class FigureRefused(ValueError):
    """What was typed is not a figure of the kind asked; `message` says so to the person who typed it."""

    @property
    def message(self) -> object:
        return self.args[0]


def plain_figures(typed: str) -> str:
    """The same with Western digits and single spaces, without invisible marks; at most 60 characters are looked at."""
    if len(typed) > LONGEST_TYPED:
        raise FigureRefused(_l("This is too long."))
    plain = "".join(map(_plain_character, typed.translate(SAME_SIGNS)))
    return " ".join(plain.split())


def parse_day(typed: str) -> date:
    """`2026-08-09`, as browsers send it, or `9/8/2026` with slashes, dots, hyphens or spaces; the year in four digits."""
    text = plain_figures(typed)
    found = YEAR_FIRST.fullmatch(text) or DAY_FIRST.fullmatch(text)
    if found is None:
        raise FigureRefused(_l("Write the day, the month and the year in figures, such as 31/12/2026."))
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise FigureRefused(_l("This day does not exist in the calendar.")) from None


def parse_hours(typed: str) -> int:
    """Minutes from `3:30`, `3h30`, `3 h`, `45 min`, `3,5` or `3.5`. `3,50` is asked back: three and a half, or 3:50?"""
    text = plain_figures(typed).lower()
    clock = CLOCK.fullmatch(text)
    if clock and not (text.endswith(":") or int(clock["minutes"] or 0) > 59):
        return int(clock["hours"]) * 60 + int(clock["minutes"] or 0)
    minutes = MINUTES.fullmatch(text)
    if minutes:
        return int(minutes["minutes"])
    decimal = DECIMAL_HOURS.fullmatch(text)
    if decimal is None:
        raise FigureRefused(_l("Write a duration, such as 3:30 or 3,5."))
    return _decimal_hours(decimal["hours"], decimal["decimals"] or "0")


def parse_whole(typed: str) -> int:
    """A whole number, spaces between its thousands allowed; no larger than 10**12 either way."""
    text = plain_figures(typed)
    if WHOLE.fullmatch(text) is None:
        raise FigureRefused(_l("Write a whole number, in figures."))
    number = int(text.replace(" ", ""))
    if abs(number) > LARGEST_WHOLE:
        raise FigureRefused(_l("This number is too large."))
    return number


def parse_thousandths(typed: str) -> int:
    """A number with three decimals at most, as thousandths: `12,5` is 12500. `12.500` is asked back: 12500, or 12,5?"""
    text = plain_figures(typed)
    found = DECIMAL.fullmatch(text)
    if found is None:
        raise FigureRefused(_l("Write a number in figures, such as 12 or 12,5; three decimals at most."))
    whole, decimals = found["whole"].replace(" ", ""), found["decimals"] or ""
    if THOUSANDS_OR_DECIMALS.fullmatch(text):
        small = thousandths_as_typed(int(whole + decimals))
        raise FigureRefused(
            _l(
                "“%(typed)s” can be read in two ways. Write %(first)s or %(second)s.",
                typed=text,
                first=whole + decimals,
                second=small,
            )
        )
    number = int(whole + decimals.ljust(3, "0"))
    if number > LARGEST_WHOLE * 1000:
        raise FigureRefused(_l("This number is too large."))
    return -number if found["sign"] == "-" else number


def thousandths_as_typed(number: int) -> str:
    """How a stored number stands in an input: `12,5`. `parse_thousandths` reads it back: hence `12,1250`, not `12,125`."""
    whole, rest = divmod(abs(number), 1000)
    decimals = f"{rest:03}".rstrip("0")
    text = f"{'-' if number < 0 else ''}{whole}{',' + decimals if decimals else ''}"
    return f"{text}0" if THOUSANDS_OR_DECIMALS.fullmatch(text) else text


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    return "" if category == "Cf" else character


def _decimal_hours(hours: str, decimals: str) -> int:
    minutes: int = round(int(decimals) * 60 / 10 ** len(decimals))
    if len(decimals) == 2 and 0 < int(decimals) < 60:
        raise FigureRefused(
            _l(
                "“%(typed)s” can be read in two ways. Write %(first)s or %(second)s.",
                typed=f"{hours},{decimals}",
                first=f"{hours}:{decimals}",
                second=f"{hours}:{minutes:02}",
            )
        )
    return int(hours) * 60 + minutes
