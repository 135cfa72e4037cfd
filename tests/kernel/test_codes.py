"""Tokens are long and random, codes survive being read aloud and typed back."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.codes import (
    BASE32,
    CROCKFORD,
    digest,
    group,
    new_check_token,
    new_dictation_code,
    new_link_token,
    new_session_token,
    new_slip_code,
    normalise_code,
)

MAKERS = [
    (new_session_token, r"[\w-]{43}", 256),
    (new_link_token, r"[\w-]{43}", 256),
    (new_check_token, f"[{BASE32}]{{26}}", 130),
    (new_slip_code, rf"[{CROCKFORD}]{{4}}-[{CROCKFORD}]{{4}}-[{CROCKFORD}]{{4}}", 60),
    (new_dictation_code, f"[{CROCKFORD}]{{10}}", 50),
]


@pytest.mark.parametrize(("make", "shape", "bits"), MAKERS)
def test_tokens_have_their_shape_and_every_place_varies(make, shape: str, bits: int) -> None:
    drawn = [make() for _time in range(400)]
    assert len(set(drawn)) == 400
    assert all(re.fullmatch(shape, token) for token in drawn)
    symbols_by_place = [len(set(place)) for place in zip(*drawn, strict=True)]
    varying = [count for count in symbols_by_place if count > 1]
    assert min(varying) >= 16  # the last of 43 base64 characters carries 4 bits
    assert sum(map(math.log2, varying)) >= bits - 1


def test_codes_for_people_have_no_letters_to_confuse() -> None:
    assert len(CROCKFORD) == len(set(CROCKFORD)) == 32
    assert not set("ILOU") & set(CROCKFORD)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-efgh-jkmn", "ABCDEFGHJKMN"),
        (" AB CD – ".replace("–", "-"), "ABCD"),
        ("oO iI lL", "001111"),
        ("٠١٢٣۴", "01234"),
        ("\u200eABCD\u202c", "ABCD"),
        ("ABCU", ""),
        ("ABÇD", ""),
        ("A" * 5000, ""),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_a_typed_code_becomes_the_code_that_was_made(typed: str, code: str) -> None:
    assert normalise_code(typed) == code


@given(st.text(st.sampled_from(CROCKFORD), min_size=1, max_size=24), st.integers(1, 6), st.booleans())
def test_grouping_case_and_confused_letters_are_undone(code: str, size: int, lower: bool) -> None:
    misread = group(code, size).replace("1", "l").replace("0", "o") if lower else group(code, size).replace("1", "I")
    assert normalise_code(misread.lower() if lower else misread) == code
    assert all(len(part) == size for part, _next in pairwise(group(code, size).split("-")))


def test_a_digest_is_sha256_in_hexadecimal() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(digest("\ud800 \x00")) == 64
