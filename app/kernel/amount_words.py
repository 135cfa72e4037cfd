"""Amounts in words, in French and Arabic, for papers that carry a signature.

Our own, because the well-kept library (num2words 0.5.14) knows neither the dirham nor the Algerian dinar, writes 200 as
“مئتا” whatever follows, two dinars as “اثنان ديناران” and 500 millimes as “خمسمائة مليماً”.

Arabic: what is counted is of the plural from 3 to 10, in the singular accusative from 11 to 99 and in the singular
genitive after a hundred, a thousand or a million, whose dual then loses its nūn; one and two follow what is counted, or stand in its
dual. The nouns here are all masculine, so 3 to 10 take their tāʾ.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.formats import EXPONENTS, language_of

LARGEST = 10**15  # whole units, that not included


@dataclass(frozen=True, kw_only=True)
class _Noun:
    """What is counted in Arabic: one, two, two before a noun of its own, 3 to 10, 11 to 99, after a hundred."""

    one: str
    two: str
    two_of: str
    few: str
    many: str


def _noun(one: str, few: str) -> _Noun:
    return _Noun(one=one, two=f"{one}ان", two_of=f"{one}ا", few=few, many=f"{one}ا")


DIRHAM, DINAR = _noun("درهم", "دراهم"), _noun("دينار", "دنانير")
CENTIME, MILLIME = _noun("سنتيم", "سنتيمات"), _noun("مليم", "مليمات")
ARABIC = {"MAD": (DIRHAM, CENTIME), "TND": (DINAR, MILLIME), "DZD": (DINAR, CENTIME)}
FRENCH = {"MAD": ("dirham", "centime"), "TND": ("dinar", "millime"), "DZD": ("dinar", "centime")}

_ARABIC_SCALES = (
    (10**12, _noun("تريليون", "تريليونات")),
    (10**9, _noun("مليار", "مليارات")),
    (10**6, _noun("مليون", "ملايين")),
    (10**3, _noun("ألف", "آلاف")),
)
_ARABIC_UNITS = (
    "", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة",
    "أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر", "ستة عشر", "سبعة عشر", "ثمانية عشر", "تسعة عشر",
)  # fmt: skip
_ARABIC_TENS = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_ARABIC_HUNDREDS = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip
_FRENCH_SCALES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
_FRENCH_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def amount_in_words(minor: int, currency: str, locale: str) -> str:
    """`dix-neuf mille trois cent soixante dirhams` from 1936000 MAD. Raises ValueError beyond words or currencies."""
    if currency not in FRENCH:
        raise ValueError(f"{currency} has no words")
    whole, rest = divmod(abs(minor), 10 ** EXPONENTS[currency])
    if whole >= LARGEST:
        raise ValueError("an amount beyond words")
    write = _arabic if language_of(locale) == "ar" else _french
    return write(whole, rest, currency=currency, is_below=minor < 0)


def _french(whole: int, rest: int, *, currency: str, is_below: bool) -> str:
    unit, part = FRENCH[currency]
    said = [_french_counted(whole, unit)] if whole or not rest else []
    said += [_french_counted(rest, part)] if rest else []
    return ("moins " if is_below else "") + " et ".join(said)


def _french_counted(number: int, noun: str) -> str:
    """`deux millions de dirhams`, `vingt et un dirhams`."""
    linked = "de " if number and number % 10**6 == 0 else ""
    return f"{french_number(number)} {linked}{noun}{'s' if number > 1 else ''}"


def french_number(number: int) -> str:
    """A whole number below LARGEST, as traditional spelling has it."""
    said = []
    for scale, noun in _FRENCH_SCALES:
        count, number = divmod(number, scale)
        if count:
            said.append(f"{_french_hundreds(count)} {noun}{'s' if count > 1 else ''}")
    thousands, number = divmod(number, 1000)
    if thousands:
        said.append("mille" if thousands == 1 else f"{_french_hundreds(thousands, before_mille=True)} mille")
    if number or not said:
        said.append(_french_hundreds(number))
    return " ".join(said)


def _french_hundreds(number: int, *, before_mille: bool = False) -> str:
    """Below a thousand. Cent and vingt take an s at the end, but not before mille."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _french_tens(rest, before_mille=before_mille)
    plural = "s" if hundreds > 1 and not rest and not before_mille else ""
    said = f"cent{plural}" if hundreds == 1 else f"{_FRENCH_UNITS[hundreds]} cent{plural}"
    return f"{said} {_french_tens(rest, before_mille=before_mille)}" if rest else said


def _french_tens(number: int, *, before_mille: bool) -> str:
    if number < len(_FRENCH_UNITS):
        return _FRENCH_UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    word = _FRENCH_TENS[tens]
    if not unit:
        return word + ("s" if tens == 8 and not before_mille else "")
    link = " et " if unit in (1, 11) and tens != 8 else "-"
    return f"{word}{link}{_FRENCH_UNITS[unit]}"


def _arabic(whole: int, rest: int, *, currency: str, is_below: bool) -> str:
    unit, part = ARABIC[currency]
    said = [_arabic_counted(whole, unit)] if whole or not rest else []
    said += [_arabic_counted(rest, part)] if rest else []
    return ("ناقص " if is_below else "") + " و".join(said)


def _arabic_counted(number: int, noun: _Noun) -> str:
    """A number with what it counts."""
    if number == 0:
        return f"صفر {noun.one}"
    if number == 1:
        return f"{noun.one} واحد"
    if number == 2:
        return noun.two
    last = number % 100
    if last in (1, 2):  # one hundred and one: a hundred of them, and one
        return f"{_arabic_counted(number - last, noun)} و{_arabic_counted(last, noun)}"
    if last == 0:
        return f"{_arabic_number(number, before_noun=True)} {noun.one}"
    return f"{_arabic_number(number)} {noun.few if last <= 10 else noun.many}"


def _arabic_number(number: int, *, before_noun: bool = False) -> str:
    """A whole number below LARGEST. `before_noun`: what it counts follows at once, and is of the genitive."""
    said = []
    for scale, noun in _ARABIC_SCALES:
        count, number = divmod(number, scale)
        if count:
            said.append(_arabic_scale(count, noun, before_noun=before_noun and not number))
    if number:
        said.append(_arabic_hundreds(number, before_noun=before_noun))
    return " و".join(said)


def _arabic_scale(count: int, noun: _Noun, *, before_noun: bool) -> str:
    """So many thousands, millions or milliards."""
    if count == 1:
        return noun.one
    if count == 2:
        return noun.two_of if before_noun else noun.two
    last = count % 100
    if last in (1, 2):
        first = _arabic_scale(count - last, noun, before_noun=False)
        return f"{first} و{_arabic_scale(last, noun, before_noun=before_noun)}"
    if last == 0:
        return f"{_arabic_hundreds(count, before_noun=True)} {noun.one}"
    if last <= 10:
        return f"{_arabic_hundreds(count)} {noun.few}"
    return f"{_arabic_hundreds(count)} {noun.one if before_noun else noun.many}"


def _arabic_hundreds(number: int, *, before_noun: bool = False) -> str:
    """From 1 to 999."""
    hundreds, rest = divmod(number, 100)
    said = [_ARABIC_HUNDREDS[hundreds]] if hundreds else []
    if hundreds == 2 and not rest and before_noun:
        said = ["مائتا"]
    if rest:
        tens, unit = divmod(rest, 10)
        if rest < len(_ARABIC_UNITS):
            said.append(_ARABIC_UNITS[rest])
        else:
            said += [_ARABIC_UNITS[unit]] if unit else []
            said.append(_ARABIC_TENS[tens])
    return " و".join(said)
