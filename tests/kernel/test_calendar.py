"""Weeks and months as each country counts them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.calendar import add_months, days_of_week, month_of, months_between, week_of, year_of

days = st.dates(date(1990, 1, 10), date(2100, 12, 20))
countries = st.sampled_from(["MA", "TN", "DZ"])


@pytest.mark.parametrize(
    ("day", "country", "start"),
    [
        (date(2026, 8, 9), "MA", date(2026, 8, 3)), (date(2026, 8, 9), "TN", date(2026, 8, 3)), (date(2026, 8, 9), "DZ", date(2026, 8, 8)),
        (date(2026, 8, 8), "DZ", date(2026, 8, 8)), (date(2026, 8, 7), "DZ", date(2026, 8, 1)), (date(2027, 1, 1), "MA", date(2026, 12, 28)),
    ],
)  # fmt: skip
def test_weeks_start_on_the_day_of_the_country(day: date, country: str, start: date) -> None:
    assert week_of(day, country)[0] == start


@given(day=days, country=countries)
def test_a_week_has_seven_days_and_holds_its_day(day: date, country: str) -> None:
    start, end = week_of(day, country)
    week = days_of_week(day, country)
    assert day in week
    assert (week[0], week[-1], len(week)) == (start, end, 7)
    assert {week_of(other, country) for other in week} == {(start, end)}


@given(day=days)
def test_months_and_years_hold_their_day(day: date) -> None:
    for first, last in (month_of(day), year_of(day)):
        assert first <= day <= last
    assert month_of(day)[1] < add_months(month_of(day)[0], 1)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2028, 1, 31), 1, date(2028, 2, 29)), (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 1, 5), -1, date(2025, 12, 5)), (date(2026, 3, 31), -13, date(2025, 2, 28)), (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)  # fmt: skip
def test_add_months(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


def test_months_between() -> None:
    found = months_between(date(2025, 11, 30), date(2026, 2, 1))
    assert found == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
