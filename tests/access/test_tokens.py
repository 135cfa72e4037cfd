"""Every form is refused without the token of its session, and then nothing has changed (T17)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask

from tests.access.walk import ask_path, routes
from tests.support.fingerprint import fingerprint
from tests.support.life import Life, csrf_token, visitor

WHO = {"log_own_activity": "member@el-jadida.example", "manage_network": "network@moucharaka.example"}


def bad_tokens(app: Flask) -> Iterator[dict[str, Any]]:
    """What a forged request can send instead of the session's own token."""
    other = csrf_token(app, "f" * 40)
    good = csrf_token(app)
    yield {"data": {}}
    yield {"data": {"csrf_token": ""}}
    yield {"data": {"csrf_token": "wrong"}}
    yield {"data": {"csrf_token": other}}
    yield {"data": {"csrf_token": good[:-2]}}
    yield {"data": {}, "headers": {"X-CSRFToken": other}}
    yield {"data": {}, "query_string": {"csrf_token": good}}
    yield {"data": json.dumps({"csrf_token": good}), "content_type": "text/plain"}


def test_no_form_is_taken_without_its_token(lived_in: Flask, life: Life) -> None:
    before, ids = fingerprint(lived_in), life.of(life.world.home)
    forms = [route for route in routes(lived_in) if route.method == "POST"]
    assert len(forms) > 40
    for route in forms:
        access = lived_in.view_functions[route.endpoint].access  # type: ignore[attr-defined]
        client = visitor(lived_in, life, WHO.get(access.value, "manager@el-jadida.example"))
        for bad in bad_tokens(lived_in):
            answer = client.post(route.path(ids), **bad)
            assert answer.status_code == 400, (route, bad)
            assert "login" not in answer.headers.get("Set-Cookie", "")
    assert fingerprint(lived_in) == before


def test_the_session_survives_a_forged_form(lived_in: Flask, life: Life) -> None:
    client = visitor(lived_in, life, "manager@el-jadida.example")
    assert client.post("/logout").status_code == 400
    assert client.get("/account").status_code == 200


def test_a_form_that_was_refused_is_shown_with_what_was_typed(lived_in: Flask, life: Life) -> None:
    client = visitor(lived_in, life, "manager@el-jadida.example")
    typed = {"family_name_latin": "Zerhouni", "password": "never shown", "identity_number": "AB123456"}
    page = client.post(life.world.home.url("members/new"), data=typed).text
    assert "Zerhouni" in page
    assert "never shown" not in page


def test_signing_in_takes_a_token_too(lived_in: Flask, life: Life) -> None:
    """Else somebody could be signed in, unknowingly, to an account that is not theirs."""
    assert ask_path(visitor(lived_in, life), "POST", "/login", data={"login": "x"}).status_code == 400
