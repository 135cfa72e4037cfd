"""Lists of territories: complete, consistent, named in both languages."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from app.kernel.text import clean_line
from app.network.territories import (
    COUNTRIES,
    is_where_people_live,
    region_of,
    territories,
    territory,
    territory_choices,
    territory_name,
)

TODAY = date(2026, 11, 22)
ALL = [each for country in COUNTRIES for each in territories(country)]


def test_counts() -> None:
    kinds = {country: Counter(each.kind for each in territories(country)) for country in COUNTRIES}
    assert kinds == {
        "MA": {"region": 12, "province": 62, "prefecture": 13},
        "TN": {"governorate": 24},
        "DZ": {"wilaya": 69},
    }


def test_codes_are_unique_and_begin_with_the_country() -> None:
    codes = [each.code for each in ALL]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if not re.fullmatch(r"(MA|TN|DZ)-[A-Z0-9]{2,3}", code)] == []


def test_names_are_clean_and_in_their_own_script() -> None:
    for each in ALL:
        assert clean_line(each.name_fr, 80) == each.name_fr
        assert clean_line(each.name_ar, 80) == each.name_ar
        assert re.fullmatch(r"[A-Za-zÀ-ÿ’ -]+", each.name_fr), each.name_fr
        assert re.fullmatch(r"[\u0621-\u064a -]+", each.name_ar), each.name_ar


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_no_two_territories_of_a_level_share_a_name(country: str, language: str) -> None:
    names = Counter((each.parent is None, each.name(language)) for each in territories(country))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(
    ("code", "region"),
    [("MA-NOU", "MA-06"), ("MA-CHT", "MA-09"), ("MA-JDI", "MA-06"), ("MA-CAS", "MA-06"), ("MA-SIF", "MA-10"), ("TN-23", "TN-23"), ("DZ-16", "DZ-16")],
)  # fmt: skip
def test_regions(code: str, region: str) -> None:
    found = region_of(code)
    assert found is not None
    assert found.code == region


def test_every_parent_is_a_region() -> None:
    for each in ALL:
        if each.parent:
            parent = territory(each.parent)
            assert parent is not None
            assert parent.kind == "region"


def test_casablanca_settat_is_whole() -> None:
    inside = territory_choices("MA", "fr")["Casablanca-Settat"]
    assert list(inside.values()) == [
        "Benslimane", "Berrechid", "Casablanca", "El Jadida", "Médiouna", "Mohammedia", "Nouaceur", "Settat", "Sidi Bennour",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "count"), [(date(2019, 12, 10), 48), (date(2019, 12, 11), 58), (date(2025, 11, 15), 58), (TODAY, 69)]
)
def test_wilayas_grow(day: date, count: int) -> None:
    assert len(territories("DZ", day)) == count
    assert len(territory_choices("DZ", "ar", day)) == count


def test_names() -> None:
    assert territory_name("TN-42", "ar") == "القصرين"
    assert territory_name("MA-JDI", "fr") == "El Jadida"
    assert territory_name("XX-99", "fr") == "XX-99"
    assert territory_name(None, "fr") == ""


@pytest.mark.parametrize(
    ("code", "country", "day", "fits"),
    [
        ("MA-JDI", "MA", TODAY, True), ("MA-06", "MA", TODAY, False), ("MA-JDI", "TN", TODAY, False), ("TN-23", "TN", TODAY, True),
        ("DZ-AFL", "DZ", date(2025, 1, 1), False), ("DZ-AFL", "DZ", TODAY, True), ("nowhere", "MA", TODAY, False), ("", "MA", TODAY, False),
    ],
)  # fmt: skip
def test_addresses_take_the_smallest_territories_of_their_country(
    code: str, country: str, day: date, fits: bool
) -> None:
    assert is_where_people_live(code, country, day) is fits


@pytest.mark.parametrize("country", COUNTRIES)
def test_choices_hold_each_smallest_territory_once(country: str) -> None:
    codes = []
    for value, label in territory_choices(country, "fr").items():
        codes += list(label) if isinstance(label, dict) else [value]
    assert sorted(codes) == sorted(each.code for each in ALL if is_where_people_live(each.code, country, TODAY))


def test_unknown_country() -> None:
    with pytest.raises(ValueError, match="FR"):
        territories("FR")
