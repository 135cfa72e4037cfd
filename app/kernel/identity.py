"""Identity document numbers: one spelling, a warning when the shape is unusual, a mask. Pure.

A shape that is not the expected one warns and never blocks: public sources disagree about the Moroccan card (5 to 8 digits,
1 to 3 letters), and old cards live on. Nothing is read out of a number, although the Algerian NIN holds sex and birth
year. Rules and sources: domain facts 2.5.
"""

from __future__ import annotations

import re

from app.kernel.i18n import N_
from app.kernel.text import clean_code

LONGEST_NUMBER = 30
KINDS_OF_COUNTRY = {
    "MA": ("cin", "passport", "residence_permit"),
    "TN": ("cin", "passport", "residence_permit"),
    "DZ": ("nin", "passport", "residence_permit"),
}
_SEPARATORS = str.maketrans("", "", "-./_")
_SHAPES = {
    ("cin", "MA"): (
        re.compile("[A-Z]{1,2}[0-9]{1,6}"),
        N_("A Moroccan card usually has one or two letters, then up to six digits."),
    ),
    ("cin", "TN"): (re.compile("[0-9]{8}"), N_("A Tunisian card usually has eight digits.")),
    ("nin", "DZ"): (re.compile("[0-9]{18}"), N_("An Algerian NIN usually has eighteen digits.")),
    ("passport", ""): (
        re.compile("(?=.*[0-9])[A-Z0-9]{6,9}"),
        N_("A passport number usually has six to nine letters and digits."),
    ),
    ("residence_permit", ""): (
        re.compile("(?=.*[0-9])[A-Z0-9]{5,15}"),
        N_("A residence permit number usually has five to fifteen letters and digits."),
    ),
}
_UNUSUAL_KIND = N_("This country does not issue this kind of document. Check the country and the kind.")
MASK = "•••"


def normalise(kind: str, country: str, number: str) -> str:  # noqa: ARG001  # every kind is spelt alike today
    """The one spelling kept and compared: upper-case ASCII letters and digits, no spaces or separators.

    Leading zeros stay (07654321 is a Tunisian card), so it is text. Raises `text.TextRefused` for other characters.
    """
    return clean_code(number, LONGEST_NUMBER).translate(_SEPARATORS)


def warning(kind: str, country: str, number: str) -> str | None:
    """The message id that says how such a number usually looks, or None when this one does. Takes a normalised number."""
    shape = _SHAPES.get((kind, country)) or _SHAPES.get((kind, ""))
    if shape is None:
        return _UNUSUAL_KIND
    pattern, message = shape
    return None if pattern.fullmatch(number) else message


def last_three(number: str) -> str:
    """The end of a number that lists and confirmations may show: three characters, and never more than half of it."""
    shown = min(3, len(number) // 2)
    return number[len(number) - shown :]


def masked(end: str) -> str:
    """`•••456` from what `last_three` gave; the dots do not tell how long the number is."""
    return MASK + end
