"""No page offers its reader a link that is refused or leads nowhere (403, 404, 5xx): every link, as everybody."""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from app.accounts.models import Membership
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member
from tests.access.walk import ACTORS
from tests.support.client import HouseClient
from tests.support.life import Life, visitor
from tests.support.world import TODAY

LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"]*)"')
ELSEWHERE = ("/static/", "/check/")  # looks at papers are counted, and throttled
MOST_PAGES = 1500
MOST_OF_A_SHAPE = int(
    os.environ.get("LINKS_OF_A_SHAPE", "4")
)  # addresses that differ only by the ids and values in them


def links_of(client: HouseClient, *first: str) -> Iterator[tuple[str, str, int]]:
    """Each link that these pages and those behind them offer: where it stands, where it leads, what it answers."""
    waiting, known, shapes = deque((path, "typed") for path in first), set(first), Counter[str]()
    while waiting:
        path, stands_on = waiting.popleft()
        answer = client.get(path)
        yield stands_on, path, answer.status_code
        if answer.mimetype == "text/html":
            found = (unescape(link).partition("#")[0] for link in LINK.findall(answer.get_data(as_text=True)))
            new = {link for link in found if not link.startswith(ELSEWHERE) and "lang=" not in link} - known
            known |= new
            for link in sorted(new):
                shapes[shape_of(link)] += 1
                if shapes[shape_of(link)] <= MOST_OF_A_SHAPE:
                    waiting.append((link, path))
        assert len(known) < MOST_PAGES, "more pages than this little world has"


def shape_of(link: str) -> str:
    """The address without its ids and the values of its query."""
    path, _mark, query = link.partition("?")
    return re.sub(r"\d+", "0", path) + "?" + re.sub(r"=[^&]*", "", query)


@pytest.fixture
def handed_over(lived_in: Flask, life: Life) -> str:
    """The address of a file whose coach was told of it, and which is now another's."""
    home = life.world.home
    with lived_in.app_context(), organisation_scope(home.id), write_transaction():
        member = db.session.get_one(Member, (home.id, home.members["leila"]))
        for coach, days in (("coach", 2), ("coach2", 0)):
            membership = db.session.get_one(Membership, home.memberships[coach])
            member_services.assign_coach(member, membership, started_on=TODAY - timedelta(days=days))
    return home.url(f"members/{home.members['leila']}")


@pytest.mark.parametrize("name", ACTORS)
def test_every_link_leads_where_its_reader_may_go(
    lived_in: Flask, life: Life, name: str, handed_over: str, quick_papers: None
) -> None:
    client = visitor(lived_in, life, ACTORS[name])
    followed = list(links_of(client, "/" if ACTORS[name] else "/login"))
    refused = [f"{path}, offered by {page}: {status}" for page, path, status in followed if status >= 400]
    assert not refused, "\n".join(refused)
    assert len(followed) > (1 if name in ("out", "nobody", "ended") else 3)


def test_a_notice_of_what_one_may_no_longer_read_stays_without_its_link(
    lived_in: Flask, life: Life, handed_over: str
) -> None:
    notices = {
        name: visitor(lived_in, life, ACTORS[name]).get(life.world.home.url("notices")).get_data(as_text=True)
        for name in ("coach", "coach2")
    }
    assert all("Leïla" in page for page in notices.values())
    assert handed_over not in notices["coach"]
    assert handed_over in notices["coach2"]
