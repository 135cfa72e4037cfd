"""Forms: what is typed is read or asked again, never lost, never English, never a server error."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import wtforms
from babel.messages.extract import extract_from_dir
from flask import Flask, g, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, FloatField, IntegerField, SelectField, StringField, TimeField, validators

from app.kernel.catalogues import ENGLISH
from app.kernel.errors import Refusal
from app.kernel.forms import (
    BaseForm,
    CheckField,
    ChoiceField,
    DayField,
    EmailField,
    FilterForm,
    HiddenNumberField,
    HoursField,
    LineField,
    LocalIdField,
    MoneyField,
    MultipleChoiceField,
    ParagraphField,
    PasswordField,
    PhoneField,
    RadioField,
    SearchField,
    WholeNumberField,
)
from app.kernel.i18n import _l
from app.kernel.speech import PseudoCatalogue
from app.kernel.wtforms_messages import COUNTED_MESSAGES, MESSAGES

BEYOND_JAVASCRIPT = 9007199254740993
ABSURD = [
    "", " ", "0", "-1", "2147483648", "9223372036854775808", "18446744073709551616", "99999999999999999999", "NaN", "Infinity", "1e308",
    "１２３", "٣", "\x00", "a\x00b", "\ufffd", "\u202eabc", "x" * 100_000, "<script>", "{{7*7}}", "%s%(x)s", "'; DROP TABLE", "../../etc",
    "true", "null", "[]", "2026-02-30", "0000-00-00", "31/12/9999", "1:99", "12.500", "@", "a@b", "+", "+212", "🙂" * 50, "\r\n", "\u2028",
]  # fmt: skip


class EverythingForm(BaseForm):
    name = LineField(_l("Name"), max_length=40, autocomplete="name")
    note = ParagraphField(_l("Note"), max_length=200, required=False)
    born = DayField(_l("Birth date"), smallest=date(1920, 1, 1), largest=lambda: date(2026, 8, 9))
    price = MoneyField(_l("Price"))
    duration = HoursField(_l("Duration"))
    phone = PhoneField(_l("Phone"))
    email = EmailField(_l("E-mail"))
    count = WholeNumberField(_l("Count"), largest=100)
    kind = ChoiceField(_l("Kind"), choices={"a": _l("First"), "Others": {"b": _l("Second")}})
    sex = RadioField(_l("Sex"), choices={"f": _l("Woman"), "m": _l("Man")})
    roles = MultipleChoiceField(_l("Roles"), choices={"coach": "Coach", "manager": "Manager"})
    coach_id = LocalIdField(_l("Support coach"), choices={BEYOND_JAVASCRIPT: "Salma", BEYOND_JAVASCRIPT - 1: "Karim"})
    secret = PasswordField(_l("Password"))
    agreed = CheckField(_l("Agreed"))


GOOD = {
    "name": "  Aït   Ben ", "note": "one\r\ntwo", "born": "1/2/1990", "price": "١٢٫٥", "duration": "3h30", "phone": "0612345678",
    "email": "Amina@Ex.Example", "count": "١٢", "kind": "b", "sex": "f", "roles": ["manager", "coach", "coach"],
    "coach_id": str(BEYOND_JAVASCRIPT), "secret": "  kept as typed ", "agreed": "y", "agreed-shown": "1",
}  # fmt: skip


def posted(app: Flask, data: dict[str, object]) -> EverythingForm:
    """The form as a view sees it after these values were posted; validated."""
    with app.test_request_context("/", method="POST", data=data):
        form = EverythingForm()
        form.validate_on_submit()
        form.html = {field.name: str(field()) for field in form}
        form.messages = {name: str(found[0]) for name, found in form.errors.items()}
        return form


class TestReading:
    def test_good_values_become_answers(self, plain_app: Flask) -> None:
        form = posted(plain_app, GOOD)
        assert form.messages == {}
        assert form.answers() == {
            "name": "Aït Ben", "note": "one\ntwo", "born": date(1990, 2, 1), "price": 1250, "duration": 210, "phone": "+212612345678",
            "email": "Amina@ex.example", "count": 12, "kind": "b", "sex": "f", "roles": ["manager", "coach"],
            "coach_id": BEYOND_JAVASCRIPT, "secret": "  kept as typed ", "agreed": True,
        }  # fmt: skip

    def test_empty_required_fields_say_so_and_optional_ones_do_not(self, plain_app: Flask) -> None:
        form = posted(plain_app, {})
        assert set(form.messages) == set(EverythingForm.__dict__) & set(GOOD) - {"note", "agreed"}
        assert form.note.data == ""

    @pytest.mark.parametrize(
        ("field", "typed", "says"),
        [
            ("name", "x" * 41, "too long"), ("name", "a\u202eb", "direction of text"), ("born", "30/2/1990", "does not exist"),
            ("born", "10/8/2026", "after 9 août 2026"), ("born", "31/12/1919", "before 1er janvier 1920"), ("price", "12.500", "two ways"),
            ("price", "-5", "less than 0,00"), ("duration", "25:00", "more than 24"), ("duration", "0", "less than 1"),
            ("phone", "12", "not a phone number"), ("email", "amina@example", "e-mail address"), ("email", "a b@c.d", "e-mail address"),
            ("count", "101", "more than 100"), ("count", "99999999999999999999", "too large"), ("kind", "c", "not in the list"),
            ("sex", "x", "not in the list"), ("coach_id", "1", "not in the list"), ("coach_id", "9223372036854775808", "not in the list"),
            ("coach_id", "١", "not in the list"), ("secret", "x" * 129, "too long"), ("secret", "a\x00", "no keyboard"),
        ],
    )  # fmt: skip
    def test_refusals_say_why_and_keep_what_was_typed(
        self, plain_app: Flask, field: str, typed: str, says: str
    ) -> None:
        form = posted(plain_app, {**GOOD, field: typed})
        assert list(form.messages) == [field]
        assert says in form.messages[field].replace("\u00a0", " ")
        if field not in ("kind", "sex", "coach_id", "secret"):
            kept = {"10/8/2026": "2026-08-10", "31/12/1919": "1919-12-31"}.get(typed, typed)
            assert f'value="{kept}"' in form.html[field]
        assert 'value="12"' in posted(plain_app, {**GOOD, field: typed, "count": "12"}).html["count"]

    def test_a_password_is_never_shown_again(self, plain_app: Flask) -> None:
        form = posted(plain_app, {**GOOD, "name": ""})
        assert "kept as typed" not in "".join(form.html.values())

    def test_a_day_that_the_browser_cannot_hold_is_shown_as_text(self, plain_app: Flask) -> None:
        assert 'type="text"' in posted(plain_app, {**GOOD, "born": "30/2/1990"}).html["born"]
        kept = posted(plain_app, {**GOOD, "born": "10/8/2026"}).html["born"]
        assert 'type="date"' in kept
        assert 'value="2026-08-10"' in kept
        assert 'min="1920-01-01"' in kept
        assert 'max="2026-08-09"' in kept

    def test_the_understood_day_is_said_in_words(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/", method="POST", data=GOOD):
            assert EverythingForm().born.said == "jeudi 1er février 1990"

    def test_an_unknown_choice_does_not_silently_become_the_first(self, plain_app: Flask) -> None:
        html = posted(plain_app, {**GOOD, "kind": "zzz"}).html["kind"]
        assert '<option selected value="">' in html
        assert html.count("selected") == 1

    def test_stored_values_stand_in_the_inputs(self, plain_app: Flask) -> None:
        stored = {
            "price": 123456,
            "born": date(1990, 2, 1),
            "phone": "+21698123456",
            "duration": 65,
            "coach_id": BEYOND_JAVASCRIPT,
            "name": '"<b>',
        }
        with plain_app.test_request_context("/"):
            g.organisation = type("Organisation", (), {"country": "TN", "currency": "TND"})
            form = EverythingForm(data=stored)
            html = {field.name: str(field()) for field in form}
        assert 'value="123,456"' in html["price"]
        assert 'value="98 123 456"' in html["phone"]
        assert 'value="1:05"' in html["duration"]
        assert 'value="1990-02-01"' in html["born"]
        assert f'selected value="{BEYOND_JAVASCRIPT}"' in html["coach_id"]
        assert 'value="&#34;&lt;b&gt;"' in html["name"]

    def test_inputs_tell_the_browser_what_they_hold(self, plain_app: Flask) -> None:
        html = posted(plain_app, GOOD).html
        assert 'inputmode="decimal"' in html["price"]
        assert 'dir="ltr"' in html["phone"]
        assert 'autocomplete="name"' in html["name"]
        assert 'maxlength="40"' in html["name"]
        assert "required" in html["name"]
        assert "required" not in html["note"]

    @pytest.mark.parametrize("name", sorted(GOOD))
    def test_absurd_values_never_break_a_field(self, plain_app: Flask, name: str) -> None:
        for value in ABSURD:
            form = posted(plain_app, {**GOOD, name: value})
            assert len("".join(form.html.values())) < 400_000
            assert not re.search(r"[\x00\ud800-\udfff]", "".join(form.html.values()))

    def test_a_file_in_the_place_of_a_text_is_nothing(self, plain_app: Flask) -> None:
        from io import BytesIO

        files = {name: (BytesIO(b"x"), "x.txt") for name in GOOD}
        form = posted(plain_app, files)
        assert form.messages["name"] == "Fill this in."

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
    @given(values=st.dictionaries(st.sampled_from(sorted(GOOD)), st.lists(st.text(max_size=60), max_size=3)))
    def test_any_submission_is_answered(self, plain_app: Flask, values: dict[str, list[str]]) -> None:
        with plain_app.test_request_context("/", method="POST"):
            form = EverythingForm(formdata=MultiDict(values))
            assert form.validate() is not bool(form.errors)
            assert render_template_string("{% for field in form %}{{ field }}{% endfor %}", form=form)


class TestCheckBoxes:
    @pytest.mark.parametrize(
        ("sent", "value"),
        [
            ({"agreed": "y", "agreed-shown": "1"}, True),
            ({"agreed-shown": "1"}, False),
            ({}, None),
            ({"agreed": "y"}, True),
        ],
    )
    def test_an_empty_box_and_a_missing_box_are_two_things(
        self, plain_app: Flask, sent: dict[str, str], value: bool | None
    ) -> None:
        rest = {name: value for name, value in GOOD.items() if not name.startswith("agreed")}
        assert posted(plain_app, {**rest, **sent}).agreed.data is value

    def test_the_box_says_that_it_was_shown(self, plain_app: Flask) -> None:
        assert '<input type="hidden" name="agreed-shown" value="1">' in posted(plain_app, GOOD).html["agreed"]

    def test_a_required_box_must_be_ticked(self, plain_app: Flask) -> None:
        class NoticeForm(BaseForm):
            told = CheckField(_l("The person was told"), required=True)

        with plain_app.test_request_context("/", method="POST", data={"told-shown": "1"}):
            form = NoticeForm()
            assert not form.validate_on_submit()
            assert [str(message) for message in form.told.errors] == ["Tick this box to go on."]


class TestBaseForm:
    def test_the_language_button_validates_nothing_and_keeps_all(self, plain_app: Flask) -> None:
        with plain_app.test_request_context(
            "/", method="POST", data={**GOOD, "_lang": "ar", "born": "30/2/1990", "name": "\u202e"}
        ):
            form = EverythingForm()
            assert not form.validate_on_submit()
            assert form.errors == {}
            assert 'value="30/2/1990"' in str(form.born())
            assert 'value="12"' not in str(form.count())
            assert 'value="١٢"' in str(form.count())

    def test_a_refusal_stands_beside_its_field_or_on_top(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/", method="POST", data=GOOD):
            form = EverythingForm()
            assert form.validate_on_submit()
            form.add_refusal(Refusal(_l("Too young."), field="born"))
            form.add_refusal(Refusal(_l("Not today.")))
            form.add_refusal(Refusal(_l("Elsewhere."), field="no_such_field"))
            assert [str(message) for message in form.born.errors] == ["Too young."]
            assert [str(message) for message in form.form_errors] == ["Not today.", "Elsewhere."]
            assert set(form.errors) == {"born", ""}

    def test_the_class_keeps_no_errors_of_another_request(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/", method="POST", data=GOOD):
            EverythingForm().add_refusal(Refusal(_l("Not today.")))
            assert EverythingForm().form_errors == []

    def test_an_expired_token_is_said_on_top(self, plain_app: Flask) -> None:
        plain_app.config["WTF_CSRF_ENABLED"] = True
        form = posted(plain_app, {**GOOD, "csrf_token": "forged"})
        assert list(form.messages) == [""]
        assert "open for too long" in form.messages[""]

    def test_a_hidden_field_complains_on_top(self, plain_app: Flask) -> None:
        class VersionedForm(BaseForm):
            version = HiddenNumberField("")

        with plain_app.test_request_context("/", method="POST", data={"version": "x"}):
            form = VersionedForm()
            assert not form.validate_on_submit()
            assert set(form.errors) == {""}

    def test_values_are_never_copied_into_objects(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/"), pytest.raises(TypeError):
            EverythingForm().populate_obj(object())

    def test_get_is_not_a_submission(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/"):
            assert not EverythingForm().validate_on_submit()


class Filters(FilterForm):
    text = SearchField(_l("Name"))
    status = ChoiceField(_l("Status"), choices={"active": "Active", "left": "Left"}, required=False, default="active")
    on = DayField(_l("On"), required=False, default=date(2026, 1, 1))
    all_years = CheckField(_l("All years"), default=True)


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "answers"),
        [
            ("", {"text": None, "status": "active", "on": date(2026, 1, 1), "all_years": True}),
            ("text=%20ali", {"text": "ali", "status": "active", "on": date(2026, 1, 1), "all_years": True}),
            ("status=&on=&all_years-shown=1", {"text": None, "status": None, "on": None, "all_years": False}),
            ("text=%E2%80%AEx", {"text": "", "status": "active", "on": date(2026, 1, 1), "all_years": True}),
        ],
    )
    def test_what_the_address_does_not_say_has_its_default(
        self, plain_app: Flask, query: str, answers: dict[str, object]
    ) -> None:
        with plain_app.test_request_context(f"/?{query}"):
            filters = Filters()
            assert filters.validate()
            assert filters.answers() == answers

    def test_a_bad_filter_is_said(self, plain_app: Flask) -> None:
        with plain_app.test_request_context("/?status=zz&on=2026-02-30"):
            filters = Filters()
            assert not filters.validate()
            assert set(filters.errors) == {"status", "on"}


class LibraryForm(BaseForm):
    """Fields and validators of the library, for the sentences that it says by itself."""

    text = StringField("x", [validators.Length(min=3), validators.URL(), validators.UUID(), validators.IPAddress()])
    exact = StringField("x", [validators.Length(min=2, max=2)])
    short = StringField("x", [validators.Length(max=1)])
    between = StringField("x", [validators.Length(min=5, max=9), validators.AnyOf(["a"]), validators.Regexp("z")])
    needed = StringField("x", [validators.InputRequired()])
    whole = IntegerField("x", [validators.NumberRange(min=3)])
    lower = IntegerField("x", [validators.NumberRange(max=1)])
    number = DecimalField("x")
    decimal = FloatField("x")
    day = DateField("x", [validators.DateRange(max=date(2020, 1, 1))])
    bad_day = DateField("x")
    time = TimeField("x")
    choice = SelectField("x", choices={"a": "A"})


class TestLibraryMessages:
    def test_every_sentence_of_the_library_is_marked(self) -> None:
        found = extract_from_dir(
            Path(wtforms.__file__).parent,
            method_map=[("**.py", "python")],
            keywords={"gettext": None, "ngettext": (1, 2)},
        )
        said = {message for _file, _line, message, _comments, _context in found}
        assert said == {*MESSAGES, *COUNTED_MESSAGES}

    def test_no_sentence_of_the_library_escapes_the_catalogue(self, plain_app: Flask) -> None:
        plain_app.config["PSEUDO_LOCALE"] = True
        data = dict.fromkeys(LibraryForm.__dict__, "ab") | {
            "whole": "2",
            "lower": "2",
            "day": "2026-01-01",
            "exact": "abc",
            "needed": "",
        }
        with plain_app.test_request_context("/", method="POST", data=data):
            form = LibraryForm()
            assert not form.validate_on_submit()
            messages = {str(message) for found in form.errors.values() for message in found}
        assert len(form.errors) == 13
        assert len(messages) >= 16
        assert {message for message in messages if not (message.startswith("⟦") and message.endswith("⟧"))} == set()

    def test_our_own_fields_speak_through_the_catalogue(self, plain_app: Flask) -> None:
        plain_app.config["PSEUDO_LOCALE"] = True
        for data in ({}, dict.fromkeys(GOOD, "?"), dict.fromkeys(GOOD, "12.500"), dict.fromkeys(GOOD, "x" * 500)):
            with plain_app.test_request_context("/", method="POST", data=data):
                form = EverythingForm()
                form.validate_on_submit()
                messages = [str(message) for found in form.errors.values() for message in found]
            assert messages
            assert [message for message in messages if not message.startswith("⟦")] == []

    def test_the_pseudo_catalogue_keeps_placeholders(self) -> None:
        pseudo = PseudoCatalogue(catalogue=ENGLISH)
        for message in MESSAGES:
            assert re.findall(r"%\(?\w", pseudo.one(message)) == re.findall(r"%\(?\w", message)
