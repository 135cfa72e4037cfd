"""The tax in a price: rates in force by country and day, and what of an amount is tax. Pure.

Rates are hundredths of a percent, amounts minor units. Whoever needs another rate, such as one of the short-lived ones
of a reform, writes the tax as an amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

WHOLE = 10_000


@dataclass(frozen=True, kw_only=True)
class TaxRates:
    """What a country's value added tax is from a day on, the usual rate first."""

    country: str
    starts_on: date
    rates: tuple[int, ...]
    source: str


EVERY_RATE = (
    TaxRates(
        country="MA",
        starts_on=date(2006, 1, 1),
        rates=(2000, 1400, 1000, 700),
        source="Code général des impôts, articles 98 and 99, before the reform of 2024",
    ),
    TaxRates(
        country="MA",
        starts_on=date(2024, 1, 1),
        rates=(2000, 1000),
        source="Loi de finances no 55-23 for 2024, article 8: two rates, 20 and 10 %, reached step by step until 2026",
    ),
    TaxRates(
        country="TN",
        starts_on=date(2018, 1, 1),
        rates=(1900, 1300, 700),
        source="Loi no 2017-66, loi de finances for 2018, article 43: 18, 12 and 6 % each one point more",
    ),
    TaxRates(
        country="DZ",
        starts_on=date(2017, 1, 1),
        rates=(1900, 900),
        source="Loi no 16-14, loi de finances for 2017, articles 26 and 27: 17 and 7 % each two points more",
    ),
)


def rates_on(country: str, day: date) -> tuple[int, ...]:
    """The rates in force on a day; for one before all we know of, the oldest known."""
    known = [one for one in EVERY_RATE if one.country == country]
    past = [one for one in known if one.starts_on <= day]
    return (past[-1] if past else known[0]).rates


def tax_within(amount_minor: int, rate: int) -> int:
    """What of an amount with tax is tax, half up."""
    return _half_up(amount_minor * rate, WHOLE + rate)


def tax_upon(net_minor: int, rate: int) -> int:
    """The tax to add to an amount before tax, half up."""
    return _half_up(net_minor * rate, WHOLE)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
