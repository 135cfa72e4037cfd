"""Slips for many people in one file; an invitation by e-mail from a file."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app import pdf
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.members.slips import MOST_NAMED
from app.network.models import Organisation
from tests.conftest import SignIn
from tests.imports.journey import Journey
from tests.support.parcours import record
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"
IMPORTED = """Nom;Prénom;Sexe;Date de naissance;Date d'admission;Téléphone
Zerouali;Salma;F;31/12/1990;15/03/2025;0612345678
"""
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def change(app: Flask, world: World, name: str, **values: object) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members[name]))
        for column, value in values.items():
            setattr(member, column, value)


@pytest.fixture
def two_without_access(app: Flask, world: World) -> list[int]:
    """Leïla, and Youssef as if he never had an account; Amina keeps hers."""
    change(app, world, "member2", account_id=None, email="", phone="+212612345098")
    return [world.home.members["member2"], world.home.members["leila"]]


def test_one_file_holds_a_slip_for_each(
    app: Flask, world: World, sign_in: SignIn, two_without_access: list[int]
) -> None:
    manager, path = sign_in(MANAGER), world.home.url("members/slips")
    page = manager.get(path).text
    assert page.count("checked") == 2
    answer = manager.submit(path, {"member_ids": two_without_access, "form_key": "k" * 24})
    assert answer.mimetype == "application/pdf"
    reader = PdfReader(BytesIO(answer.data))
    text = reader.pages[0].extract_text()
    codes = set(CODE.findall(text))
    assert len(codes) == 2
    assert "Youssef El Idrissi" in text
    assert answer.headers["Cache-Control"] == "no-store"
    again = manager.submit(path, {"member_ids": two_without_access, "form_key": "k" * 24})
    assert again.status_code == 302
    assert "checked" not in manager.get(path).text
    with app.app_context(), organisation_scope(world.home.id):
        told = db.session.scalars(select(AuditEvent.subject_id).filter_by(action="member.access_given")).all()
        assert set(two_without_access) <= set(told)
        db.session.remove()


@pytest.mark.usefixtures("two_without_access")
def test_the_file_is_made_whatever_letters_the_organisation_is_called_by(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    with app.app_context(), write_transaction():
        db.session.get_one(Organisation, world.home.id).name_fr = "Atelier 協"
    answer = sign_in(MANAGER).submit(world.home.url("members/slips"), {"member_ids": world.home.members["leila"]})
    assert answer.mimetype == "application/pdf"
    assert "Atelier" in PdfReader(BytesIO(answer.data)).pages[0].extract_text()


@pytest.mark.usefixtures("two_without_access")
def test_where_the_file_cannot_be_made_the_page_shows_the_slips(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> bytes:
        raise pdf.RenderingBusy

    monkeypatch.setattr("app.pdf.render_in_child", busy)
    answer = sign_in(MANAGER).submit(world.home.url("members/slips"), {"member_ids": world.home.members["leila"]})
    assert answer.mimetype == "text/html"
    assert len(set(CODE.findall(answer.text))) == 1


@pytest.mark.usefixtures("two_without_access")
def test_an_import_offers_slips_to_those_it_created_and_to_nobody_else(world: World, sign_in: SignIn) -> None:
    journey = Journey(world, sign_in)
    journey.send(IMPORTED.encode(), "liste.csv")
    journey.choose()
    assert "/slips" not in journey.page()
    journey.write()
    assert f'href="{journey.url}/slips"' in journey.page()
    page = journey.page("/slips")
    assert page.count("checked") == 1
    assert "Salma Zerouali" in page
    assert "Leïla" not in page
    refused = journey.client.submit(f"{journey.url}/slips", {"member_ids": world.home.members["leila"]})
    assert refused.status_code == 422


def test_a_coach_makes_slips_for_their_own_people_only(
    app: Flask, world: World, sign_in: SignIn, two_without_access: list[int]
) -> None:
    change(app, world, "member", account_id=None)
    page = sign_in(COACH).get(world.home.url("members/slips")).text
    assert "Amina Benali" in page
    assert "Youssef" not in page
    refused = sign_in(COACH).submit(world.home.url("members/slips"), {"member_ids": two_without_access})
    assert refused.status_code == 422


@pytest.mark.usefixtures("quick_papers")
def test_who_cannot_be_let_in_is_named_and_the_others_are(app: Flask, world: World, sign_in: SignIn) -> None:
    """Leïla's number is that of Amina's account; Youssef, without one, gets his slip."""
    change(app, world, "leila", phone="+212661000000")
    change(app, world, "member2", account_id=None, email="", phone="+212612345098")
    manager, path = sign_in(MANAGER), world.home.url("members/slips")
    both = [world.home.members["leila"], world.home.members["member2"]]
    assert manager.submit(path, {"member_ids": both}).mimetype == "application/pdf"
    page = manager.get(path).text
    assert "Leïla Haddad" in page
    assert "Youssef El Idrissi" not in page


def test_who_left_or_cannot_be_reached_gets_none(app: Flask, world: World, sign_in: SignIn) -> None:
    change(app, world, "leila", phone="")
    page = sign_in(MANAGER).get(world.home.url("members/slips")).text
    assert "Leïla Haddad" in page
    assert "checked" not in page
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        record(member, "exit", TODAY)
    assert "Leïla Haddad" not in sign_in(MANAGER).get(world.home.url("members/slips")).text


def test_of_thousands_who_cannot_be_reached_the_first_are_named(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("given_name_latin", "family_name_latin", "given_name_arabic", "family_name_arabic", "phone", "email")
    people = [SimpleNamespace(id=number, **dict.fromkeys(names, "")) for number in range(3_000)]
    monkeypatch.setattr("app.members.queries.without_access", lambda _actor, *, on: people)
    page = sign_in(MANAGER).get(world.home.url("members/slips")).text
    assert page.count("/edit") == MOST_NAMED
    assert "et 2 950 autres personnes" in page.replace("\u202f", " ").replace("\xa0", " ")


def test_an_invitation_by_e_mail_makes_no_code(app: Flask, world: World, sign_in: SignIn) -> None:
    change(app, world, "leila", email="leila@example.org")
    path = world.home.url(f"members/{world.home.members['leila']}/access")
    manager = sign_in(MANAGER)
    assert "letter" in manager.get(path).text
    answer = manager.submit(path, {"how": "letter", "form_key": "k" * 24})
    assert answer.status_code == 302
    sent = "".join(path.read_text() for path in (Path(app.config["DATA_DIR"]) / "outbox").glob("*.eml"))
    assert "leila@example.org" in sent
    assert not CODE.search(answer.text)


def test_a_slip_shows_the_way_as_a_square_code(world: World, sign_in: SignIn) -> None:
    path = world.home.url(f"members/{world.home.members['leila']}/access")
    page = sign_in(MANAGER).submit(path, {"how": "slip", "form_key": "k" * 24}).text
    assert page.count('src="data:image/png;base64,') == 2
