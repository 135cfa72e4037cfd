"""Nothing that is sent breaks a page: no 5xx, whatever the address, the parameters and the fields (P9).

One request carries one nasty value in all places at once; tests/drill goes through many more, one by one.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.nasty import (
    VALUES,
    every_parameter,
    fields_of,
    get_with,
    post_files,
    post_with,
    some,
    spoilt_paths,
)
from tests.access.walk import ACTORS, Route, ask_path, routes
from tests.support.client import HouseClient
from tests.support.forms import FORMS, Sender
from tests.support.life import Life, visitor

PICKED = (
    "9" * 400,
    "9223372036854775808",
    "-1",
    "²",
    "1e308",
    "9999-12-31",
    "0001-01-01",
    "a\x00b",
    "\u202egro.live",
    "x" * 10_000,
    "none",
    "é'%",
)
SANE = {200, 302, 303, 308, 400, 403, 404, 405, 409, 410, 413, 422, 429}


@pytest.fixture(autouse=True)
def _as_it_is_served(lived_in: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks becomes a 500, which the tests count; it may not end the walk."""
    monkeypatch.setitem(lived_in.config, "PROPAGATE_EXCEPTIONS", False)


def who_may(app: Flask, route: Route) -> str:
    access = app.view_functions[route.endpoint].access.value  # type: ignore[attr-defined]
    network = {"manage_network": "admin", "see_network": "admin"}
    return {"log_own_activity": "member", "validate_activity": "coach", **network}.get(access, "manager")


def reading(app: Flask) -> list[Route]:
    return [route for route in routes(app) if route.method == "GET" and route.endpoint != "operations.show_health"]


def test_no_parameter_breaks_a_page(lived_in: Flask, life: Life) -> None:
    clients: dict[str, HouseClient] = {name: visitor(lived_in, life, email) for name, email in ACTORS.items()}
    broken = []
    for route in reading(lived_in):
        client, path = clients[who_may(lived_in, route)], route.path(life.of(life.world.home))
        for value in some(VALUES):
            answer = get_with(client, path, every_parameter(value))
            broken += [(path, value[:40], answer.status_code)] if answer.status_code not in SANE else []
    assert not broken


@pytest.mark.parametrize(("name", "endpoint"), [
    ("manager", "members.list_members"),
    ("manager", "activity.show_activity"),
    ("member", "activity.show_activity"),
    ("manager", "attestations.list_attestations"),
    ("manager", "reports.show_members"),
])  # fmt: skip
def test_no_parameter_breaks_a_list_by_itself(lived_in: Flask, life: Life, name: str, endpoint: str) -> None:
    """One at a time, so that one that is refused does not shelter the others."""
    client = visitor(lived_in, life, ACTORS[name])
    (path,) = (route.path(life.of(life.world.home)) for route in reading(lived_in) if route.endpoint == endpoint)
    broken = [
        (parameter, value[:40])
        for parameter in (
            "q",
            "situation",
            "coach",
            "trade",
            "sex",
            "after",
            "before",
            "week",
            "view",
            "status",
            "kept",
            "kind",
        )
        for value in some(PICKED)
        if get_with(client, path, {parameter: value}).status_code not in SANE
    ]
    assert not broken


def test_no_address_breaks(lived_in: Flask, life: Life) -> None:
    clients = {name: visitor(lived_in, life, ACTORS[name]) for name in ("manager", "admin", "member", "coach")}
    for route in routes(lived_in):
        client = clients[who_may(lived_in, route)]
        for path in spoilt_paths(route, life.of(life.world.home)):
            assert ask_path(client, route.method, path).status_code in SANE - {200} | {410}, path


def test_an_id_that_no_database_could_hold_is_unknown(lived_in: Flask, life: Life) -> None:
    client = visitor(lived_in, life, ACTORS["manager"])
    for number in (
        "9223372036854775807",
        "9223372036854775808",
        "9999999999999999999",
        "99999999999999999999",
        "0",
        "01",
    ):
        assert client.get(life.world.home.url(f"members/{number}")).status_code == 404, number


@pytest.mark.parametrize("name", FORMS)
def test_no_value_breaks_a_form(lived_in: Flask, life: Life, name: str) -> None:
    """In every field at once, in each kind of writing: text, twice the same field, a file, a thousand fields."""
    sender = Sender(lived_in, life, life.world.home)
    client, path = sender.client(name), sender.path(name)
    shown = client.get(path)
    fields = fields_of(shown.get_data(as_text=True)) | set(sender.data(name)) | {"form_key"}
    statuses = {value: post_with(client, path, dict.fromkeys(fields, value)).status_code for value in some(VALUES)}
    assert set(statuses.values()) <= SANE, {
        value[:40]: status for value, status in statuses.items() if status not in SANE
    }
    assert post_with(client, path, [(field, value) for field in fields for value in ("a", "b")]).status_code in SANE
    assert post_with(client, path, [(f"x{number}", "y") for number in range(1000)]).status_code in SANE
    assert post_with(client, path, [(field + "[]", "x") for field in fields]).status_code in SANE
    assert post_files(client, path, fields).status_code in SANE


@pytest.mark.parametrize("name", FORMS)
def test_no_single_value_breaks_a_valid_form(lived_in: Flask, life: Life, name: str) -> None:
    """All others are valid, so that what is read last is reached too."""
    sender = Sender(lived_in, life, life.world.home)
    data, client, path = sender.data(name), sender.client(name), sender.path(name)
    for field in data:
        for value in (*some(PICKED), None):
            changed = {key: text for key, text in {**data, field: value}.items() if text is not None}
            status = post_with(client, path, changed).status_code
            assert status in SANE, (field, value and value[:40], status)
            if status < 400:
                client = sender.client(name)


@pytest.mark.parametrize(("body", "kind"), [
    (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    (b"a=%ff%fe&b=%00", "application/x-www-form-urlencoded"),
    (b"{", "application/json"),
    (b'{"login": {"a": [1]}}', "application/json"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data"),
    (b"<a/>", "text/xml"),
    (b"", "x" * 5000),
])  # fmt: skip
def test_no_body_breaks(lived_in: Flask, life: Life, body: bytes, kind: str) -> None:
    client, token = visitor(lived_in, life, ACTORS["manager"]), {"X-CSRFToken": visitor(lived_in, life).csrf_token()}
    for path in ("/login", "/check", "/account/language", life.world.home.url("members/new")):
        assert client.post(path, data=body, content_type=kind, headers=token).status_code in SANE, path


def test_no_cookie_breaks(lived_in: Flask, life: Life) -> None:
    for value in ("x", "a.b.c", "e" * 3000, "%00", "=;", '"', ".eJw.x.y"):
        client = lived_in.test_client()
        client.set_cookie("moucharaka", value)
        assert client.get("/account").status_code == 302
        assert client.get("/login").status_code == 200
