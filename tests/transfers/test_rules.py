"""The rules of transfers, without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel import clock
from app.members.models import Settlement, Sex
from app.members.services import MemberDetails
from app.social.models import Education, Language
from app.social.rules import Background
from app.transfers import rules
from app.transfers.coding import as_json, details_of, from_json, names_of, told_by
from app.transfers.errors import NumbersWithoutFile
from app.transfers.rules import ORDINARY, SENSITIVE, WAITS_DAYS, Part, Word, same_word

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates()
WORDS = st.builds(
    Word,
    id=st.integers(1, 9),
    code=st.sampled_from("abc"),
    fr=st.sampled_from(["Un", "un ", "Deux", ""]),
    ar=st.sampled_from(["واحد", "اثنان", ""]),
)


def test_every_part_is_either_ordinary_or_sensitive() -> None:
    assert sorted((*ORDINARY, *SENSITIVE)) == sorted(Part)


def test_numbers_go_with_what_they_number() -> None:
    with pytest.raises(NumbersWithoutFile):
        rules.refuse_parts({Part.PROTECTION_NUMBERS}, set(Part))
    rules.refuse_parts({Part.PROTECTION_NUMBERS, Part.SOCIAL}, set(Part))


def test_it_is_over_on_the_moment() -> None:
    sent = clock.now()
    over = sent + timedelta(days=WAITS_DAYS)
    assert rules.is_over(sent, over)
    assert not rules.is_over(sent, over - timedelta(microseconds=1))


def slow_same_word(said: Word, offered: list[Word], fixed: set[str]) -> Word | None:
    for word in offered:
        if word.code == said.code and said.code in fixed:
            return word
    for word in offered:
        for one, other in ((word.fr, said.fr), (word.ar, said.ar)):
            if one.strip() and one.strip().lower() == other.strip().lower():
                return word
    return None


@given(WORDS, st.lists(WORDS, max_size=5), st.sets(st.sampled_from("abc")))
def test_a_word_is_found_by_its_code_or_as_it_reads(said: Word, offered: list[Word], fixed: set[str]) -> None:
    assert same_word(said, offered, fixed) == slow_same_word(said, offered, fixed)


def test_the_same_code_of_somebody_s_own_word_says_nothing() -> None:
    one, other = Word(code="jewels", fr="Bijoux", ar="حلي"), Word(code="jewels", fr="Jouets", ar="لعب")
    assert same_word(one, [other], {"sewing"}) is None


@given(
    st.builds(
        MemberDetails,
        family_name_latin=TEXTS,
        given_name_arabic=TEXTS,
        sex=st.sampled_from(Sex),
        birth_date=DAYS,
        settlement=st.none() | st.sampled_from(Settlement),
        identity_issued_on=st.none() | DAYS,
        address=TEXTS,
    )
)
def test_what_a_file_says_survives_the_way(details: MemberDetails) -> None:
    told = from_json(as_json(told_by(details, names_of(MemberDetails))))
    assert details_of(MemberDetails, told) == details


@given(st.none() | st.sampled_from(Education), st.lists(st.sampled_from(Language), max_size=4), TEXTS)
def test_so_do_lists_of_codes(education: Education | None, languages: list[Language], name: str) -> None:
    background = Background(education=education, languages=tuple(languages), prescriber_name=name)
    told = from_json(as_json(told_by(background, names_of(Background))))
    assert details_of(Background, told) == background


def test_what_a_newer_version_says_is_left_out_and_what_an_older_did_not_stays_empty() -> None:
    told = {"sex": "F", "birth_date": "1990-05-01", "shoe_size": 38}
    assert details_of(MemberDetails, told).address == ""


@pytest.mark.parametrize("text", [None, "", "{", "[]", "7"])
def test_what_cannot_be_read_says_nothing(text: str | None) -> None:
    assert from_json(text) == {}
