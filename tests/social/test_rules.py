"""What held on a day, and what a social file refuses, against a slow and obvious reference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social import errors, rules
from app.social.rules import (
    Background,
    Details,
    Family,
    JobDetails,
    OccupationDetails,
    ProtectionDetails,
    TradeDetails,
    last_days,
    normalised_number,
    occupation_on,
    overlap,
    unusual_number,
)

START, BORN, NONE = date(2026, 1, 1), date(1990, 5, 1), 9
offsets = st.integers(min_value=0, max_value=40)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


@st.composite
def protections(draw: st.DrawFn) -> list[ProtectionDetails]:
    drawn = draw(st.lists(st.tuples(st.sampled_from([1, 2, NONE]), offsets, st.none() | offsets), max_size=5))
    return [
        ProtectionDetails(body_id=body, started_on=day(start), ended_on=None if length is None else day(start + length))
        for body, start, length in drawn
    ]


def bodies_by_day(facts: list[ProtectionDetails]) -> dict[date, list[int]]:
    """Day after day, who covers: the slow reading."""
    held: dict[date, list[int]] = {day(offset): [] for offset in range(100)}
    for fact in facts:
        today = fact.started_on
        while today in held and (fact.ended_on is None or today <= fact.ended_on):
            held[today].append(fact.body_id)
            today += timedelta(days=1)
    return held


@given(protections())
def test_protection_is_refused_where_a_calendar_shows_it_twice(facts: list[ProtectionDetails]) -> None:
    held = bodies_by_day(facts)
    twice = any(len(set(bodies)) < len(bodies) for bodies in held.values())
    none_beside = any(NONE in bodies and set(bodies) != {NONE} for bodies in held.values())
    if twice or none_beside:
        with pytest.raises((errors.SameBodyTwice, errors.NoneBesideOthers)):
            rules.refuse_impossible_protection(facts, born_on=BORN, none_ids={NONE})
    else:
        rules.refuse_impossible_protection(facts, born_on=BORN, none_ids={NONE})


@given(protections())
def test_periods_overlap_when_they_share_a_day(facts: list[ProtectionDetails]) -> None:
    for one in facts:
        for other in facts:
            shared = any(len(bodies) == 2 for bodies in bodies_by_day([one, other]).values())
            assert overlap(one, other) == shared


@given(st.lists(offsets, unique=True, max_size=6))
def test_occupation_on_a_day_is_the_last_that_began(starts: list[int]) -> None:
    facts = [OccupationDetails(occupation_id=start, started_on=day(start)) for start in sorted(starts)]
    ends = last_days(facts)
    for offset in range(50):
        begun = [start for start in starts if start <= offset]
        found = occupation_on(facts, day(offset))
        assert (found.occupation_id if found else None) == (max(begun) if begun else None)
        holding = [
            fact
            for fact, end in zip(facts, ends, strict=True)
            if fact.started_on <= day(offset) and (end is None or day(offset) <= end)
        ]
        assert holding == ([found] if found else [])


def occupied(offset: int = 0) -> OccupationDetails:
    return OccupationDetails(occupation_id=1, started_on=day(offset))


def covered(**told: Any) -> ProtectionDetails:
    return ProtectionDetails(**{"body_id": 1, "started_on": START, **told})


def refuse(facts: list[Any]) -> None:
    kind: type[Details] = type(facts[0])
    if kind is ProtectionDetails:
        rules.refuse_impossible_protection(facts, born_on=BORN, none_ids={NONE})
        return
    rule = {
        OccupationDetails: rules.refuse_impossible_occupations,
        TradeDetails: rules.refuse_impossible_trades,
        JobDetails: rules.refuse_impossible_jobs,
    }[kind]
    rule(facts, born_on=BORN)  # type: ignore[operator]


BEFORE = BORN - timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ([occupied(), occupied()], errors.TwoOccupationsOneDay),
        ([OccupationDetails(occupation_id=1, started_on=BORN)], errors.BeforeBirth),
        ([TradeDetails(trade_id=1), TradeDetails(trade_id=1)], errors.TradeTwice),
        ([TradeDetails(trade_id=1, started_on=BEFORE)], errors.BeforeBirth),
        ([JobDetails(employer="Un", started_on=BEFORE)], errors.BeforeBirth),
        ([JobDetails(employer="Un", started_on=day(2), ended_on=day(1))], errors.EndsBeforeItStarts),
        ([covered(started_on=BEFORE)], errors.BeforeBirth),
        ([covered(ended_on=START - timedelta(days=1))], errors.EndsBeforeItStarts),
        ([covered(body_id=NONE, number="123")], errors.NumberOfNothing),
        ([covered(), covered(started_on=day(5))], errors.SameBodyTwice),
        ([covered(), covered(body_id=NONE, started_on=day(5))], errors.NoneBesideOthers),
    ],
)
def test_what_cannot_be_is_refused(facts: list[Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        refuse(facts)


@pytest.mark.parametrize(
    "facts",
    [
        [occupied(), occupied(1)],
        [TradeDetails(trade_id=1), TradeDetails(trade_id=2)],
        [JobDetails(employer="Un"), JobDetails(employer="Un")],
        [covered(), covered(body_id=2)],
        [covered(ended_on=day(4)), covered(started_on=day(5))],
        [covered(started_on=BORN)],  # covered through a parent
    ],
)
def test_what_can_be_is_not(facts: list[Any]) -> None:
    refuse(facts)


def test_a_part_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(errors.FewerThanChildren):
        rules.refuse_impossible_part(Family(children=3, dependants=2))
    with pytest.raises(errors.NameWithoutPrescriber):
        rules.refuse_impossible_part(Background(prescriber_name="Mme Sabah"))
    rules.refuse_impossible_part(Family(children=3))
    rules.refuse_impossible_part(Family(children=3, dependants=3))
    rules.refuse_impossible_part(Background(prescriber_id=1, prescriber_name="Mme Sabah"))


def test_numbers_are_warned_about_and_never_refused_for_their_shape() -> None:
    assert normalised_number(" 123-456 789 ") == "123456789"
    assert unusual_number("MA", "cnss", "123456789") is None
    assert unusual_number("MA", "cnss", "12345") is not None
    assert unusual_number("MA", "cnops", "12345") is None
