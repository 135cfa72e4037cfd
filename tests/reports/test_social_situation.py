"""The social situation of a day: each number opens the people it counts, and no answer is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.social import fact_services, services
from app.social.models import Education
from app.social.rules import Background, OccupationDetails, ProtectionDetails
from tests.conftest import SignIn
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"


@pytest.fixture
def told(world: World, context: Flask) -> None:
    """Amina went to primary school, found work ten days ago, and is covered since then."""
    with organisation_scope(world.home.id), write_transaction():
        amina = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        words = {
            (term.vocabulary, term.code): term.id
            for vocabulary in (Vocabulary.OCCUPATION, Vocabulary.PROTECTION_BODY)
            for term in network_queries.active_terms(vocabulary)
        }
        services.change_part(amina, Background(education=Education.PRIMARY), version=0)
        since = TODAY - timedelta(days=10)
        for code, day in (("unemployed", TODAY - timedelta(days=300)), ("employee", since)):
            details = OccupationDetails(occupation_id=words[Vocabulary.OCCUPATION, code], started_on=day)
            fact_services.record_fact(amina, details, by_account_id=None)
        covered = ProtectionDetails(body_id=words[Vocabulary.PROTECTION_BODY, "cnss"], started_on=since)
        fact_services.record_fact(amina, covered, by_account_id=None)
    db.session.remove()


def rows(csv: bytes) -> list[tuple[str, ...]]:
    return [tuple(line.split(";")) for line in csv.decode("utf-8-sig").splitlines()[1:]]


@pytest.mark.usefixtures("told")
def test_the_counts_of_two_days(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    now = rows(manager.get(world.home.url("reports/social.csv")).data)
    before = rows(manager.get(world.home.url(f"reports/social.csv?on={TODAY - timedelta(days=20)}")).data)
    assert ("Niveau d’études", "Primaire", "1", "0", "1") in now
    assert any(row[0] == "Niveau d’études" and row[2:] == ("1", "1", "2") for row in now)  # not given
    assert ("Situation à cette date", "Salariat déclaré", "1", "0", "1") in now
    assert ("Situation à cette date", "Sans emploi", "1", "0", "1") in before
    assert ("Situation à l’entrée", "Sans emploi", "1", "0", "1") in now
    assert ("Protection sociale à cette date", "CNSS", "1", "0", "1") in now
    assert not any(row[1] == "CNSS" for row in before)
    for theme in {row[0] for row in now}:
        assert sum(int(row[4]) for row in now if row[0] == theme) == 3


@pytest.mark.usefixtures("told")
def test_each_number_opens_the_people_it_counts(sign_in: SignIn, world: World) -> None:
    manager = sign_in(MANAGER)
    for day in ("", f"?on={TODAY - timedelta(days=20)}"):
        page = manager.get(world.home.url(f"reports/social{day}")).get_data(as_text=True)
        counts = re.findall(r'<td class="num"[^>]*><a href="([^"]+)">(\d+)</a>', page)
        assert len(counts) > 10
        for address, count in counts:
            listed = manager.get(address.replace("&amp;", "&")).get_data(as_text=True)
            assert listed.count('<th scope="row">') == int(count), address


@pytest.mark.usefixtures("told")
def test_a_coach_counts_those_they_support(sign_in: SignIn, world: World) -> None:
    page = sign_in(COACH).get(world.home.url("reports/social")).get_data(as_text=True)
    assert "1 personne" in page


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?theme=magic&answer=-",
        "?theme=education&answer=genius",
        "?theme=entry&answer=1",
        "?theme=entry",
        "?theme=protection&answer=cnss",
        "?theme=entry&answer=-&sex=X",
    ],
)
def test_what_is_no_answer_is_unknown(sign_in: SignIn, world: World, address: str) -> None:
    assert sign_in(MANAGER).get(world.home.url(f"reports/social/people{address}")).status_code == 404


@pytest.mark.usefixtures("told")
def test_the_people_of_a_number_are_said_to_be_women_or_men(sign_in: SignIn, world: World) -> None:
    manager, address = sign_in(MANAGER), world.home.url("reports/social/people?theme=education&answer=primary")
    for sex, said in (("", "Primaire"), ("&sex=F", "Primaire, Femmes"), ("&sex=M", "Primaire, Hommes")):
        title = re.search("<h1[^>]*>(.*?)</h1>", manager.get(address + sex).get_data(as_text=True))
        assert title is not None
        assert re.sub("<[^>]+>", "", title[1]) == said


def test_before_everything_there_is_nobody(sign_in: SignIn, world: World) -> None:
    day = TODAY - timedelta(days=201)
    page = sign_in(MANAGER).get(world.home.url(f"reports/social?on={day}")).get_data(as_text=True)
    assert 'class="empty"' in page
