"""Days as text, against a reference that writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.dates import DAY_FIRST, MONTH_FIRST, is_ambiguous, order_shown, read_day
from app.imports.errors import DayRefused
from app.kernel import formats

TODAY = date(2026, 11, 18)
LOCALES = [f"{language}_{country}" for language in ("fr", "ar") for country in ("MA", "TN", "DZ")]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
DAYS = st.dates(min_value=date(1901, 1, 2), max_value=date(2099, 12, 31))


@given(DAYS, st.sampled_from(list("/-. ")), st.booleans(), st.booleans())
def test_figures_in_either_order(day: date, mark: str, is_arabic: bool, is_padded: bool) -> None:
    width = 2 if is_padded else 1
    parts = [f"{day.day:0{width}}", f"{day.month:0{width}}", str(day.year)]
    for order, told in ((DAY_FIRST, parts), (MONTH_FIRST, [parts[1], parts[0], parts[2]])):
        text = mark.join(told)
        assert read_day(text.translate(ARABIC) if is_arabic else text, order=order, today=TODAY) == day


@given(DAYS, st.sampled_from(LOCALES))
def test_months_in_words(day: date, locale: str) -> None:
    assert read_day(formats.day(day, locale), today=TODAY) == day


@given(DAYS)
def test_year_first_and_serial_numbers(day: date) -> None:
    assert read_day(day.isoformat(), today=TODAY) == day
    assert read_day(f"{day.isoformat()} 00:00:00", today=TODAY) == day
    if day.year > 1927:
        assert read_day(str((day - date(1899, 12, 30)).days), today=TODAY) == day


@given(st.dates(min_value=date(1926, 12, 1), max_value=TODAY))
def test_a_year_in_two_figures_is_the_latest_that_has_been(day: date) -> None:
    if day.year > TODAY.year - 100:
        assert read_day(f"{day:%d/%m/%y}", today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-12-24", date(2024, 12, 31)),
        ("31 décembre 2024", date(2024, 12, 31)),
        ("1er janv. 2025", date(2025, 1, 1)),
        ("31 دجنبر 2024", date(2024, 12, 31)),
        ("31 ديسمبر 2024", date(2024, 12, 31)),
        ("31-déc-24", date(2024, 12, 31)),
        ("9 غشت 2020", date(2020, 8, 9)),
        ("9 أوت 2020", date(2020, 8, 9)),
        ("45657", date(2024, 12, 31)),
    ],
)
def test_as_people_write(text: str, day: date) -> None:
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "30/02/2024",
        "31/31/2024",
        "hier",
        "2024",
        "1/2/3",
        "12/2024",
        "9" * 50,
        "31/12/1800",
        "0",
        "31 smarch 2024",
        "1/1/123",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(DayRefused):
        read_day(text, today=TODAY)


def test_which_order_a_value_shows() -> None:
    assert order_shown("31/12/2024") == DAY_FIRST
    assert order_shown("12/31/2024") == MONTH_FIRST
    assert order_shown("03/04/2024") is None
    assert order_shown("2024-04-03") is None
    assert is_ambiguous("03/04/2024")
    assert not is_ambiguous("03/03/2024")
    assert not is_ambiguous("2024-03-04")
