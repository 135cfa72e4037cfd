"""Tax and other currencies: exact, to the unit, as a person would reckon it by hand."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.activity import currencies, taxes
from app.activity.errors import (
    DistanceNotPositive,
    ForeignNotPositive,
    QuantityNotPositive,
    RateInFuture,
    TaxTooLarge,
    UnknownCurrency,
)
from app.activity.rules import Circumstances, Entry, RecordKind, refuse_unsound
from app.kernel.errors import Refusal
from app.kernel.figures import FigureRefused
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import speaking
from app.kernel.money import COUNTRY_CURRENCIES
from tests.support.world import TODAY

amounts = st.integers(1, 10**10)
rates = st.sampled_from([rate for known in taxes.EVERY_RATE for rate in known.rates])
exchange_rates = st.integers(1, currencies.LARGEST_RATE)


def half_up(exact: Decimal) -> int:
    return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


class TestTax:
    @pytest.mark.parametrize(
        ("amount", "rate", "tax"),
        [(120_00, 2000, 20_00), (110_00, 1000, 10_00), (100_00, 2000, 16_67), (119_000, 1900, 19_000), (1, 2000, 0)],
    )
    def test_in_an_amount(self, amount: int, rate: int, tax: int) -> None:
        assert taxes.tax_within(amount, rate) == tax

    @pytest.mark.parametrize(("net", "rate", "tax"), [(100_00, 2000, 20_00), (12_345, 700, 864), (50, 700, 4)])
    def test_upon_an_amount(self, net: int, rate: int, tax: int) -> None:
        assert taxes.tax_upon(net, rate) == tax

    @given(amount=amounts, rate=rates)
    def test_it_is_the_exact_share_to_half_a_unit(self, amount: int, rate: int) -> None:
        assert taxes.tax_within(amount, rate) == half_up(Decimal(amount) * rate / (taxes.WHOLE + rate))
        assert taxes.tax_upon(amount, rate) == half_up(Decimal(amount) * rate / taxes.WHOLE)

    @given(net=amounts, rate=rates)
    def test_added_and_taken_out_again_it_is_the_same(self, net: int, rate: int) -> None:
        tax = taxes.tax_upon(net, rate)
        assert taxes.tax_within(net + tax, rate) == tax

    @pytest.mark.parametrize(
        ("country", "day", "rates"),
        [
            ("MA", date(2023, 12, 31), (2000, 1400, 1000, 700)),
            ("MA", date(2024, 1, 1), (2000, 1000)),
            ("TN", TODAY, (1900, 1300, 700)),
            ("DZ", TODAY, (1900, 900)),
            ("DZ", date(1990, 1, 1), (1900, 900)),
        ],
    )
    def test_each_country_has_its_own_from_a_day(self, country: str, day: date, rates: tuple[int, ...]) -> None:
        assert taxes.rates_on(country, day) == rates

    def test_every_rate_says_where_it_comes_from(self) -> None:
        for known in taxes.EVERY_RATE:
            assert "article" in known.source
            assert known.country in COUNTRY_CURRENCIES
            assert list(known.rates) == sorted(known.rates, reverse=True)


class TestRateTyped:
    @pytest.mark.parametrize(
        ("typed", "millionths"),
        [
            ("10,714286", 10_714_286), ("10.714286", 10_714_286), ("١٠٫٧١٤٢٨٦", 10_714_286), ("۱۰٫۵", 10_500_000),
            ("10,714", 10_714_000), ("0,093", 93_000), (" 11 ", 11_000_000), ("3,40", 3_400_000),
        ],
    )  # fmt: skip
    def test_is_read(self, typed: str, millionths: int) -> None:
        assert currencies.parse_rate(typed) == millionths

    @pytest.mark.parametrize("typed", ["", "-1", "10,1234567", "1e3", "dix", "10,7,1", "123456", "1/11", "10 €"])
    def test_anything_else_is_refused(self, typed: str) -> None:
        with pytest.raises(FigureRefused):
            currencies.parse_rate(typed)

    @given(rate=st.integers(0, 99_999 * currencies.MILLION))
    def test_what_an_input_holds_can_be_sent_back(self, rate: int) -> None:
        assert currencies.parse_rate(currencies.rate_as_typed(rate)) == rate

    @given(typed=st.text(max_size=70))
    def test_any_text_is_a_rate_or_a_named_refusal(self, typed: str) -> None:
        try:
            assert 0 <= currencies.parse_rate(typed) < 100_000 * currencies.MILLION
        except FigureRefused as refused:
            assert str(refused.message)

    @pytest.mark.parametrize(("rate", "said"), [(10_714_286, "10,714286"), (11_000_000, "11"), (10_500_000, "10,5")])
    def test_it_is_said_with_the_decimals_it_has(self, app: Flask, rate: int, said: str) -> None:
        with app.app_context(), speaking("fr", country="MA"):
            assert currencies.say_rate(rate) == said


class TestConversion:
    def test_forty_two_euros(self) -> None:
        assert currencies.converted(42_00, 10_714_286, theirs="EUR", ours="MAD") == 450_00
        assert currencies.converted(42_00, 3_400_000, theirs="EUR", ours="TND") == 142_800
        assert currencies.converted(1_000, 3_200_000, theirs="TND", ours="MAD") == 3_20

    @given(amount=amounts, rate=exchange_rates, pair=st.permutations(sorted(EXPONENTS)))
    def test_it_is_exact_to_half_a_unit(self, amount: int, rate: int, pair: list[str]) -> None:
        theirs, ours = pair[:2]
        exact = Decimal(amount).scaleb(-EXPONENTS[theirs]) * Decimal(rate).scaleb(-6)
        assert currencies.converted(amount, rate, theirs=theirs, ours=ours) == half_up(exact.scaleb(EXPONENTS[ours]))

    @pytest.mark.parametrize("ours", sorted(COUNTRY_CURRENCIES.values()))
    def test_only_a_rate_far_from_the_usual_is_asked_about(self, ours: str) -> None:
        for theirs in currencies.offered(ours):
            usual = currencies.ABOUT[theirs] * currencies.MILLION // currencies.ABOUT[ours]
            assert currencies.is_usual(usual * 4, theirs=theirs, ours=ours)
            assert currencies.is_usual(usual // 4, theirs=theirs, ours=ours)
            assert not currencies.is_usual(usual * 6, theirs=theirs, ours=ours)
            assert not currencies.is_usual(usual // 6, theirs=theirs, ours=ours)

    def test_a_rate_turned_round_is_not_usual(self) -> None:
        assert not currencies.is_usual(93_333, theirs="EUR", ours="MAD")

    def test_all_that_are_offered_can_be_written(self) -> None:
        assert set(currencies.FOREIGN) == set(currencies.ABOUT) == set(EXPONENTS)
        assert "MAD" not in currencies.offered("MAD")


SALE = {"kind": RecordKind.SALE, "day": TODAY, "party": "Madame Sabah", "amount_minor": 45_000}
FOREIGN = {"foreign_currency": "EUR", "foreign_minor": 42_00, "foreign_rate": 10_714_286, "foreign_rate_on": TODAY}
HERE = Circumstances(today=TODAY, admitted_on=date(2020, 1, 1), left_on=None, currency="MAD", offered_terms=[7])


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"quantity": 0}, QuantityNotPositive),
        ({"quantity": -1_000}, QuantityNotPositive),
        ({"tax_minor": -1}, TaxTooLarge),
        ({"tax_minor": 45_000}, TaxTooLarge),
        ({**FOREIGN, "foreign_currency": "MAD"}, UnknownCurrency),
        ({**FOREIGN, "foreign_currency": "XYZ"}, UnknownCurrency),
        ({**FOREIGN, "foreign_minor": None}, ForeignNotPositive),
        ({**FOREIGN, "foreign_minor": -5}, ForeignNotPositive),
        ({**FOREIGN, "foreign_rate": 0}, ForeignNotPositive),
        ({**FOREIGN, "foreign_rate_on": None}, RateInFuture),
        ({**FOREIGN, "foreign_rate_on": date(2999, 1, 1)}, RateInFuture),
        ({"kind": RecordKind.EXPENSE, "expense_category_id": 7, "distance_km": 0}, DistanceNotPositive),
        ({"kind": RecordKind.EXPENSE, "expense_category_id": 7, "distance_km": -3}, DistanceNotPositive),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, object], refusal: type[Refusal]) -> None:
    refuse_unsound(Entry(**{**SALE, **FOREIGN, "quantity": 1, "tax_minor": 44_999}), HERE)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        refuse_unsound(Entry(**{**SALE, **values}), HERE)  # type: ignore[arg-type]
