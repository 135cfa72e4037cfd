"""Headers that protect stand on every answer: pages, files, redirects, errors, static files, refused hosts (T18, T23)."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.access.walk import Route, ask, routes
from tests.conftest import make_app
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase
from tests.support.life import Life, visitor

Actors = dict[str, HouseClient]
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
POLICY = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"}
FILE_POLICY = "sandbox; default-src 'none'"
HOSTS = (
    {"Host": "evil.example"},
    {"Host": "localhost.evil.example"},
    {"Host": "localhost@evil.example"},
    {"Host": "evil.example:80"},
    {"Host": "localhost:x"},
    {"Host": ""},
    {"Host": "evil.example", "X-Forwarded-Host": "localhost"},
)


def looked_at(answer: TestResponse) -> TestResponse:
    policy = answer.headers["Content-Security-Policy"]
    assert policy == FILE_POLICY or set(policy.split("; ")) >= POLICY, policy
    assert "unsafe" not in policy
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
    assert not {"Server", "X-Powered-By"} & set(answer.headers.keys())
    if answer.mimetype.startswith("text/"):
        assert "charset=utf-8" in answer.content_type.replace('"', "")
    return answer


def is_for_a_file(route: Route) -> bool:
    return (
        route.endpoint.endswith(("_pdf", "_xlsx", "_csv")) or "export" in route.endpoint or "download" in route.endpoint
    )


def test_every_route_has_them(lived_in: Flask, life: Life, actors: Actors) -> None:
    ids = life.of(life.world.home)
    for route in routes(lived_in):
        for name in ("out", "manager", "member", "nobody"):
            answer = looked_at(ask(visitor(lived_in, life) if route.method == "POST" else actors[name], route, ids))
            assert answer.headers["Cache-Control"], route


def test_what_a_person_reads_is_kept_nowhere(lived_in: Flask, life: Life, actors: Actors) -> None:
    ids = life.of(life.world.home)
    for route in routes(lived_in):
        answer = ask(actors["manager"], route, ids) if route.method == "GET" else None
        if answer is not None and answer.status_code == 200 and route.is_scoped:
            assert "no-store" in answer.headers["Cache-Control"], route
            assert "Cookie" in answer.headers.get("Vary", "") or "no-store" in answer.headers["Cache-Control"], route
            if is_for_a_file(route):
                assert answer.headers["Content-Disposition"].startswith(("attachment", "inline")), route


def test_errors_have_them(lived_in: Flask, actors: Actors) -> None:
    out = actors["out"]
    assert looked_at(out.get("/no-such-page")).status_code == 404
    assert looked_at(out.put("/login", headers={"X-CSRFToken": out.csrf_token()})).status_code == 405
    assert looked_at(out.post("/login", data={"login": "x" * 600_000})).status_code == 413
    assert looked_at(out.post("/login")).status_code == 400
    assert looked_at(out.open("/login", method="OPTIONS")).status_code == 200
    assert looked_at(out.get("/network")).status_code == 308


def test_static_files_have_them(lived_in: Flask, actors: Actors) -> None:
    page = actors["out"].get("/login").text
    for name in ("stylesheet", "icon"):
        path = page.partition(f'rel="{name}" href="')[2].partition('"')[0]
        answer = looked_at(actors["out"].get(path))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        answer.close()
        assert "Set-Cookie" not in answer.headers
        answer.close()
    for path in ("/static/no-such-file.css", "/static/../config.py", "/static/%2e%2e/config.py", "/static/"):
        assert looked_at(actors["out"].get(path)).status_code == 404, path


def test_over_https_they_say_https_only(lived_in: Flask, database: TestDatabase, data_folder: Path) -> None:
    secure = make_app(database.url, data_folder, SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-moucharaka")
    answer = looked_at(secure.test_client().get("/login", base_url="https://localhost"))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-moucharaka=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie


@pytest.mark.parametrize("headers", HOSTS, ids=str)
def test_a_foreign_host_gets_nowhere(lived_in: Flask, life: Life, headers: dict[str, str]) -> None:
    for path in ("/", "/login", "/check", life.world.home.url(), "/no-such-page", "/forgotten"):
        answer = looked_at(visitor(lived_in, life, "manager@el-jadida.example").get(path, headers=headers))
        assert answer.status_code == 400, path
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)


def test_forwarded_hosts_are_not_believed(lived_in: Flask, life: Life, actors: Actors) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Original-URL": "/network/"}
    for route in routes(lived_in):
        if route.method == "GET":
            answer = ask(actors["manager"], route, life.of(life.world.home), headers=forwarded)
            assert b"evil.example" not in answer.data + str(answer.headers).encode(), route


@pytest.mark.parametrize(
    "value", ["../../etc/passwd", "pt-BR", "zz", "ar_XX", "fr\x00", "%00", "ар", "a" * 3000, "", "C", "fr,ar"]
)
def test_no_language_breaks_a_page(lived_in: Flask, actors: Actors, value: str) -> None:
    client = actors["out"]
    asked = client.get("/login", query_string={"lang": value})
    client.set_cookie("lang", value.replace("\x00", ""))
    remembered = client.get("/login")
    preferred = client.get("/login", headers={"Accept-Language": value.replace("\x00", "").encode().decode("latin-1")})
    for answer in (asked, remembered):
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, "fr")
    assert (preferred.status_code, preferred.headers["Content-Language"] in ("fr", "ar")) == (200, True)
