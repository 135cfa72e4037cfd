"""Situations on a day: each person counted once, where they stood, and each number opens the people it counts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import parcours_services
from app.members.models import Member
from app.members.parcours_services import StepDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary
from tests.conftest import SignIn
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"
LONG_AGO, BEFORE = TODAY - timedelta(days=201), TODAY - timedelta(days=31)


@pytest.fixture
def two_moved(context: Flask, world: World) -> None:
    """A month ago Amina began her test; yesterday Youssef left."""
    with organisation_scope(world.home.id), write_transaction():
        stages = {stage.code: stage.id for stage in network_queries.active_terms(Vocabulary.STAGE)}
        for name, code, back in (("member", "test", 30), ("member2", "exit", 1)):
            member = db.session.get_one(Member, (world.home.id, world.home.members[name]))
            step = StepDetails(stage_id=stages[code], started_on=TODAY - timedelta(days=back))
            parcours_services.record_step(member, step, today=TODAY, by_account_id=None)


def lines(csv: bytes) -> list[list[str]]:
    text = csv.decode("utf-8-sig")
    return [re.split("[;,]", line) for line in text.splitlines() if line]


@pytest.mark.usefixtures("two_moved")
def test_the_counts_of_a_day(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    now = lines(manager.get(world.home.url("reports/situations.csv")).data)
    assert [(row[0], *row[2:]) for row in now[1:]] == [
        ("Convention d’accompagnement", "1", "0", "1"),
        ("Test d’activité", "1", "0", "1"),
        ("Sortie", "0", "1", "1"),
        ("Total", "2", "1", "3"),
    ]
    earlier = lines(manager.get(world.home.url(f"reports/situations.csv?on={BEFORE}")).data)
    assert [(row[0], *row[2:]) for row in earlier[1:]] == [
        ("Convention d’accompagnement", "2", "1", "3"),
        ("Total", "2", "1", "3"),
    ]


@pytest.mark.usefixtures("two_moved")
def test_each_number_opens_the_people_it_counts(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    for day in (None, BEFORE):
        page = manager.get(world.home.url(f"reports/situations?on={day}" if day else "reports/situations"))
        counts = re.findall(r'<td class="num"[^>]*><a href="([^"]+)">(\d+)</a>', page.get_data(as_text=True))
        assert counts
        for address, count in counts:
            listed = manager.get(address.replace("&amp;", "&")).get_data(as_text=True)
            assert listed.count('<th scope="row">') == int(count), address


@pytest.mark.usefixtures("two_moved")
def test_a_coach_counts_those_they_support(sign_in: SignIn, world: World) -> None:
    page = sign_in(COACH).get(world.home.url("reports/situations")).get_data(as_text=True)
    assert "Test d’activité" in page
    assert "Sortie" not in page


def test_before_everything_there_is_nobody(sign_in: SignIn, world: World) -> None:
    page = sign_in(MANAGER).get(world.home.url(f"reports/situations?on={LONG_AGO}")).get_data(as_text=True)
    assert 'class="empty"' in page


def test_the_register_of_a_past_day(sign_in: SignIn, world: World, two_moved: None) -> None:
    manager = sign_in(MANAGER)
    now = manager.get(world.home.url("reports/members.csv")).get_data(as_text=True)
    earlier = manager.get(world.home.url(f"reports/members.csv?on={BEFORE}")).get_data(as_text=True)
    assert "Youssef" not in now
    (youssef,) = (line for line in earlier.splitlines() if "Youssef" in line)
    assert (TODAY - timedelta(days=1)).isoformat() not in youssef  # he had not left yet
    assert "Test d’activité" not in earlier
