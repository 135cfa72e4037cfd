"""Languages and formats: who is spoken to, in what words, and how values are written."""

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
from app.kernel.catalogues import ARABIC_PLURAL, CatalogueError, load_catalogue
from app.kernel.formats import HARD_SPACE, LEFT_MARK, NARROW_SPACE, RIGHT_MARK
from app.kernel.i18n import _, _l, _lp, _n, _p, speaking

LOCALES = [f"{language}_{country}" for language in i18n.LANGUAGES for country in i18n.COUNTRIES]
SUMMER = date(2026, 8, 9)
MOROCCAN = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر".split()
TUNISIAN = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
STRANGE_LANGUAGES = [
    "../../x", "..%2f..%2fetc%2fpasswd", "pt-BR", "zz", "FR", "ar_MA", "ar-TN", "fr\x00", "fr\r\nSet-Cookie: a=b", "", " ", "fr,ar",
    "ar;q=1", "*", "en", "i-klingon", "x" * 10_000, "🙂", "عربية", "fr/../ar", "C", "POSIX", "fr_FR@euro", "%s", "{{7*7}}", "None",
    "-1", "[]", "\ud7ff", "fr'--",
]  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    country: str
    timezone: str | None = None


HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"

"""


def write_catalogue(folder: Path, entries: str, *, rule: str) -> None:
    path = folder / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    count = 2 if rule == "(n > 1)" else 6
    path.write_text(HEADER.format(count=count, rule=rule) + entries, encoding="utf-8")


@pytest.fixture
def translations(tmp_path: Path) -> Path:
    days = "".join(
        f'msgstr[{form}] "{word}"\n' for form, word in enumerate(["صفر", "يوم", "يومان", "أيام", "يوما", "يوم مئة"])
    )
    write_catalogue(
        tmp_path / "ar",
        f'msgid "Number"\nmsgstr "رقم"\n\nmsgid "Coach"\nmsgstr "مواكب"\n\nmsgid "day"\nmsgid_plural "days"\n{days}\n'
        'msgctxt "attestation"\nmsgid "Issued"\nmsgstr "مسلمة"\n\n#, fuzzy\nmsgid "Guess"\nmsgstr "تخمين"\n',
        rule=ARABIC_PLURAL,
    )
    write_catalogue(
        tmp_path / "fr",
        'msgid "Hello %(name)s"\nmsgstr "Bonjour %(name)s"\n\nmsgid "%(num)s member"\nmsgid_plural "%(num)s members"\n'
        'msgstr[0] "%(num)s membre"\nmsgstr[1] "%(num)s membres"\n',
        rule="(n > 1)",
    )
    write_catalogue(tmp_path / "countries" / "ar_TN", 'msgid "Number"\nmsgstr "عدد"\n', rule=ARABIC_PLURAL)
    return tmp_path


@pytest.fixture
def speaking_app(plain_app: Flask, translations: Path) -> Flask:
    plain_app.config["TRANSLATIONS"] = translations

    @plain_app.route("/page", methods=["GET", "POST"])
    def page() -> str:
        return render_template_string(
            "{{ language() }} {{ text_direction() }} {{ other_language() }} {{ language_url()|safe }}"
        )

    return plain_app


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


class TestSentences:
    def test_country_words_lie_over_the_language(self, speaking_app: Flask) -> None:
        with speaking_app.app_context():
            with speaking("ar", country="TN"):
                assert (_("Number"), _("Coach")) == ("عدد", "مواكب")
            with speaking("ar", country="MA"):
                assert (_("Number"), _("Coach")) == ("رقم", "مواكب")

    @pytest.mark.parametrize(
        ("count", "word"), [(0, "صفر"), (1, "يوم"), (2, "يومان"), (3, "أيام"), (10, "أيام"), (11, "يوما"), (99, "يوما"), (100, "يوم مئة"), (102, "يوم مئة"), (103, "أيام")]
    )  # fmt: skip
    def test_six_arabic_plurals(self, speaking_app: Flask, count: int, word: str) -> None:
        with speaking_app.app_context(), speaking("ar", country="DZ"):
            assert _n("day", "days", count) == word

    def test_the_swapped_arabic_plural_rule_of_babel_is_refused(self, tmp_path: Path) -> None:
        swapped = ARABIC_PLURAL.replace("n%100>=11 ? 4 : 5", "n%100>=0 && n%100<=2 ? 4 : 5")
        write_catalogue(tmp_path / "ar", "", rule=swapped)
        with pytest.raises(CatalogueError, match="Plural-Forms"):
            load_catalogue("ar", "MA", tmp_path)

    def test_counts_are_written_as_the_house_writes_numbers(self, speaking_app: Flask) -> None:
        with speaking_app.app_context(), speaking("fr"):
            assert _n("%(num)s member", "%(num)s members", 1234) == f"1{NARROW_SPACE}234 membres"
            assert _n("%(num)d member", "%(num)d members", 1234) == "1234 members"

    def test_context_fuzzy_and_missing(self, speaking_app: Flask) -> None:
        with speaking_app.app_context(), speaking("ar"):
            assert (_p("attestation", "Issued"), _("Issued"), _("Guess"), _("100 %")) == (
                "مسلمة",
                "Issued",
                "Guess",
                "100 %",
            )

    def test_lazy_sentences_are_translated_when_shown(self, speaking_app: Flask) -> None:
        greeting, issued = _l("Hello %(name)s", name=_l("Number")), _lp("attestation", "Issued")
        with speaking_app.app_context():
            with speaking("fr"):
                assert (str(greeting), f"{issued}") == ("Bonjour Number", "Issued")
            with speaking("ar"):
                assert (str(greeting), issued + "!") == ("Hello رقم", "مسلمة!")
        assert str(greeting) == "Hello Number"

    def test_sentences_are_escaped_in_pages(self, speaking_app: Flask) -> None:
        with speaking_app.test_request_context("/"):
            shown = render_template_string(
                "{{ _('Hello %(name)s', name='<b>') }} {% trans name='<i>' %}Hello {{ name }}{% endtrans %}"
            )
        assert shown == "Bonjour &lt;b&gt; Bonjour &lt;i&gt;"

    def test_pseudo_locale_brackets_sentences_and_values(self, speaking_app: Flask) -> None:
        speaking_app.config["PSEUDO_LOCALE"] = True
        with speaking_app.test_request_context("/"):
            g.organisation = Organisation("MA")
            assert _("Hello %(name)s", name="Ali") == "⟦Bonjour Ali⟧"
            assert _n("%(num)s member", "%(num)s members", 2) == "⟦⟦2⟧ membres⟧"
            assert i18n.format_day(SUMMER) == "⟦9 août 2026⟧"


class TestLanguage:
    def test_order_of_choice(self, speaking_app: Flask) -> None:
        client = speaking_app.test_client()
        arabic = {"Accept-Language": "ar-TN,fr;q=0.5"}
        assert client.get("/page").text.startswith("fr ltr ar")
        assert client.get("/page", headers=arabic).text.startswith("ar rtl fr")
        client.set_cookie("lang", "fr")
        assert client.get("/page", headers=arabic).text.startswith("fr")
        assert client.get("/page?lang=ar").text.startswith("ar")
        assert client.get("/page", headers={"Accept-Language": "fr"}).text.startswith("ar"), "the choice is remembered"
        assert client.post("/page", data={"_lang": "fr"}).text.startswith("fr")
        assert client.get("/page").text.startswith("fr")

    def test_the_account_comes_before_the_browser_and_after_the_cookie(self, speaking_app: Flask) -> None:
        with speaking_app.test_request_context("/page", headers={"Accept-Language": "ar"}):
            assert i18n.language() == "ar"
            g.account_language = "fr"
            assert i18n.language() == "fr"
        with speaking_app.test_request_context("/page", headers={"Cookie": "lang=ar"}):
            g.account_language = "fr"
            assert i18n.language() == "ar"

    def test_cookie_is_kept_a_year_and_stays_on_this_site(self, speaking_app: Flask) -> None:
        header = speaking_app.test_client().get("/page?lang=ar").headers["Set-Cookie"]
        assert header.startswith("lang=ar;")
        assert "Max-Age=31536000" in header
        assert "SameSite=Lax" in header
        assert "Set-Cookie" not in speaking_app.test_client().get("/page").headers

    @pytest.mark.parametrize("strange", STRANGE_LANGUAGES)
    def test_nothing_a_visitor_types_becomes_a_locale(self, speaking_app: Flask, strange: str) -> None:
        printable = strange.replace("\r", "").replace("\n", "").replace("\x00", "").encode("ascii", "replace").decode()
        client = speaking_app.test_client()
        answers = [
            client.get("/page", query_string={"lang": strange}),
            client.post("/page", data={"_lang": strange}),
            client.get("/page", headers={"Accept-Language": printable}),
            client.get("/page", headers={"Cookie": f"lang={printable}"}),
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert {answer.headers["Content-Language"] for answer in answers} <= {"fr", "ar"}
        assert not [answer for answer in answers[:2] if "Set-Cookie" in answer.headers]

    def test_country_is_the_organisations(self, speaking_app: Flask) -> None:
        with speaking_app.test_request_context("/page?lang=ar"):
            assert i18n.locale() == "ar_MA"
            g.organisation = Organisation("DZ")
            assert (i18n.locale(), i18n.country()) == ("ar_DZ", "DZ")
            g.organisation = Organisation("../x")
            assert i18n.locale() == "ar_MA"

    def test_unknown_default_country_refuses_to_start(self) -> None:
        app = Flask("elsewhere")
        app.config["DEFAULT_COUNTRY"] = "FR"
        with pytest.raises(ValueError, match="DEFAULT_COUNTRY"):
            i18n.init_i18n(app)

    def test_speaking_is_undone_and_refuses_the_unknown(self, speaking_app: Flask) -> None:
        with speaking_app.test_request_context("/page"):
            with speaking("ar", country="TN"):
                assert i18n.locale() == "ar_TN"
                with speaking("fr"):
                    assert i18n.locale() == "fr_TN"
                assert i18n.locale() == "ar_TN"
            assert i18n.locale() == "fr_MA"
            with pytest.raises(ValueError, match="no such language"), speaking("en"):
                pass

    @pytest.mark.parametrize(
        ("address", "link"),
        [
            ("/page", "/page?lang=ar"),
            ("/page?q=a+b&q=%C3%A9&lang=fr", "/page?q=a+b&q=%C3%A9&lang=ar"),
            ("/page?q=%26lang%3Dfr%23", "/page?q=%26lang%3Dfr%23&lang=ar"),
        ],
    )
    def test_language_link_keeps_the_place(self, speaking_app: Flask, address: str, link: str) -> None:
        assert speaking_app.test_client().get(address).text.split()[-1] == link

    @pytest.mark.parametrize(
        "path", ["//evil.example/x", "/\\evil.example", "/%0d%0aX: y", '/"><script>', "/ع/é", "/https://evil.example"]
    )
    def test_language_link_stays_on_this_site(self, speaking_app: Flask, path: str) -> None:
        with speaking_app.test_request_context("/"):
            from flask import request

            request.path = path
            link = i18n.language_url("ar")
        assert link.isascii()
        assert link.startswith("/")
        assert link[1] not in "/\\"
        assert not set(link) & set('<>"\r\n\\ ')

    def test_a_body_too_large_still_gets_an_answer_in_some_language(self, speaking_app: Flask) -> None:
        speaking_app.config["MAX_CONTENT_LENGTH"] = 10
        answer = speaking_app.test_client().post("/page", data={"_lang": "ar", "more": "x" * 100})
        assert answer.text.startswith("fr")
