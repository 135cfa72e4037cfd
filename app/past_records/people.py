"""Whom a row is about: by member number, else by name; what is known of them, looked up once for a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.names import fold
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member
from app.past_records.errors import NameOfAnother, NameOfSeveral, NameUnknown, NumberUnknown, PersonMissing
from app.past_records.sheets import ReadRow

_EVERYBODY = select(
    Member.id,
    Member.number,
    Member.account_id,
    Member.admitted_on,
    Member.left_on,
    Member.trade_id,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
).where(Member.survivor_id.is_(None))


@dataclass(frozen=True, kw_only=True)
class People:
    """The members of the open organisation, by number and by the words of their names in either script."""

    by_number: Mapping[int, AnyRow]
    by_name: Mapping[frozenset[str], Sequence[AnyRow]]

    def meant(self, values: Mapping[str, Any]) -> AnyRow:
        """Raises PersonMissing, NumberUnknown, NameOfAnother, NameUnknown, NameOfSeveral."""
        words = _words(values.get("person", ""))
        if (number := values.get("number")) is not None:
            person = self.by_number.get(number)
            if person is None:
                raise NumberUnknown
            if words and not any(words & name for name in _names(person)):
                raise NameOfAnother
            return person
        if not words:
            raise PersonMissing
        found = self.by_name.get(words, ())
        if len(found) != 1:
            raise NameOfSeveral if found else NameUnknown
        return found[0]

    def ids_meant(self, rows: Iterable[ReadRow]) -> list[int]:
        """Those whom rows may be about, in one order."""
        found = set()
        for row in rows:
            person = self.by_number.get(row.values.get("number", 0))
            named = self.by_name.get(_words(row.values.get("person", "")), ())
            found |= {each.id for each in (*([person] if person else ()), *named)}
        return sorted(found)


def everybody() -> People:
    by_name: dict[frozenset[str], list[AnyRow]] = defaultdict(list)
    people = read_rows(_EVERYBODY).all()
    for person in people:
        for name in _names(person):
            by_name[name].append(person)
    return People(by_number={person.number: person for person in people}, by_name=by_name)


def _names(person: AnyRow) -> set[frozenset[str]]:
    latin = _words(f"{person.given_name_latin} {person.family_name_latin}")
    arabic = _words(f"{person.given_name_arabic} {person.family_name_arabic}")
    return {latin, arabic} - {frozenset()}


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())
