"""From the choice to the number: what is previewed is what is issued, once, or refused with what is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attestations import drafts, services
from app.attestations.models import Attestation
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member
from app.network.models import Organisation, Signatory
from tests.support.world import TODAY, World

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
Row = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.usefixtures("quick_files")


@pytest.fixture
def manager(sign_in: Any) -> Any:
    return sign_in("manager@el-jadida.example")


@pytest.fixture
def choices(signatory_id: int) -> dict[str, str]:
    return {
        "language": "both",
        "purpose": "bank",
        "purpose_fr": "",
        "purpose_ar": "",
        "signatory_id": str(signatory_id),
    }


def new_url(world: World, name: str = "member") -> str:
    return world.home.url(f"attestations/new?member={world.home.members[name]}")


def confirmation(preview: str) -> dict[str, str]:
    """The hidden fields of the preview's form."""
    form = preview.split('id="page-form"')[1]
    return {name: value for name, value in HIDDEN.findall(form) if name != "csrf_token"}


def count(app: Flask, world: World) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        counted = db.session.scalar(select(func.count()).select_from(Attestation)) or 0
        db.session.rollback()
    return counted


def change(app: Flask, world: World, name: str = "member", **values: Any) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members[name]))
        for key, value in values.items():
            setattr(member, key, value)


def test_the_preview_shows_the_sheet_without_number_code_or_qr(
    manager: Any, world: World, choices: dict[str, str]
) -> None:
    answer = manager.submit(new_url(world), choices)
    assert answer.status_code == 200
    sheet = answer.text.split('<article class="sheet')[1].split("</article>")[0]
    assert "Amina Benali" in sheet
    assert "أمينة بنعلي" in sheet
    assert "MX100200" in sheet
    assert "ELJ-2026-" not in sheet
    assert "/check/" not in sheet
    assert "data:image" not in sheet


def test_looking_at_the_identity_number_is_written_down(
    manager: Any, world: World, choices: dict[str, str], events: Any
) -> None:
    manager.submit(new_url(world), choices)
    assert [event["subject_id"] for event in events(member_services.IDENTITY_REVEALED)] == [
        world.home.members["member"]
    ]


def test_what_was_confirmed_is_issued(
    app: Flask, manager: Any, world: World, choices: dict[str, str], row: Row
) -> None:
    preview = manager.submit(new_url(world), choices)
    answer = manager.submit(world.home.url("attestations/issue"), confirmation(preview.text))
    assert answer.status_code == 302
    issued = row(int(answer.location.rsplit("/", 1)[1]))
    assert issued["number_text"] == "ELJ-2026-00001"
    assert (issued["issued_on"], issued["valid_until"]) == (TODAY, date(2027, 2, 18))
    assert issued["state"] == "ready"
    assert re.fullmatch("[A-Z2-7]{26}", issued["token"])
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{10}", issued["code"])
    assert (issued["purpose_fr"], issued["purpose_ar"]) == ("dossier bancaire", "ملف بنكي")
    page = manager.get(answer.location)
    assert page.status_code == 200
    assert f"{issued['code'][:5]}-{issued['code'][5:]}" in page.text


def test_what_it_was_made_from_is_kept(
    app: Flask, manager: Any, world: World, choices: dict[str, str], row: Row
) -> None:
    preview = manager.submit(new_url(world), choices)
    answer = manager.submit(world.home.url("attestations/issue"), confirmation(preview.text))
    issued = row(int(answer.location.rsplit("/", 1)[1]))
    facts = drafts.facts_of(issued["facts"])
    assert facts["holder"]["identity_number"] == "MX100200"
    assert facts["holder"]["name_ar"] == "أمينة بنعلي"
    assert facts["issuer"]["name_fr"].startswith("Coopérative")
    assert facts["signatory"]["name_fr"] == "Naïma Belkacemi"
    assert facts["since"] == "2026-05-02"
    document = json.loads(issued["document"])
    assert document["number"] == "ELJ-2026-00001"
    assert document["check_url"] == f"http://localhost/check/{issued['token']}"
    assert issued["wording_version"] == drafts.WORDING_VERSION


def test_the_identity_number_is_not_readable_in_the_database(app: Flask, world: World, issue: Any) -> None:
    issue()
    with app.app_context(), db.engine.connect() as connection:
        from sqlalchemy import text

        kept = connection.execute(text("SELECT facts, document FROM attestation")).one()
    assert "MX100200" not in "".join(kept)
    assert "Amina" not in "".join(kept)


def test_an_issue_is_written_down(world: World, issue: Any, events: Any) -> None:
    attestation_id = issue()
    (told,) = events(services.ISSUED)
    assert told["subject_id"] == attestation_id
    assert told["after"]["number_text"] == "ELJ-2026-00001"


def test_twenty_clicks_issue_one(app: Flask, manager: Any, world: World, choices: dict[str, str], sign_in: Any) -> None:
    confirmed = confirmation(manager.submit(new_url(world), choices).text)
    clients = [sign_in("manager@el-jadida.example") for _turn in range(20)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda client: client.submit(world.home.url("attestations/issue"), confirmed), clients))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert count(app, world) == 1


def test_the_same_key_with_other_choices_is_refused(
    app: Flask, manager: Any, world: World, choices: dict[str, str]
) -> None:
    confirmed = confirmation(manager.submit(new_url(world), choices).text)
    manager.submit(world.home.url("attestations/issue"), confirmed)
    answer = manager.submit(world.home.url("attestations/issue"), {**confirmed, "purpose": "visa"})
    assert answer.status_code == 409
    assert count(app, world) == 1


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("name", {"family_name_latin": "Autrement"}),
        ("trade", {"trade_id": "other"}),
        ("admission", {"admitted_on": date(2026, 5, 3)}),
    ],
)
def test_what_changed_since_the_preview_is_shown_again(
    app: Flask, manager: Any, world: World, choices: dict[str, str], what: str, values: dict[str, Any]
) -> None:
    confirmed = confirmation(manager.submit(new_url(world), choices).text)
    change(app, world, **{key: world.home.trades[5] if value == "other" else value for key, value in values.items()})
    answer = manager.submit(world.home.url("attestations/issue"), confirmed)
    assert answer.status_code == 422
    assert '<article class="sheet' in answer.text
    assert count(app, world) == 0
    again = manager.submit(world.home.url("attestations/issue"), confirmation(answer.text))
    assert again.status_code == 302


def test_other_choices_than_those_looked_at_are_not_issued(
    app: Flask, manager: Any, world: World, choices: dict[str, str]
) -> None:
    confirmed = confirmation(manager.submit(new_url(world), choices).text)
    answer = manager.submit(world.home.url("attestations/issue"), {**confirmed, "language": "fr"})
    assert answer.status_code == 422
    assert count(app, world) == 0


def test_the_language_button_keeps_the_preview(manager: Any, world: World, choices: dict[str, str]) -> None:
    confirmed = confirmation(manager.submit(new_url(world), choices).text)
    answer = manager.submit(world.home.url("attestations/issue"), {**confirmed, "_lang": "ar"})
    assert 'dir="rtl"' in answer.text
    assert confirmation(answer.text) == confirmed


def test_the_language_button_keeps_the_choices(manager: Any, world: World, choices: dict[str, str]) -> None:
    answer = manager.submit(new_url(world), {**choices, "purpose": "other", "purpose_fr": "salon", "_lang": "ar"})
    assert 'value="salon"' in answer.text
    assert 'role="alert"' not in answer.text


# --- Refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "values"),
    [
        ("ar", {"family_name_arabic": ""}),
        ("both", {"given_name_arabic": "", "family_name_arabic": ""}),
        ("fr", {"given_name_latin": ""}),
        ("fr", {"trade_id": None}),
    ],
)
def test_what_is_missing_on_the_file_is_listed_with_the_way_to_it(
    app: Flask, manager: Any, world: World, choices: dict[str, str], events: Any, language: str, values: dict[str, Any]
) -> None:
    change(app, world, **values)
    answer = manager.submit(new_url(world), {**choices, "language": language})
    assert answer.status_code == 422
    assert world.home.url(f"members/{world.home.members['member']}/edit") in answer.text
    assert "<article" not in answer.text
    assert not events(member_services.IDENTITY_REVEALED)


def test_the_other_language_stays_possible(app: Flask, manager: Any, world: World, choices: dict[str, str]) -> None:
    change(app, world, family_name_arabic="")
    assert manager.submit(new_url(world), {**choices, "language": "fr"}).status_code == 200


def test_what_is_missing_in_the_settings_leads_there(
    app: Flask, manager: Any, world: World, choices: dict[str, str]
) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.get_one(Organisation, world.home.id).city_ar = ""
    answer = manager.submit(new_url(world), choices)
    assert answer.status_code == 422
    assert world.home.url("settings") in answer.text.split("<main")[1]


def test_without_a_signatory_the_page_says_where_to_name_one(
    app: Flask, manager: Any, world: World, choices: dict[str, str]
) -> None:
    from app.kernel import clock

    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.scalars(select(Signatory)).one().retired_at = clock.now()
    page = manager.get(new_url(world)).text.split("<main")[1]
    assert world.home.url("settings") in page
    assert "page-form" not in page
    assert manager.submit(new_url(world), choices).status_code == 422


WRONG = [
    {"purpose": ""},
    {"purpose": "anything"},
    {"purpose": "other"},
    {"purpose": "other", "purpose_fr": "salon"},
    {"purpose": "other", "purpose_fr": "معرض", "purpose_ar": "معرض"},
    {"purpose": "other", "purpose_fr": "x" * 101, "purpose_ar": "معرض"},
    {"purpose": "other", "purpose_fr": "sa\u202elon", "purpose_ar": "معرض"},
    {"language": "de"},
    {"language": ""},
    {"signatory_id": "1"},
    {"signatory_id": "99999999999999999999"},
    {"signatory_id": ""},
]


def test_a_choice_that_cannot_be_is_said(app: Flask, manager: Any, world: World, choices: dict[str, str]) -> None:
    for wrong in WRONG:
        answer = manager.submit(new_url(world), {**choices, **wrong})
        assert answer.status_code == 422, wrong
        assert 'id="errors"' in answer.text, wrong
    assert count(app, world) == 0


def test_another_purpose_is_printed_as_typed(manager: Any, world: World, choices: dict[str, str]) -> None:
    typed = {"purpose": "other", "purpose_fr": "inscription au salon", "purpose_ar": "التسجيل في معرض"}
    answer = manager.submit(new_url(world), {**choices, **typed})
    assert answer.status_code == 200
    assert "inscription au salon" in answer.text
    assert "التسجيل في معرض" in answer.text


def test_no_letter_that_cannot_be_printed_gets_a_number(
    app: Flask, manager: Any, world: World, choices: dict[str, str]
) -> None:
    change(app, world, given_name_latin="Ꮳ")  # a Cherokee letter: no font of ours has it
    answer = manager.submit(new_url(world), {**choices, "language": "fr"})
    assert answer.status_code == 422
    assert "Ꮳ" in answer.text


def test_who_left_gets_no_activity_attestation(app: Flask, manager: Any, world: World, choices: dict[str, str]) -> None:
    change(app, world, left_on=TODAY)
    assert "page-form" not in manager.get(new_url(world)).text.split("<main")[1]
    assert manager.submit(new_url(world), choices).status_code == 422


def test_nobody_issues_to_themselves(app: Flask, manager: Any, world: World, choices: dict[str, str]) -> None:
    confirmed = confirmation(manager.submit(new_url(world, "leila"), choices).text)
    change(app, world, "leila", account_id=world.accounts["manager@el-jadida.example"])
    assert "page-form" not in manager.get(new_url(world, "leila")).text.split("<main")[1]
    assert manager.submit(new_url(world, "leila"), choices).status_code == 422
    assert manager.submit(world.home.url("attestations/issue"), confirmed).status_code == 422
    assert count(app, world) == 0


@pytest.mark.parametrize("asked", ["1", "0", "-1", "abc", "9" * 30, "٣", "1 OR 1"])
def test_an_unknown_member_is_not_found(manager: Any, world: World, choices: dict[str, str], asked: str) -> None:
    assert manager.get(world.home.url(f"attestations/new?member={asked}")).status_code == 404
    assert manager.submit(world.home.url(f"attestations/new?member={asked}"), choices).status_code == 404
    assert manager.submit(world.home.url("attestations/issue"), {**choices, "member_id": asked}).status_code == 404


def test_the_member_is_chosen_by_the_beginning_of_a_name(manager: Any, world: World) -> None:
    page = manager.get(world.home.url("attestations/new?q=أمي")).text
    assert f"?member={world.home.members['member']}" in page
    assert f"?member={world.home.members['leila']}" not in page


def test_quiet_members_are_pointed_out_and_not_refused(
    manager: Any, world: World, choices: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def has_activity(member_id: int, day: date) -> bool:
        asked.append((member_id, day))
        return False

    monkeypatch.setattr("app.activity.queries.has_validated_activity_since", has_activity)
    quiet = manager.submit(new_url(world), choices)
    assert (quiet.status_code, quiet.text.count('class="note warn"')) == (200, 1)
    assert asked == [(world.home.members["member"], date(2026, 8, 18))]
    monkeypatch.setattr("app.activity.queries.has_validated_activity_since", lambda *_asked: True)
    assert 'class="note warn"' not in manager.submit(new_url(world), choices).text
