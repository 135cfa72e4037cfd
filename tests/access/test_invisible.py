"""Inside one organisation: what concerns Amina is read by her, her coach and the manager, and by nobody else (P3)."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.walk import ACTORS, crawl, routes
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase
from tests.support.life import Life, visitor
from tests.tenancy.canaries import Canaries, plant_about, planted_once

READ_TOGETHER = {"member2": {"activity_record.description"}}
"""She shares a trade with Youssef: on his account stands what she logged for it, not who she is."""


@pytest.fixture
def canaries(lived_in: Flask, life: Life, database: TestDatabase) -> Canaries:
    member_id = life.world.home.members["member"]
    return planted_once("words-about-her", lived_in, database, lambda: plant_about(member_id))


def heard_by(app: Flask, life: Life, canaries: Canaries, name: str) -> set[str]:
    client: HouseClient = visitor(app, life, ACTORS[name])
    home = life.world.home
    starts = [route.path(life.of(home)) for route in routes(app) if route.method == "GET"]
    lists = ("members?q=kxq", "members?situation=all&page=last", "activity?view=waiting", "activity?view=silent")
    starts += [home.url(path) for path in (*lists, "attestations?q=kxq", "reports/members?situation=all")]
    return {where for _path, content in crawl(client, starts) for where in canaries.heard_in(content)}


@pytest.mark.parametrize("name", ["coach2", "member2", "ended", "nobody", "stranger", "admin", "observer", "out"])
def test_nobody_else_reads_of_a_member(lived_in: Flask, life: Life, canaries: Canaries, name: str) -> None:
    assert heard_by(lived_in, life, canaries, name) <= READ_TOGETHER.get(name, set())


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("manager", {"member", "activity_record", "attestation"}),
        ("coach", {"member", "activity_record", "attestation"}),
        ("member", {"member", "activity_record", "attestation"}),
    ],
)
def test_who_may_read_of_her_does(lived_in: Flask, life: Life, canaries: Canaries, name: str, tables: set[str]) -> None:
    """The sweep above hears."""
    heard = {where.partition(".")[0] for where in heard_by(lived_in, life, canaries, name)}
    assert tables <= heard
