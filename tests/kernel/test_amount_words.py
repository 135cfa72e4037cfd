"""Amounts in words: known values in both languages, and what holds of all of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.amount_words import LARGEST, amount_in_words, french_number
from app.kernel.formats import EXPONENTS

FRENCH = {
    0: "zéro dirham",
    1: "un centime",
    1_00: "un dirham",
    2_00: "deux dirhams",
    21_00: "vingt et un dirhams",
    70_00: "soixante-dix dirhams",
    71_00: "soixante et onze dirhams",
    72_00: "soixante-douze dirhams",
    80_00: "quatre-vingts dirhams",
    81_00: "quatre-vingt-un dirhams",
    90_00: "quatre-vingt-dix dirhams",
    91_00: "quatre-vingt-onze dirhams",
    99_00: "quatre-vingt-dix-neuf dirhams",
    100_00: "cent dirhams",
    200_00: "deux cents dirhams",
    201_50: "deux cent un dirhams et cinquante centimes",
    280_00: "deux cent quatre-vingts dirhams",
    1_000_00: "mille dirhams",
    19_360_00: "dix-neuf mille trois cent soixante dirhams",
    80_000_00: "quatre-vingt mille dirhams",
    200_000_00: "deux cent mille dirhams",
    1_000_000_00: "un million de dirhams",
    2_000_200_00: "deux millions deux cents dirhams",
    200_000_000_00: "deux cents millions de dirhams",
    3_000_000_000_00: "trois milliards de dirhams",
    -12_05: "moins douze dirhams et cinq centimes",
}
ARABIC = {
    0: "صفر درهم",
    1: "سنتيم واحد",
    2: "سنتيمان",
    3: "ثلاثة سنتيمات",
    11: "أحد عشر سنتيما",
    1_00: "درهم واحد",
    2_00: "درهمان",
    3_00: "ثلاثة دراهم",
    8_00: "ثمانية دراهم",
    10_00: "عشرة دراهم",
    11_00: "أحد عشر درهما",
    12_00: "اثنا عشر درهما",
    19_00: "تسعة عشر درهما",
    20_00: "عشرون درهما",
    21_00: "واحد وعشرون درهما",
    99_00: "تسعة وتسعون درهما",
    100_00: "مائة درهم",
    101_00: "مائة درهم ودرهم واحد",
    102_00: "مائة درهم ودرهمان",
    103_00: "مائة وثلاثة دراهم",
    111_00: "مائة وأحد عشر درهما",
    200_00: "مائتا درهم",
    250_00: "مائتان وخمسون درهما",
    1_000_00: "ألف درهم",
    2_000_00: "ألفا درهم",
    2_005_00: "ألفان وخمسة دراهم",
    2_200_00: "ألفان ومائتا درهم",
    3_000_00: "ثلاثة آلاف درهم",
    11_000_00: "أحد عشر ألف درهم",
    19_360_00: "تسعة عشر ألفا وثلاثمائة وستون درهما",
    100_000_00: "مائة ألف درهم",
    200_000_00: "مائتا ألف درهم",
    1_000_000_00: "مليون درهم",
    2_000_000_00: "مليونا درهم",
    2_000_010_50: "مليونان وعشرة دراهم وخمسون سنتيما",
    3_000_000_00: "ثلاثة ملايين درهم",
    -5_00: "ناقص خمسة دراهم",
}
TUNISIAN = {
    1: ("un millime", "مليم واحد"),
    2: ("deux millimes", "مليمان"),
    500: ("cinq cents millimes", "خمسمائة مليم"),
    1_001: ("un dinar et un millime", "دينار واحد ومليم واحد"),
    2_750: ("deux dinars et sept cent cinquante millimes", "ديناران وسبعمائة وخمسون مليما"),
    3_005: ("trois dinars et cinq millimes", "ثلاثة دنانير وخمسة مليمات"),
    11_000: ("onze dinars", "أحد عشر دينارا"),
    1_250_250: (
        "mille deux cent cinquante dinars et deux cent cinquante millimes",
        "ألف ومائتان وخمسون دينارا ومائتان وخمسون مليما",
    ),
}


@pytest.mark.parametrize(("minor", "words"), FRENCH.items())
def test_french(minor: int, words: str) -> None:
    assert amount_in_words(minor, "MAD", "fr_MA") == words


@pytest.mark.parametrize(("minor", "words"), ARABIC.items())
def test_arabic(minor: int, words: str) -> None:
    assert amount_in_words(minor, "MAD", "ar_MA") == words


@pytest.mark.parametrize(("minor", "words"), TUNISIAN.items())
def test_millimes(minor: int, words: tuple[str, str]) -> None:
    assert (amount_in_words(minor, "TND", "fr_TN"), amount_in_words(minor, "TND", "ar_TN")) == words


def test_algerian_dinars_have_centimes() -> None:
    assert amount_in_words(12_02, "DZD", "fr_DZ") == "douze dinars et deux centimes"
    assert amount_in_words(12_02, "DZD", "ar_DZ") == "اثنا عشر دينارا وسنتيمان"


def test_what_has_no_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        amount_in_words(1, "EUR", "fr_MA")
    with pytest.raises(ValueError, match="beyond words"):
        amount_in_words(LARGEST * 100, "MAD", "fr_MA")


VALUES = {
    "zéro": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20,
    "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip


SCALES = {"billion": 10**12, "milliard": 10**9, "million": 10**6, "mille": 1000}


def read_back(words: str) -> int:
    """The number that French words say, read as people read them: a second opinion on `french_number`."""
    whole = group = 0
    for word in re.split(r"[ -]", words.replace("quatre-vingts", "huitante").replace("quatre-vingt", "huitante")):
        scale = SCALES.get(word.removesuffix("s"))
        if scale is not None:
            whole, group = whole + max(group, 1) * scale, 0
        elif word in ("cent", "cents"):
            group = max(group, 1) * 100
        elif word != "et":
            group += 80 if word == "huitante" else VALUES[word]
    return whole + group


@given(number=st.integers(0, LARGEST - 1))
def test_french_words_read_back_as_the_number(number: int) -> None:
    assert read_back(french_number(number)) == number


@given(minor=st.integers(-(10**13), 10**13), currency=st.sampled_from(["MAD", "TND", "DZD"]))
def test_every_amount_has_words_of_its_script(minor: int, currency: str) -> None:
    assert minor < 0 or not amount_in_words(minor, currency, "fr_MA").startswith("moins")
    arabic = amount_in_words(minor, currency, "ar_MA")
    assert re.fullmatch(r"[\u0621-\u064a ]+", arabic)
    assert "  " not in arabic
    assert EXPONENTS[currency] in (2, 3)


@given(one=st.integers(0, 10**12), other=st.integers(0, 10**12))
def test_different_amounts_have_different_words(one: int, other: int) -> None:
    for locale in ("fr_TN", "ar_TN"):
        same = amount_in_words(one, "TND", locale) == amount_in_words(other, "TND", locale)
        assert same == (one == other)
