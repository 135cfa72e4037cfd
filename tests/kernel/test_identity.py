"""Identity numbers are spelt one way; an unusual shape warns and never blocks; masks tell little."""

from __future__ import annotations

import pytest

from app.kernel.identity import KINDS_OF_COUNTRY, last_three, masked, normalise, warning
from app.kernel.text import TextRefused


@pytest.mark.parametrize(
    ("kind", "country", "typed", "kept"),
    [
        ("cin", "MA", " be 123456 ", "BE123456"),
        ("cin", "MA", "M-١٢٣", "M123"),
        ("cin", "TN", "07654321", "07654321"),
        ("cin", "TN", "٠٧٦٥٤٣٢١", "07654321"),
        ("nin", "DZ", "109 871 234 567 890 123", "109871234567890123"),
        ("passport", "FR", "12ab34567", "12AB34567"),
        ("residence_permit", "MA", "C 1234/56", "C123456"),
    ],
)
def test_usual_numbers_are_spelt_one_way_and_do_not_warn(kind: str, country: str, typed: str, kept: str) -> None:
    assert normalise(kind, country, typed) == kept
    assert normalise(kind, country, kept) == kept
    assert warning(kind, country, kept) is None


@pytest.mark.parametrize(
    ("kind", "country", "number"),
    [
        ("cin", "MA", "ABC123"),
        ("cin", "MA", "B1234567"),
        ("cin", "MA", "123456"),
        ("cin", "TN", "7654321"),
        ("cin", "TN", "A7654321"),
        ("nin", "DZ", "12345678901234567"),
        ("passport", "MA", "ABCDEFG"),
        ("passport", "FR", "12345"),
        ("residence_permit", "TN", "1234"),
        ("cin", "DZ", "12345678"),
        ("nin", "MA", "123"),
    ],
)
def test_unusual_numbers_warn_in_words(kind: str, country: str, number: str) -> None:
    assert normalise(kind, country, number) == number
    message = warning(kind, country, number)
    assert message is not None
    assert message.endswith(".")


@pytest.mark.parametrize("typed", ["BÉ123", "ب123", "BE１23", "BE\u202e123", "BE*123"])
def test_other_characters_are_refused(typed: str) -> None:
    with pytest.raises(TextRefused):
        normalise("cin", "MA", typed)


def test_every_country_offers_kinds_that_exist_there() -> None:
    for country, kinds in KINDS_OF_COUNTRY.items():
        assert all("does not issue" not in (warning(kind, country, "?") or "") for kind in kinds)


@pytest.mark.parametrize(("number", "shown"), [("BE123456", "•••456"), ("M123", "•••23"), ("A", "•••"), ("", "•••")])
def test_a_mask_shows_three_characters_and_at_most_half(number: str, shown: str) -> None:
    assert masked(last_three(number)) == shown
