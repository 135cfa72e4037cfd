"""Ages and their bands, against counting years one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.members import errors, list_rules, lists_rules

days = st.dates(min_value=date(1950, 1, 1), max_value=date(2060, 12, 31))


def birthdays_until(born_on: date, day: date) -> int:
    """The slow way: each year's birthday, that of 29 February on 1 March where there is none."""
    passed = 0
    for year in range(born_on.year + 1, day.year + 1):
        is_leap_day = (born_on.month, born_on.day) == (2, 29)
        is_leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        birthday = date(year, 3, 1) if is_leap_day and not is_leap_year else born_on.replace(year=year)
        passed += birthday <= day
    return passed


@given(days, st.integers(0, 40_000))
def test_age_is_the_birthdays_that_passed(born_on: date, later: int) -> None:
    day = born_on + timedelta(days=later)
    assert list_rules.age_on(day, born_on) == birthdays_until(born_on, day)


@given(days, st.integers(0, 36_000))
def test_everybody_is_in_the_one_band_of_their_age(day: date, before: int) -> None:
    born_on = day - timedelta(days=before)
    age = list_rules.age_on(day, born_on)
    for band, (youngest, oldest) in list_rules.BANDS.items():
        after, until = list_rules.births_of(band, day)
        is_in = (after is None or born_on > after) and born_on <= until
        assert is_in == (age >= youngest and (oldest is None or age <= oldest)), band


@given(days, st.integers(0, 36_000), st.sets(st.sampled_from(sorted(list_rules.BANDS)), min_size=1))
def test_several_bands_are_those_of_any(day: date, before: int, bands: set[str]) -> None:
    born_on = day - timedelta(days=before)

    def is_in(stretch: tuple[date | None, date]) -> bool:
        after, until = stretch
        return (after is None or born_on > after) and born_on <= until

    in_one = any(is_in(list_rules.births_of(band, day)) for band in bands)
    assert any(map(is_in, list_rules.births_of_all(bands, day))) == in_one


def test_who_may_save_which_list() -> None:
    lists_rules.refuse_saving("Femmes", ["Hommes"], is_shared=True, may_share=True)
    with pytest.raises(errors.ListNameTaken):
        lists_rules.refuse_saving("femmes", ["Femmes"], is_shared=False, may_share=True)
    with pytest.raises(errors.SharingNotAllowed):
        lists_rules.refuse_saving("Femmes", [], is_shared=True, may_share=False)
    with pytest.raises(errors.TooManyLists):
        lists_rules.refuse_saving(
            "Femmes", list(map(str, range(lists_rules.MOST_LISTS))), is_shared=False, may_share=True
        )
