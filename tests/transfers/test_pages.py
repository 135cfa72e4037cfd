"""The pages of a transfer, as both managers and the person see them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import services as account_services
from app.accounts.models import Account
from app.extensions import db
from app.kernel.access import Role
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.transfers.models import IncomingTransfer
from app.transfers.rules import Part
from tests.conftest import SignIn
from tests.support.world import TODAY, Place, World
from tests.transfers.journey import accept, incoming, send, wanted

CONSENT = {"consented_on": TODAY.isoformat(), "manner": "signed", "has_consented": "y"}
SAYINGS = {
    "fr": ("Attend une réponse", "Ce qui ne part jamais", "Parcours là-bas", "Vient de"),
    "ar": ("في انتظار الجواب", "ما لا يُنقل أبدا", "المسار هناك", "قادم من"),
}


def _only_transfer(app: Flask, place: Place) -> int:
    with app.app_context(), organisation_scope(place.id):
        return db.session.scalars(select(IncomingTransfer.id)).one()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_two_managers_and_a_member(app: Flask, world: World, sign_in: SignIn, language: str) -> None:
    home, partner = world.home, world.partner
    sender, receiver = sign_in("manager@el-jadida.example"), sign_in("manager@ccde.example")
    person, asked = sign_in("member@el-jadida.example"), f"lang={language}"
    waits, never, there, from_where = SAYINGS[language]
    file = home.url(f"members/{home.members['member']}/transfers")
    assert never in sender.get(f"{file}/new?{asked}").text
    told = {**CONSENT, "to_organisation_id": str(partner.id), "parts": "parcours", "sensitive": "identity_number"}
    assert sender.submit(f"{file}/new", {**told, "has_consented": ""}).status_code == 422
    assert sender.submit(f"{file}/new", told).status_code == 302
    assert waits in person.get(f"{file}?{asked}").text
    listed = receiver.get(partner.url(f"members/transfers?{asked}")).text
    assert waits in listed
    one = partner.url(f"members/transfers/{_only_transfer(app, partner)}")
    read = receiver.get(f"{one}?{asked}").text
    assert there in read
    assert "MX100200" not in read
    admitted = receiver.submit(f"{one}/accept", {"admitted_on": TODAY.isoformat(), "stage_id": _stage(read)})
    arrived = receiver.get(admitted.headers["Location"] + f"?{asked}").text
    assert from_where in arrived
    assert there in arrived
    assert receiver.submit(f"{one}/accept", {"admitted_on": TODAY.isoformat()}).status_code == 422
    after = sender.get(f"{file}?{asked}").text
    assert "/exit?why=transfer" in after
    leaving = sender.get(home.url(f"members/{home.members['member']}/exit?why=transfer&lang=fr")).text
    assert re.search(r'<option selected value="\d+">Transfert à une autre organisation', leaving)
    with app.app_context(), organisation_scope(partner.id):
        assert len(db.session.scalars(select(Member.id)).all()) == 1


def _stage(page: str) -> str:
    """The one that is chosen at first."""
    chosen = re.search(r'<option selected value="(\d+)"', page.partition('name="stage_id"')[2])
    assert chosen, page
    return chosen[1]


def test_the_log_names_who_read_and_nobody_of_the_other_side(app: Flask, world: World, sign_in: SignIn) -> None:
    home, partner = world.home, world.partner
    with app.app_context():
        sent = send(home, "leila", wanted(partner))
    receiver = sign_in("manager@ccde.example")
    one = partner.url(f"members/transfers/{sent}")
    assert receiver.get(one).status_code == 200
    assert receiver.submit(f"{one}/decline", {"reason": "Complet"}).status_code == 302
    with app.app_context():
        manager = world.accounts["manager@ccde.example"]
        assert _logged(partner) == [("received", None), ("read", manager), ("declined", manager)]
        assert _logged(home) == [("sent", None), ("declined", None)]
    assert (
        "Complet"
        in sign_in("manager@el-jadida.example").get(home.url(f"members/{home.members['leila']}/transfers")).text
    )


def test_who_reads_a_package_behind_a_refused_form_is_in_the_log(app: Flask, world: World, sign_in: SignIn) -> None:
    partner = world.partner
    with app.app_context():
        sent = send(world.home, "leila", wanted(partner))
    receiver, one = sign_in("manager@ccde.example"), partner.url(f"members/transfers/{sent}")
    for ending in ("accept", "here"):
        refused = receiver.submit(f"{one}/{ending}", {})
        assert refused.status_code == 422
        assert "Leïla" in refused.text or "Leila" in refused.text
    with app.app_context():
        manager = world.accounts["manager@ccde.example"]
        assert _logged(partner) == [("received", None), ("read", manager), ("read", manager)]


def _logged(place: Place) -> list[tuple[str, int | None]]:
    with organisation_scope(place.id):
        found = select(AuditEvent.action, AuditEvent.account_id).order_by(AuditEvent.happened_at, AuditEvent.id)
        rows = db.session.execute(found.where(AuditEvent.action.startswith("transfer."))).all()
    return [(action.removeprefix("transfer."), account_id) for action, account_id in rows]


def test_the_person_objects_and_nobody_else_does(app: Flask, world: World, sign_in: SignIn) -> None:
    home = world.home
    with app.app_context():
        sent = send(home, "member", wanted(world.partner))
    file = home.url(f"members/{home.members['member']}/transfers/{sent}")
    with app.app_context(), organisation_scope(home.id), write_transaction():
        manager = db.session.get_one(Account, world.accounts["manager@el-jadida.example"])
        account_services.give_role(manager, home.id, Role.ENTREPRENEUR)
    assert sign_in("manager@el-jadida.example").submit(f"{file}/object").status_code == 403
    person = sign_in("member@el-jadida.example")
    assert person.get(f"{file}/object").status_code == 200
    assert person.submit(f"{file}/object").status_code == 302
    with app.app_context(), organisation_scope(world.partner.id):
        assert incoming(world.partner, sent).package is None


def test_the_transfer_of_another_member_is_unknown(app: Flask, world: World, sign_in: SignIn) -> None:
    home = world.home
    with app.app_context():
        sent = send(home, "leila", wanted(world.partner))
    manager = sign_in("manager@el-jadida.example")
    assert manager.get(home.url(f"members/{home.members['member']}/transfers/{sent}/withdraw")).status_code == 404
    assert manager.get(home.url(f"members/transfers/{sent}")).status_code == 404, "the other side's row"
    elsewhere = sign_in("manager@ras-jebel.example")
    assert elsewhere.get(world.abroad.url(f"members/transfers/{sent}")).status_code == 404


def test_who_is_here_already_is_shown_and_the_transfer_closed(app: Flask, world: World, sign_in: SignIn) -> None:
    home, partner = world.home, world.partner
    with app.app_context():
        first = send(home, "leila", wanted(partner, Part.IDENTITY_NUMBER))
        arrived = accept(partner, first)
        again = send(home, "leila", wanted(partner, Part.IDENTITY_NUMBER))
    receiver = sign_in("manager@ccde.example")
    one = partner.url(f"members/transfers/{again}")
    page = receiver.get(f"{one}?lang=fr").text
    assert "Déjà là, peut-être" in page
    assert "aucune seconde fiche ne peut être ouverte" in page
    assert "/accept" not in page
    assert receiver.submit(f"{one}/here", {"member_id": "7"}).status_code == 422
    assert receiver.submit(f"{one}/here", {"member_id": str(arrived)}).status_code == 302
    with app.app_context(), organisation_scope(partner.id):
        assert incoming(partner, again).member_id == arrived


def test_a_package_that_cannot_be_read_is_declined(app: Flask, world: World, sign_in: SignIn) -> None:
    partner = world.partner
    with app.app_context():
        sent = send(world.home, "leila", wanted(partner))
        with organisation_scope(partner.id), write_transaction():
            incoming(partner, sent).package = '{"version":99}'
    receiver = sign_in("manager@ccde.example")
    one = partner.url(f"members/transfers/{sent}")
    assert "autre version" in receiver.get(f"{one}?lang=fr").text
    assert receiver.get(partner.url("members/transfers")).status_code == 200
    assert receiver.submit(f"{one}/accept", {"admitted_on": TODAY.isoformat()}).status_code == 422
    assert receiver.submit(f"{one}/decline", {"reason": "Illisible"}).status_code == 302


def test_the_sheet_to_sign_says_what_is_ticked_in_both_languages(world: World, sign_in: SignIn) -> None:
    home = world.home
    sheet = home.url(f"members/{home.members['leila']}/transfers/consent")
    manager = sign_in("manager@el-jadida.example")
    assert manager.get(sheet).status_code == 200
    assert manager.submit(sheet, {}).status_code == 422
    told = {"to_organisation_id": str(world.partner.id), "sensitive": "identity_number"}
    page = manager.submit(sheet, told).text
    assert "Création et Créativité" in page
    assert "Pièce d’identité et son numéro" in page
    assert "وثيقة الهوية ورقمها" in page
    assert "Parcours :" not in page
