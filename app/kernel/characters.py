"""What is known about a single character: whether text may hold it, which script it belongs to, its plain form. Pure.

Python's Unicode tables lack the properties Script and Default_Ignorable_Code_Point. The first word of a character's
name stands in for the script (`ARABIC LETTER BEH`); the ignorable ones are listed here from DerivedCoreProperties.txt of
Unicode 14, with the blank letters and symbols that people use as an invisible name.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LINE_BREAK = "\n"
JOINERS = "\u200c\u200d"
EMOJI_LOOK = "\ufe0f"  # asks for the coloured picture of the symbol before it
_LINE_SEPARATORS = "\u0085\u2028\u2029\x0b\x0c\r\n"
_DIRECTION_MARKS = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))))
_BLANKS = frozenset(
    map(
        chr,
        (
            *(0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810)),
            *(0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2800, 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
            *(0x16FE4, *range(0x1BCA0, 0x1BCA4), 0x1D159, *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
        ),
    )
)
_DAMAGED = "\ufffc\ufffd"  # what a broken copy leaves behind
_STYLED = frozenset(("<font>", "<circle>", "<square>", "<wide>", "<narrow>"))
_RAISED = frozenset(("<super>", "<sub>"))
_ORDINALS = "ªº"  # of Mª José
_POSITIONAL = frozenset(("<initial>", "<medial>", "<final>", "<isolated>", "<compat>"))
_SCRIPT_WORDS = {"CJK": "HAN", "IDEOGRAPHIC": "HAN", "KANGXI": "HAN", "ARABIC-INDIC": "ARABIC", "EXTENDED": "ARABIC"}
_OF_NO_SCRIPT = frozenset(
    "COMBINING MODIFIER MASCULINE FEMININE MICRO KATAKANA-HIRAGANA SUPERSCRIPT SUBSCRIPT VULGAR FRACTION ROMAN DIGIT "
    "VEDIC CIRCLED PARENTHESIZED DOUBLE NEGATIVE DINGBAT FULLWIDTH HALFWIDTH MATHEMATICAL".split()
)
JOINING_SCRIPTS = frozenset(
    "ARABIC SYRIAC MANDAIC NKO MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM "
    "SINHALA KHMER MYANMAR TIBETAN".split()
)
LATIN_LOOKALIKES = frozenset("аеорсухіјѕԁһӏԛԝАВЕКМНОРСТУХІЈЅԚԜҮҺαικνορυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧօոսցհյՍՕԼ")


@lru_cache(maxsize=4096)
def fault_of(char: str) -> str | None:
    """Why no text may hold this character, or None. Joiners and emoji marks are judged in their place, by `text`.

    Refused (UTS 39 and UAX 31 as settled for this house): controls, surrogates, private and unassigned code points, line and
    paragraph separators, direction controls, every other format character, blank letters, tags, variation selectors,
    enclosing and overlaying marks, and letters or digits in a styled form (mathematical, circled, full width, raised, small capitals).
    """
    category = unicodedata.category(char)
    if char in _LINE_SEPARATORS:
        return "line_break"
    if char in _DAMAGED or category == "Cs":
        return "damaged"
    if char in _DIRECTION_MARKS:
        return "direction"
    if char in _BLANKS or category == "Cf":
        return "invisible"
    if category == "Cc":
        return "control"
    if category in ("Co", "Cn"):
        return "unknown"
    return "styled" if _is_styled(char, category) else None


def _is_styled(char: str, category: str) -> bool:
    name, form = unicodedata.name(char, ""), unicodedata.decomposition(char).split(" ")[0]
    if category == "Me" or (unicodedata.combining(char) == 1 and name.startswith("COMBINING")):
        return True
    if "SMALL CAPITAL" in name or (form in _RAISED and category[0] == "L" and char not in _ORDINALS):
        return True
    plain = unicodedata.normalize("NFKC", char)
    return form in _STYLED and (category == "Nd" or (plain.isalpha() and len(plain) == 1))


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """The script of a letter, mark or digit, as the first word of its name; "" when every script may use it."""
    if char.isascii():
        return "LATIN" if char.isalpha() else ""
    if unicodedata.category(char)[0] not in "LMN":
        return ""
    word = unicodedata.name(char, "").split(" ", 1)[0]
    return "" if word in _OF_NO_SCRIPT else _SCRIPT_WORDS.get(word, word)


@lru_cache(maxsize=1024)
def plain_form(char: str) -> str:
    """The ordinary letters of a positional form or ligature, as old Arabic software and PDFs give them (ﻣ, ﷲ, ﬁ)."""
    if not ("\ufb00" <= char <= "\ufdff" or "\ufe70" <= char <= "\ufefc") or not char.isalpha():
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if unicodedata.decomposition(char).split(" ")[0] in _POSITIONAL and " " not in plain else char


def code_of(char: str) -> str:
    """`U+202E`."""
    return f"U+{ord(char):04X}"
