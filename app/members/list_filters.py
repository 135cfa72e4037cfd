"""The filters of the list of members: this room's own, and those of rooms above, which `create_app` hands over in order.

A filter has a code, which stands in addresses and saved lists and never changes. The list asks it for a condition and
for words; what it offers is read only where choices are shown or must be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from flask import g
from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from app.kernel.access import Actor
from app.kernel.figures import FigureRefused, parse_thousandths
from app.kernel.i18n import LazyText, _, format_day, format_number
from app.kernel.ids import read_id

MOST_VALUES = 50
LONGEST_VALUE = 80
OF_OWN_FIELDS = "field_"  # how the codes of fields begin that an organisation adds by itself
Values = tuple[str, ...]
Choices = Mapping[str, Any]
"""Words by value, or by group such a dictionary."""


class AsOf(NamedTuple):
    """The day that a list is asked for, and whether it is a past one rather than today."""

    day: date
    is_past: bool = False


def an_id(value: str) -> bool:
    return read_id(value) is not None


def a_day(value: str) -> bool:
    try:
        return date(1900, 1, 1) <= date.fromisoformat(value) <= date(2200, 1, 1)
    except ValueError:
        return False


def a_number(value: str) -> bool:
    try:
        parse_thousandths(value)
    except FigureRefused:
        return False
    return True


@dataclass(frozen=True, kw_only=True)
class ListFilter:
    """What a list of members can be reduced by.

    `condition` depends on nothing but its arguments and is asked for once for each, so that statements can be kept; it
    finds those of whom any of the values is true. Without `choices` it is `typed`.
    """

    code: str
    label: LazyText | str
    condition: Callable[[Values, AsOf], ColumnElement[bool]]
    choices: Callable[[Actor], Choices] | None = None  # words that were withdrawn included: old records keep them
    reads: Callable[[str], bool] = an_id  # whether a value can be one at all
    word_of: Callable[[str], str] | None = None  # one value in words, where that is quicker than reading all choices
    takes_several: bool = False
    typed: Literal["day", "number", "text"] = "day"

    def words(self, actor: Actor) -> dict[str, str]:
        """Each value it offers, in words; groups undone."""
        found: dict[str, str] = {}
        for value, said in (self.choices(actor) if self.choices else {}).items():
            found.update(said if isinstance(said, Mapping) else {value: said})
        return {value: str(said) for value, said in found.items()}

    def said(self, values: Values, actor: Actor) -> list[str]:
        """The values in words; a dash for one that no longer applies."""
        if self.choices is None:
            return [self._typed_in_words(value) for value in values]
        if self.word_of is not None:
            return [self.word_of(value) or "–" for value in values]
        choices = self.choices(actor)
        return [_word_among(choices, value) or "–" for value in values]

    def _typed_in_words(self, value: str) -> str:
        if self.typed == "day":
            return format_day(date.fromisoformat(value))
        return value if self.typed == "text" else format_number(Decimal(parse_thousandths(value)) / 1000)


def _word_among(choices: Choices, value: str) -> str:
    """Of one value, without putting all the others in words."""
    said = choices.get(value)
    if said is not None and not isinstance(said, Mapping):
        return str(said)
    groups = (group for group in choices.values() if isinstance(group, Mapping))
    return next((str(group[value]) for group in groups if value in group), "")


class Criterion(NamedTuple):
    """A filter that bites: its code, and the values of which any will do."""

    code: str
    values: Values


@dataclass(frozen=True, kw_only=True)
class MemberFilters:
    """What a list of members is reduced to; empty values do not filter."""

    typed: str = ""  # the beginning of words of a name in either script, or a number
    as_of: date | None = None  # the day that situation, stage, coach and age are asked for; None: today
    situation: str = "present"  # present, left, all, lapsed
    criteria: tuple[Criterion, ...] = ()  # in the order of the filters
    only: tuple[int, ...] = ()  # of these people
    left_out: tuple[Criterion, ...] = field(default=(), compare=False)  # what the address said and cannot be meant

    @classmethod
    def by(cls, **values: str) -> MemberFilters:
        """One value by code of a filter: `MemberFilters.by(coach="none", sex="F")`."""
        return cls(criteria=tuple(Criterion(code, (value,)) for code, value in values.items()))

    @property
    def is_empty(self) -> bool:
        return self == MemberFilters()

    def values_of(self, code: str) -> Values:
        return next((values for found, values in self.criteria if found == code), ())


Source = Callable[[], Sequence[ListFilter]]
_sources: list[Source] = []
_own: dict[str, ListFilter] = {}


def use_own_filters(filters: Iterable[ListFilter]) -> None:
    _own.clear()
    _own.update({each.code: each for each in filters})
    condition_of.cache_clear()


def use_list_filters(sources: Iterable[Source]) -> None:
    """Each source gives the filters of one room for the open organisation, such as one for each of its own fields."""
    _sources[:] = sources
    condition_of.cache_clear()


def all_filters() -> Mapping[str, ListFilter]:
    """Every filter of the open organisation by code, in order; the sources are asked once a request."""
    found: dict[str, ListFilter] | None = g.get("list_filters")
    if found is None:
        found = g.list_filters = dict(_own) | {each.code: each for source in _sources for each in source()}
    return found


def find_filter(code: str) -> ListFilter | None:
    return _own.get(code) or (all_filters().get(code) if _sources else None)


@lru_cache(maxsize=2000)
def condition_of(criterion: Criterion, as_of: AsOf) -> ColumnElement[bool]:
    """The same criterion and day give the same condition, so that statements can be kept. Raises KeyError for no filter."""
    found = find_filter(criterion.code)
    if found is None:
        raise KeyError(criterion.code)
    return found.condition(criterion.values, as_of)


def read_criteria(args: MultiDict[str, str]) -> tuple[tuple[Criterion, ...], tuple[Criterion, ...]]:
    """The criteria of an address, in the order of the filters; and what it says of a filter that cannot be meant."""
    known = _own if not _sources or args.keys() <= _own.keys() | RESERVED else all_filters()
    gone = [code for code in args if code.startswith(OF_OWN_FIELDS) and code not in known]
    read, left_out = [], [Criterion(code, tuple(args.getlist(code)[:MOST_VALUES])) for code in gone if args[code]]
    for code, one in known.items():
        asked = (
            tuple(dict.fromkeys(value for value in args.getlist(code)[:MOST_VALUES] if value)) if code in args else ()
        )
        meant = tuple(value for value in asked if len(value) <= LONGEST_VALUE and one.reads(value))
        kept = meant if one.takes_several else meant[:1]
        if kept:
            read.append(Criterion(code, kept))
        if kept != asked:
            left_out.append(Criterion(code, tuple(value for value in asked if value not in kept)))
    return tuple(read), tuple(left_out)


RESERVED = frozenset(
    {"q", "situation", "on", "column", "list", "member", "choose", "all", "keep", "after", "before", "page", "lang"}
)
"""What an address of the list says besides filters."""


def no_longer_apply(filters: MemberFilters, actor: Actor) -> list[str]:
    """The labels of criteria with a value that nothing has any more, or that never could be one.

    A plain list leaves such a value out; a saved list and a file say so, for their numbers would be wrong.
    """
    missing = [label_of(code) for code, _values in filters.left_out]
    for code, values in filters.criteria:
        one = find_filter(code)
        if one is None or (one.choices is not None and not set(values) <= one.words(actor).keys()):
            missing.append(label_of(code))
    return missing


def label_of(code: str) -> str:
    found = find_filter(code)
    return str(found.label) if found else _("A filter that is not there any more")


def criterion_in_words(criterion: Criterion, actor: Actor) -> str:
    """`Age: 18–24, 25–29`."""
    one = find_filter(criterion.code)
    label = label_of(criterion.code)
    values = one.said(criterion.values, actor) if one else ["–"]
    return _("%(label)s: %(values)s", label=label, values=_(", ").join(values))
