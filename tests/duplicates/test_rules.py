"""Which files look alike: what meets by what they have in common is what a slow comparison of all with all finds."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.duplicates.rules import MOST_ALIKE, Known, Reason, pairs_alike
from app.kernel.names import JOINING_WORDS, fold, words_for_search

NAMES = st.sampled_from(
    [("Amina", "Benali"), ("Benali", "Amina"), ("AMINA", "Ben Ali"), ("Aïcha", "Benali"), ("Amina", ""), ("", "")]
)
ARABIC = st.sampled_from([("", ""), ("أمينة", "بنعلي"), ("بن علي", "امينة"), ("ليلى", "حداد")])
DAYS = st.sampled_from([date(1990, 1, 1), date(1990, 5, 1)])
PHONES = st.lists(st.sampled_from(["", "+212661000001", "+212661000002"]), max_size=2).map(tuple)


@st.composite
def files(draw: st.DrawFn) -> list[Known]:
    said = st.tuples(NAMES, ARABIC, DAYS, PHONES)
    return [
        Known(id=number, latin=latin, arabic=arabic, birth_date=day, phones=phones)
        for number, (latin, arabic, day, phones) in enumerate(draw(st.lists(said, max_size=12)), start=1)
    ]


def reasons_of(one: Known, other: Known) -> set[Reason]:
    """As a person would compare two files."""
    found = set()
    for first, second in ((one.latin, other.latin), (one.arabic, other.arabic)):
        if _plain(first) == _plain(second) and len(_plain(first)) > 1:
            found.add(Reason.NAMES)
    if set(filter(None, one.phones)) & set(other.phones):
        found.add(Reason.PHONE)
    in_common = set(words_for_search(*one.latin, *one.arabic)) & set(words_for_search(*other.latin, *other.arabic))
    if one.birth_date == other.birth_date and in_common - JOINING_WORDS:
        found.add(Reason.BIRTH)
    return found


def _plain(name: tuple[str, str]) -> list[str]:
    """Of the names above."""
    words = [fold(part).replace("ben ali", "benali").replace("بن علي", "بنعلي") for part in name]
    return sorted(word for part in words for word in part.split())


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(files())
def test_all_pairs_that_have_something_in_common(known: list[Known]) -> None:
    slow = {(one.id, other.id): why for one, other in combinations(known, 2) if (why := reasons_of(one, other))}
    assert {(pair.first_id, pair.second_id): set(pair.reasons) for pair in pairs_alike(known)} == slow


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(files())
def test_the_nearest_come_first(known: list[Known]) -> None:
    found = [pair.nearness for pair in pairs_alike(known)]
    assert found == sorted(found, reverse=True)


def _of_one_name(count: int, **told: object) -> list[Known]:
    same = {"latin": ("Mohamed", "Alaoui"), "arabic": ("", ""), "phones": ()}
    return [Known(id=number, birth_date=date(1980, 1, 1 + number % 28), **{**same, **told}) for number in range(count)]


def test_a_name_that_many_bear_tells_nothing() -> None:
    assert pairs_alike(_of_one_name(MOST_ALIKE))
    by_name = [pair for pair in pairs_alike(_of_one_name(MOST_ALIKE + 1)) if pair.reasons == {Reason.NAMES}]
    assert by_name == []


def test_but_who_bears_it_and_was_born_on_the_same_day_is_proposed() -> None:
    many = _of_one_name(MOST_ALIKE + 10)
    pairs = {(pair.first_id, pair.second_id): pair.reasons for pair in pairs_alike(many)}
    assert pairs[0, 28] == {Reason.NAMES, Reason.BIRTH}
