"""The text policy: what is stored is NFC, visible, and the same when cleaned again; what is refused is refused in words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.characters import JOINERS, fault_of
from app.kernel.text import (
    TextRefused,
    clean_code,
    clean_digits,
    clean_line,
    clean_paragraph,
    scripts_of,
)

CORPORA = Path(__file__).parent / "corpora"
FORBIDDEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TROUBLE = (
    "\u202e\u200b\u200c\u200d\u200e\u00ad\ufeff\u3164\u00a0\u3000\t\n\r\u2028\x00\ud800\ue000\ufe0f\u0301\u0323\u0308"
    "\u064e\u0651\u0640ﻣﷲﷺﬁaéAАаοΑبيی١۱1９०कষ्가ᄀ漢かカ☎😀 -'.’\u0338\u20dd𝓐ᴀª\u0344\u1100\u1161"
)
any_text = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(TROUBLE)), max_size=60)
relaxed = settings(deadline=None)  # a hundred draws in each run; thousands: tests/drill/test_draws.py


def names() -> list[tuple[str, str]]:
    lines = (CORPORA / "names.txt").read_text(encoding="utf-8").splitlines()
    parted = (line.split(" ", 1) for line in lines if not line.startswith("#"))
    return [(script, name) for script, rest in parted for name in rest.split(" | ")]


def spoofs() -> list[tuple[str, str]]:
    return [(spoof["text"], spoof["reason"]) for spoof in json.loads((CORPORA / "spoofs.json").read_text())]


def naughty() -> list[str]:
    texts: list[str] = json.loads((CORPORA / "naughty.json").read_text())
    return texts


def test_the_corpora_are_as_large_as_promised() -> None:
    assert len({name for _script, name in names()}) >= 200
    assert len({frozenset(scripts_of(name)) for _script, name in names()}) >= 12
    assert len({text for text, _reason in spoofs()}) >= 60
    assert len(naughty()) >= 300


@pytest.mark.parametrize(("script", "name"), names())
def test_real_looking_names_pass_unchanged(script: str, name: str) -> None:
    assert clean_line(name, 80) == name, script
    assert clean_paragraph(name, 80) == name
    assert clean_line(unicodedata.normalize("NFD", name), 80) == name


@pytest.mark.parametrize(("text", "reason"), spoofs())
def test_spoofs_are_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean_line(text, 80)
    assert refused.value.reason == reason
    sentence = str(refused.value.message)
    assert "%(" not in sentence
    assert "▯" in sentence or "\u2068" in sentence
    assert not any(unicodedata.category(char) in FORBIDDEN for char in sentence)
    assert not set("\u202a\u202b\u202d\u202e\u200e\u200f") & set(sentence)


@pytest.mark.parametrize(("text", "reason"), spoofs())
def test_paragraphs_refuse_spoofs_too(text: str, reason: str) -> None:
    """But for line breaks, tabs and look-alike words, which belong in running text."""
    if reason in ("disguised", "line_break") or "\t" in text:
        return
    with pytest.raises(TextRefused) as refused:
        clean_paragraph(text, 80)
    assert refused.value.reason == reason


@pytest.mark.parametrize("clean", [clean_line, clean_paragraph, clean_digits, clean_code])
def test_naughty_strings_are_cleaned_or_refused_never_fatal(clean: Callable[[str, int], str]) -> None:
    outcomes = {"kept": 0, "refused": 0}
    for text in naughty():
        try:
            cleaned = clean(text, 200)
        except TextRefused as refusal:
            assert len(str(refusal.message)) > 20
            outcomes["refused"] += 1
        else:
            assert clean(cleaned, 200) == cleaned
            assert unicodedata.is_normalized("NFC", cleaned)
            outcomes["kept"] += 1
    assert min(outcomes.values()) > 30


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' OR '1'='1", "{{7*7}}", "%(name)s", "=1+1", "½ + ⅓", "ﷺ", "🇲🇦"]
)
def test_what_is_only_dangerous_elsewhere_is_kept(text: str) -> None:
    assert clean_line(text, 80) == text


@relaxed
@given(any_text)
def test_a_cleaned_line_is_clean(text: str) -> None:
    try:
        cleaned = clean_line(text, 200)
    except TextRefused as refusal:
        assert str(refusal.message)
        return
    assert clean_line(cleaned, 200) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(fault_of(char) for char in cleaned if char not in JOINERS)
    assert not any(unicodedata.category(char) in FORBIDDEN for char in cleaned)
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    assert all(char == " " for char in cleaned if unicodedata.category(char) == "Zs")


@relaxed
@given(any_text)
def test_a_cleaned_paragraph_is_clean(text: str) -> None:
    try:
        cleaned = clean_paragraph(text, 200)
    except TextRefused as refusal:
        assert str(refusal.message)
        return
    assert clean_paragraph(cleaned, 200) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(char) in FORBIDDEN for char in cleaned if char != "\n")
    assert "\n\n\n" not in cleaned
    assert all(line == line.strip() for line in cleaned.split("\n"))


@relaxed
@given(st.text(st.sampled_from("abzéÀỹ 0'-\u2019ابيةڭ،؛\n.,«»…")))
def test_the_short_cut_for_familiar_text_agrees_with_the_long_way(text: str) -> None:
    """A rare letter at the end (its word apart) forces the long way."""
    try:
        short = clean_paragraph(text, 300)
    except TextRefused as refusal:
        assert refusal.reason == "mixed_scripts"
        return
    assert clean_paragraph(f"{text} ⵣ", 300).removesuffix("ⵣ").rstrip(" ") in (short, f"{short}\n", f"{short}\n\n")


def test_spaces_of_every_kind_become_single_plain_ones() -> None:
    assert clean_line("\u00a0 Amina\u202f\u2009Benali \u3000", 80) == "Amina Benali"


def test_paragraphs_keep_lines_and_drop_the_rest() -> None:
    assert clean_paragraph("\r\n  Un\tdeux \r\rtrois\n\n\n\nquatre  \n", 80) == "Un deux\n\ntrois\n\nquatre"


def test_a_paragraph_refuses_other_line_breaks_and_says_what_to_press() -> None:
    with pytest.raises(TextRefused, match="Press Enter") as refused:
        clean_paragraph("Un\u2028deux", 80)
    assert (refused.value.position, refused.value.character_name) == (2, "LINE SEPARATOR")


def test_length_is_counted_in_code_points_after_cleaning() -> None:
    assert clean_line("e\u0301" * 80 + "   ", 80) == "é" * 80
    assert clean_line("😀" * 80, 80) == "😀" * 80
    with pytest.raises(TextRefused, match="81 characters, for 80") as refused:
        clean_line("x" * 81, 80)
    assert refused.value.reason == "too_long"


@pytest.mark.parametrize("text", ["\u0301" * 100_000, "a\u0301\u0323" * 100_000, "\u202e" * 100_000, " " * 100_000])
def test_endless_text_is_refused_before_any_work(text: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean_paragraph(text, 2000)
    assert refused.value.reason == "too_long"


def test_the_message_shows_where() -> None:
    with pytest.raises(TextRefused) as refused:
        clean_line("Ana \u202egro.live\u202c Kovac", 80)
    assert "“\u2068Ana ▯gro.live▯ \u2069”" in str(refused.value.message)
    assert "U+202E" in str(refused.value.message)
    assert (refused.value.position, refused.value.character_name) == (4, "RIGHT-TO-LEFT OVERRIDE")


def test_old_arabic_letter_forms_become_letters() -> None:
    assert clean_line("ﻋﺒﺪ ﷲ", 80) == "عبد الله"


@pytest.mark.parametrize("text", ["علی‌رضا", "ශ්‍රීමතී", "র‍্যাচেল"])
def test_joiners_stay_between_letters_that_need_them(text: str) -> None:
    assert set(JOINERS) & set(clean_line(text, 80))


@pytest.mark.parametrize(
    "text", ["A\u200cb", "علی\u200c", "\u200cعلی", "علی\u200c رضا", "علی\u200c\u200cرضا", "علی\u200da", "1\u200d2"]
)
def test_joiners_are_refused_elsewhere(text: str) -> None:
    with pytest.raises(TextRefused) as refused:
        clean_line(text, 80)
    assert refused.value.reason == "invisible"


def test_a_note_keeps_a_coloured_heart_a_name_does_not() -> None:
    assert clean_paragraph("Merci \u2764\ufe0f", 80) == "Merci \u2764\ufe0f"
    for text, clean in (("Merci \u2764\ufe0f", clean_line), ("Merci\ufe0f", clean_paragraph)):
        with pytest.raises(TextRefused):
            clean(text, 80)


@pytest.mark.parametrize(
    "text", ["التعاونية/coopérative", "CAE-مقاولة", "(SARL)شركة", "Tシャツ", "αβγ Ω", "5 µm", "м² 12"]
)
def test_words_of_different_scripts_may_stand_beside_each_other(text: str) -> None:
    assert clean_paragraph(text, 80) == text


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
        ("١٬٢٣٤٫٥٠", "1234.50"),
        ("\u202a+212 6\u202c", "+212 6"),
        ("\u22123", "-3"),
        (" 12\u00a0500,5 ", "12 500,5"),
    ],
)
def test_digits_become_western(typed: str, digits: str) -> None:
    assert clean_digits(typed) == digits


@pytest.mark.parametrize("typed", ["９９９", "२०", "১২", "²", "½", "①", "Ⅷ", "\u202e12", "1\u200b2", "𝟏"])
def test_other_digits_are_refused(typed: str) -> None:
    with pytest.raises(TextRefused):
        clean_digits(typed)


def test_codes_are_upper_case_ascii() -> None:
    assert clean_code(" be ١٢٣-456 ") == "BE123-456"
    for typed in ("BÉ1", "ب1", "BE%1", "ВЕ1", "ı1"):
        with pytest.raises(TextRefused):
            clean_code(typed)


@relaxed
@given(any_text)
def test_codes_and_digits_hold_nothing_else(text: str) -> None:
    try:
        code = clean_code(text)
    except TextRefused:
        return
    assert code.isascii()
    assert code == clean_code(code)
    assert all(char.isalnum() or char in "-./_" for char in code)
