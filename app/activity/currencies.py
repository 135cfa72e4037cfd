"""Other people's money: a price agreed in another currency, its rate, and what it comes to in ours. Pure.

A rate is what one unit of theirs is worth in units of ours, in millionths: 10.714286 dirhams for a euro are 10,714,286.
"""

from __future__ import annotations

import re
from decimal import Decimal

from app.kernel.figures import FigureRefused, plain_figures
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import _l, format_number

FOREIGN = ("EUR", "USD", "GBP", "MAD", "TND", "DZD")
MILLION = 10**6
LARGEST_RATE = 10_000 * MILLION
FAR = 5  # times what is usual: more than any market, and less than a slipped decimal mark or a rate turned round
RATE = re.compile(r"(?P<whole>\d{1,5})(?:[.,](?P<decimals>\d{1,6}))?")

ABOUT = {"EUR": 1_000_000, "USD": 900_000, "GBP": 1_150_000, "MAD": 93_000, "TND": 300_000, "DZD": 6_600}
"""What one unit was worth in millionths of a euro when this was written. It only tells a slip of the finger from a rate."""


def offered(own: str) -> tuple[str, ...]:
    """The currencies one may be paid in beside one's own."""
    return tuple(currency for currency in FOREIGN if currency != own)


def parse_rate(typed: str) -> int:
    """Millionths from `10,714286` or `10.714286`, in Western or Arabic digits. Raises FigureRefused.

    A single mark is the decimal one whatever follows: no rate between these currencies is in thousands.
    """
    found = RATE.fullmatch(plain_figures(typed).replace(" ", ""))
    if found is None:
        raise FigureRefused(_l("Write a rate in figures, such as 10,85; six decimals at most."))
    return int(found["whole"]) * MILLION + int((found["decimals"] or "").ljust(6, "0"))


def rate_as_typed(rate: int) -> str:
    """How a stored rate stands in an input: `10,714286`. `parse_rate` reads it back."""
    whole, rest = divmod(rate, MILLION)
    decimals = f"{rest:06}".rstrip("0")
    return f"{whole},{decimals}" if decimals else str(whole)


def say_rate(rate: int) -> str:
    """A rate as the reader's language writes it, with the decimals it has."""
    written = format_number(Decimal(rate).scaleb(-6), decimals=6)
    return written.rstrip("0").removesuffix(",")


def converted(foreign_minor: int, rate: int, *, theirs: str, ours: str) -> int:
    """Minor units of ours, half up, for minor units of theirs."""
    numerator = foreign_minor * rate * 10 ** EXPONENTS[ours]
    denominator = MILLION * 10 ** EXPONENTS[theirs]
    return int((2 * numerator + denominator) // (2 * denominator))


def is_usual(rate: int, *, theirs: str, ours: str) -> bool:
    """Whether a rate is within five times of what it was about when this was written."""
    usual = Decimal(ABOUT[theirs]) / ABOUT[ours] * MILLION
    return usual / FAR <= rate <= usual * FAR
