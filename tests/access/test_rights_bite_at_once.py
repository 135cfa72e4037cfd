"""Rights are read at every request: what changes in one session is felt at the next click of another (T8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts import services
from app.accounts.models import Account, LoginSession, Membership
from app.extensions import db
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member
from tests.support.client import HouseClient
from tests.support.life import Life, visitor
from tests.support.world import TODAY, Place

COACH = "coach@el-jadida.example"
Change = Callable[[Any], object]


@pytest.fixture
def change(lived_in: Flask, life: Life) -> Callable[[Change, type, object], None]:
    """`change(action, Model, key)`: somebody else does this to a row, in El Jadida."""

    def changed(action: Change, model: type, key: object) -> None:
        with lived_in.app_context(), organisation_scope(life.world.home.id), write_transaction():
            action(db.session.get_one(model, key))

    return changed


@pytest.fixture
def coach(lived_in: Flask, life: Life) -> HouseClient:
    client = visitor(lived_in, life, COACH)
    assert client.get(life.world.home.url("members")).status_code == 200
    return client


def is_signed_out(client: HouseClient, place: Place) -> bool:
    return client.get(place.url("members")).headers.get("Location", "").startswith("/login")


def test_a_role_taken_away(coach: HouseClient, life: Life, change: Callable[..., None]) -> None:
    change(lambda held: services.end_role(held, by_account_id=None), Membership, life.world.home.memberships["coach"])
    assert is_signed_out(coach, life.world.home)


def test_a_role_changed(coach: HouseClient, life: Life, change: Callable[..., None]) -> None:
    manager = life.world.accounts["manager@el-jadida.example"]
    change(
        lambda held: services.change_role(held, Role.ENTREPRENEUR, by_account_id=manager),
        Membership,
        life.world.home.memberships["coach"],
    )
    assert is_signed_out(coach, life.world.home)


def test_an_account_closed(coach: HouseClient, life: Life, change: Callable[..., None]) -> None:
    change(services.deactivate_account, Account, life.world.accounts[COACH])
    assert is_signed_out(coach, life.world.home)


def test_a_password_changed(coach: HouseClient, life: Life, change: Callable[..., None]) -> None:
    change(lambda account: services.choose_password(account, "another"), Account, life.world.accounts[COACH])
    assert is_signed_out(coach, life.world.home)


def test_signing_out_ends_a_copied_cookie(lived_in: Flask, coach: HouseClient, life: Life) -> None:
    thief = visitor(lived_in, life, COACH)
    assert coach.submit("/logout").status_code == 302
    assert is_signed_out(thief, life.world.home)


def test_sessions_ended_by_the_manager(lived_in: Flask, coach: HouseClient, life: Life) -> None:
    manager, held = visitor(lived_in, life, "manager@el-jadida.example"), life.world.home.memberships["coach"]
    assert manager.submit(life.world.home.url(f"settings/people/{held}/sessions/end")).status_code == 302
    assert is_signed_out(coach, life.world.home)


def test_a_role_that_ended_without_its_sessions(lived_in: Flask, coach: HouseClient, life: Life) -> None:
    """Were a session forgotten, the role would still be gone: it is asked for at every request."""
    with lived_in.app_context(), write_transaction():
        held = db.session.get_one(Membership, life.world.home.memberships["coach"])
        held.ended_at = held.since
    assert coach.get(life.world.home.url("members")).status_code == 404


def test_a_session_that_expired(lived_in: Flask, coach: HouseClient, life: Life) -> None:
    with lived_in.app_context(), write_transaction():
        for session in db.session.query(LoginSession).filter_by(account_id=life.world.accounts[COACH]):
            session.started_at, session.expires_at = clock.ago(days=2), clock.ago(days=1)
    assert is_signed_out(coach, life.world.home)


def test_a_member_handed_to_another_coach(coach: HouseClient, life: Life, change: Callable[..., None]) -> None:
    home = life.world.home
    amina = home.url(f"members/{home.members['member']}")
    assert coach.get(amina).status_code == 200

    def hand_over(member: Member) -> None:
        other = db.session.get_one(Membership, home.memberships["coach2"])
        member_services.assign_coach(member, other, started_on=TODAY)

    change(hand_over, Member, (home.id, home.members["member"]))
    assert coach.get(amina).status_code == 404
    assert "Amina" not in coach.get(home.url("members")).text
