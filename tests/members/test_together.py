"""One act for several people: all of them or none, each by the rules that hold for one."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import Flask

from app.accounts import queries as account_queries
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.notices import Notice
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import queries, services, together_pages, together_queries, together_services
from app.members.models import CoachAssignment, Member, ParcoursStep
from tests.conftest import SignIn
from tests.support.parcours import record, stages
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"
SEEN = re.compile(r'name="seen"[^>]* value="([^"]+)"')


def asked(client: Any, world: World, act: str, query: str = "all=1") -> tuple[str, str]:
    """The page, and whom its form carries."""
    page = client.get(world.home.url(f"members/together/{act}?{query}")).get_data(as_text=True)
    found = SEEN.search(page)
    return page, found[1] if found else ""


def coach_form(world: World, seen: str, **changes: str) -> dict[str, str]:
    coach_id = str(world.home.memberships["coach2"])
    return {"coach_id": coach_id, "started_on": TODAY.isoformat(), "seen": seen, "form_key": "k" * 20, **changes}


def count(app: Flask, world: World, model: type) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        return int(db.session.query(model).count())


def test_a_coach_is_assigned_to_those_who_were_ticked_and_told_once(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    ticked = "&".join(f"member={world.home.members[name]}" for name in ("member", "leila"))
    page, seen = asked(client, world, "coach", ticked)
    assert "Amina Benali" in page
    assert "Youssef" not in page
    told = count(app, world, Notice)
    for _twice in range(2):
        answer = client.submit(world.home.url(f"members/together/coach?{ticked}"), coach_form(world, seen))
        assert answer.status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        names = queries.coach_names([world.home.members["member"], world.home.members["leila"]], on=TODAY)
        assert set(names.values()) == {"Coach2"}
        assert (
            AuditEvent.query.filter_by(action="member.coach_assigned").count() == 4
        )  # two of them when the world began
        assert queries.kept_counts() == queries.raw_counts() == (3, 0)
    assert count(app, world, Notice) == told + 1


def test_nothing_is_written_while_one_is_refused_and_the_others_go_on(
    sign_in: SignIn, world: World, app: Flask
) -> None:
    client, before = sign_in(MANAGER), count(app, world, CoachAssignment)
    _page, seen = asked(client, world, "coach")
    answer = client.submit(world.home.url("members/together/coach?all=1"), coach_form(world, seen))
    again = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "1 personne bloque" in again
    assert "Youssef" in again  # coach2 supports him already
    assert count(app, world, CoachAssignment) == before
    others = SEEN.search(again)
    assert others is not None
    assert str(world.home.members["member2"]) not in others[1]
    answer = client.submit(world.home.url("members/together/coach?all=1"), coach_form(world, others[1]))
    assert answer.status_code == 302
    assert count(app, world, CoachAssignment) == before + 2


def test_who_was_changed_meanwhile_is_named(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    _page, seen = asked(client, world, "coach", f"member={world.home.members['leila']}")
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        leila = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        coach = account_queries.find_membership(world.home.memberships["coach"])
        services.assign_coach(leila, coach, started_on=TODAY - timedelta(days=3))
    answer = client.submit(world.home.url("members/together/coach?all=1"), coach_form(world, seen))
    assert answer.status_code == 422
    assert "modifié entre-temps" in answer.get_data(as_text=True)


def test_a_step_for_all_of_the_list(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    _page, seen = asked(client, world, "step", "all=1&sex=F")
    with app.app_context(), organisation_scope(world.home.id):
        test = str(stages()["test"].id)
    data = {"stage_id": test, "started_on": TODAY.isoformat(), "seen": seen, "form_key": "k" * 20}
    answer = client.submit(world.home.url("members/together/step?all=1&sex=F"), data)
    assert answer.location.endswith("members?sex=F")
    with app.app_context(), organisation_scope(world.home.id):
        taken = {step.member_id for step in ParcoursStep.query.filter_by(stage_id=int(test))}
        assert taken == {world.home.members["member"], world.home.members["leila"]}


def test_a_step_refused_for_one_is_refused_with_its_reason(sign_in: SignIn, world: World, app: Flask) -> None:
    client, before = sign_in(MANAGER), count(app, world, ParcoursStep)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        record(db.session.get_one(Member, (world.home.id, world.home.members["leila"])), "test", TODAY)
        test = str(stages()["salaried"].id)
    _page, seen = asked(client, world, "step")
    data = {"stage_id": test, "started_on": TODAY.isoformat(), "seen": seen, "form_key": "k" * 20}
    answer = client.submit(world.home.url("members/together/step?all=1"), data)
    assert answer.status_code == 422
    assert "Une autre étape commence déjà ce jour-là" in answer.get_data(as_text=True)
    assert count(app, world, ParcoursStep) == before + 1


def test_exits_are_not_for_several(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    page, seen = asked(client, world, "step")
    with app.app_context(), organisation_scope(world.home.id):
        leaving = str(stages()["exit"].id)
    assert f'value="{leaving}"' not in page
    data = {"stage_id": leaving, "started_on": TODAY.isoformat(), "seen": seen, "form_key": "k" * 20}
    assert client.submit(world.home.url("members/together/step?all=1"), data).status_code == 422


def test_a_coach_acts_on_the_people_they_see(sign_in: SignIn, world: World, app: Flask) -> None:
    client, before = sign_in(COACH), count(app, world, ParcoursStep)
    page, seen = asked(client, world, "step")
    assert "Amina" in page
    assert "Youssef" not in page
    with app.app_context(), organisation_scope(world.home.id):
        test = str(stages()["test"].id)
    more = f"{seen} {world.home.members['member2']}:0"
    data = {"stage_id": test, "started_on": TODAY.isoformat(), "seen": more, "form_key": "k" * 20}
    answer = client.submit(world.home.url("members/together/step?all=1"), data)
    assert answer.status_code == 422
    assert count(app, world, ParcoursStep) == before
    assert client.get(world.home.url("members/together/coach?all=1")).status_code == 403


def test_a_coach_who_is_a_member_leaves_their_own_steps(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        amina = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        db.session.get_one(Member, (world.home.id, world.home.members["member2"])).account_id = None
        amina.account_id = world.accounts[COACH]
        test = str(stages()["test"].id)
    client = sign_in(COACH)
    _page, seen = asked(client, world, "step")
    data = {"stage_id": test, "started_on": TODAY.isoformat(), "seen": seen, "form_key": "k" * 20}
    answer = client.submit(world.home.url("members/together/step?all=1"), data)
    assert "votre propre fiche" in answer.get_data(as_text=True)


def test_nobody_or_too_many_are_said(sign_in: SignIn, world: World, monkeypatch: Any) -> None:
    client = sign_in(MANAGER)
    page, seen = asked(client, world, "step", "sex=F")
    assert "Personne n’est choisi" in page
    assert not seen
    monkeypatch.setattr(together_pages, "MOST_TOGETHER", 2)
    page, seen = asked(client, world, "step")
    assert "Au plus 500 personnes" in page
    assert not seen


def test_boxes_stand_in_the_list_only_when_people_are_chosen(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    plain = client.get(world.home.url("members")).get_data(as_text=True)
    assert 'type="checkbox"' not in plain
    choosing = client.get(world.home.url("members?choose=1")).get_data(as_text=True)
    assert choosing.count('name="member"') == 3


def test_what_people_have_is_read_once_they_are_locked(sign_in: SignIn, world: World, monkeypatch: Any) -> None:
    client, done = sign_in(MANAGER), []
    _page, seen = asked(client, world, "coach", f"member={world.home.members['leila']}")
    for module, name in ((together_services, "_locked"), (together_queries, "supports_held")):
        before = getattr(module, name)

        def noted(*args: Any, _name: str = name, _before: Any = before, **more: Any) -> Any:
            done.append(_name)
            return _before(*args, **more)

        monkeypatch.setattr(module, name, noted)
    assert client.submit(world.home.url("members/together/coach"), coach_form(world, seen)).status_code == 302
    assert done == ["_locked", "supports_held"]
