"""A coach whose member was handed to another one a minute ago: every address of hers is unknown to them, whatever they
opened before and send only now is refused, and nothing they keep tells of her any more."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Membership
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member
from tests.access.table import expected
from tests.access.test_walk import MAY_WRITE
from tests.access.walk import ACTORS, ask, crawl, in_a_word, routes
from tests.support.databases import TestDatabase
from tests.support.fingerprint import changed_tables, fingerprint
from tests.support.forms import FORMS, Sender
from tests.support.life import Life, csrf_token, visitor
from tests.support.world import TODAY
from tests.tenancy.canaries import plant_about, planted_once

HERS = {"member_id", "record_id", "expense_id", "attestation_id"}
OF_HERS = ("members/{member_id}/", "activity/members/{member_id}/")
OF_SEVERAL = {"step for several"}  # with her among them
WRITTEN_BY_READING = set().union(*MAY_WRITE.values())


def hand_over(app: Flask, life: Life) -> None:
    home = life.world.home
    with app.app_context(), organisation_scope(home.id), write_transaction():
        member = db.session.get_one(Member, (home.id, home.members["member"]))
        other = db.session.get_one(Membership, home.memberships["coach2"])
        member_services.assign_coach(member, other, started_on=TODAY)


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_every_address_answers_as_to_any_other_coach(lived_in: Flask, life: Life, method: str) -> None:
    """Hers as to a coach who never knew her, the others as before; what is refused has changed nothing, not even the log."""
    hand_over(lived_in, life)
    coach, ids = visitor(lived_in, life, ACTORS["coach"]), life.of(life.world.home)
    wanted = {
        route: expected()[route.endpoint, method]["coach2" if route.arguments & HERS else "coach"]
        for route in routes(lived_in)
        if route.method == method
    }
    asked = {route: answer for route, answer in wanted.items() if method == "GET" or answer in ("403", "404")}
    before = fingerprint(lived_in)
    found = {route: in_a_word(ask(coach, route, ids)) for route in asked}
    assert {route.endpoint: answer for route, answer in found.items() if answer != asked[route]} == {}
    assert changed_tables(before, fingerprint(lived_in)) <= (WRITTEN_BY_READING if method == "GET" else set())


def test_no_form_that_was_open_is_accepted(lived_in: Flask, life: Life) -> None:
    """Filled in by who still was her coach, and sent by who no longer is: 404, or a sentence where others are chosen too."""
    sender = Sender(lived_in, life, life.world.home)
    filled = {
        name: sender.data(name) for name, form in FORMS.items() if form.path.startswith(OF_HERS) or name in OF_SEVERAL
    }
    coach = visitor(lived_in, life, ACTORS["coach"])
    opened = {name: coach.get(sender.path(name)).status_code for name in filled}
    hand_over(lived_in, life)
    before = fingerprint(lived_in)
    for name, data in filled.items():
        answer = coach.post(sender.path(name), data={**data, "csrf_token": csrf_token(lived_in)})
        endpoint, _ids = lived_in.url_map.bind("").match(sender.path(name).partition("?")[0], method="POST")
        wanted = "422" if name in OF_SEVERAL else expected()[endpoint, "POST"]["coach2"]
        assert str(answer.status_code) == wanted, name
        assert "Benali" not in answer.text, name
    assert changed_tables(before, fingerprint(lived_in)) == set()
    assert sum(status == 200 for status in opened.values()) > 15


@pytest.mark.usefixtures("quick_papers")
def test_nothing_they_keep_tells_of_her(lived_in: Flask, life: Life, database: TestDatabase) -> None:
    """Notices, saved lists, the landing page: nothing written about her is read there."""
    member_id = life.world.home.members["member"]
    canaries = planted_once("words-about-her", lived_in, database, lambda: plant_about(member_id))
    hand_over(lived_in, life)
    coach, home = visitor(lived_in, life, ACTORS["coach"]), life.world.home
    starts = [route.path(life.of(home)) for route in routes(lived_in) if route.method == "GET"]
    heard = {where for _path, content in crawl(coach, starts) for where in canaries.heard_in(content)}
    assert heard == set()
