"""Every page a role can read passes the strict reader of tests/support/client.py, whoever reads it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.walk import ACTORS, Route, ask, routes
from tests.support.life import Life, visitor


@pytest.mark.parametrize(("name", "language"), [("manager", "ar"), ("member", "fr"), ("admin", "ar"), ("out", "fr")])
def test_pages_keep_the_style_of_the_house(lived_in: Flask, life: Life, name: str, language: str) -> None:
    client = visitor(lived_in, life, ACTORS[name])
    client.reads_pages = True
    client.set_cookie("lang", language)
    asked = {route: ask(client, route, life.of(life.world.home)) for route in routes(lived_in) if route.method == "GET"}
    pages = {
        route: answer for route, answer in asked.items() if answer.mimetype == "text/html" and answer.status_code == 200
    }
    assert len(pages) > {"manager": 30, "member": 10, "admin": 5, "out": 4}[name]
    assert all(answer.headers["Content-Language"] == language for answer in pages.values())
    if name == "manager":
        assert [route.endpoint for route, answer in pages.items() if is_lost(route, answer.text)] == []


def is_lost(route: Route, page: str) -> bool:
    """Whether the navigation does not say in which room this page of an organisation is."""
    navigation = page.partition('<nav class="nav')[2].partition("</nav>")[0]
    is_of_a_room = route.is_scoped and not route.endpoint.startswith("accounts.")
    return is_of_a_room and navigation.count('aria-current="page"') != 1
