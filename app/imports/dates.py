"""Days as spreadsheets write them: figures in three orders, months in words, serial numbers. Pure.

| written | read |
|---|---|
| 31/12/2024, 31-12-24, 31.12.2024, ٣١/١٢/٢٠٢٤ | figures, day first unless the column says month first |
| 2024-12-31, 2024/12/31, 2024-12-31 00:00:00 | year first |
| 31 décembre 2024, 1er janv. 2025, 31 دجنبر 2024, 31 ديسمبر 2024, 31-déc-24 | month in words, of any of the three countries |
| 45657 | days since 30 December 1899, as Excel and LibreOffice count |

A year in two figures is the latest one that is not after `today`, or, where days to come are expected, the nearest.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from app.imports.errors import DayRefused
from app.kernel.i18n import _l
from app.kernel.names import fold

DAY_FIRST, MONTH_FIRST = "day", "month"
LONGEST = 40
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_050  # from May 1927 to 2099: four figures alone are a year
_ZERO = date(1899, 12, 30)
_TIME = re.compile(r"[ T]0{1,2}:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")
_FIGURES = re.compile(r"(\d{1,4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,4})")
_IN_WORDS = re.compile(r"(\d{1,2})(?:er|ère)?[ \-/.]*(?:de )?([^\W\d_]+)\.?[ \-/.,،]*(\d{2,4})")
_MONTHS = (
    "janvier janv jan يناير جانفي كانون january",
    "février fév fev feb فبراير فيفري شباط february",
    "mars mar مارس march",
    "avril avr apr أبريل ابريل أفريل april",
    "mai may ماي مايو",
    "juin jun يونيو جوان june",
    "juillet juil jul يوليوز يوليو جويلية july",
    "août aout aug غشت أغسطس أوت august",
    "septembre sept sep شتنبر سبتمبر september",
    "octobre oct أكتوبر october",
    "novembre nov نونبر نوفمبر november",
    "décembre déc dec دجنبر ديسمبر december",
)
MONTH_OF = {fold(word): number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def read_day(typed: str, *, order: str = DAY_FIRST, today: date, ahead: bool = False) -> date:
    """The day. `order` decides between 3 April and 4 March; `ahead`: days to come are expected. Raises DayRefused."""
    text = plain(typed)
    if text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return _ZERO + timedelta(days=int(text))
    if found := _FIGURES.fullmatch(text):
        return _from_figures(*found.groups(), order=order, today=_horizon(today, ahead=ahead))
    if (found := _IN_WORDS.fullmatch(text)) and (month := MONTH_OF.get(fold(found[2]))):
        return _day(_year(found[3], _horizon(today, ahead=ahead)), month, int(found[1]))
    raise DayRefused


def is_ambiguous(typed: str) -> bool:
    """Whether day and month could change places and give another day."""
    found = _FIGURES.fullmatch(plain(typed))
    if not found or len(found[1]) > 2:
        return False
    first, second = int(found[1]), int(found[2])
    return first != second and 1 <= first <= 12 and 1 <= second <= 12


def order_shown(typed: str) -> str | None:
    """The order that only this value can have: 31/12 is day first, 12/31 month first; None where it says nothing."""
    found = _FIGURES.fullmatch(plain(typed))
    if not found or len(found[1]) > 2:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def plain(typed: str) -> str:
    """Western figures, no marks of direction, no midnight."""
    if len(typed) > LONGEST:
        raise DayRefused
    if typed.isascii():
        return _TIME.sub("", " ".join(typed.split()))
    figures = (str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in typed)
    kept = "".join(char for char in figures if unicodedata.category(char) != "Cf")
    return _TIME.sub("", " ".join(kept.split()))


def _horizon(today: date, *, ahead: bool) -> int:
    """The last year that two figures can mean."""
    return today.year + 50 if ahead else today.year


def _from_figures(first: str, second: str, third: str, *, order: str, today: int) -> date:
    if len(first) > 2:
        return _day(int(first), int(second), int(third)) if len(first) == 4 and len(third) <= 2 else _refused()
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _day(_year(third, today), int(month), int(day))


def _year(written: str, latest: int) -> int:
    if len(written) == 4:
        return int(written)
    if len(written) != 2:
        _refused()
    year = latest - latest % 100 + int(written)
    return year if year <= latest else year - 100


def _day(year: int, month: int, day: int) -> date:
    if not 1900 <= year <= 2100:
        raise DayRefused(_l("The year %(year)s cannot be meant.", year=year))
    try:
        return date(year, month, day)
    except ValueError:
        raise DayRefused(_l("This day does not exist in the calendar.")) from None


def _refused() -> date:
    raise DayRefused
