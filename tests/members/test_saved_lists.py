"""Lists under a name: whose they are, who finds them, what they keep, and what no longer applies."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import SavedList
from tests.conftest import SignIn
from tests.support.world import World

MANAGER, COACH, COACH2 = (f"{name}@el-jadida.example" for name in ("manager", "coach", "coach2"))


def save(client: Any, world: World, asked: str, **typed: str) -> Any:
    return client.submit(world.home.url(f"lists/new?{asked}"), {"name": "Femmes", "form_key": "k" * 20, **typed})


def saved(app: Flask, world: World) -> list[SavedList]:
    with app.app_context(), organisation_scope(world.home.id):
        return list(SavedList.query.order_by(SavedList.id))


def test_a_list_is_saved_and_opens_as_it_was(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    answer = save(client, world, "sex=F&column=age&column=phone&q=secret", name="النساء")
    assert answer.status_code == 302
    (kept,) = saved(app, world)
    assert kept.wanted == {"sex": ["F"], "column": ["age", "phone"]}
    opened = client.get(answer.location)
    assert opened.location.endswith(f"members?sex=F&column=age&column=phone&list={kept.id}")
    page = client.get(opened.location).get_data(as_text=True)
    assert "<h1><bdi>النساء</bdi>" in page
    assert "Youssef" not in page
    with app.app_context(), organisation_scope(world.home.id):
        assert AuditEvent.query.filter_by(action="list.saved").count() == 1


def test_each_reader_sees_their_own_people_in_a_shared_list(sign_in: SignIn, world: World, app: Flask) -> None:
    save(sign_in(MANAGER), world, "situation=all", **{"is_shared": "y", "is_shared-shown": "1"})
    (kept,) = saved(app, world)
    assert kept.is_shared
    coach = sign_in(COACH)
    assert "Femmes" in coach.get(world.home.url("lists")).get_data(as_text=True)
    page = coach.get(coach.get(world.home.url(f"lists/{kept.id}")).location).get_data(as_text=True)
    assert "Amina Benali" in page
    assert "Youssef" not in page
    assert coach.get(world.home.url(f"lists/{kept.id}/edit")).status_code == 403
    assert coach.submit(world.home.url(f"lists/{kept.id}/delete")).status_code == 403
    assert len(saved(app, world)) == 1


def test_anothers_own_list_is_as_if_it_were_not(sign_in: SignIn, world: World, app: Flask) -> None:
    save(sign_in(COACH), world, "sex=F")
    (kept,) = saved(app, world)
    for email in (MANAGER, COACH2):
        client = sign_in(email)
        assert "Femmes" not in client.get(world.home.url("lists")).get_data(as_text=True)
        for path in (f"lists/{kept.id}", f"lists/{kept.id}/edit", f"lists/{kept.id}/delete"):
            assert client.get(world.home.url(path)).status_code == 404
        page = client.get(world.home.url(f"members?list={kept.id}")).get_data(as_text=True)
        assert "Femmes" not in page


def test_a_coach_shares_nothing(sign_in: SignIn, world: World, app: Flask) -> None:
    answer = save(sign_in(COACH), world, "sex=F", **{"is_shared": "y", "is_shared-shown": "1"})
    assert answer.status_code == 422
    assert saved(app, world) == []


def test_a_name_is_taken_once(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    save(client, world, "sex=F")
    answer = save(client, world, "sex=M", name="femmes", form_key="l" * 20)
    assert answer.status_code == 422
    assert "Vous avez déjà une liste de ce nom." in answer.get_data(as_text=True)
    assert len(saved(app, world)) == 1


def test_a_list_is_changed_with_its_filters_and_the_second_is_told(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    save(client, world, "sex=F")
    (kept,) = saved(app, world)
    here = world.home.url(f"lists/{kept.id}/edit")
    page = client.get(client.get(world.home.url(f"lists/{kept.id}")).location.replace("sex=F", "sex=M"))
    assert "Vous avez changé les filtres" in page.get_data(as_text=True)
    assert client.submit(f"{here}?keep=1&sex=M", {"name": "Hommes", "version": "1"}).status_code == 302
    (kept,) = saved(app, world)
    assert (kept.name, kept.wanted, kept.version) == ("Hommes", {"sex": ["M"]}, 2)
    late = client.submit(here, {"name": "Autre", "version": "1"})
    assert late.status_code == 422
    assert "Autre" in late.get_data(as_text=True)
    assert client.submit(here, {"name": "Messieurs", "version": "2"}).status_code == 302
    (kept,) = saved(app, world)
    assert (kept.name, kept.wanted) == ("Messieurs", {"sex": ["M"]})


def test_deleting_asks_and_is_logged(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    save(client, world, "sex=F")
    (kept,) = saved(app, world)
    assert client.get(world.home.url(f"lists/{kept.id}/delete")).status_code == 200
    assert client.submit(world.home.url(f"lists/{kept.id}/delete")).status_code == 302
    assert saved(app, world) == []
    with app.app_context(), organisation_scope(world.home.id):
        assert AuditEvent.query.filter_by(action="list.deleted").one().before["name"] == "Femmes"


@pytest.mark.parametrize("wanted", [{"stage": ["1"]}, {"own_field": ["x"]}, {"age": ["33-44"]}, {"coach": ["5"]}])
def test_a_list_that_no_longer_applies_says_so(
    sign_in: SignIn, world: World, app: Flask, wanted: dict[str, list[str]]
) -> None:
    client = sign_in(MANAGER)
    save(client, world, "sex=F")
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        kept = SavedList.query.one()
        kept.wanted, list_id = {**kept.wanted, **wanted}, kept.id
    page = client.get(world.home.url(f"lists/{list_id}"))
    assert page.status_code == 200
    assert "ne veut plus dire" in page.get_data(as_text=True)
    assert "members?sex=F" in page.get_data(as_text=True)


def test_a_file_of_what_no_longer_applies_is_not_handed_out(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    for asked in ("stage=1", "age=never"):
        answer = client.get(world.home.url(f"reports/list.csv?sex=F&{asked}"))
        assert answer.status_code == 302
        assert "ne s’appliquent plus" in client.get(answer.location).get_data(as_text=True)
