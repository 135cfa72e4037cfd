"""What stood on a day: the shipped list of a country and what the network changed since, as values. Pure.

Nothing is overwritten: a name has a day from which it holds, a territory may have a last day, and a change that was a
mistake is taken back by another change. So the list of any past day can be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.names import fold
from app.network.errors import (
    ClosedBeforeItBegan,
    DayOfNameMissing,
    EndedAround,
    NameOfAnotherTerritory,
    NothingToTakeBack,
    NotStanding,
    OriginNotStanding,
    ParentNotStanding,
    StillHolds,
    SuccessorNotStanding,
    TerritoryExists,
)

KINDS = {
    "MA": ("region", "province", "prefecture", "commune"),
    "TN": ("governorate", "delegation"),
    "DZ": ("wilaya", "commune"),
}
HOMES = ("province", "prefecture", "governorate", "wilaya")
"""Where a file says that a person lives; what is smaller helps to write the commune."""
AROUND = {
    "province": ("region",),
    "prefecture": ("region",),
    "commune": ("province", "prefecture", "wilaya"),
    "delegation": ("governorate",),
}
"""Of which kind the territory around one is; the others are the largest."""


class ChangeKind(StrEnum):
    ADDED = "added"
    RENAMED = "renamed"  # from a day on
    CORRECTED = "corrected"  # the name was never right
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, kw_only=True)
class Name:
    """`since`: the day from which it holds; None for the first one."""

    fr: str
    ar: str
    since: date | None = None

    def said(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True, kw_only=True)
class Territory:
    """`parent` is the code of the territory around it; `origin` of the one it came out of, `successor` of the one that took its place.

    Both days are included. `names` begin with the first.
    """

    code: str
    parent: str | None
    kind: str
    names: tuple[Name, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    origin: str | None = None
    successor: str | None = None

    @property
    def name_fr(self) -> str:
        return self.names[-1].fr

    @property
    def name_ar(self) -> str:
        return self.names[-1].ar

    @property
    def every_name(self) -> tuple[str, ...]:
        """In both languages, whenever it held."""
        return tuple(said for name in self.names for said in (name.fr, name.ar))

    def name(self, language: str, on: date | None = None) -> str:
        """As it was called on a day, by its first name before it had any; as it is called at last, without one."""
        if on is None or len(self.names) == 1:
            return self.names[-1].said(language)
        held = [name for name in self.names if name.since is None or name.since <= on]
        return (held or self.names)[-1 if held else 0].said(language)

    @property
    def ended_on(self) -> date | None:
        """The first day on which it stood no longer."""
        return self.valid_until + timedelta(days=1) if self.valid_until else None

    def existed(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and not self.has_ended(on)

    def has_ended(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on


@dataclass(frozen=True, kw_only=True)
class Change:
    """One decision about the list of a country, numbered from 1. `day`: from which it holds; None, from the beginning."""

    number: int
    kind: ChangeKind
    code: str
    day: date | None = None
    level: str = ""
    parent: str = ""
    name_fr: str = ""
    name_ar: str = ""
    other: str = ""  # the origin of a new one, the successor of a closed one
    takes_back: int | None = None


Listed = Mapping[str, Territory]


def amended(shipped: Iterable[Territory], changes: Sequence[Change]) -> dict[str, Territory]:
    """The list by code, once all changes that were not taken back are made in their order."""
    found = {each.code: each for each in shipped}
    for change in standing(changes):
        found[change.code] = _changed(found.get(change.code), change)
    return found


def standing(changes: Sequence[Change]) -> list[Change]:
    """The changes that hold: neither taken back nor taking one back."""
    undone = {change.takes_back for change in changes}
    return [each for each in changes if each.kind is not ChangeKind.TAKEN_BACK and each.number not in undone]


def _changed(known: Territory | None, change: Change) -> Territory:
    if known is None:
        return Territory(
            code=change.code,
            parent=change.parent or None,
            kind=change.level,
            names=(Name(fr=change.name_fr, ar=change.name_ar),),
            valid_from=change.day,
            origin=change.other or None,
        )
    if change.kind is ChangeKind.CLOSED and change.day is not None:
        return replace(known, valid_until=change.day - timedelta(days=1), successor=change.other or None)
    name = Name(fr=change.name_fr, ar=change.name_ar, since=change.day)
    if change.kind is ChangeKind.CORRECTED:
        return replace(known, names=(*known.names[:-1], replace(name, since=known.names[-1].since)))
    others = [each for each in known.names if each.since != name.since]
    return replace(known, names=tuple(sorted([*others, name], key=lambda each: each.since or date.min)))


def homes(listed: Listed) -> list[Territory]:
    """The territories in which people live, as a file says it."""
    return [each for each in listed.values() if each.kind in HOMES]


def as_it_stood(listed: Listed, code: str, on: date) -> Territory | None:
    """Where the place was on a day: before a territory was made, in the one it came out of."""
    found = listed.get(code)
    seen = {code}
    while found is not None and found.valid_from is not None and on < found.valid_from and found.origin:
        if found.origin in seen:
            return found
        seen.add(found.origin)
        found = listed.get(found.origin, found)
    return found


def in_place_of(listed: Listed, closed: Territory) -> list[Territory]:
    """What took the place of a territory: its successor, and those that came out of it when it ended or later."""
    ended = closed.valid_until
    taken = [listed[closed.successor]] if closed.successor and closed.successor in listed else []
    out_of_it = [
        each
        for each in listed.values()
        if each.origin == closed.code and ended is not None and each.valid_from is not None and each.valid_from > ended
    ]
    return taken + [each for each in out_of_it if each not in taken]


def refuse_addition(listed: Listed, change: Change, *, today: date) -> None:
    """Raises TerritoryExists, ParentNotStanding, OriginNotStanding, NameOfAnotherTerritory."""
    day = change.day or today
    if change.code in listed:
        raise TerritoryExists
    parent, around = listed.get(change.parent), AROUND.get(change.level, ())
    if bool(around) != (parent is not None) or (parent and (parent.kind not in around or not parent.existed(day))):
        raise ParentNotStanding
    if change.other and change.other not in listed:
        raise OriginNotStanding
    _refuse_same_name(listed, change, kind=change.level, parent=change.parent or None, day=day)


def refuse_naming(listed: Listed, change: Change, *, today: date) -> None:
    """Raises DayOfNameMissing, NotStanding, NameOfAnotherTerritory."""
    if change.kind is ChangeKind.RENAMED and change.day is None:
        raise DayOfNameMissing
    known, day = listed.get(change.code), change.day or today
    if known is None or not known.existed(day):
        raise NotStanding
    _refuse_same_name(listed, change, kind=known.kind, parent=known.parent, day=day)


def refuse_closing(listed: Listed, change: Change) -> None:
    """Raises NotStanding, ClosedBeforeItBegan, StillHolds, SuccessorNotStanding."""
    known, day = listed.get(change.code), change.day
    if known is None or day is None or known.valid_until is not None:
        raise NotStanding
    if known.valid_from is not None and day < known.valid_from:
        raise ClosedBeforeItBegan
    if any(each.parent == known.code and each.existed(day) for each in listed.values()):
        raise StillHolds
    successor = listed.get(change.other)
    if change.other and (
        successor is None or successor.code == known.code or not successor.existed(day) or not _alike(successor, known)
    ):
        raise SuccessorNotStanding


def refuse_taking_back(changes: Sequence[Change], number: int) -> Change:
    """The change that may be taken back: the last one about its territory, unless it made it. Raises NothingToTakeBack."""
    held = {each.number: each for each in standing(changes)}
    change = held.get(number)
    if change is None or change.kind is ChangeKind.ADDED:
        raise NothingToTakeBack
    if any(later.code == change.code for later in held.values() if later.number > number):
        raise NothingToTakeBack
    return change


def refuse_as_it_would_stand(listed: Listed, code: str, *, today: date) -> None:
    """Once a change is taken back. Raises EndedAround, NameOfAnotherTerritory."""
    known = listed[code]
    if not known.existed(today):
        return
    parent = listed.get(known.parent or "")
    if parent is not None and not parent.existed(today):
        raise EndedAround
    french, arabic = known.name("fr", today), known.name("ar", today)
    name = Change(number=0, kind=ChangeKind.CORRECTED, code=code, name_fr=french, name_ar=arabic)
    _refuse_same_name(listed, name, kind=known.kind, parent=known.parent, day=today)


def _alike(one: Territory, other: Territory) -> bool:
    return one.kind == other.kind or (one.kind in HOMES and other.kind in HOMES)


def _refuse_same_name(listed: Listed, change: Change, *, kind: str, parent: str | None, day: date) -> None:
    wanted = {fold(change.name_fr), fold(change.name_ar)}
    for other in listed.values():
        beside = other.code != change.code and (other.kind, other.parent) == (kind, parent)
        if beside and other.existed(day) and wanted & {fold(other.name("fr", day)), fold(other.name("ar", day))}:
            raise NameOfAnotherTerritory
