"""What a manager decides, what a network administrator creates, and what both may not."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.network.models import Organisation, OrganisationKind, Signatory, VocabularyTerm
from tests.conftest import SignIn
from tests.support.world import World

MANAGER, NETWORK = "manager@el-jadida.example", "network@moucharaka.example"
KEY = {"form_key": "k" * 24}


def identity(world: World, **changes: str) -> dict[str, str]:
    return {"name_fr": "Nouvelle raison", "name_ar": "اسم جديد", "phone": "", "version": "1", **changes}


def test_the_letterhead_changes_once_per_version(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    assert client.submit(world.home.url("settings"), identity(world)).status_code == 302
    answer = client.submit(world.home.url("settings"), identity(world, name_fr="Autre raison"))
    assert answer.status_code == 422
    assert "Autre raison" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(Organisation, world.home.id).name_fr == "Nouvelle raison"


def test_a_signatory_can_be_added_and_withdrawn(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    data = {
        "name_latin": "Nour",
        "name_arabic": "نور",
        "quality_fr": "gérante",
        "quality_ar": "مسيرة",
        "sex": "F",
        **KEY,
    }
    assert client.submit(world.home.url("settings/signatories"), data).status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        added = Signatory.query.filter_by(name_latin="Nour").one().id
    client.submit(world.home.url(f"settings/signatories/{added}/withdraw"))
    assert "Nour" not in client.get(world.home.url("settings/signatories")).get_data(as_text=True)


def test_a_word_keeps_its_code_through_another_label(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    term = world.home.trades[0]
    client.submit(world.home.url(f"settings/words/{term}"), {"label_fr": "Haute couture", "label_ar": "خياطة راقية"})
    with app.app_context(), organisation_scope(world.home.id):
        changed = VocabularyTerm.query.filter_by(id=term).one()
        assert (changed.code, changed.label_fr) == ("sewing", "Haute couture")


def test_the_same_word_twice_is_refused(sign_in: SignIn, world: World) -> None:
    data = {"label_fr": "Menuiserie", "label_ar": "النجارة", **KEY}
    assert sign_in(MANAGER).submit(world.home.url("settings/words/trade/new"), data).status_code == 422


def test_the_network_creates_an_organisation_and_invites_its_manager(sign_in: SignIn, app: Flask) -> None:
    client = sign_in(NETWORK)
    data = {
        "name_fr": "Annaba",
        "name_ar": "عنابة",
        "kind": "project",
        "country": "DZ",
        "slug": "annaba",
        "code": "ANB",
        **KEY,
    }
    answer = client.submit("/network/organisations/new", data)
    assert answer.status_code == 302
    assert client.get("/o/annaba/").status_code == 404, "the network has no way into an organisation"
    invited = client.submit(
        f"{answer.location}/manager",
        {"name_latin": "Lydia", "email": "", "phone": "+213550123456", "form_key": "j" * 24},
    )
    assert invited.status_code in (200, 302)
    converted = client.submit(f"{answer.location}/cooperative", {"on": "2026-11-01"})
    assert converted.status_code == 302
    with app.app_context():
        assert Organisation.query.filter_by(slug="annaba").one().kind is OrganisationKind.COOPERATIVE


@pytest.mark.parametrize("change", [{"slug": "el-jadida"}, {"code": "ELJ"}, {"slug": "A b"}, {"code": "x"}])
def test_a_wrong_organisation_is_refused(sign_in: SignIn, change: dict[str, str]) -> None:
    data = {
        "name_fr": "A",
        "name_ar": "ب",
        "kind": "project",
        "country": "DZ",
        "slug": "annaba",
        "code": "ANB",
        **KEY,
        **change,
    }
    answer = sign_in(NETWORK).submit("/network/organisations/new", data)
    assert answer.status_code == 422


def test_the_last_manager_keeps_the_role(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    own = world.home.memberships["manager"]
    client.submit(world.home.url(f"settings/people/{own}/end"))
    assert client.get(world.home.url("settings")).status_code == 200


def test_a_role_that_ends_closes_the_door_at_once(sign_in: SignIn, world: World) -> None:
    coach = sign_in("coach@el-jadida.example")
    assert coach.get(world.home.url("coaching")).status_code == 200
    sign_in(MANAGER).submit(world.home.url(f"settings/people/{world.home.memberships['coach']}/end"))
    assert coach.get(world.home.url("coaching")).status_code == 302


def test_the_roles_page_is_the_table(sign_in: SignIn, world: World) -> None:
    from app.accounts.people_pages import permissions_in_words

    page = sign_in(MANAGER).get(world.home.url("settings/roles")).get_data(as_text=True)
    assert page.count("<tr>") == len(permissions_in_words()) + 1


def test_a_stage_says_once_what_it_means(sign_in: SignIn, world: World, app: Flask) -> None:
    client, path = sign_in(MANAGER), world.home.url("settings/words/stage/new")
    words = {"label_fr": "Mise à l’essai", "label_ar": "فترة تجريبية", **KEY}
    assert client.submit(path, words).status_code == 422
    assert client.submit(path, {**words, "nature": "no such nature"}).status_code == 422
    assert client.submit(path, {**words, "nature": "inside"}).status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        added = VocabularyTerm.query.filter_by(label_fr="Mise à l’essai").one()
        assert (added.vocabulary, added.nature) == ("stage", "inside")
    changed = {"label_fr": "Essai", "label_ar": "تجربة", "nature": "left"}
    assert client.submit(world.home.url(f"settings/words/{added.id}"), changed).status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        assert VocabularyTerm.query.filter_by(id=added.id).one().nature == "inside"
    assert "Essai" in client.get(world.home.url("members/new")).get_data(as_text=True)


def test_the_last_stage_of_a_kind_stays(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id):
        leaving = VocabularyTerm.query.filter_by(code="exit").one().id
    client = sign_in(MANAGER)
    answer = client.submit(world.home.url(f"settings/words/{leaving}/withdraw"))
    assert "au moins une étape" in client.get(answer.location).get_data(as_text=True)
    with app.app_context(), organisation_scope(world.home.id):
        assert VocabularyTerm.query.filter_by(id=leaving).one().retired_at is None
