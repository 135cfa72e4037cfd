"""Amounts: whole minor units with their currency, never floats, never two currencies in one sum."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.kernel.figures import FigureRefused, plain_figures
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import _l, _n

COUNTRY_CURRENCIES = {"MA": "MAD", "TN": "TND", "DZ": "DZD"}
LARGEST_AMOUNT = 10**12
CURRENCY_WORDS = {
    "MAD": ("MAD", "DHS", "DH", "د.م.", "د.م", "درهم"),
    "TND": ("TND", "DT", "د.ت.", "د.ت", "دينار"),
    "DZD": ("DZD", "DA", "د.ج.", "د.ج", "دينار"),
    "EUR": ("EUR", "€"),
    "USD": ("USD", "$"),
    "GBP": ("GBP", "£"),
}
AMOUNT = re.compile(
    r"""(?P<sign>[+-]?)\ ?
        (?P<whole>\d+|\d{1,3}(?:\ \d{3})+|\d{1,3}(?:\.\d{3})+(?=,|$)|\d{1,3}(?:,\d{3})+(?=\.|$)|)
        (?:(?P<mark>[.,])(?P<decimals>\d*))?""",
    re.VERBOSE,
)
TWO_READINGS = re.compile(r"[+-]?\ ?(?P<whole>[1-9]\d{0,2})(?P<mark>[.,])(?P<decimals>\d{3})")


class MixedCurrencies(TypeError):
    """Two currencies met in one sum: a mistake in the code, not in what was typed."""


@dataclass(frozen=True)  # two values in the order they are said: an amount reads better without names
class Money:
    """`Money(1245000, "MAD")` is twelve thousand four hundred and fifty dirhams."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency!r}")
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError("an amount is a whole number of minor units")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other)

    def _minor_of(self, other: Money) -> int:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise MixedCurrencies(f"{self!r} and {other!r}")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum; zero in this currency when there is nothing to add."""
    return sum(amounts, start=Money(0, currency))


def amount_as_typed(minor: int, currency: str) -> str:
    """How a stored amount stands in an input: `12450,00`, without groups or sign. `parse_amount` reads it back."""
    exponent = EXPONENTS[currency]
    whole, rest = divmod(abs(minor), 10**exponent)
    return f"{'-' if minor < 0 else ''}{whole},{rest:0{exponent}}"


def parse_amount(typed: str, currency: str) -> int:
    """Minor units of what a person typed, or copied from one of our pages; raises FigureRefused.

    - Digits are Western or Arabic; spaces and apostrophes group by three; the currency's own name or sign may stand by.
    - One comma or dot is the decimal mark: `12,5` and `12.5` are twelve and a half.
    - Both: the last is the decimal mark, the other groups (`12.450,00`, `12,450.00`).
    - The same one twice or more groups (`1.234.567`).
    - One, followed by exactly three digits, could mean thousands: asked back (`12.500`), unless the figures before it
      cannot be thousands (`0,500`, `1234,500`). In Tunisian dinars, which have three decimals, a comma there is the
      decimal mark (`12,500`), because the country and our own pages write millimes so; a dot is asked back.
    - No more decimals than the currency has, closing zeros aside; no more than 10**12 minor units either way.
    """
    compact = _without_currency(plain_figures(typed).upper(), currency)
    _refuse_two_readings(compact, currency)
    found = AMOUNT.fullmatch(compact)
    if found is None or not (found["whole"] or found["decimals"]):
        raise FigureRefused(_l("Write an amount in figures, such as 1250 or 1250,50."))
    whole = re.sub(r"\D", "", found["whole"]) or "0"
    minor = int(whole + _decimals(found["decimals"] or "", currency))
    if minor > LARGEST_AMOUNT:
        raise FigureRefused(_l("This amount is too large."))
    return -minor if found["sign"] == "-" else minor


def _without_currency(text: str, currency: str) -> str:
    for word in CURRENCY_WORDS[currency]:
        if text.endswith(word):
            return text.removesuffix(word).rstrip()
        if text.startswith(word):
            return text.removeprefix(word).lstrip()
    return text


def _refuse_two_readings(compact: str, currency: str) -> None:
    found = TWO_READINGS.fullmatch(compact)
    exponent = EXPONENTS[currency]
    if found is None or (exponent == 3 and found["mark"] == ","):
        return
    whole, decimals = found["whole"], found["decimals"]
    if len(decimals.rstrip("0")) > exponent:
        raise FigureRefused(
            _l("“%(typed)s” is not clear. For thousands, write %(large)s.", typed=compact, large=whole + decimals)
        )
    raise FigureRefused(
        _l(
            "“%(typed)s” can be read in two ways. Write %(large)s or %(small)s.",
            typed=compact,
            large=whole + decimals,
            small=f"{whole},{decimals[:exponent]}",
        )
    )


def _decimals(typed: str, currency: str) -> str:
    exponent = EXPONENTS[currency]
    kept = typed.rstrip("0")
    if len(kept) > exponent:
        raise FigureRefused(_n("Write %(num)s decimal at most.", "Write %(num)s decimals at most.", num=exponent))
    return kept.ljust(exponent, "0")
