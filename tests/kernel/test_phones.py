"""Phone numbers of Morocco, Tunisia, Algeria and beyond, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.phones import PhoneRefused, format_phone, parse_phone, phone_candidates

NAUGHTY = json.loads((Path(__file__).parent / "corpora" / "naughty.json").read_text())


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("0612345678", "MA", "+212612345678"),
        ("06 12-34.56.78", "MA", "+212612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "MA", "+212612345678"),
        ("۰۶۱۲۳۴۵۶۷۸", "MA", "+212612345678"),
        ("\u202a+212 612-345678\u202c", "TN", "+212612345678"),
        ("+212 (0)6 12 34 56 78", "MA", "+212612345678"),
        ("00212612345678", "MA", "+212612345678"),
        ("(0522) 33 44 55", "MA", "+212522334455"),
        ("98 123 456", "TN", "+21698123456"),
        ("71 234 567", "TN", "+21671234567"),
        ("00216 98123456", "DZ", "+21698123456"),
        ("0551 23 45 67", "DZ", "+213551234567"),
        ("021 63 12 34", "DZ", "+21321631234"),
        ("+33 6 12 34 56 78", "DZ", "+33612345678"),
    ],
)
def test_a_number_is_kept_as_e164(typed: str, country: str, kept: str) -> None:
    assert parse_phone(typed, country) == kept


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "MA"),
        ("190", "MA"),
        ("061234567", "MA"),
        ("06123456789", "MA"),
        ("0912345678", "MA"),
        ("98 123 456", "MA"),
        ("0612345678", "TN"),
        ("+999 123 456", "MA"),
        ("06 12 34 56 78 x12", "MA"),
        ("1-800-FLOWERS", "MA"),
        ("06123٤567８", "MA"),
        ("06+12345678", "MA"),
        ("0612345678;ext=1", "MA"),
        ("06\u202e12345678", "MA"),
        ("0612345678" * 500, "MA"),
    ],
)
def test_what_is_no_number_is_refused_in_words(typed: str, country: str) -> None:
    with pytest.raises(PhoneRefused, match="not a phone number"):
        parse_phone(typed, country)


def test_the_refusal_shows_how_the_country_writes_numbers() -> None:
    for country, example in (("MA", "06 12 34 56 78"), ("TN", "20 123 456"), ("DZ", "0551 23 45 67")):
        assert parse_phone(example, country)
        with pytest.raises(PhoneRefused, match=example):
            parse_phone("?", country)
    with pytest.raises(PhoneRefused, match="country code"):
        parse_phone("?", "FR")


@pytest.mark.parametrize(
    ("typed", "candidates"),
    [
        ("0612345678", ("+212612345678", "+213612345678")),
        ("0551234567", ("+213551234567",)),
        ("98 123 456", ("+21698123456",)),
        ("+21698123456", ("+21698123456",)),
        ("0021698123456", ("+21698123456",)),
        ("212612345678", ("+212612345678",)),
        ("٠٦١٢٣٤٥٦٧٨", ("+212612345678", "+213612345678")),
        ("manager@el-jadida.example", ()),
        ("0612", ()),
        ("", ()),
    ],
)
def test_a_login_without_country_is_tried_in_each(typed: str, candidates: tuple[str, ...]) -> None:
    assert phone_candidates(typed) == candidates


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+212612345678", "+212 6 12 34 56 78"),
        ("+21698123456", "+216 98 123 456"),
        ("+213551234567", "+213 551 23 45 67"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_a_number_is_shown_in_its_country_s_groups(e164: str, shown: str) -> None:
    assert format_phone(e164) == shown


@settings(deadline=None)
@given(st.sampled_from(["MA", "TN", "DZ"]), st.text(st.sampled_from("0123456789٠٦١ +-()."), max_size=16))
def test_what_is_kept_reads_back_the_same(country: str, typed: str) -> None:
    try:
        kept = parse_phone(typed, country)
    except PhoneRefused:
        return
    assert parse_phone(format_phone(kept), "FR") == kept
    assert kept in phone_candidates(kept)
    assert kept in phone_candidates(typed)


def test_naughty_strings_are_refused_never_fatal() -> None:
    for text in NAUGHTY:
        for candidate in phone_candidates(text):
            assert parse_phone(candidate, "MA") == candidate
        try:
            assert parse_phone(text, "MA").startswith("+")
        except PhoneRefused as refusal:
            assert str(refusal.message)
