"""Which files may be of one person, and how near they are. Pure.

Nobody is compared with everybody: files meet where they have something in common, and where more than MOST_ALIKE have the
same thing it tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from app.kernel.names import JOINING_WORDS, fold, words_for_search

MOST_ALIKE = 20


class Reason(StrEnum):
    """What two files have in common."""

    BIRTH = "birth"  # born on one day, with a word of their names in common
    NAMES = "names"  # all words of the name in one script, in any order
    PHONE = "phone"


_WEIGHT = {Reason.BIRTH: 4, Reason.NAMES: 3, Reason.PHONE: 2}


@dataclass(frozen=True, kw_only=True)
class Known:
    """A file as far as rules go."""

    id: int
    latin: tuple[str, str]  # given and family name
    arabic: tuple[str, str]
    birth_date: date
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Two files, the smaller id first, and what they have in common."""

    first_id: int
    second_id: int
    reasons: frozenset[Reason]

    @property
    def nearness(self) -> int:
        return sum(_WEIGHT[reason] for reason in self.reasons)


def pairs_alike(files: Iterable[Known]) -> list[Alike]:
    """Every pair that has something in common, the nearest first."""
    meeting: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for file in files:
        for place in _places(file):
            meeting[place].append(file.id)
    found: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    for (which, *_what), ids in meeting.items():
        if 1 < len(ids) <= MOST_ALIKE:
            for pair in combinations(sorted(ids), 2):
                found[pair].update(_TOLD_BY[which])
    alike = [Alike(first_id=pair[0], second_id=pair[1], reasons=frozenset(why)) for pair, why in found.items()]
    return sorted(alike, key=lambda pair: (-pair.nearness, pair.first_id, pair.second_id))


_TOLD_BY: Mapping[object, frozenset[Reason]] = {  # by a plain key, since thousands of places are looked up by it
    "name": frozenset({Reason.NAMES}),
    "name and day": frozenset({Reason.NAMES, Reason.BIRTH}),
    "word and day": frozenset({Reason.BIRTH}),
    "phone": frozenset({Reason.PHONE}),
}


def _places(file: Known) -> Iterator[tuple[object, ...]]:
    """Where a file meets others that have the same thing, each once."""
    for name in {whole_name(*file.latin), whole_name(*file.arabic)}:
        if len(name) > 1:
            yield "name", name
            yield "name and day", name, file.birth_date
    for word in words_in_common(*file.latin, *file.arabic):
        yield "word and day", word, file.birth_date
    for phone in {phone for phone in file.phones if phone}:
        yield "phone", phone


def whole_name(*names: str) -> tuple[str, ...]:
    """The words of a name as they are compared: those that join stand with the next, and the order tells nothing."""
    return tuple(sorted(word for name in names for word in _joined(name)))


def words_in_common(*names: str) -> set[str]:
    """The words by which two files may meet, as at the admission."""
    return {word for name in names for word in _found_by(name)} - JOINING_WORDS


@lru_cache(maxsize=20_000)
def _joined(name: str) -> tuple[str, ...]:
    joined, before = [], ""
    for word in fold(name).split():
        before += word
        if word not in JOINING_WORDS:
            joined.append(before)
            before = ""
    return (*joined, before) if before else tuple(joined)


@lru_cache(maxsize=20_000)
def _found_by(name: str) -> tuple[str, ...]:
    return words_for_search(name)
