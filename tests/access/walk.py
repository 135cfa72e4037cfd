"""Walking the URL map: an address for each route, asked for by each actor, and the answer in one word."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.client import HouseClient
from tests.support.life import Ids, Life, csrf_token, visitor
from tests.support.world import ABROAD, HOME

ACTORS = {
    "out": None,
    "manager": f"manager@{HOME}.example",
    "coach": f"coach@{HOME}.example",
    "coach2": f"coach2@{HOME}.example",
    "member": f"member@{HOME}.example",
    "member2": f"member2@{HOME}.example",
    "ended": f"ended@{HOME}.example",
    "nobody": "nobody@moucharaka.example",
    "stranger": f"manager@{ABROAD}.example",
    "admin": "network@moucharaka.example",
    "observer": "observer@moucharaka.example",
}
INSIDE = ("manager", "coach", "coach2", "member", "member2")
OUTSIDE = ("ended", "nobody", "stranger", "admin", "observer")
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"')
IS_PRINT = re.compile(r"\.pdf(\?|$)")
MOST_PAGES = 150
VARIES = (
    (re.compile(r'name="(csrf_token|form_key)" value="[^"]*"'), ""),
    (re.compile(r'(dir="ltr" class="code">)[0-9a-f]{8}<'), "<"),  # the number of an error
    (re.compile(r'id="suggestion">[^<]*<'), "<"),
)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One row of the URL map with its method, GET or POST."""

    endpoint: str
    method: str
    rule: str
    arguments: frozenset[str]

    @property
    def is_scoped(self) -> bool:
        return "slug" in self.arguments

    @property
    def names_an_object(self) -> bool:
        """Whether the address has the id of something that belongs to an organisation."""
        return any(name.endswith("_id") for name in self.arguments - {"organisation_id", "session_id"})

    def path(self, ids: Ids) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(ids[found[1]]), self.rule)


def routes(app: Flask) -> list[Route]:
    return sorted(_routes(app), key=lambda route: (route.rule, route.method))


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield _route(rule, method)


def _route(rule: Rule, method: str) -> Route:
    """With the first of several endings where a rule offers some: they are no values."""
    fixed = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", rule.rule)
    arguments = frozenset(re.findall(r"<(?:\w+:)?(\w+)>", fixed))
    return Route(endpoint=rule.endpoint, method=method, rule=fixed, arguments=arguments)


def clients(app: Flask, life: Life) -> dict[str, HouseClient]:
    return {name: visitor(app, life, email) for name, email in ACTORS.items()}


def ask(client: HouseClient, route: Route, ids: Ids, **options: object) -> TestResponse:
    """GET, or POST an empty form that has its token."""
    return ask_path(client, route.method, route.path(ids), **options)


def ask_path(client: HouseClient, method: str, path: str, **options: object) -> TestResponse:
    if method == "POST":
        options.setdefault("data", {"csrf_token": csrf_token(client.application)})
    return client.open(path, method=method, **options)  # type: ignore[arg-type]


def in_a_word(answer: TestResponse) -> str:
    """The status; `in` when it leads to the sign-in page."""
    location = answer.headers.get("Location", "")
    return "in" if answer.status_code == 302 and location.split("?")[0] == "/login" else str(answer.status_code)


def without_what_varies(answer: TestResponse, *addresses: str) -> tuple[int, str, str]:
    """Status, headers and page of an answer, without tokens, error numbers and the address itself."""
    page = answer.get_data(as_text=True)
    for pattern, kept in VARIES:
        page = pattern.sub(kept, page)
    for address in sorted(addresses, key=len, reverse=True):
        page = page.replace(address, "ADDRESS")
    told = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Content-Length")}
    return answer.status_code, str(sorted(told.items())), page


def crawl(client: HouseClient, first: list[str], *, prints: bool = True) -> Iterator[tuple[str, bytes]]:
    """What these addresses answer, and those that their pages link to: address, headers and body.

    `prints`: registers as PDF too, each of which takes a process and a second or two.
    """
    first = [path for path in first if prints or not IS_PRINT.search(path)]
    waiting, known = deque(first), set(first)
    while waiting and len(known) < MOST_PAGES + len(first):
        path = waiting.popleft()
        answer = client.get(path)
        yield path, str(answer.headers).encode() + b"\n" + answer.data
        if answer.mimetype == "text/html":
            found = (unescape(link).partition("#")[0] for link in LINK.findall(answer.get_data(as_text=True)))
            new = [
                link
                for link in found
                if link not in known
                and not link.startswith("/static/")
                and "lang=" not in link
                and (prints or not IS_PRINT.search(link))
            ]
            known.update(new)
            waiting.extend(new)
