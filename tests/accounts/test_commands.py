"""`flask account …`: the only way to the first administrator."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Account
from app.extensions import db
from app.kernel.access import Role
from tests.accounts.conftest import is_signed_in
from tests.support.client import HouseClient
from tests.support.world import World

ADMIN = [
    "create-admin",
    "--email",
    "Admin@moucharaka.example",
    "--name",
    "Samira Naciri",
    "--name-arabic",
    "سميرة الناصري",
]
NEW = "sept lampes dansent au grenier"


def run(app: Flask, *arguments: str, typed: str = "") -> Any:
    return app.test_cli_runner().invoke(args=["account", *arguments], input=typed)


def link_in(text: str) -> str:
    found = re.search(r"http://localhost(/welcome/\S+)", text)
    assert found, text
    return found[1]


def test_an_administrator_is_made_with_a_link(app: Flask, client: HouseClient) -> None:
    done = run(app, *ADMIN)
    assert done.exit_code == 0, done.output
    client.get(link_in(done.output))
    assert client.submit("/welcome", {"new_password": NEW, "repeated_password": NEW}).location == "/"
    assert client.get("/").location == "/network/"
    with app.app_context():
        account = db.session.query(Account).filter_by(email="admin@moucharaka.example").one()
        assert (account.network_role, account.display_name_arabic) == (Role.NETWORK_ADMINISTRATOR, "سميرة الناصري")


def test_the_link_works_once(app: Flask, client: HouseClient) -> None:
    link = link_in(run(app, *ADMIN).output)
    client.get(link)
    client.submit("/welcome", {"new_password": NEW, "repeated_password": NEW})
    assert app.test_client().get(link).status_code == 410


def test_an_administrator_may_sign_in_by_phone(app: Flask) -> None:
    done = run(app, "create-admin", "--phone", "+212600000001", "--name", "Samira")
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert db.session.query(Account).filter_by(phone="+212600000001").count() == 1


def test_a_password_may_be_given_at_once(app: Flask, client: HouseClient) -> None:
    done = run(app, *ADMIN, "--with-password", typed=f"{NEW}\n")
    assert done.exit_code == 0, done.output
    assert NEW not in done.output
    client.submit("/login", {"login": "admin@moucharaka.example", "password": NEW})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        ([*ADMIN, "--with-password"], "court\n"),
        ([*ADMIN, "--with-password"], "cooperer-c-est-partager\n"),
        ([*ADMIN, "--with-password"], ""),
        (["create-admin", "--name", "Nobody"], ""),
        (["create-admin", "--email", "admin@moucharaka.example"], ""),
        (["create-admin", "--email", "not an address", "--name", "Nobody"], ""),
        (["create-admin", "--email", "manager@el-jadida.example", "--name", "Taken"], ""),
        (["create-admin", "--phone", "12", "--name", "Nobody"], ""),
        (["create-admin", "--email", "a@b.example", "--name", "Turned\u202earound"], ""),
    ],
)
def test_what_is_missing_weak_or_taken_makes_nothing(
    app: Flask, world: World, arguments: list[str], typed: str
) -> None:
    done = run(app, *arguments, typed=typed)
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    with app.app_context():
        admins = db.session.query(Account).filter_by(network_role=Role.NETWORK_ADMINISTRATOR)
        assert [account.id for account in admins] == [world.accounts["network@moucharaka.example"]]


def test_a_new_link_is_made_for_somebody_who_lost_every_other_way(app: Flask, client: HouseClient) -> None:
    done = run(app, "new-link", "+212 661 00 00 00")
    assert done.exit_code == 0, done.output
    assert client.get(link_in(done.output)).location == "/welcome"


@pytest.mark.parametrize("login", ["nobody-knows@el-jadida.example", ""])
def test_no_link_is_made_for_nobody(app: Flask, login: str) -> None:
    assert run(app, "new-link", login).exit_code == 1


def test_no_link_is_made_for_a_closed_account(app: Flask, change: Any) -> None:
    from app.accounts import services

    change(services.deactivate_account, "coach@el-jadida.example")
    assert run(app, "new-link", "coach@el-jadida.example").exit_code == 1


def test_no_page_makes_an_account(client: HouseClient, app: Flask) -> None:
    """Nothing that a visitor may send makes an account: the first one comes from the command line."""
    public = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    offered = [rule.rule for rule in public if app.view_functions[rule.endpoint].access == "public"]  # type: ignore[attr-defined]
    with app.app_context():
        before = db.session.query(Account).count()
    sent = {
        "login": "a@b.example",
        "email": "a@b.example",
        "password": NEW,
        "new_password": NEW,
        "repeated_password": NEW,
    }
    for path in offered:
        client.submit(path, sent)
    with app.app_context():
        assert db.session.query(Account).count() == before
    assert "/login" in offered
