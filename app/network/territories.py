"""Regions, provinces, governorates, wilayas and what is smaller: shipped lists below `data/territories/`, and what the network changed.

Sources: ISO 3166-2 for codes, corrected where its common copies are wrong (Nouaceur belongs to Casablanca-Settat, Chtouka-Aït
Baha to Souss-Massa); Arabic names as national statistics and official papers write them.

- Morocco: 12 regions (2015) of 75 provinces and prefectures.
- Tunisia: 24 governorates. ISO's codes, which are not those of its statistics institute.
- Algeria: 58 wilayas, ten of them since law 19-12 of 11 December 2019, and the eleven that the council of ministers
  announced on 16 November 2025. Their published numbers contradict each other, so their codes here are letters.

A list is made once for each last change, in each process. An open organisation knows the last change from the statement
that found it, so no page asks for it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from flask import g, has_app_context
from sqlalchemy import bindparam, select

from app.kernel.names import sort_key
from app.kernel.sql import read_global
from app.network import territory_rules as rules
from app.network.models import TerritoryChange
from app.network.territory_rules import Change, Name, Territory

LISTS = Path(__file__).parent / "data" / "territories"
COUNTRIES = ("MA", "TN", "DZ")
ORDERED_BY_NUMBER = ("DZ",)
"""Algerians know wilayas by number; the other lists are in alphabetical order."""
Choices = dict[str, str | dict[str, str]]


def territories(country: str, on: date | None = None) -> tuple[Territory, ...]:
    """All levels of the country, as they stood on the day; all that ever stood, announced ones included, without one."""
    return tuple(found for found in listed(country).values() if on is None or found.existed(on))


def territory(code: str) -> Territory | None:
    """The territory of this code, None for a code that never was."""
    country = code.partition("-")[0]
    return listed(country).get(code) if country in COUNTRIES else None


def territory_name(code: str | None, language: str, on: date | None = None) -> str:
    """`El Jadida` or `الجديدة`; an unknown code comes back as it is, nothing as an empty text.

    With a day, what then stood there: before a territory was made, the one it came out of.
    """
    country = code.partition("-")[0] if code else ""
    known = listed(country) if country in COUNTRIES else {}
    found = known.get(code or "")
    if found is None:
        return code or ""
    if on is not None and found.valid_from is not None:
        found = rules.as_it_stood(known, found.code, on) or found
    return found.name(language, on)


def region_of(code: str) -> Territory | None:
    """The largest territory around this one: a province's region; a governorate or wilaya itself."""
    found = territory(code)
    while found and found.parent:
        found = territory(found.parent)
    return found


def is_where_people_live(code: str, country: str, on: date) -> bool:
    """Whether the code may stand in an address of the country on the day: a province, governorate or wilaya."""
    found = listed(country).get(code)
    return found is not None and found.kind in rules.HOMES and found.existed(on)


def territory_choices(country: str, language: str, on: date | None = None, *, held: str = "") -> Choices:
    """Choices for a select: where people live, by code, below their region's name where there are regions.

    `held` is offered too, whether it still stands or not.
    """
    return _choices(country, _revision(country), language, on=on, held=held)


def localities(country: str, language: str, on: date) -> Sequence[str]:
    """The names of what is smaller than that, which help to write a commune."""
    return _localities(country, _revision(country), language, on=on)


def listed(country: str) -> Mapping[str, Territory]:
    """The list of a country by code, as it stands now."""
    return _listed(country, _revision(country))


def _revision(country: str) -> int:
    """The id of the last change, 0 without any; the open organisation was read with it."""
    if not has_app_context():
        return 0
    organisation = g.get("organisation")
    if organisation is not None and organisation.country == country:
        return int(organisation.territory_revision)
    return revision_now(country)


_COLUMNS = (*(getattr(TerritoryChange, name) for name in Change.__dataclass_fields__), TerritoryChange.id)
_REVISION = (
    select(TerritoryChange.id)
    .where(TerritoryChange.country == bindparam("country"))
    .order_by(TerritoryChange.number.desc())
    .limit(1)
)
_LAST = select(TerritoryChange.number).where(TerritoryChange.id == bindparam("revision")).scalar_subquery()
_CHANGES = (
    select(*_COLUMNS)
    .where(TerritoryChange.country == bindparam("country"), TerritoryChange.number <= _LAST)
    .order_by(TerritoryChange.number)
)


def revision_now(country: str) -> int:
    """The id of the last change, as the open transaction sees it."""
    return read_global(_REVISION, {"country": country}).scalar() or 0


def changes_of(country: str, revision: int) -> list[Change]:
    """The changes of a list up to one of them, in their order."""
    names = Change.__dataclass_fields__
    rows = read_global(_CHANGES, {"country": country, "revision": revision}).mappings() if revision else ()
    return [Change(**{name: row[name] for name in names}) for row in rows]


def list_and_changes(country: str) -> tuple[dict[str, Territory], list[Change]]:
    """The list as the open transaction sees it, and all its changes: for who is about to change it."""
    changes = changes_of(country, revision_now(country))
    return list_after(country, changes), changes


def list_after(country: str, changes: Sequence[Change]) -> dict[str, Territory]:
    """The list as these changes leave it."""
    return rules.amended(_read(country), changes)


@lru_cache(maxsize=12)
def _listed(country: str, revision: int) -> Mapping[str, Territory]:
    return MappingProxyType(rules.amended(_read(country), changes_of(country, revision)))


@lru_cache(maxsize=256)
def _choices(country: str, revision: int, language: str, *, on: date | None, held: str) -> Choices:
    choices: Choices = {}
    known = _listed(country, revision)
    offered = [
        each for each in _in_order(country, language, known) if on is None or each.existed(on) or each.code == held
    ]
    for largest in _in_order(country, language, known):
        inside = {each.code: each.name(language, on) for each in offered if each.parent == largest.code}
        if largest.parent is None and largest.kind not in rules.HOMES and inside:
            choices[largest.name(language, on)] = inside
        elif largest.parent is None and largest.kind in rules.HOMES and largest in offered:
            choices[largest.code] = largest.name(language, on)
    return choices


@lru_cache(maxsize=64)
def _localities(country: str, revision: int, language: str, *, on: date) -> tuple[str, ...]:
    known = _in_order(country, language, _listed(country, revision))
    smaller = [each for each in known if each.kind not in rules.HOMES and each.parent is not None]
    return tuple(dict.fromkeys(each.name(language, on) for each in smaller if each.existed(on)))


def _in_order(country: str, language: str, known: Mapping[str, Territory]) -> list[Territory]:
    found = list(known.values())
    if country not in ORDERED_BY_NUMBER:
        found.sort(key=lambda each: sort_key(each.name(language), ""))
    return found


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
                names=(Name(fr=row["name_fr"], ar=row["name_ar"]),),
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                origin=row["origin"] or None,
            )
            for row in csv.DictReader(file)
        )
