"""Another e-mail or phone: the password again, a link to the new address, word to the old one; nobody learns who else is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Account
from app.extensions import db
from tests.accounts.conftest import Outbox, copied, is_signed_in
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import PASSWORD, World

MEMBER, COACH = "member@el-jadida.example", "coach@el-jadida.example"
NEW = "amina@new.example"
LINK = re.compile(r"http://localhost(/account/email/\S+)")


def ask(client: HouseClient, *, email: str = MEMBER, phone: str = "", password: str = PASSWORD) -> Any:
    return client.submit("/account/login", {"email": email, "phone": phone, "current_password": password})


def logins(app: Flask, world: World, who: str = MEMBER) -> tuple[str | None, str | None]:
    with app.app_context():
        account = db.session.get_one(Account, world.accounts[who])
        db.session.remove()
        return account.email, account.phone


def link_in(outbox: Outbox) -> str:
    found = LINK.search(outbox.mails()[-1].get_content())
    assert found, outbox.mails()[-1].get_content()
    return found[1]


@pytest.fixture
def phone(app: Flask, world: World) -> str:
    return logins(app, world)[1] or ""


def test_the_new_address_is_used_once_somebody_reads_it(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str
) -> None:
    client, elsewhere = sign_in(MEMBER), sign_in(MEMBER)
    assert ask(client, email="Amina@New.example", phone=phone).status_code == 302
    mail = outbox.only_mail()
    assert mail["To"] == NEW
    assert logins(app, world) == (MEMBER, phone)
    link = link_in(outbox)
    assert client.get(link).status_code == 200
    assert logins(app, world) == (MEMBER, phone), "opening a link changes nothing"
    assert client.submit(link, {}).status_code == 302
    assert logins(app, world) == (NEW, phone)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    told = outbox.mails()[-1]
    assert told["To"] == MEMBER
    assert not re.search(r"/account/|/welcome/", told.get_content())
    assert client.get(link).status_code == client.submit(link, {}).status_code == 410, "it worked once"
    entered = app.test_client().submit("/login", {"login": NEW, "password": PASSWORD})  # type: ignore[attr-defined]
    assert entered.status_code == 302


def test_the_link_is_for_its_account_alone_and_for_a_day(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str, wait: Callable[..., None]
) -> None:
    client = sign_in(MEMBER)
    ask(client, email=NEW, phone=phone)
    link = link_in(outbox)
    assert sign_in(COACH).submit(link, {}).status_code == 410
    assert "/login" in app.test_client().get(link).location
    ask(client, email="another@new.example", phone=phone)
    assert client.get(link).status_code == 410, "a newer one takes its place"
    newer = link_in(outbox)
    assert client.get(newer).status_code == 200
    wait(hours=25)
    late = sign_in(MEMBER)
    assert late.submit(newer, {}).status_code == 410
    assert logins(app, world) == (MEMBER, phone)


def test_another_password_ends_what_was_asked(
    app: Flask, sign_in: SignIn, outbox: Outbox, phone: str, change: Callable[..., Any]
) -> None:
    from app.accounts import services

    ask(sign_in(MEMBER), email=NEW, phone=phone)
    link = link_in(outbox)
    change(lambda account: services.choose_password(account, account.password_hash), MEMBER)
    assert sign_in(MEMBER).get(link).status_code == 410


def test_nobody_learns_that_an_address_has_an_account(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str
) -> None:
    pages = []
    for email in (NEW, COACH):
        client = sign_in(MEMBER)
        answer = ask(client, email=email, phone=phone)
        assert (answer.status_code, answer.location) == (302, "/account")
        pages.append(
            re.findall(r'<div class="note[^"]*".*?</div>', client.get("/account").get_data(as_text=True), re.S)
        )
    assert pages[0] == pages[1] != []
    theirs = outbox.mails()[-1]
    assert theirs["To"] == COACH
    assert not LINK.search(theirs.get_content())
    assert "Amina" not in theirs.get_content()
    assert logins(app, world, COACH)[0] == COACH


def test_an_address_that_was_taken_meanwhile_stays_theirs(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str, change: Callable[..., Any]
) -> None:
    client = sign_in(MEMBER)
    ask(client, email=NEW, phone=phone)
    link = link_in(outbox)
    change(lambda account: setattr(account, "email", NEW), COACH)
    assert client.submit(link, {}).status_code == 410
    assert logins(app, world) == (MEMBER, phone)


def test_a_phone_changes_at_once_and_the_mail_says_so(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox
) -> None:
    client = sign_in(MEMBER)
    assert ask(client, phone="+212612345098").status_code == 302
    assert logins(app, world) == (MEMBER, "+212612345098")
    assert outbox.only_mail()["To"] == MEMBER
    assert ask(client, email="", phone="+212612345098").status_code == 302
    assert logins(app, world) == (None, "+212612345098")
    assert ask(client, email="", phone="").status_code == 422
    assert logins(app, world) == (None, "+212612345098")


def test_a_number_that_is_anothers_is_refused_without_saying_so(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str, change: Callable[..., Any]
) -> None:
    change(lambda account: setattr(account, "phone", "+212612345097"), COACH)
    answer = ask(sign_in(MEMBER), phone="+212612345097")
    assert answer.status_code == 422
    said = re.search(r'id="phone-error">([^<]*)<', answer.get_data(as_text=True))
    assert said
    assert (
        said[1]
        == "Ce numéro ne peut pas être utilisé ici. Si c’est le vôtre, adressez-vous au gestionnaire de votre organisation."
    )
    assert logins(app, world) == (MEMBER, phone)
    assert outbox.mails() == []


def test_the_password_is_asked_and_tries_are_few(
    app: Flask, world: World, sign_in: SignIn, outbox: Outbox, phone: str
) -> None:
    client = sign_in(MEMBER)
    assert ask(client, email=NEW, phone=phone, password="not this one at all").status_code == 422
    assert outbox.mails() == []
    answers = [ask(client, phone=f"+21261234509{digit}").status_code for digit in range(6)]
    assert answers == [302] * 5 + [429]
    assert copied(client, app).get("/account").status_code == 200
