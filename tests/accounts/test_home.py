"""The way in, and notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.accounts import services
from app.accounts.models import Account
from app.extensions import db
from app.kernel import notices
from app.kernel.access import Role
from app.kernel.i18n import N_
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.support.client import HouseClient
from tests.support.world import World

MANAGER, COACH, ABROAD = "manager@el-jadida.example", "coach@el-jadida.example", "manager@ras-jebel.example"
SignIn = Callable[[str], HouseClient]


def test_a_visitor_is_asked_to_sign_in(client: HouseClient) -> None:
    assert client.get("/").location == "/login?next=/"


@pytest.mark.parametrize(
    ("email", "door"),
    [
        (MANAGER, "/o/el-jadida/"),
        ("member@ras-jebel.example", "/o/ras-jebel/"),
        ("network@moucharaka.example", "/network/"),
        ("observer@moucharaka.example", "/network/"),
    ],
)
def test_whoever_has_one_place_goes_there(sign_in: SignIn, email: str, door: str) -> None:
    assert sign_in(email).get("/").location == door


def test_whoever_has_several_chooses(sign_in: SignIn, app: Flask, world: World) -> None:
    with app.app_context(), organisation_scope(world.abroad.id), write_transaction():
        services.give_role(db.session.get_one(Account, world.accounts[MANAGER]), world.abroad.id, Role.COACH)
    page = sign_in(MANAGER).get("/")
    assert page.status_code == 200
    assert 'href="/o/el-jadida/"' in page.text
    assert 'href="/o/ras-jebel/"' in page.text
    assert "/network/" not in page.text


def test_the_network_is_a_place_too(sign_in: SignIn, app: Flask, world: World) -> None:
    network = "network@moucharaka.example"
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.give_role(db.session.get_one(Account, world.accounts[network]), world.home.id, Role.MANAGER)
    page = sign_in(network).get("/").text
    assert 'href="/o/el-jadida/"' in page
    assert 'href="/network/"' in page


def test_whoever_has_no_place_is_told_so(sign_in: SignIn) -> None:
    page = sign_in("nobody@moucharaka.example").get("/")
    assert page.status_code == 200
    assert 'class="empty"' in page.text


def test_a_place_one_has_left_is_no_place(sign_in: SignIn, app: Flask, world: World) -> None:
    from app.accounts.models import Membership

    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.end_role(db.session.get_one(Membership, world.home.memberships["coach"]), by_account_id=None)
    page = sign_in(COACH).get("/")
    assert page.status_code == 200
    assert "/o/el-jadida/" not in page.text


def test_a_page_that_does_not_exist_asks_nothing_of_the_database(sign_in: SignIn, measured: Callable[[], Any]) -> None:
    client = sign_in(MANAGER)
    with measured() as work:
        assert client.get("/no-such-page").status_code == 404
    assert work.statements == []


def send(app: Flask, organisation_id: int, account_id: int, name: str, endpoint: str = "accounts.show_account") -> None:
    with app.app_context(), organisation_scope(organisation_id), write_transaction():
        notices.send(account_id, N_("%(name)s is waiting."), {"name": name}, endpoint=endpoint)


@pytest.fixture
def told(app: Flask, world: World) -> None:
    send(app, world.home.id, world.accounts[MANAGER], "Amina")
    send(app, world.home.id, world.accounts[MANAGER], "<b>Youssef</b>", "gone.show_gone")
    send(app, world.home.id, world.accounts[COACH], "Secret of the coach")
    send(app, world.abroad.id, world.accounts[ABROAD], "Secret of abroad")


@pytest.mark.usefixtures("told")
def test_ones_own_notices_are_listed(sign_in: SignIn) -> None:
    page = sign_in(MANAGER).get("/o/el-jadida/notices").text
    assert "Amina is waiting." in page
    assert "&lt;b&gt;Youssef&lt;/b&gt; is waiting." in page
    assert "Secret" not in page
    assert page.index("Youssef") < page.index("Amina"), "the newest first"
    assert page.count('href="/account"') == 2, "the menu's, and the notice's whose page still exists"


@pytest.mark.usefixtures("told")
def test_reading_is_said_by_a_button(sign_in: SignIn, app: Flask, world: World) -> None:
    client, coach = sign_in(MANAGER), sign_in(COACH)

    def unread() -> tuple[int, int]:
        with app.app_context(), organisation_scope(world.home.id):
            return notices.unread_count(world.accounts[MANAGER]), notices.unread_count(world.accounts[COACH])

    client.get("/o/el-jadida/notices")
    managers, coachs = unread()
    assert managers == 2 and coachs > 0, "reading writes nothing"
    assert client.submit("/o/el-jadida/notices/read").location == "/o/el-jadida/notices"
    assert unread() == (0, coachs)
    coach.submit("/o/el-jadida/notices/read")
    assert unread() == (0, 0)
    assert "/notices/read" not in client.get("/o/el-jadida/notices").text


@pytest.mark.parametrize("path", ["/o/ras-jebel/notices", "/o/no-such-place/notices"])
def test_notices_of_a_place_one_does_not_belong_to_are_unknown(sign_in: SignIn, path: str) -> None:
    client = sign_in(MANAGER)
    assert client.get(path).status_code == 404
    assert client.submit(f"{path}/read").status_code == 404


def test_no_notices_is_said_too(sign_in: SignIn) -> None:
    assert 'class="empty"' in sign_in(MANAGER).get("/o/el-jadida/notices").text
