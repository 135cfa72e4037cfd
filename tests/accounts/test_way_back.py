"""Where signing in leads: to a page of ours, never away; and whole addresses come from PUBLIC_BASE_URL alone."""

from __future__ import annotations

import pytest
from flask import Flask

from app.kernel.links import external_url, own_page
from tests.support.client import HouseClient
from tests.support.world import PASSWORD

MANAGER = "manager@el-jadida.example"
INSIDE = [
    "/",
    "/account",
    "/o/el-jadida/members?q=%C3%A9&page=last",
    "/o/el-jadida/notices",
]
OUTSIDE = [
    "https://away.example/account",
    "http:///away.example",
    "HTTPS:away.example",
    "ftp://away.example",
    "//away.example/account",
    "///away.example",
    "////away.example",
    "/\\away.example",
    "\\\\away.example",
    "\\/away.example",
    "/\\/away.example",
    "/account\\..\\away",
    "http:/\\away.example",
    "https:\\\\away.example",
    "https://localhost@away.example/account",
    "//localhost\\@away.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "\njavascript:alert(1)",
    "\t//away.example",
    "\x08//away.example",
    " //away.example",
    "/\t/away.example",
    "/%2f%2faway.example",
    "/%5caway.example",
    "/account/%2e%2e//away.example",
    "data:text/html,away",
    "http://[2001:db8::1/",
    "http://2001:db8::1]/",
    "account",
    "away.example",
    "@away.example",
    "?next=//away.example",
    "#away",
    "\u2028//away.example",
    "/\u202eaccount",
    "/ａccount",
    "/welcome/a\\b",
    "/welcome/a\tb",
    "/welcome/a\u202eb",
    "/no-such-page",
    "/logout",
    "/account/password",
    "/" + "a" * 2000,
    "",
]


@pytest.mark.parametrize("wanted", OUTSIDE)
def test_an_address_that_is_no_page_of_ours_leads_home(client: HouseClient, wanted: str) -> None:
    page = client.get("/login", query_string={"next": wanted})
    assert 'name="next"' not in page.text
    answer = client.submit("/login", {"login": MANAGER, "password": PASSWORD, "next": wanted})
    assert answer.location == "/"
    again = client.get("/login", query_string={"next": wanted})
    assert (again.status_code, again.location) == (302, "/")


@pytest.mark.parametrize("wanted", INSIDE)
def test_a_page_of_ours_is_gone_back_to(client: HouseClient, wanted: str) -> None:
    page = client.get("/login", query_string={"next": wanted})
    assert f'name="next" value="{wanted}"'.replace("&", "&amp;") in page.text
    answer = client.submit("/login", {"login": MANAGER, "password": PASSWORD, "next": wanted})
    assert answer.location == wanted


def test_a_page_asked_for_signed_out_is_gone_back_to(client: HouseClient) -> None:
    answer = client.get("/account")
    assert answer.location == "/login?next=/account"


def test_where_to_go_survives_a_wrong_password(client: HouseClient) -> None:
    answer = client.submit("/login", {"login": MANAGER, "password": "wrong", "next": "/account"})
    assert 'name="next" value="/account"' in answer.text


def test_a_header_is_never_gone_back_to(client: HouseClient) -> None:
    headers = {"Referer": "http://localhost/account", "Origin": "http://away.example"}
    answer = client.submit("/login", {"login": MANAGER, "password": PASSWORD}, headers=headers)
    assert answer.location == "/"


def test_what_is_gone_back_to_is_written_anew(app: Flask) -> None:
    with app.test_request_context():
        assert own_page("/account?x=//away.example#//away.example") == "/account?x=%2F%2Faway.example"
        assert own_page("/account?a=1&b=%0d%0aSet-Cookie:x") == "/account?a=1&b=%0D%0ASet-Cookie%3Ax"


POISONED = [
    {"Host": "away.example"},
    {"Host": "away.example:443"},
    {"Host": "localhost.away.example"},
    {"Host": "localhost@away.example"},
    {"Host": "away.example, localhost"},
]


@pytest.mark.parametrize("headers", POISONED)
def test_a_foreign_host_is_refused(client: HouseClient, headers: dict[str, str]) -> None:
    assert client.get("/login", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Host": "away.example"},
        {"Forwarded": "host=away.example"},
        {"X-Original-Host": "away.example"},
        {"X-Host": "away.example"},
    ],
)
def test_a_forwarded_host_turns_no_link(app: Flask, headers: dict[str, str]) -> None:
    with app.test_request_context("/login", headers=headers):
        assert external_url("accounts.follow_link", token="abc") == "http://localhost/welcome/abc"


def test_a_whole_address_needs_no_request(app: Flask) -> None:
    app.config["PUBLIC_BASE_URL"] = "https://coop.example/house"
    try:
        with app.app_context():
            assert external_url("accounts.follow_link", token="a?b") == "https://coop.example/house/welcome/a%3Fb"
    finally:
        app.config["PUBLIC_BASE_URL"] = "http://localhost"
