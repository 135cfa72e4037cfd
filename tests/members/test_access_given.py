"""A slip for who has no account; for who has one, from elsewhere or from here, the role and word of it, never a code."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account, Membership
from app.extensions import db
from app.kernel.access import Role
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.conftest import SignIn
from tests.support.world import World

MANAGER = "manager@el-jadida.example"
CODE = re.compile(r'class="secret code"')


def give_leila(app: Flask, world: World, **login: str) -> str:
    """Her file with this e-mail or phone; the address of the page that lets her in."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        member.email, member.phone = login.get("email", ""), login.get("phone", "")
    return world.home.url(f"members/{world.home.members['leila']}/access")


def account_of_leila(app: Flask, world: World) -> int | None:
    with app.app_context(), organisation_scope(world.home.id):
        found = db.session.get_one(Member, (world.home.id, world.home.members["leila"])).account_id
        db.session.remove()
    return found


def test_who_has_no_account_gets_a_slip(app: Flask, world: World, sign_in: SignIn) -> None:
    page = sign_in(MANAGER).submit(give_leila(app, world, phone="+212612345099"), {"form_key": "k" * 24})
    assert page.status_code == 200
    assert len(CODE.findall(page.get_data(as_text=True))) == 2
    assert account_of_leila(app, world) is not None


def test_who_signs_in_elsewhere_keeps_their_account_and_gets_the_role(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    theirs = "manager@ras-jebel.example"
    client = sign_in(MANAGER)
    answer = client.submit(give_leila(app, world, email=theirs), {"form_key": "k" * 24})
    assert answer.status_code == 302
    page = client.get(answer.location).get_data(as_text=True)
    assert not CODE.search(page)
    assert "Ras Jebel" not in page
    assert account_of_leila(app, world) == world.accounts[theirs]
    with app.app_context():
        roles = select(Membership.role).filter_by(account_id=world.accounts[theirs], organisation_id=world.home.id)
        assert list(db.session.scalars(roles)) == [Role.ENTREPRENEUR]
        with organisation_scope(world.home.id):
            told = db.session.scalars(select(Notice).filter_by(account_id=world.accounts[theirs])).one()
        assert told.message == "You have been given access here."
        db.session.remove()
    own_file = world.home.url(f"members/{world.home.members['leila']}")
    assert sign_in(theirs).get(own_file).status_code == 200


@pytest.mark.parametrize("taken", ["member@el-jadida.example"])
def test_two_files_do_not_share_an_account(app: Flask, world: World, sign_in: SignIn, taken: str) -> None:
    page = sign_in(MANAGER).submit(give_leila(app, world, email=taken), {"form_key": "k" * 24})
    assert page.status_code == 422
    assert account_of_leila(app, world) is None


def test_an_account_that_was_never_used_is_not_opened_by_somebody_else(
    app: Flask, world: World, sign_in: SignIn
) -> None:
    """Invited abroad by phone, not yet come: who made that slip tells them; no second code is made here."""
    with app.app_context(), write_transaction():
        account = db.session.get_one(Account, world.accounts["manager@ras-jebel.example"])
        account.password_hash, account.email, account.phone = None, None, "+21698765432"
    answer = sign_in(MANAGER).submit(give_leila(app, world, phone="+21698765432"), {"form_key": "k" * 24})
    assert answer.status_code == 302
    assert account_of_leila(app, world) == world.accounts["manager@ras-jebel.example"]
