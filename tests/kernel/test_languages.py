"""Languages: who is spoken to in which one, and in what words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string, request

from app.kernel import i18n
from app.kernel.catalogues import ARABIC_PLURAL, CatalogueError, load_catalogue
from app.kernel.formats import NARROW_SPACE
from app.kernel.i18n import _, _l, _lp, _n, _p, speaking

SUMMER = date(2026, 8, 9)
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
