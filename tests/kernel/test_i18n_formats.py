"""Formats: how days, numbers, amounts, durations and phones are written, in two languages and three countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from app.kernel import formats, i18n
from app.kernel.formats import HARD_SPACE, LEFT_MARK, NARROW_SPACE, RIGHT_MARK

LOCALES = [f"{language}_{country}" for language in i18n.LANGUAGES for country in i18n.COUNTRIES]
SUMMER = date(2026, 8, 9)
MOROCCAN = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
TUNISIAN = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@dataclass(frozen=True)
class Organisation:
    country: str
    timezone: str | None = None


class TestDays:
    @pytest.mark.parametrize("locale", LOCALES)
    def test_every_month_has_the_name_of_its_country(self, locale: str) -> None:
        expected = FRENCH if locale.startswith("fr") else MOROCCAN if locale == "ar_MA" else TUNISIAN
        assert [formats.month_names(locale)[month] for month in range(1, 13)] == expected

    @pytest.mark.parametrize(
        ("locale", "text"),
        [
            ("fr_MA", "9 août 2026"),
            ("fr_TN", "9 août 2026"),
            ("ar_MA", "9 غشت 2026"),
            ("ar_TN", "9 أوت 2026"),
            ("ar_DZ", "9 أوت 2026"),
        ],
    )
    def test_long_day(self, locale: str, text: str) -> None:
        assert formats.day(SUMMER, locale) == text

    def test_french_first_of_the_month(self) -> None:
        assert formats.day(date(2026, 8, 1), "fr_MA") == "1er août 2026"
        assert formats.day(date(2026, 8, 1), "ar_MA") == "1 غشت 2026"

    def test_short_day_reads_in_the_direction_of_the_text(self) -> None:
        assert formats.day_short(SUMMER, "fr_DZ") == "09/08/2026"
        assert formats.day_short(SUMMER, "ar_DZ") == f"{RIGHT_MARK}09{RIGHT_MARK}/08{RIGHT_MARK}/2026"

    def test_day_in_words(self) -> None:
        assert formats.day_with_weekday(SUMMER, "fr_MA") == "dimanche 9 août 2026"
        assert formats.day_with_weekday(SUMMER, "ar_TN") == "الأحد، 9 أوت 2026"

    @pytest.mark.parametrize(
        ("start", "end", "french", "arabic"),
        [
            (date(2026, 8, 3), SUMMER, "du 3 au 9 août 2026", "من 3 إلى 9 غشت 2026"),
            (date(2026, 8, 31), date(2026, 9, 6), "du 31 août au 6 septembre 2026", "من 31 غشت إلى 6 شتنبر 2026"),
            (
                date(2026, 12, 28),
                date(2027, 1, 3),
                "du 28 décembre 2026 au 3 janvier 2027",
                "من 28 دجنبر 2026 إلى 3 يناير 2027",
            ),
        ],
    )
    def test_week_repeats_only_what_changes(self, start: date, end: date, french: str, arabic: str) -> None:
        assert formats.week(start, end, "fr_MA") == french
        assert formats.week(start, end, "ar_MA") == arabic

    @pytest.mark.parametrize("locale", LOCALES)
    def test_time_has_24_hours_everywhere(self, locale: str) -> None:
        shown = formats.instant(datetime(2026, 8, 9, 14, 5, tzinfo=UTC), locale)
        assert shown.endswith("14:05")

    def test_instant_is_shown_in_the_time_zone_of_the_organisation(self, plain_app: Flask) -> None:
        late = datetime(2026, 8, 9, 23, 30, tzinfo=UTC)
        with plain_app.test_request_context("/"):
            g.organisation = Organisation("TN")
            assert i18n.format_instant(late) == "10 août 2026 à 00:30"
            assert i18n.format_day(late) == "10 août 2026"
            g.organisation = Organisation("TN", timezone="UTC")
            assert i18n.format_instant(late) == "9 août 2026 à 23:30"

    def test_naive_instants_are_refused(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/"), pytest.raises(ValueError, match="aware"):
            i18n.format_instant(datetime(2026, 8, 9))  # noqa: DTZ001

    @pytest.mark.parametrize(
        ("day", "english"),
        [
            (SUMMER, "today"), (date(2026, 8, 8), "yesterday"), (date(2026, 8, 10), "tomorrow"), (date(2026, 8, 7), "2 days ago"),
            (date(2026, 8, 12), "in 3 days"), (date(2026, 7, 10), "30 days ago"), (date(2026, 7, 9), "9 juillet 2026"),
        ],
    )  # fmt: skip
    def test_relative_day(self, plain_app: Flask, tmp_path: Path, day: date, english: str) -> None:
        plain_app.config["TRANSLATIONS"] = tmp_path / "none"
        with plain_app.test_request_context("/"):
            assert i18n.format_relative_day(day, SUMMER) == english


class TestNumbers:
    def test_groups_and_decimals(self) -> None:
        assert formats.number(Decimal("1234567.5"), "fr_TN") == f"1{NARROW_SPACE}234{NARROW_SPACE}567,5"
        assert formats.number(Decimal("1234567.5"), "ar_TN") == "1.234.567,5"
        assert formats.number(2, "fr_MA", decimals=2) == "2,00"
        assert formats.number(0.1 + 0.2, "fr_MA") == "0,3"

    @pytest.mark.parametrize("value", [Decimal("2.5"), Decimal("-2.5"), 10**30])
    def test_rounds_halves_away_from_zero_and_keeps_large_integers(self, value: Decimal | int) -> None:
        expected = {
            Decimal("2.5"): "3",
            Decimal("-2.5"): "-3",
            10**30: f"1{NARROW_SPACE}" + NARROW_SPACE.join(["000"] * 10),
        }
        assert formats.number(value, "fr_MA", decimals=0) == expected[value]

    def test_a_sign_stays_on_the_left_in_arabic(self) -> None:
        assert formats.number(-5, "ar_MA") == f"{LEFT_MARK}-5"
        assert formats.percent(Decimal("0.12"), "ar_MA", signed=True) == f"{LEFT_MARK}+12%"
        assert formats.percent(Decimal("-0.123"), "ar_MA", decimals=1) == f"{LEFT_MARK}-12,3%"

    def test_percent_in_french(self) -> None:
        assert formats.percent(Decimal("0.12"), "fr_MA") == f"12{HARD_SPACE}%"
        assert formats.percent(0, "fr_MA", signed=True) == f"0{HARD_SPACE}%"
        assert formats.percent(Decimal("-0.001"), "fr_MA") == f"0{HARD_SPACE}%"

    @pytest.mark.parametrize(
        ("minor", "currency", "locale", "shown"),
        [
            (1245000, "MAD", "fr_MA", f"12{NARROW_SPACE}450,00{HARD_SPACE}MAD"),
            (12450000, "TND", "fr_TN", f"12{NARROW_SPACE}450,000{HARD_SPACE}DT"),
            (5, "DZD", "fr_DZ", f"0,05{HARD_SPACE}DA"),
            (-50, "EUR", "fr_MA", f"-0,50{HARD_SPACE}€"),
            (1245000, "MAD", "ar_MA", f"{RIGHT_MARK}12.450,00{HARD_SPACE}د.م.{RIGHT_MARK}"),
            (-12450000, "TND", "ar_TN", f"{RIGHT_MARK}{LEFT_MARK}-12.450,000{HARD_SPACE}د.ت.{RIGHT_MARK}"),
            (10**20 + 1, "DZD", "ar_DZ", f"{RIGHT_MARK}1.000.000.000.000.000.000,01{HARD_SPACE}د.ج.{RIGHT_MARK}"),
        ],
    )
    def test_amounts_are_exact(self, minor: int, currency: str, locale: str, shown: str) -> None:
        assert formats.money(minor, currency, locale) == shown

    @given(
        minor=st.integers(-(10**18), 10**18),
        currency=st.sampled_from(sorted(formats.EXPONENTS)),
        locale=st.sampled_from(LOCALES),
    )
    def test_an_amount_shows_each_of_its_digits(self, minor: int, currency: str, locale: str) -> None:
        digits = "".join(filter(str.isdigit, formats.money(minor, currency, locale)))
        assert int(digits) == abs(minor)

    @pytest.mark.parametrize(
        ("minutes", "french", "arabic"),
        [
            (210, "3 h 30", "3 س 30 د"),
            (180, "3 h", "3 س"),
            (45, "45 min", "45 د"),
            (0, "0 min", "0 د"),
            (65, "1 h 05", "1 س 5 د"),
        ],
    )
    def test_hours(self, minutes: int, french: str, arabic: str) -> None:
        assert formats.hours(minutes, "fr_MA") == french.replace(" ", HARD_SPACE)
        assert formats.hours(minutes, "ar_MA") == arabic.replace(" ", HARD_SPACE)

    def test_a_corrected_duration_begins_on_the_right_in_arabic(self) -> None:
        assert formats.hours(-45, "ar_MA") == f"{RIGHT_MARK}{LEFT_MARK}-45{HARD_SPACE}د"

    @pytest.mark.parametrize(
        ("e164", "locale", "shown"),
        [
            ("+212612345678", "fr_MA", "06 12 34 56 78"), ("+21698123456", "fr_MA", "+216 98 123 456"),
            ("+21698123456", "fr_TN", "98 123 456"), ("+213551234567", "ar_DZ", f"{LEFT_MARK}0551 23 45 67"), ("no phone", "fr_MA", "no phone"),
        ],
    )  # fmt: skip
    def test_phones(self, e164: str, locale: str, shown: str) -> None:
        assert formats.phone(e164, locale) == (shown if "no" in shown else shown.replace(" ", HARD_SPACE))

    def test_filters_write_nothing_for_nothing(self, plain_app: Flask) -> None:
        one_value = sorted(set(i18n.FILTERS) - {"week", "money"})
        with plain_app.test_request_context("/"):
            assert [i18n.FILTERS[name](None) for name in one_value] == [""] * len(one_value)
            assert render_template_string("{{ None|money('MAD') }}{{ 1250|money('MAD') }}") == f"12,50{HARD_SPACE}MAD"
