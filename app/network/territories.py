"""Regions, provinces, governorates and wilayas: plain lists below `data/territories/`, read once.

Sources: ISO 3166-2 for codes, corrected where its common copies are wrong (Nouaceur belongs to Casablanca-Settat, Chtouka-Aït
Baha to Souss-Massa); Arabic names as national statistics and official papers write them.

- Morocco: 12 regions (2015) of 75 provinces and prefectures.
- Tunisia: 24 governorates. ISO's codes, which are not those of its statistics institute.
- Algeria: 58 wilayas, ten of them since law 19-12 of 11 December 2019, and the eleven that the council of ministers
  announced on 16 November 2025. Their published numbers contradict each other, so their codes here are letters.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.kernel.names import sort_key

LISTS = Path(__file__).parent / "data" / "territories"
COUNTRIES = ("MA", "TN", "DZ")
ORDERED_BY_NUMBER = ("DZ",)
"""Algerians know wilayas by number; the other lists are in alphabetical order."""


@dataclass(frozen=True, kw_only=True)
class Territory:
    """`parent` is the code of the region, for the provinces and prefectures of Morocco."""

    code: str
    parent: str | None
    kind: str
    name_fr: str
    name_ar: str
    valid_from: date | None

    def name(self, language: str) -> str:
        return self.name_ar if language == "ar" else self.name_fr

    def existed(self, on: date) -> bool:
        return self.valid_from is None or self.valid_from <= on


def territories(country: str, on: date | None = None) -> tuple[Territory, ...]:
    """All levels of the country, as they stood on the day; today's list, announced ones included, without one."""
    return tuple(found for found in _read(country) if on is None or found.existed(on))


def territory(code: str) -> Territory | None:
    """The territory of this code, None for a code that never was."""
    return _by_code().get(code)


def territory_name(code: str | None, language: str) -> str:
    """`El Jadida` or `الجديدة`; an unknown code comes back as it is, nothing as an empty text."""
    found = territory(code) if code else None
    return found.name(language) if found else code or ""


def region_of(code: str) -> Territory | None:
    """The largest territory around this one: a province's region; a governorate or wilaya itself."""
    found = territory(code)
    return territory(found.parent) if found and found.parent else found


def is_where_people_live(code: str, country: str, on: date) -> bool:
    """Whether the code may stand in an address of the country on the day: a smallest territory, not a region of them."""
    found = territory(code)
    return found is not None and found in _smallest(country) and found.existed(on)


@lru_cache(maxsize=64)
def territory_choices(country: str, language: str, on: date | None = None) -> dict[str, str | dict[str, str]]:
    """Choices for a select: the smallest territories by code, below their region's name where there are regions."""
    choices: dict[str, str | dict[str, str]] = {}
    for region in _in_order(country, language, on):
        if region.parent is None:
            inside = {
                each.code: each.name(language)
                for each in _in_order(country, language, on)
                if each.parent == region.code
            }
            choices[region.name(language) if inside else region.code] = inside or region.name(language)
    return choices


def _in_order(country: str, language: str, on: date | None) -> list[Territory]:
    found = list(territories(country, on))
    if country not in ORDERED_BY_NUMBER:
        found.sort(key=lambda each: sort_key(each.name(language), ""))
    return found


@lru_cache(maxsize=len(COUNTRIES))
def _smallest(country: str) -> frozenset[Territory]:
    parents = {each.parent for each in _read(country)}
    return frozenset(each for each in _read(country) if each.code not in parents)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Territory]:
    return {each.code: each for country in COUNTRIES for each in _read(country)}


@lru_cache(maxsize=len(COUNTRIES))
def _read(country: str) -> tuple[Territory, ...]:
    if country not in COUNTRIES:
        raise ValueError(f"no list of territories for {country!r}")
    with (LISTS / f"{country}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Territory(
                code=row["code"],
                parent=row["parent"] or None,
                kind=row["kind"],
                name_fr=row["name_fr"],
                name_ar=row["name_ar"],
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            )
            for row in csv.DictReader(file)
        )
