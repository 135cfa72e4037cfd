"""The list of a country on any day: names from their day on, ends, and what was taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.network import errors
from app.network import territory_rules as rules
from app.network.territory_rules import Change, ChangeKind, Name, Territory

START, TODAY = date(2020, 1, 1), date(2026, 11, 22)
DAYS = st.integers(0, 40).map(lambda days: START + timedelta(days=days))


def place(code: str, **known: Any) -> Territory:
    names = (Name(fr=code, ar=f"ا{code}"),)
    return Territory(**{"code": code, "parent": None, "kind": "wilaya", "names": names, **known})


def change(number: int, kind: ChangeKind, code: str, **told: Any) -> Change:
    return Change(number=number, kind=kind, code=code, **told)


def added(code: str, **told: Any) -> Change:
    return change(1, ChangeKind.ADDED, code, **{"level": "wilaya", "name_fr": code, "name_ar": f"ا{code}", **told})


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Changes of one territory, in any order of their days; some are taken back."""
    found: list[Change] = []
    for number in range(1, draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(ChangeKind))
        if kind is ChangeKind.TAKEN_BACK and found:
            found.append(change(number, kind, "A", takes_back=draw(st.sampled_from(found)).number))
        elif kind in (ChangeKind.RENAMED, ChangeKind.CLOSED):
            found.append(change(number, kind, "A", day=draw(DAYS), name_fr=f"A{number}", name_ar=f"أ{number}"))
    return found


def plainly_called(changes: list[Change], on: date) -> str:
    """Day after day: what the last change that holds from the latest day says."""
    undone = [each.takes_back for each in changes]
    name = "A"
    day = date.min
    for each in changes:
        holds = each.kind is ChangeKind.RENAMED and each.number not in undone and each.day is not None
        if holds and each.day is not None and day <= each.day <= on:
            name, day = each.name_fr, each.day
    return name


@given(changes=histories(), on=DAYS)
def test_the_name_on_a_day_is_the_last_one_that_began(changes: list[Change], on: date) -> None:
    found = rules.amended([place("A")], changes)["A"]
    assert found.name("fr", on) == plainly_called(changes, on)


@given(changes=histories(), on=DAYS)
def test_it_stands_until_the_day_before_its_end(changes: list[Change], on: date) -> None:
    found = rules.amended([place("A")], changes)["A"]
    ends = [each.day for each in rules.standing(changes) if each.kind is ChangeKind.CLOSED]
    assert found.existed(on) == (not ends or on < ends[-1])


def test_a_wrong_name_is_wrong_on_all_days() -> None:
    renamed = change(1, ChangeKind.RENAMED, "A", day=START, name_fr="Bé", name_ar="ب")
    righted = change(2, ChangeKind.CORRECTED, "A", name_fr="Be", name_ar="ب")
    found = rules.amended([place("A")], [renamed, righted])["A"]
    assert [found.name("fr", START + timedelta(days=days)) for days in (-1, 0, 1)] == ["A", "Be", "Be"]
    assert found.every_name == ("A", "اA", "Be", "ب")


def test_before_it_was_made_a_place_lay_in_what_it_came_out_of() -> None:
    listed = {
        "A": place("A"),
        "B": place("B", valid_from=START, origin="A"),
        "C": place("C", valid_from=TODAY, origin="B"),
    }
    day_before = START - timedelta(days=1)
    stood = {day: rules.as_it_stood(listed, "C", day) for day in (day_before, START, TODAY)}
    assert {day: found and found.code for day, found in stood.items()} == {day_before: "A", START: "B", TODAY: "C"}
    assert rules.as_it_stood(listed, "Z", TODAY) is None
    turning = {"A": place("A", valid_from=TODAY, origin="B"), "B": place("B", valid_from=TODAY, origin="A")}
    assert rules.as_it_stood(turning, "A", START) is not None


def test_what_took_its_place() -> None:
    closed = place("A", valid_until=START, successor="B")
    listed = {
        "A": closed, "B": place("B"), "C": place("C", valid_from=TODAY, origin="A"), "D": place("D", valid_from=START, origin="A"),
    }  # fmt: skip
    assert [each.code for each in rules.in_place_of(listed, closed)] == ["B", "C"]


KNOWN = {
    "R": place("R", kind="region"),
    "P": place("P", kind="province", parent="R"),
    "Q": place("Q", kind="province", parent="R", valid_from=START),
    "OLD": place("OLD", kind="province", parent="R", valid_until=START),
    "R2": place("R2", kind="region", valid_until=START),
}


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"code": "P"}, errors.TerritoryExists),
        ({"code": "OLD"}, errors.TerritoryExists),
        ({"parent": ""}, errors.ParentNotStanding),
        ({"parent": "P"}, errors.ParentNotStanding),
        ({"parent": "R2"}, errors.ParentNotStanding),
        ({"level": "region"}, errors.ParentNotStanding),
        ({"other": "Z"}, errors.OriginNotStanding),
        ({"name_fr": "p"}, errors.NameOfAnotherTerritory),
        ({"name_ar": "اQ"}, errors.NameOfAnotherTerritory),
    ],
)
def test_what_cannot_be_added(told: dict[str, str], refusal: type[Exception]) -> None:
    plain = {"level": "province", "parent": "R", "name_fr": "N", "name_ar": "ن", "other": "OLD", "code": "N"}
    rules.refuse_addition(KNOWN, added(**plain), today=TODAY)
    with pytest.raises(refusal):
        rules.refuse_addition(KNOWN, added(**{**plain, **told}), today=TODAY)


@pytest.mark.parametrize(
    ("code", "name", "refusal"),
    [("Z", "N", errors.NotStanding), ("OLD", "N", errors.NotStanding), ("P", "q", errors.NameOfAnotherTerritory)],
)
def test_what_cannot_be_called_so(code: str, name: str, refusal: type[Exception]) -> None:
    rules.refuse_naming(KNOWN, change(1, ChangeKind.CORRECTED, "P", name_fr="p", name_ar="ن"), today=TODAY)
    with pytest.raises(refusal):
        rules.refuse_naming(KNOWN, change(1, ChangeKind.CORRECTED, code, name_fr=name, name_ar="ن"), today=TODAY)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"code": "Z"}, errors.NotStanding),
        ({"code": "OLD"}, errors.NotStanding),
        ({"day": None}, errors.NotStanding),
        ({"code": "Q", "day": START - timedelta(days=1)}, errors.ClosedBeforeItBegan),
        ({"code": "R", "other": ""}, errors.StillHolds),
        ({"other": "P"}, errors.SuccessorNotStanding),
        ({"other": "OLD"}, errors.SuccessorNotStanding),
        ({"other": "R"}, errors.SuccessorNotStanding),
        ({"other": "Z"}, errors.SuccessorNotStanding),
    ],
)
def test_what_cannot_end(told: dict[str, Any], refusal: type[Exception]) -> None:
    plain = {"code": "P", "day": TODAY, "other": "Q"}
    rules.refuse_closing(KNOWN, change(1, ChangeKind.CLOSED, **plain))
    with pytest.raises(refusal):
        rules.refuse_closing(KNOWN, change(1, ChangeKind.CLOSED, **{**plain, **told}))


def test_only_the_last_change_of_a_territory_is_taken_back() -> None:
    changes = [
        added("N"),
        change(2, ChangeKind.RENAMED, "N", day=START, name_fr="M", name_ar="م"),
        change(3, ChangeKind.CLOSED, "N", day=TODAY),
        change(4, ChangeKind.CLOSED, "P", day=TODAY),
    ]
    assert rules.refuse_taking_back(changes, 3).code == "N"
    for number in (1, 2, 9):
        with pytest.raises(errors.NothingToTakeBack):
            rules.refuse_taking_back(changes, number)
    taken = [*changes, change(5, ChangeKind.TAKEN_BACK, "N", takes_back=3)]
    assert rules.refuse_taking_back(taken, 2).code == "N"
    with pytest.raises(errors.NothingToTakeBack):
        rules.refuse_taking_back(taken, 3)
    assert rules.amended([], taken)["N"].valid_until is None


def test_what_is_taken_back_would_stand_like_any_other() -> None:
    listed = {"R": place("R", kind="region", valid_until=TODAY - timedelta(days=1))}
    listed |= {code: place(code, kind="province", parent="R") for code in ("A", "B")}
    with pytest.raises(errors.EndedAround):
        rules.refuse_as_it_would_stand(listed, "A", today=TODAY)
    listed["R"] = place("R", kind="region")
    rules.refuse_as_it_would_stand(listed, "A", today=TODAY)
    listed["B"] = place("B", kind="province", parent="R", names=listed["A"].names)
    with pytest.raises(errors.NameOfAnotherTerritory):
        rules.refuse_as_it_would_stand(listed, "A", today=TODAY)
    listed["A"] = place("A", kind="province", parent="R", valid_until=START)
    rules.refuse_as_it_would_stand(listed, "A", today=TODAY)


def test_a_new_name_has_a_day() -> None:
    with pytest.raises(errors.DayOfNameMissing):
        rules.refuse_naming(KNOWN, change(1, ChangeKind.RENAMED, "P", name_fr="N", name_ar="ن"), today=TODAY)
