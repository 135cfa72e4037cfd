"""What a social file may say, and what it says of a day. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Protocol

from app.kernel.i18n import LazyText, _l
from app.kernel.text import clean_code
from app.social.errors import (
    BeforeBirth,
    EndsBeforeItStarts,
    FewerThanChildren,
    NameWithoutPrescriber,
    NoneBesideOthers,
    NumberOfNothing,
    SameBodyTwice,
    TradeTwice,
    TwoOccupationsOneDay,
)
from app.social.models import Education, FamilyStatus, Language, Proof

LONGEST_NUMBER = 30


@dataclass(frozen=True, kw_only=True)
class Background:
    """Where the person comes from: level, languages, who sent them, where they are followed."""

    education: Education | None = None
    languages: tuple[Language, ...] = ()
    antenna_id: int | None = None
    prescriber_id: int | None = None
    prescriber_name: str = ""
    channel_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Family:
    """`dependants`: whoever lives on the person's income, children included."""

    family_status: FamilyStatus | None = None
    children: int | None = None
    dependants: int | None = None


@dataclass(frozen=True, kw_only=True)
class Project:
    """What the person wants to reach, said on a day, and whether it is their first business."""

    is_first_business: bool | None = None
    objectives: str = ""
    objectives_on: date | None = None


Part = Background | Family | Project


@dataclass(frozen=True, kw_only=True)
class OccupationDetails:
    occupation_id: int
    started_on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TradeDetails:
    trade_id: int
    sector_id: int | None = None
    started_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class JobDetails:
    employer: str
    weekly_hours: int | None = None
    started_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ProtectionDetails:
    """`number` is normalised; empty, the one on file stays, unless the body is another one; None, it goes."""

    body_id: int
    started_on: date
    ended_on: date | None = None
    number: str | None = ""
    proof: Proof | None = None
    proof_on: date | None = None


Details = OccupationDetails | TradeDetails | JobDetails | ProtectionDetails


class Period(Protocol):
    """From a day to a day, both included; no end: still."""

    @property
    def started_on(self) -> date: ...
    @property
    def ended_on(self) -> date | None: ...


def refuse_impossible_part(part: Part) -> None:
    """Raises FewerThanChildren, NameWithoutPrescriber."""
    if isinstance(part, Family) and (part.dependants is not None and part.dependants < (part.children or 0)):
        raise FewerThanChildren
    if isinstance(part, Background) and part.prescriber_name and part.prescriber_id is None:
        raise NameWithoutPrescriber


def occupation_on(facts: Sequence[OccupationDetails], day: date) -> OccupationDetails | None:
    """What the person did on a day: what began last by then."""
    begun = [fact for fact in facts if fact.started_on <= day]
    return max(begun, key=lambda fact: fact.started_on) if begun else None


def last_days(facts: Sequence[OccupationDetails]) -> list[date | None]:
    """Until when each holds, of facts in order: the day before the next; None for the last."""
    return [following.started_on - timedelta(days=1) for _fact, following in pairwise(facts)] + [None] * bool(facts)


def overlap(one: Period, other: Period) -> bool:
    """Whether two periods have a day in common."""
    ends_before = one.ended_on is not None and one.ended_on < other.started_on
    begins_after = other.ended_on is not None and other.ended_on < one.started_on
    return not ends_before and not begins_after


def refuse_impossible_occupations(facts: Sequence[OccupationDetails], *, born_on: date) -> None:
    """Raises BeforeBirth, TwoOccupationsOneDay."""
    for fact in facts:
        _refuse_before_birth(fact.started_on, born_on)
    if len({fact.started_on for fact in facts}) < len(facts):
        raise TwoOccupationsOneDay


def refuse_impossible_trades(facts: Sequence[TradeDetails], *, born_on: date) -> None:
    """Raises BeforeBirth, TradeTwice."""
    for fact in facts:
        _refuse_before_birth(fact.started_on, born_on)
    if len({fact.trade_id for fact in facts}) < len(facts):
        raise TradeTwice


def refuse_impossible_jobs(facts: Sequence[JobDetails], *, born_on: date) -> None:
    """Raises BeforeBirth, EndsBeforeItStarts."""
    for fact in facts:
        _refuse_before_birth(fact.started_on, born_on)
        _refuse_backwards(fact.started_on, fact.ended_on)


def refuse_impossible_protection(
    facts: Sequence[ProtectionDetails], *, born_on: date, none_ids: Collection[int]
) -> None:
    """Several bodies may cover somebody at once, none of them twice; “none” stands alone. `none_ids`: the words for “none”.

    Raises BeforeBirth, EndsBeforeItStarts, NumberOfNothing, SameBodyTwice, NoneBesideOthers.
    """
    for fact in facts:
        if fact.started_on < born_on:
            raise BeforeBirth
        _refuse_backwards(fact.started_on, fact.ended_on)
        if fact.number and fact.body_id in none_ids:
            raise NumberOfNothing
    for one, other in combinations(facts, 2):
        if overlap(one, other):
            _refuse_at_once(one.body_id, other.body_id, none_ids)


def _refuse_at_once(body_id: int, other_id: int, none_ids: Collection[int]) -> None:
    if body_id == other_id:
        raise SameBodyTwice
    if (body_id in none_ids) != (other_id in none_ids):
        raise NoneBesideOthers


def _refuse_before_birth(day: date | None, born_on: date) -> None:
    if day is not None and day <= born_on:
        raise BeforeBirth


def _refuse_backwards(started_on: date | None, ended_on: date | None) -> None:
    if started_on is not None and ended_on is not None and ended_on < started_on:
        raise EndsBeforeItStarts


_USUAL_NUMBERS = {
    ("MA", "cnss"): (re.compile("[0-9]{9}"), _l("A Moroccan CNSS number usually has nine digits.")),
    ("TN", "cnss"): (re.compile("[0-9]{8,10}"), _l("A Tunisian CNSS number usually has eight to ten digits.")),
    ("DZ", "cnas"): (re.compile("[0-9]{12}"), _l("An Algerian social security number usually has twelve digits.")),
}
_SEPARATORS = str.maketrans("", "", "-./_")


def normalised_number(typed: str) -> str:
    """The one spelling kept: upper-case letters and digits, no spaces or separators. Raises text.TextRefused."""
    return clean_code(typed, LONGEST_NUMBER).translate(_SEPARATORS)


def unusual_number(country: str, body_code: str, number: str) -> LazyText | None:
    """How such a number usually looks, when this one does not; it is kept all the same."""
    usual = _USUAL_NUMBERS.get((country, body_code))
    return None if usual is None or usual[0].fullmatch(number) else usual[1]
