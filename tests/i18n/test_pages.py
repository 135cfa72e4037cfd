"""Each page in both languages; and a sweep with bracketed sentences that finds text which never went to the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import World

MANAGER = "manager@el-jadida.example"
INSIDE = (
    "", "members", "members?q=zzz", "members/new", "activity", "activity?view=silent", "coaching", "workshops",
    "attestations", "attestations/new", "reports", "reports/members", "settings", "settings/signatories", "settings/words",
    "settings/words/trade/new", "settings/people", "settings/people/new", "settings/roles", "settings/log", "notices",
)  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2,}")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
NOT_SENTENCES = ("bdi", "script", "option", "output", "textarea")
NAMES_OF_THINGS = {"Moucharaka", "Français", "عربية", "PDF", "XLSX", "CSV", "Elle", "SHA"}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("path", INSIDE)
def test_pages_open_in_both_languages(sign_in: SignIn, world: World, path: str, language: str) -> None:
    client = sign_in(MANAGER)
    client.set_cookie("lang", language)
    answer = client.get(world.home.url(path))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.get_data(as_text=True)


@pytest.fixture
def bracketed(app: Flask) -> Iterator[None]:
    app.config["PSEUDO_LOCALE"] = True
    yield
    app.config["PSEUDO_LOCALE"] = False


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize(
    "path", [*INSIDE, "members/{member}", "members/{member}/edit", "members/{member}/coach", "members/{member}/access"]
)
def test_no_text_is_written_into_a_page(sign_in: SignIn, world: World, path: str) -> None:
    client = sign_in(MANAGER)
    html = client.get(world.home.url(path.format(member=world.home.members["member"]))).get_data(as_text=True)
    assert not sorted(untranslated(html)), "mark these with _()"


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("path", ["/login", "/check", "/forgotten", "/nowhere"])
def test_public_pages_neither(client: HouseClient, path: str) -> None:
    assert not sorted(untranslated(client.get(path).get_data(as_text=True)))


def untranslated(html: str) -> set[str]:
    """Runs of letters outside brackets, outside users' data and outside names."""
    found = set()
    for text in texts(LexborHTMLParser(html).body):
        rest = BRACKETED.sub("", BRACKETED.sub("", text))
        found |= set(LETTERS.findall(rest)) - NAMES_OF_THINGS
    return found


def texts(element: LexborNode) -> Iterator[str]:
    for child in element.iter(include_text=True):
        if child.is_text_node:
            yield child.text_content
        elif child.tag not in NOT_SENTENCES and not child.attributes.get(
            "lang"
        ):  # else in one language whatever the page's
            yield from texts(child)
