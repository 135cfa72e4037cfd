"""Every page a role can read passes the strict reader of tests/support/client.py, whoever reads it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.walk import ACTORS, ask, routes
from tests.support.life import Life, visitor


@pytest.mark.parametrize(("name", "language"), [("manager", "ar"), ("member", "fr"), ("admin", "ar"), ("out", "fr")])
def test_pages_keep_the_style_of_the_house(lived_in: Flask, life: Life, name: str, language: str) -> None:
    client = visitor(lived_in, life, ACTORS[name])
    client.reads_pages = True
    client.set_cookie("lang", language)
    answers = [ask(client, route, life.of(life.world.home)) for route in routes(lived_in) if route.method == "GET"]
    pages = [answer for answer in answers if answer.mimetype == "text/html" and answer.status_code == 200]
    assert len(pages) > {"manager": 30, "member": 10, "admin": 5, "out": 4}[name]
    assert all(answer.headers["Content-Language"] == language for answer in pages)


def test_the_navigation_says_in_which_room_every_page_of_the_manager_is(lived_in: Flask, life: Life) -> None:
    client, ids = visitor(lived_in, life, ACTORS["manager"]), life.of(life.world.home)
    lost = []
    for route in routes(lived_in):
        if route.method == "GET" and route.is_scoped and not route.endpoint.startswith("accounts."):
            answer = ask(client, route, ids)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                navigation = answer.text.partition('<nav class="nav')[2].partition("</nav>")[0]
                lost += [route.endpoint] * (navigation.count('aria-current="page"') != 1)
    assert lost == []
