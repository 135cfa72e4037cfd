"""Members and their own fields: the rows a question finds, as page and as files, and what is in none of them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.models import Account
from app.extensions import db
from app.kernel.access import Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.own_fields import services
from app.own_fields.models import Audience, FieldKind
from app.own_fields.services import FieldDetails
from tests.conftest import SignIn
from tests.support.parcours import record
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"


@pytest.fixture
def fields(world: World, context: Flask) -> dict[str, int]:
    """Amina: 9 m² and a licence; Youssef: 10 m²; Leïla: nothing. A sensitive field, and one for managers only."""
    with organisation_scope(world.home.id), write_transaction():
        made = {
            "area": _field("Surface", FieldKind.NUMBER, Audience.COACHES),
            "licence": _field("Permis", FieldKind.YES_NO, Audience.COACHES),
            "grant": _field("Aide reçue", FieldKind.TEXT, Audience.MANAGERS),
        }
        health = FieldDetails(label_fr="Santé", label_ar="صحة", audience=Audience.MANAGERS)
        sealed = services.add_field(health, kind=FieldKind.TEXT, is_sensitive=True)
        people = {
            name: db.session.get_one(Member, (world.home.id, world.home.members[name]))
            for name in ("member", "member2")
        }
        said = {made["area"]: 9_000, made["licence"]: True, made["grant"]: "=2+5", sealed.id: "Asthme"}
        services.fill_in(people["member"], said, version=None)
        services.fill_in(people["member2"], {made["area"]: 10_500}, version=None)
        ids = {**made, "sealed": sealed.id}
    db.session.remove()
    return ids


def _field(label: str, kind: FieldKind, audience: Audience) -> int:
    return services.add_field(FieldDetails(label_fr=label, label_ar=label, audience=audience), kind=kind).id


def names(page: str) -> set[str]:
    return set(re.findall(r"Amina|Youssef|Leïla", page))


def test_a_question_finds_its_rows(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    manager = sign_in(MANAGER)
    asked = f"reports/own-fields?show={fields['area']}&field={fields['area']}"
    for question, found in (
        ("", {"Amina", "Youssef", "Leïla"}),
        ("&operator=at_least&low=10", {"Youssef"}),
        ("&operator=between&low=1&high=9,5", {"Amina"}),
        ("&operator=empty", {"Leïla"}),
        ("&operator=filled", {"Amina", "Youssef"}),
    ):
        page = manager.get(world.home.url(asked + question))
        assert page.status_code == 200
        assert names(page.get_data(as_text=True)) == found, question


def test_yes_is_asked_for(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    asked = world.home.url(f"reports/own-fields?field={fields['licence']}&operator=is&low=yes")
    page = sign_in(MANAGER).get(asked).get_data(as_text=True)
    assert names(page) == {"Amina"}
    assert "«\u00a0Permis\u00a0» est exactement\u00a0: Oui" in page


@pytest.mark.parametrize("question", ["at_least", "at_least&low=beaucoup", "between&low=3&high=2", "contains&low=3"])
def test_a_question_that_cannot_be_asked_finds_nobody_and_says_so(
    sign_in: SignIn, world: World, fields: dict[str, int], question: str
) -> None:
    manager, asked = sign_in(MANAGER), f"?field={fields['area']}&operator={question}"
    answer = manager.get(world.home.url(f"reports/own-fields{asked}"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "summary note bad" in page
    assert names(page) == set()
    assert manager.get(world.home.url(f"reports/own-fields.csv{asked}")).status_code == 302


def test_the_files_hold_numbers_as_numbers_and_no_formula(
    sign_in: SignIn, world: World, fields: dict[str, int]
) -> None:
    manager = sign_in(MANAGER)
    csv = manager.get(world.home.url("reports/own-fields.csv")).data.decode("utf-8-sig")
    assert csv.splitlines()[0].endswith("Surface;Permis;Aide reçue")
    assert ";9;Oui;'=2+5" in csv
    assert ";10,5;" in csv
    assert "Asthme" not in csv
    assert "Santé" not in csv
    assert manager.get(world.home.url("reports/own-fields.xlsx")).status_code == 200
    log = manager.get(world.home.url("settings/log")).get_data(as_text=True)
    assert "Membres et champs ajoutés" in log
    assert "Asthme" not in log


def test_a_coach_lists_their_people_and_the_fields_coaches_read(
    sign_in: SignIn, world: World, fields: dict[str, int]
) -> None:
    page = sign_in(COACH).get(world.home.url("reports/own-fields")).get_data(as_text=True)
    assert names(page) == {"Amina"}
    assert "Surface" in page
    assert "Aide reçue" not in page
    by_force = f"reports/own-fields?show={fields['grant']}&field={fields['sealed']}&operator=filled"
    assert "=2+5" not in sign_in(COACH).get(world.home.url(by_force)).get_data(as_text=True)


def test_where_nothing_is_asked_the_page_says_how_to_begin(sign_in: SignIn, world: World) -> None:
    page = sign_in(MANAGER).get(world.home.url("reports/own-fields")).get_data(as_text=True)
    assert "settings/own-fields/new" in page


def test_the_counts_of_the_settings_open_their_rows(sign_in: SignIn, world: World, fields: dict[str, int]) -> None:
    with organisation_scope(world.home.id), write_transaction():
        gone = db.session.get_one(Member, (world.home.id, world.home.members["member2"]))
        record(gone, "exit", TODAY)
    db.session.remove()
    manager = sign_in(MANAGER)
    page = manager.get(world.home.url("settings/own-fields")).get_data(as_text=True)
    counts = re.findall(r'<td class="num"[^>]*><a href="([^"]+)">(\d+)</a>', page)
    assert [int(count) for _address, count in counts] == [2, 1, 1]
    for address, count in counts:
        listed = manager.get(address.replace("&amp;", "&")).get_data(as_text=True)
        assert listed.count('<th scope="row">') == int(count), address


def test_a_coach_who_is_a_member_does_not_read_of_themself_what_their_file_hides(
    sign_in: SignIn, world: World, fields: dict[str, int]
) -> None:
    asked = world.home.url(f"reports/own-fields?show={fields['area']}")
    with organisation_scope(world.home.id), write_transaction():
        account = db.session.scalars(select(Account).where(Account.email == "member@el-jadida.example")).one()
        account_services.give_role(account, world.home.id, Role.COACH)
    db.session.remove()
    page = sign_in("member@el-jadida.example").get(asked)
    assert page.status_code == 200
    assert "Surface" in page.get_data(as_text=True)
    assert "Amina" not in page.get_data(as_text=True).partition("<main")[2]
