"""Each address answers the methods it declares; the others change nothing and tell nothing (T27)."""

from __future__ import annotations

from collections import defaultdict

from flask import Flask

from tests.access.walk import ask_path, routes
from tests.support.client import HouseClient
from tests.support.fingerprint import fingerprint
from tests.support.life import Life, csrf_token

Actors = dict[str, HouseClient]
NEVER = ("PUT", "PATCH", "DELETE", "TRACE")


def addresses(app: Flask, life: Life) -> dict[str, set[str]]:
    """The methods of each address of El Jadida."""
    methods: dict[str, set[str]] = defaultdict(set)
    for route in routes(app):
        methods[route.path(life.of(life.world.home))].add(route.method)
    return methods


def test_only_get_and_post_are_declared(lived_in: Flask) -> None:
    assert {route.method for route in routes(lived_in)} == {"GET", "POST"}


def test_other_methods_are_refused(lived_in: Flask, life: Life, actors: Actors) -> None:
    token, before = {"X-CSRFToken": csrf_token(lived_in)}, fingerprint(lived_in)
    for path, methods in addresses(lived_in, life).items():
        for method in {*NEVER, "GET", "POST"} - methods:
            answer = actors["manager"].open(path, method=method, headers=token)
            assert answer.status_code == 405, (method, path)
            assert methods <= set(answer.headers["Allow"].split(", ")) <= {*methods, "HEAD", "OPTIONS"}
    assert fingerprint(lived_in) == before


def test_a_method_is_not_changed_by_a_header_or_a_field(lived_in: Flask, life: Life, actors: Actors) -> None:
    before, headers = fingerprint(lived_in), {"X-HTTP-Method-Override": "POST", "X-CSRFToken": csrf_token(lived_in)}
    for path, methods in addresses(lived_in, life).items():
        if methods == {"POST"}:
            answer = actors["manager"].get(f"{path}?_method=POST", headers=headers)
            assert answer.status_code == 405, path
    assert fingerprint(lived_in) == before


def test_asking_for_the_methods_tells_nothing_of_what_is_there(lived_in: Flask, life: Life, actors: Actors) -> None:
    home, foreign = life.of(life.world.home), life.of(life.world.abroad)
    for route in routes(lived_in):
        answers = {
            (answer.status_code, answer.headers["Allow"], answer.data)
            for name in ("out", "manager")
            for ids in (home, foreign, {**home, "slug": "no-such-place"})
            for answer in [actors[name].open(route.path(ids), method="OPTIONS")]
        }
        assert len(answers) == 1, route
        assert answers.pop()[0] == 200


def test_asking_for_the_headers_is_reading_without_a_page(lived_in: Flask, life: Life, actors: Actors) -> None:
    ids = life.of(life.world.home)
    for route in routes(lived_in):
        if route.method == "GET" and route.endpoint != "check.check_token":
            for name in ("out", "manager"):
                head = actors[name].head(route.path(ids))
                assert head.status_code == ask_path(actors[name], "GET", route.path(ids)).status_code, (route, name)
                assert not head.data
