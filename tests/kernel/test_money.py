"""Amounts: exact sums in one currency, and what people type."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel import formats
from app.kernel.figures import FigureRefused, parse_day, parse_hours, parse_whole
from app.kernel.formats import EXPONENTS
from app.kernel.money import LARGEST_AMOUNT, MixedCurrencies, Money, amount_as_typed, parse_amount, total

CURRENCIES = sorted(EXPONENTS)
LOCALES = [f"{language}_{country}" for language in ("fr", "ar") for country in ("MA", "TN", "DZ")]
amounts = st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT)
currencies = st.sampled_from(CURRENCIES)


def refusal_of(typed: str, currency: str) -> str:
    with pytest.raises(FigureRefused) as refused:
        parse_amount(typed, currency)
    return str(refused.value)


class TestMoney:
    def test_adds_and_subtracts_exactly(self) -> None:
        assert Money(10, "MAD") + Money(20, "MAD") - Money(5, "MAD") == Money(25, "MAD")
        assert -Money(10, "MAD") < Money(0, "MAD")

    @pytest.mark.parametrize("other", [Money(1, "TND"), 1])
    def test_two_currencies_never_meet(self, other: object) -> None:
        with pytest.raises(MixedCurrencies):
            Money(1, "MAD") + other  # type: ignore[operator]
        with pytest.raises(MixedCurrencies):
            Money(1, "MAD") - other  # type: ignore[operator]
        with pytest.raises(MixedCurrencies):
            total([Money(1, "MAD"), other], "MAD")  # type: ignore[list-item]

    def test_total(self) -> None:
        assert total([], "TND") == Money(0, "TND")
        assert total([Money(1, "TND"), Money(2, "TND")], "TND") == Money(3, "TND")
        with pytest.raises(MixedCurrencies):
            total([Money(1, "MAD")], "TND")

    @pytest.mark.parametrize("minor", [1.5, True, "1", None])
    def test_only_whole_minor_units(self, minor: object) -> None:
        with pytest.raises(TypeError):
            Money(minor, "MAD")  # type: ignore[arg-type]

    def test_unknown_currency(self) -> None:
        with pytest.raises(ValueError, match="XYZ"):
            Money(1, "XYZ")


class TestTypedAmounts:
    @pytest.mark.parametrize(
        ("typed", "mad", "tnd"),
        [
            ("12", 1200, 12000), ("12,5", 1250, 12500), ("12.5", 1250, 12500), ("١٢٫٥", 1250, 12500), ("۱۲٫۵", 1250, 12500),
            ("١٢،٥", 1250, 12500), ("１２", 1200, 12000), ("1 234", 123400, 1234000), ("1 234 567,5", 123456750, 1234567500),
            ("1\u202f234,50", 123450, 1234500), ("1\u00a0234", 123400, 1234000), ("1'234", 123400, 1234000), ("1٬234٫5", 123450, 1234500),
            ("12.450,00", 1245000, 12450000), ("12,450.00", 1245000, 12450000), ("1.234.567", 123456700, 1234567000),
            ("1,234,567.8", 123456780, 1234567800), ("0,500", 50, 500), ("0.500", 50, 500), ("1234,500", 123450, 1234500),
            ("5,", 500, 5000), (",5", 50, 500), ("-12,5", -1250, -12500), ("\u221212,5", -1250, -12500), ("+3", 300, 3000),
            ("  12  ", 1200, 12000), ("12,5000", 1250, 12500), ("\u200f\u200e-1.245,00\u200f", -124500, -1245000),
        ],
    )  # fmt: skip
    def test_is_read(self, typed: str, mad: int, tnd: int) -> None:
        assert (parse_amount(typed, "MAD"), parse_amount(typed, "TND")) == (mad, tnd)

    @pytest.mark.parametrize(
        ("typed", "currency", "minor"),
        [("12 DH", "MAD", 1200), ("12,50 dhs", "MAD", 1250), ("MAD 12", "MAD", 1200), ("12 د.م.", "MAD", 1200), ("12,500 DT", "TND", 12500), ("12 DA", "DZD", 1200), ("€12", "EUR", 1200)],
    )  # fmt: skip
    def test_its_own_currency_may_stand_by(self, typed: str, currency: str, minor: int) -> None:
        assert parse_amount(typed, currency) == minor

    @pytest.mark.parametrize("typed", ["12,500", "12.500", "1,234", "999.999", "1٫234"])
    @pytest.mark.parametrize("currency", ["MAD", "DZD", "EUR"])
    def test_one_mark_before_three_digits_is_asked_back(self, typed: str, currency: str) -> None:
        assert "12500 or 12,50" in refusal_of("12.500", currency)
        assert "For thousands" in refusal_of("12.345", currency)
        refusal_of(typed, currency)

    def test_millimes_are_written_with_a_comma(self) -> None:
        assert parse_amount("12,500", "TND") == 12500
        assert "12500 or 12,500" in refusal_of("12.500", "TND")

    @pytest.mark.parametrize(
        "typed",
        [
            "", " ", ".", ",", "-", "abc", "1e5", "NaN", "inf", "0x10", "1.2.3", "1,2,3", "12 34", "1 23 456", "12,450,00", "1.234,56.7",
            "1 234.567,8", "12 €", "12 DT", "--1", "1-", "½", "²", "Ⅻ", "1\x002", "1_000", "1/2", "%", "🙂", "١٢a",
        ],
    )  # fmt: skip
    def test_anything_else_is_refused(self, typed: str) -> None:
        assert refusal_of(typed, "MAD")

    def test_too_many_decimals(self) -> None:
        assert "2 decimals" in refusal_of("12,3456", "MAD")
        assert "3 decimals" in refusal_of("12,3456", "TND")

    def test_bounds(self) -> None:
        assert parse_amount("10000000000", "MAD") == LARGEST_AMOUNT
        assert "too large" in refusal_of("10000000000,01", "MAD")
        assert "too large" in refusal_of("9" * 60, "MAD")
        assert "too long" in refusal_of("9" * 61, "MAD")
        assert "too long" in refusal_of("9" * 1_000_000, "MAD")

    @given(minor=amounts, currency=currencies, locale=st.sampled_from(LOCALES))
    def test_what_a_page_shows_can_be_typed_back(self, minor: int, currency: str, locale: str) -> None:
        assert parse_amount(formats.money(minor, currency, locale), currency) == minor

    @given(minor=amounts, currency=currencies)
    def test_what_an_input_holds_can_be_sent_back(self, minor: int, currency: str) -> None:
        assert parse_amount(amount_as_typed(minor, currency), currency) == minor

    @given(typed=st.text(max_size=80), currency=currencies)
    def test_any_text_is_an_amount_or_a_named_refusal(self, typed: str, currency: str) -> None:
        try:
            assert abs(parse_amount(typed, currency)) <= LARGEST_AMOUNT
        except FigureRefused as refused:
            assert str(refused.message)

    @given(
        minor=amounts,
        currency=currencies,
        mark=st.sampled_from(",.٫"),
        group=st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "\u2019", "٬"]),
        digits=st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]),
    )
    def test_spaces_group_and_one_mark_is_the_decimal_one_in_any_digits(
        self, minor: int, currency: str, mark: str, group: str, digits: str
    ) -> None:
        """With two decimals, which never look like thousands; in Tunisia with the millimes written, and a comma."""
        exponent = EXPONENTS[currency]
        whole, rest = divmod(abs(minor), 10**exponent)
        mark = "," if exponent == 3 and mark == "." else mark
        typed = f"{'-' if minor < 0 else ''}{whole:,}".replace(",", group) + f"{mark}{rest:0{exponent}}"
        assert parse_amount(typed.translate(str.maketrans("0123456789", digits)), currency) == minor

    @given(whole=st.integers(0, 10**8), currency=currencies, mark=st.sampled_from(",."))
    def test_grouped_by_the_other_mark(self, whole: int, currency: str, mark: str) -> None:
        other = "." if mark == "," else ","
        typed = f"{whole:,}".replace(",", other) + f"{mark}50"
        assert parse_amount(typed, currency) == whole * 10 ** EXPONENTS[currency] + 5 * 10 ** (EXPONENTS[currency] - 1)

    @given(
        whole=st.integers(1, 999),
        decimals=st.integers(0, 999),
        mark=st.sampled_from(",."),
        currency=st.sampled_from(["MAD", "DZD", "EUR"]),
    )
    def test_thousands_are_never_guessed(self, whole: int, decimals: int, mark: str, currency: str) -> None:
        refusal_of(f"{whole}{mark}{decimals:03}", currency)


class TestOtherFigures:
    @pytest.mark.parametrize(
        "typed",
        [
            "2026-08-09",
            "9/8/2026",
            "09/08/2026",
            "9.8.2026",
            "9-8-2026",
            "9 8 2026",
            "٩/٨/٢٠٢٦",
            "\u200f09\u200f/08\u200f/2026",
            "2026/8/9",
        ],
    )
    def test_days(self, typed: str) -> None:
        assert parse_day(typed).isoformat() == "2026-08-09"

    @pytest.mark.parametrize(
        "typed",
        ["31/2/2026", "0/1/2026", "9/8/26", "8/2026", "9-8/2026", "2026-13-01", "0000-01-01", "tomorrow", "", "9" * 70],
    )
    def test_what_is_no_day(self, typed: str) -> None:
        with pytest.raises(FigureRefused):
            parse_day(typed)

    @pytest.mark.parametrize(
        ("typed", "minutes"),
        [
            ("3:30", 210), ("3h30", 210), ("3 h 30", 210), ("3 H", 180), ("3h", 180), ("3,5", 210), ("3.5", 210), ("٣٫٥", 210), ("3", 180),
            ("45 min", 45), ("0:45", 45), ("1,75", 105), ("3,0", 180), ("3 س 30 د", 210), ("1 h 05", 65), ("0", 0), ("3\u00a0h\u00a030", 210),
        ],
    )  # fmt: skip
    def test_durations(self, typed: str, minutes: int) -> None:
        assert parse_hours(typed) == minutes

    @pytest.mark.parametrize("typed", ["3:60", "3:", "3:5:1", "-1", "h", "min", "", "3,555", "1e3", "99999", "3 h 99"])
    def test_what_is_no_duration(self, typed: str) -> None:
        with pytest.raises(FigureRefused):
            parse_hours(typed)

    def test_two_readings_of_a_duration_are_asked_back(self) -> None:
        with pytest.raises(FigureRefused, match="3:50 or 3:30"):
            parse_hours("3,50")

    @given(minutes=st.integers(0, 1000 * 60 - 1), locale=st.sampled_from(LOCALES))
    def test_what_a_page_shows_of_a_duration_can_be_typed_back(self, minutes: int, locale: str) -> None:
        assert parse_hours(formats.hours(minutes, locale)) == minutes

    @given(typed=st.text(max_size=80) | st.text("0123456789٠١٢,.:/-+ hmin", max_size=20))
    @pytest.mark.parametrize("parse", [parse_day, parse_hours, parse_whole])
    def test_any_text_is_a_figure_or_a_named_refusal(self, parse: Callable[[str], object], typed: str) -> None:
        try:
            assert parse(typed) is not None
        except FigureRefused as refused:
            assert str(refused.message)

    @pytest.mark.parametrize(
        ("typed", "number"), [("12", 12), ("١٢", 12), ("１２", 12), ("1 234", 1234), ("-3", -3), ("007", 7)]
    )
    def test_whole_numbers(self, typed: str, number: int) -> None:
        assert parse_whole(typed) == number

    @pytest.mark.parametrize(
        "typed", ["99999999999999999999", "1.5", "1,5", "1e3", "NaN", "", "²", "0b1", "9" * 61, "1 23"]
    )
    def test_what_is_no_whole_number(self, typed: str) -> None:
        with pytest.raises(FigureRefused):
            parse_whole(typed)
