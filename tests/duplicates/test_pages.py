"""The list of pairs, two files side by side, the page of a merged file; and that nothing else shows it any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attestations import queries as attestation_queries
from app.attestations import services as attestation_services
from app.attestations.drafts import Wanted
from app.attestations.rules import PaperLanguage, Purpose
from app.extensions import db
from app.kernel.access import Actor, Role
from app.kernel.audit import AuditEvent
from app.kernel.paging import PageAsked
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import list_queries, queries
from app.members.errors import MergedAlready
from app.members.list_filters import MemberFilters
from app.members.models import Member
from app.network import queries as network_queries
from tests.access.walk import ask, in_a_word, routes
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.life import Life, visitor
from tests.support.merging import merge, pair, second_file
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
TWIN = "Zzoubida"


def two_of_amina(app: Flask, world: World, **told: object) -> tuple[int, int]:
    """Her file, and a second one under another given name."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home, **{"given_name_latin": TWIN, **told})
        return world.home.members["member"], gone.id


def address(world: World, kept_id: int, gone_id: int, ending: str = "") -> str:
    return world.home.url(f"members/{kept_id}/merge/{gone_id}{ending}")


def seen_on(page: str) -> dict[str, str]:
    """What the form of the page sends, as it is first shown."""
    sent = dict(re.findall(r'<input[^>]*name="(seen)"[^>]*value="([^"]*)"', page))
    for radio in re.findall(r'<input[^>]*type="radio"[^>]*>', page):
        if "checked" in radio:
            name, value = re.search(r'name="([^"]*)"', radio), re.search(r'value="([^"]*)"', radio)
            assert name and value
            sent[name[1]] = value[1]
    return sent


def survivor_of(app: Flask, world: World, member_id: int) -> int | None:
    with app.app_context(), organisation_scope(world.home.id):
        found = db.session.scalar(select(Member.survivor_id).where(Member.id == member_id))
        db.session.remove()
        return found


def test_pairs_are_listed_told_apart_and_proposed_again(app: Flask, world: World, sign_in: SignIn) -> None:
    kept_id, gone_id = two_of_amina(app, world, phone="+212661000000")
    manager, here = sign_in(MANAGER), world.home.url("members/duplicates")
    page = manager.get(here).get_data(as_text=True)
    assert TWIN in page and "même numéro de téléphone" in page and "même date de naissance" in page
    manager.submit(address(world, kept_id, gone_id, "/apart"))
    assert TWIN not in manager.get(here).get_data(as_text=True)
    assert TWIN in manager.get(f"{here}/apart").get_data(as_text=True)
    manager.submit(address(world, kept_id, gone_id, "/apart"))
    manager.submit(address(world, kept_id, gone_id, "/alike"))
    assert TWIN in manager.get(here).get_data(as_text=True)
    assert TWIN not in manager.get(f"{here}/apart").get_data(as_text=True)


@pytest.mark.parametrize(("verb", "ending"), [("tell_apart", "apart"), ("take_back", "alike")])
def test_two_files_merged_at_this_very_moment_are_not_told_apart(
    app: Flask, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, verb: str, ending: str
) -> None:
    """The lock is the first to know of it."""

    def too_late(*_files: Member, **_by: object) -> None:
        raise MergedAlready

    kept_id, gone_id = two_of_amina(app, world)
    manager = sign_in(MANAGER)
    monkeypatch.setattr(f"app.duplicates.services.{verb}", too_late)
    assert manager.submit(address(world, kept_id, gone_id, f"/{ending}")).status_code == 302


def test_two_files_are_compared_by_their_numbers(app: Flask, world: World, sign_in: SignIn) -> None:
    kept_id, gone_id = two_of_amina(app, world)
    manager, here = sign_in(MANAGER), world.home.url("members/duplicates")
    answer = manager.get(f"{here}?first=4&second=1")
    assert answer.location.endswith(f"/{kept_id}/merge/{gone_id}"), "the file of who signs in stays"
    for numbers in ("first=1&second=99", "first=1&second=1", "first=x&second=1", "first=&second="):
        assert manager.get(f"{here}?{numbers}").status_code == 200


def test_merging_by_hand(app: Flask, world: World, sign_in: SignIn) -> None:
    kept_id, gone_id = two_of_amina(app, world)
    manager, here = sign_in(MANAGER), address(world, kept_id, gone_id)
    page = manager.get(here).get_data(as_text=True)
    answer = manager.submit(here, {**seen_on(page), "given_name_latin": "gone"})
    assert answer.status_code == 302
    file = manager.get(answer.location).get_data(as_text=True)
    assert TWIN in file
    merged = manager.get(world.home.url(f"members/{gone_id}")).get_data(as_text=True)
    assert "fusionnée dans une autre" in merged
    assert f"/members/{kept_id}" in merged
    again = manager.submit(here, seen_on(page))
    assert again.location.endswith(f"/members/{kept_id}")
    other_way = manager.get(address(world, gone_id, kept_id))
    assert other_way.location.endswith(f"/members/{kept_id}")


def test_sent_twice_it_is_done_once(app: Flask, world: World, sign_in: SignIn) -> None:
    kept_id, gone_id = two_of_amina(app, world)
    manager, here = sign_in(MANAGER), address(world, kept_id, gone_id)
    page = manager.get(here).get_data(as_text=True)
    for _time in range(2):
        assert manager.submit(here, seen_on(page)).status_code == 302
    with app.app_context(), organisation_scope(world.home.id):
        done = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "member.merged")
        assert db.session.scalar(done) == 1
        db.session.remove()


def test_who_comes_second_is_told_and_loses_nothing(app: Flask, world: World, sign_in: SignIn) -> None:
    kept_id, gone_id = two_of_amina(app, world)
    manager, here = sign_in(MANAGER), address(world, kept_id, gone_id)
    shown = seen_on(manager.get(here).get_data(as_text=True))
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        db.session.get_one(Member, (world.home.id, gone_id)).address = "Rue du Souk"
    answer = manager.submit(here, {**shown, "given_name_latin": "gone"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "comparez" in page
    assert "Rue du Souk" in page
    assert seen_on(page)["given_name_latin"] == "gone"
    assert survivor_of(app, world, gone_id) is None
    assert manager.submit(here, {**seen_on(page), "address": "gone"}).status_code == 302


def test_what_stands_in_the_way_is_said_before(lived_in: Flask, life: Life, world: World) -> None:
    manager, home = visitor(lived_in, life, MANAGER), world.home
    page = manager.get(address(world, home.members["member"], home.members["member2"])).get_data(as_text=True)
    assert "se chevauchent" in page
    assert "Fusionner ces deux fiches" not in page


@pytest.mark.parametrize("spoiled", [{"seen": ""}, {"phone": "both"}, {"parcours": "nobody"}])
def test_answers_that_cannot_be(app: Flask, world: World, sign_in: SignIn, spoiled: dict[str, str]) -> None:
    kept_id, gone_id = two_of_amina(app, world)
    manager, here = sign_in(MANAGER), address(world, kept_id, gone_id)
    shown = seen_on(manager.get(here).get_data(as_text=True))
    assert manager.submit(here, {**shown, **spoiled}).status_code == 422
    assert survivor_of(app, world, gone_id) is None


def test_who_sees_the_survivor_reads_the_merged_file(lived_in: Flask, life: Life, world: World) -> None:
    merged = world.home.url(f"members/{life.of(world.home)['merged_id']}")
    wanted = {MANAGER: 200, COACH: 200, MEMBER: 200, "coach2@el-jadida.example": 404, "member2@el-jadida.example": 404}
    assert {who: visitor(lived_in, life, who).get(merged).status_code for who in wanted} == wanted
    assert visitor(lived_in, life, "manager@ras-jebel.example").get(merged).status_code == 404
    coached_by = {Role.COACH: world.home.memberships["coach2"]}
    stranger = replace(manager_of(world), roles=frozenset(coached_by), membership_ids=coached_by)
    with lived_in.app_context(), organisation_scope(world.home.id):
        assert queries.find_merged(stranger, life.of(world.home)["merged_id"], on=TODAY) is None


def test_what_stays_is_read_by_managers_alone(app: Flask, world: World, sign_in: SignIn) -> None:
    _kept_id, gone_id = two_of_amina(app, world)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        merge(pair(world.home, gone="double"))
    here = world.home.url(f"members/{gone_id}")
    said = "Reste ici : Étapes du parcours"
    assert said in sign_in(MANAGER).get(here).get_data(as_text=True)
    assert said not in sign_in(COACH).get(here).get_data(as_text=True)


def manager_of(world: World) -> Actor:
    return Actor(
        account_id=world.accounts[MANAGER],
        organisation_id=world.home.id,
        display_name="Manager",
        roles=frozenset({Role.MANAGER}),
    )


def test_its_names_and_number_find_the_survivor(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home, given_name_latin=TWIN, phone="+212661000098")
        merge(pair(world.home, gone="double"))
        actor = manager_of(world)
        for typed in (TWIN, str(gone.number)):
            page, count = list_queries.fetch_members_page(
                actor, MemberFilters(typed=typed, situation="all"), PageAsked(), on=TODAY
            )
            assert ([row.id for row in page.rows], count) == ([world.home.members["member"]], 1)
        for situation in ("all", "left", "present"):
            everybody = list_queries.fetch_members(actor, MemberFilters(situation=situation), on=TODAY)
            assert gone.id not in {row.id for row in everybody}
        assert queries.find_by_number(gone.number).id == world.home.members["member"]
        assert [row.id for row in queries.lookalikes(gone)] == [world.home.members["member"]]


def test_names_changed_later_keep_those_of_the_merged_file(app: Flask, world: World, sign_in: SignIn) -> None:
    two_of_amina(app, world)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, gone="double")
        merge(two)
        from app.members import services

        details = services.MemberDetails(
            **{name: getattr(two.kept, name) for name in services.MemberDetails.__dataclass_fields__}
        )
        services.change_member(two.kept, details, None, version=two.kept.version)
    found = sign_in(MANAGER).get(world.home.url(f"members?q={TWIN}")).get_data(as_text=True)
    assert f"members/{world.home.members['member']}" in found


def test_papers_issued_to_the_merged_file_stay_where_they_are(app: Flask, world: World) -> None:
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home, given_name_arabic="أمينة", family_name_arabic="بنعلي", given_name_latin=TWIN)
        signatory = network_queries.active_signatories()[0]
        wanted = Wanted(language=PaperLanguage.FRENCH, purpose=Purpose.BANK, signatory_id=signatory.id)
        paper = attestation_services.issue(gone, wanted, by_account_id=world.accounts[MANAGER])
        token = paper.token
        merge(pair(world.home, gone="double"))
        actor, coach = manager_of(world), _coach_of(world)
        filters = attestation_queries.RegisterFilters(typed=TWIN)
        for reader in (actor, coach):
            found = attestation_queries.fetch_register_page(reader, filters, PageAsked(), on=TODAY)
            assert [row.id for row in found.rows] == [paper.id]
            assert attestation_queries.get_attestation_or_404(reader, paper.id, on=TODAY).member_id == gone.id
        account_id = db.session.scalar(select(Member.account_id).where(Member.id == world.home.members["member"]))
        assert attestation_queries.account_of_holder(paper) == account_id
    with app.app_context():
        assert attestation_queries.find_by_token(token) is not None


def _coach_of(world: World) -> Actor:
    return Actor(
        account_id=world.accounts[COACH],
        organisation_id=world.home.id,
        display_name="Coach",
        roles=frozenset({Role.COACH}),
        membership_ids={Role.COACH: world.home.memberships["coach"]},
    )


def _pages(app: Flask, life: Life, client: HouseClient) -> Iterator[tuple[str, bytes]]:
    ids = life.of(life.world.home)
    for route in routes(app):
        if route.method == "GET" and route.is_scoped and not route.rule.endswith(".pdf"):
            answer = ask(client, route, ids)
            if in_a_word(answer) == "200":
                yield route.endpoint, answer.data


MAY_NAME_IT = {"people.show_log"}  # what was done with the file


def test_no_other_page_shows_it(lived_in: Flask, life: Life, world: World) -> None:
    """The merged file of tests/support/life.py has a phone and an address of its own."""
    with lived_in.app_context(), organisation_scope(world.home.id), write_transaction():
        merged = db.session.get_one(Member, (world.home.id, life.of(world.home)["merged_id"]))
        merged.family_name_latin, merged.email = "Zzmerged", "zzmerged@example.org"
        merged.left_on = TODAY - timedelta(days=1)
    client = visitor(lived_in, life, MANAGER)
    shown = {endpoint for endpoint, page in _pages(lived_in, life, client) if b"zzmerged" in page.lower()}
    assert shown <= MAY_NAME_IT
