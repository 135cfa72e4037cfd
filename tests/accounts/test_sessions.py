"""A session dies with its reason to live: a copied cookie is worth nothing afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts import queries, services
from app.accounts.models import Account, LoginSession, Membership, TokenPurpose
from app.extensions import db
from app.kernel import passwords
from app.kernel.access import Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import copied, is_signed_in
from tests.support.client import HouseClient
from tests.support.world import PASSWORD, World

COACH, MEMBER = "coach@el-jadida.example", "member@el-jadida.example"
NEW = "sept lampes dansent au grenier"
SignIn = Callable[[str], HouseClient]


def sign_out(client: HouseClient, _world: World, _app: Flask) -> None:
    client.submit("/logout")


def change_password(client: HouseClient, _world: World, _app: Flask) -> None:
    client.submit("/account/password", {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW})


def reset_password(_client: HouseClient, world: World, app: Flask) -> None:
    with app.app_context(), write_transaction():
        account = db.session.get_one(Account, world.accounts[COACH])
        link = services.make_secret(account, TokenPurpose.RESET, made_by=None)
    visitor = app.test_client()
    visitor.get(f"/welcome/{link}")
    visitor.submit("/welcome", {"new_password": NEW, "repeated_password": NEW})  # type: ignore[attr-defined]


def close_account(_client: HouseClient, world: World, app: Flask) -> None:
    with app.app_context(), write_transaction():
        services.deactivate_account(db.session.get_one(Account, world.accounts[COACH]))


def membership_of_coach(world: World) -> Membership:
    return db.session.get_one(Membership, world.home.memberships["coach"])


def take_role(_client: HouseClient, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.end_role(membership_of_coach(world), by_account_id=None)


def change_role(_client: HouseClient, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.change_role(
            membership_of_coach(world), Role.MANAGER, by_account_id=world.accounts["manager@el-jadida.example"]
        )


def end_from_elsewhere(_client: HouseClient, world: World, app: Flask) -> None:
    with app.app_context(), write_transaction():
        services.end_sessions(world.accounts[COACH])


@pytest.mark.parametrize(
    "happen",
    [sign_out, change_password, reset_password, close_account, take_role, change_role, end_from_elsewhere],
    ids=lambda happen: happen.__name__,
)
def test_a_copied_cookie_dies(sign_in: SignIn, app: Flask, world: World, happen: Callable[..., None]) -> None:
    client = sign_in(COACH)
    thief = copied(client, app)
    assert is_signed_in(thief)
    happen(client, world, app)
    answer = thief.get("/account")
    assert (answer.status_code, answer.location) == (302, "/login?next=/account")
    assert thief.get("/account", headers={"Accept": "application/json"}).status_code == 401


def test_a_closed_account_opened_again_keeps_its_password_but_no_session(
    sign_in: SignIn, client: HouseClient, world: World, app: Flask
) -> None:
    before = sign_in(COACH)
    close_account(before, world, app)
    with app.app_context(), write_transaction():
        services.reactivate_account(db.session.get_one(Account, world.accounts[COACH]))
    assert not is_signed_in(before)
    assert client.submit("/login", {"login": COACH, "password": PASSWORD}).location == "/"


def test_another_role_ends_a_phone_kept_signed_in(client: HouseClient, world: World, app: Flask) -> None:
    client.submit("/login", {"login": MEMBER, "password": PASSWORD, "keep_signed_in": "y"})
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.give_role(db.session.get_one(Account, world.accounts[MEMBER]), world.home.id, Role.COACH)
    assert not is_signed_in(client)


def test_a_role_more_does_not_end_an_ordinary_session(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(COACH)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.give_role(db.session.get_one(Account, world.accounts[COACH]), world.home.id, Role.MANAGER)
    assert is_signed_in(client)


def test_signing_out_is_a_post_and_clears_what_was_kept(sign_in: SignIn) -> None:
    client = sign_in(COACH)
    assert client.get("/logout").status_code == 405
    assert is_signed_in(client)
    answer = client.submit("/logout")
    assert answer.location == "/login"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_signed_in(client)


def test_signing_out_twice_is_no_error(client: HouseClient) -> None:
    assert client.submit("/logout").location == "/login"


def test_signing_out_leaves_other_devices_signed_in(sign_in: SignIn) -> None:
    phone, desk = sign_in(COACH), sign_in(COACH)
    phone.submit("/logout")
    assert is_signed_in(desk)


@pytest.mark.parametrize(
    "path", ["/login", "/logout", "/welcome", "/forgotten", "/account/password", "/account/sessions/end-others"]
)
def test_nothing_is_done_without_the_forms_token(sign_in: SignIn, app: Flask, path: str) -> None:
    client = sign_in(COACH)
    sent = {
        "login": COACH,
        "password": PASSWORD,
        "current_password": PASSWORD,
        "new_password": NEW,
        "repeated_password": NEW,
    }
    assert client.post(path, data=sent).status_code == 400
    assert is_signed_in(client)
    with app.app_context():
        assert db.session.query(LoginSession).filter(LoginSession.ended_at.is_not(None)).count() == 0


def test_the_last_manager_keeps_their_role(world: World, app: Flask) -> None:
    from app.accounts.errors import LastManager, OwnAccess

    manager = world.accounts["manager@el-jadida.example"]
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        held = db.session.get_one(Membership, world.home.memberships["manager"])
        with pytest.raises(LastManager):
            services.end_role(held, by_account_id=None)
        with pytest.raises(OwnAccess):
            services.end_role(held, by_account_id=manager)
        services.change_role(membership_of_coach(world), Role.MANAGER, by_account_id=manager)
        services.end_role(held, by_account_id=None)
        assert {row.role for row in queries.live_memberships(manager)} == set()


def test_nobody_gets_a_role_twice(world: World, app: Flask) -> None:
    from app.accounts.errors import RoleAlreadyHeld

    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        coach = membership_of_coach(world)
        with pytest.raises(RoleAlreadyHeld):
            services.give_role(coach.account, world.home.id, Role.COACH)
        with pytest.raises(RoleAlreadyHeld):
            services.change_role(coach, Role.COACH, by_account_id=1)
        services.end_role(coach, by_account_id=None)
        assert services.give_role(coach.account, world.home.id, Role.COACH).id == coach.id


def test_old_sessions_and_secrets_are_forgotten(
    sign_in: SignIn, app: Flask, world: World, wait: Callable[..., None]
) -> None:
    from app.accounts.models import AccountToken
    from app.accounts.upkeep import forget_old_attempts, forget_old_sign_ins
    from app.kernel import throttle
    from app.kernel.throttle import Attempt

    sign_in(COACH)
    with app.app_context(), write_transaction():
        services.make_secret(db.session.get_one(Account, world.accounts[COACH]), TokenPurpose.RESET, made_by=None)
        throttle.count_attempt(throttle.CHECK_ADDRESS, "198.51.100.1")

    def left() -> tuple[int, int, int]:
        with app.app_context(), write_transaction():
            forget_old_sign_ins()
            forget_old_attempts()
            mine = {"account_id": world.accounts[COACH]}
            return (
                db.session.query(LoginSession).filter_by(**mine).count(),
                db.session.query(AccountToken).filter_by(**mine).count(),
                db.session.query(Attempt).count(),
            )

    assert left() == (1, 1, 1)
    wait(days=2)
    assert left() == (1, 1, 0)
    wait(days=90)
    assert left() == (0, 0, 0)


def test_a_password_is_stored_as_argon2id_only(app: Flask) -> None:
    with app.app_context():
        kept = {account.password_hash for account in db.session.query(Account) if account.password_hash}
        assert all(one.startswith("$argon2id$") for one in kept)
        assert passwords.HashingCost() == passwords.HashingCost(passes=2, memory_kib=19_456, lanes=1)
