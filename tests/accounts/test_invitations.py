"""Giving people access: who is told what, and how little a manager learns or gains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts import letters, queries, services
from app.accounts.errors import (
    AccountIsClosed,
    LoginAlreadyTaken,
    NeedsEmailOrPhone,
    RoleAlreadyHeld,
    SlipReachesTooFar,
)
from app.accounts.models import Account, TokenPurpose
from app.accounts.services import Invitation, Person
from app.extensions import db
from app.kernel import notices
from app.kernel.access import Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import Outbox, is_signed_in
from tests.support.client import HouseClient
from tests.support.world import World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
ABROAD, NETWORK = "manager@ras-jebel.example", "network@moucharaka.example"
FREE_PHONE = "+212600000001"
NEW = "sept lampes dansent au grenier"

Invite = Callable[..., Invitation]


@pytest.fixture
def invite(app: Flask, world: World) -> Invite:
    """`invite(Person(...), Role.COACH)` as the manager of El Jadida."""

    def invited(person: Person, role: Role = Role.COACH, *, by: str = MANAGER, abroad: bool = False) -> Invitation:
        place = world.abroad if abroad else world.home
        with app.app_context(), write_transaction():
            invitation = services.invite(person, organisation_id=place.id, role=role, made_by=world.accounts[by])
            db.session.flush()
            db.session.expunge_all()
            return invitation

    return invited


def sign_in_with(client: HouseClient, login: str, secret: str) -> Any:
    return client.submit("/login", {"login": login, "password": secret})


def test_a_new_person_with_an_email_gets_a_link(invite: Invite, client: HouseClient, outbox: Outbox) -> None:
    invitation = invite(Person(name_latin="Hind Alami", name_arabic="هند العلمي", email="Hind@El-Jadida.example"))
    assert (invitation.purpose, invitation.secret) == (TokenPurpose.INVITATION, None)
    mail = outbox.only_mail()
    assert mail["To"] == "hind@el-jadida.example"
    assert "Hind Alami" in mail.get_content()
    assert "هند العلمي" in mail.get_content(), "both languages, since nobody knows hers yet"
    client.get(f"/welcome/{outbox.link_token()}")
    assert client.submit("/welcome", {"new_password": NEW, "repeated_password": NEW}).location == "/"
    assert client.get("/").location == "/o/el-jadida/"


def test_a_new_person_with_a_phone_only_gets_a_slip(invite: Invite, client: HouseClient, outbox: Outbox) -> None:
    invitation = invite(Person(name_latin="Brahim", phone=FREE_PHONE))
    assert invitation.purpose is TokenPurpose.SLIP
    assert invitation.secret is not None
    assert outbox.mails() == []
    assert sign_in_with(client, FREE_PHONE, invitation.secret).location == "/welcome"


def test_whoever_signs_in_already_keeps_their_password(
    invite: Invite, sign_in: Any, outbox: Outbox, app: Flask, world: World
) -> None:
    client = sign_in(ABROAD)
    invitation = invite(Person(name_latin="Somebody Else", email=ABROAD))
    assert (invitation.purpose, invitation.secret) == (None, None)
    assert outbox.only_mail()["To"] == ABROAD
    assert "/welcome/" not in outbox.only_mail().get_content()
    assert is_signed_in(client)
    assert client.get("/o/el-jadida/notices").status_code == 200
    with app.app_context(), organisation_scope(world.home.id):
        assert notices.unread_count(world.accounts[ABROAD]) == 1


def test_what_was_typed_changes_nothing_about_a_known_account(
    invite: Invite, outbox: Outbox, app: Flask, world: World
) -> None:
    """Mail goes to the account's own address, or a manager could have anybody's link."""
    invite(Person(name_latin="Attacker", email="attacker@away.example", phone="+212661000001"))
    assert outbox.only_mail()["To"] == "member2@el-jadida.example"
    with app.app_context():
        account = db.session.get_one(Account, world.accounts["member2@el-jadida.example"])
        assert (account.display_name, account.email) == ("Youssef El Idrissi", "member2@el-jadida.example")


def test_a_known_phone_abroad_gives_no_code(invite: Invite, app: Flask, world: World) -> None:
    """Else inviting somebody's number would open their other organisation."""
    invite(Person(name_latin="Brahim", phone=FREE_PHONE), Role.ENTREPRENEUR, by=ABROAD, abroad=True)
    invitation = invite(Person(name_latin="Brahim", phone=FREE_PHONE))
    assert (invitation.purpose, invitation.secret) == (None, None)
    with app.app_context():
        account = db.session.get_one(Account, invitation.account.id)
        assert len(queries.live_memberships(account.id)) == 2


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        (Person(name_latin="Nobody"), NeedsEmailOrPhone),
        (Person(name_latin="Two people", email=MEMBER, phone="+212661000001"), LoginAlreadyTaken),
        (Person(name_latin="Coach", email=COACH), RoleAlreadyHeld),
    ],
)
def test_an_invitation_is_refused(invite: Invite, person: Person, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        invite(person)


def test_a_closed_account_is_not_invited(invite: Invite, change: Callable[..., Any]) -> None:
    change(services.deactivate_account, "nobody@moucharaka.example")
    with pytest.raises(AccountIsClosed):
        invite(Person(name_latin="Nour", email="nobody@moucharaka.example"))


def test_a_refused_invitation_sends_nothing(invite: Invite, outbox: Outbox) -> None:
    with pytest.raises(RoleAlreadyHeld):
        invite(Person(name_latin="Coach", email=COACH))
    assert outbox.mails() == []


# --- Another way in -----------------------------------------------------------------------------------------------


@pytest.fixture
def slip(app: Flask, world: World) -> Callable[..., str]:
    """`slip(for_email, by=…)` in El Jadida."""

    def made(email: str, *, by: str) -> str:
        with app.app_context(), organisation_scope(world.home.id), write_transaction():
            account = db.session.get_one(Account, world.accounts[email])
            return services.make_secret(account, TokenPurpose.SLIP, made_by=world.accounts[by])

    return made


@pytest.mark.parametrize(("receiver", "giver"), [(MEMBER, COACH), (MEMBER, MANAGER), (COACH, MANAGER)])
def test_a_slip_is_made_for_who_may_do_less(slip: Any, receiver: str, giver: str) -> None:
    assert len(slip(receiver, by=giver)) == 14


@pytest.mark.parametrize(
    ("receiver", "giver"), [(MANAGER, COACH), (COACH, "coach2@el-jadida.example"), (COACH, NETWORK), (NETWORK, MANAGER)]
)
def test_a_slip_is_not_made_for_who_may_do_more(slip: Any, receiver: str, giver: str) -> None:
    with pytest.raises(SlipReachesTooFar):
        slip(receiver, by=giver)


def test_a_slip_does_not_reach_into_another_organisation(slip: Any, app: Flask, world: World) -> None:
    with app.app_context(), organisation_scope(world.abroad.id), write_transaction():
        services.give_role(db.session.get_one(Account, world.accounts[MEMBER]), world.abroad.id, Role.MANAGER)
    with pytest.raises(SlipReachesTooFar):
        slip(MEMBER, by=MANAGER)


def test_the_network_invites_a_first_manager_by_phone(app: Flask, world: World) -> None:
    with app.app_context(), write_transaction():
        invitation = services.invite(
            Person(name_latin="Brahim", phone=FREE_PHONE),
            organisation_id=world.partner.id,
            role=Role.MANAGER,
            made_by=world.accounts[NETWORK],
        )
        assert invitation.secret is not None


@pytest.mark.parametrize(("has_password", "purpose"), [(True, TokenPurpose.RESET), (False, TokenPurpose.INVITATION)])
def test_a_renewed_invitation_is_mailed(
    app: Flask, world: World, outbox: Outbox, client: HouseClient, has_password: bool, purpose: TokenPurpose
) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        account = db.session.get_one(Account, world.accounts[COACH])
        account.password_hash = account.password_hash if has_password else None
        invitation = services.renew_invitation(account, made_by=world.accounts[MANAGER])
        assert (invitation.purpose, invitation.secret) == (purpose, None)
    assert outbox.only_mail()["To"] == COACH
    assert client.get(f"/welcome/{outbox.link_token()}").location == "/welcome"


def test_an_invitation_left_waiting_is_not_sent_once_there_is_a_password(
    app: Flask, world: World, outbox: Outbox, change: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.accounts.models import Letter, LetterKind
    from app.kernel import jobs

    monkeypatch.setattr(jobs, "enqueue", lambda *_call: None)
    with app.app_context():
        with write_transaction():
            services.post_letter(LetterKind.INVITATION, account_id=world.accounts[COACH], organisation_id=world.home.id)
        letters.send_letter(None, db.session.query(Letter.id).scalar())
        assert outbox.mails() == []
        db.session.remove()


@pytest.mark.parametrize("kind", ["invitation", "reset", "role_given", "password_changed"])
@pytest.mark.parametrize("languages", [("fr",), ("ar",), ("fr", "ar")])
def test_a_letter_has_a_subject_and_says_everything(app: Flask, kind: str, languages: tuple[str, ...]) -> None:
    from app.kernel import clock

    values = {
        "name": lambda language: f"NAME-{language}",
        "link": "http://localhost/LINK",
        "organisation": lambda language: f"PLACE-{language}",
        "roles": ["ROLE"],
        "inviter": "INVITER",
        "when": clock.now(),
    }
    with app.app_context():
        subject, body = letters.write(letters.Draft(recipient="", languages=languages, template=kind, values=values))
    assert subject and "\n" not in subject
    assert body.count("http://localhost/LINK") == len(languages)
    assert all(f"NAME-{language}" in body for language in languages)
    assert "{" not in body and "%(" not in body
