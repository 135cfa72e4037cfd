"""Who sees and does what: manager, coach, entrepreneur, another organisation, nobody."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.attestations import queries, services
from app.attestations.models import Attestation
from app.attestations.queries import RegisterFilters
from app.extensions import db
from app.kernel.access import Actor, Role
from app.kernel.notices import Notice
from app.kernel.reading import read_number
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member
from tests.attestations.conftest import Issue
from tests.support.world import TODAY, World

READ = ("attestations/{id}", "attestations/{id}/file")
MANAGE = (
    "attestations/{id}/revoke",
    "attestations/new",
    "attestations/new?member={member}",
    "attestations/register.csv",
)


def status(client: Any, world: World, path: str, attestation_id: int, place: Any = None) -> int:
    here = place or world.home
    known = {"id": attestation_id, "member": world.home.members["member"]}
    return int(client.get(here.url(path.format(**known))).status_code)


@pytest.mark.parametrize(
    ("who", "reads", "manages"),
    [
        ("manager@el-jadida.example", 200, 200),
        ("coach@el-jadida.example", 200, 403),
        ("member@el-jadida.example", 200, 403),
        ("coach2@el-jadida.example", 404, 403),
        ("member2@el-jadida.example", 404, 403),
        ("manager@ras-jebel.example", 404, 404),
        ("network@moucharaka.example", 404, 404),
        ("observer@moucharaka.example", 404, 404),
        ("nobody@moucharaka.example", 404, 404),
    ],
)
def test_each_role_sees_its_own(world: World, issue: Issue, sign_in: Any, who: str, reads: int, manages: int) -> None:
    attestation_id, client = issue(), sign_in(who)
    assert {path: status(client, world, path, attestation_id) for path in READ} == dict.fromkeys(READ, reads)
    assert {path: status(client, world, path, attestation_id) for path in MANAGE} == dict.fromkeys(MANAGE, manages)


def test_nobody_is_led_to_sign_in(client: Any, world: World, issue: Issue) -> None:
    attestation_id = issue()
    for path in ("attestations", *READ, *MANAGE):
        assert status(client, world, path, attestation_id) == 302


def test_a_foreign_id_is_as_unknown_as_any(world: World, issue: Issue, sign_in: Any) -> None:
    abroad = issue(place=world.abroad)
    manager = sign_in("manager@el-jadida.example")
    for path in (*READ, "attestations/{id}/revoke"):
        foreign, unknown = (manager.get(world.home.url(path.format(id=each))) for each in (abroad, 12345))
        assert foreign.status_code == unknown.status_code == 404
        assert len(foreign.data) - len(unknown.data) == foreign.text.count(str(abroad)) * (len(str(abroad)) - 5)
    answer = manager.submit(world.home.url(f"attestations/{abroad}/revoke"), {"reason": "mine"})
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["coach@el-jadida.example", "member@el-jadida.example", "manager@ras-jebel.example"])
def test_only_the_manager_writes(
    app: Flask, world: World, issue: Issue, sign_in: Any, who: str, signatory_id: int
) -> None:
    attestation_id, client = issue(), sign_in(who)
    choices = {
        "language": "fr",
        "purpose": "bank",
        "signatory_id": signatory_id,
        "member_id": world.home.members["member2"],
    }
    refused = 404 if "ras-jebel" in who else 403
    for path in (f"new?member={world.home.members['member2']}", "issue", f"{attestation_id}/revoke"):
        answer = client.submit(world.home.url(f"attestations/{path}"), {**choices, "digest": "x", "reason": "x"})
        assert answer.status_code == refused, path
    with app.app_context(), organisation_scope(world.home.id):
        kept = list(db.session.scalars(select(Attestation)))
        assert [(each.id, each.revoked_at) for each in kept] == [(attestation_id, None)]
        db.session.rollback()


def test_lists_hold_what_each_may_see(world: World, issue: Issue, sign_in: Any) -> None:
    ids = {name: issue(name) for name in ("member", "member2", "leila")}
    seen = {
        who: {
            name
            for name, each in ids.items()
            if str(each) in sign_in(f"{who}@el-jadida.example").get(world.home.url("attestations")).text
        }
        for who in ("manager", "coach", "coach2", "member", "member2")
    }
    assert seen == {
        "manager": {"member", "member2", "leila"},
        "coach": {"member"},
        "coach2": {"member2"},
        "member": {"member"},
        "member2": {"member2"},
    }


def test_a_handed_over_person_takes_their_papers_along(app: Flask, world: World, issue: Issue, sign_in: Any) -> None:
    attestation_id = issue()
    coach = sign_in("coach@el-jadida.example")
    assert status(coach, world, READ[0], attestation_id) == 200
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        from app.accounts import queries as account_queries

        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        other = account_queries.find_membership(world.home.memberships["coach2"])
        member_services.assign_coach(member, other, started_on=TODAY)
    assert status(coach, world, READ[0], attestation_id) == 404
    assert status(sign_in("coach2@el-jadida.example"), world, READ[0], attestation_id) == 200


def test_the_reason_and_the_counts_are_for_the_manager(app: Flask, world: World, issue: Issue, sign_in: Any) -> None:
    attestation_id, address = issue(), world.home.url("attestations/{id}")
    sign_in("manager@el-jadida.example").submit(
        world.home.url(f"attestations/{attestation_id}/revoke"), {"reason": "Kanarienvogel"}
    )
    for who, sees in (("manager", True), ("coach", False), ("member", False)):
        page = sign_in(f"{who}@el-jadida.example").get(address.format(id=attestation_id)).text
        assert ("Kanarienvogel" in page) is sees, who
        assert ("sha-256" in page.lower()) is sees, who


# --- Revoking -----------------------------------------------------------------------------------------------------


def test_a_revocation_needs_a_reason(world: World, issue: Issue, sign_in: Any) -> None:
    attestation_id, manager = issue(), sign_in("manager@el-jadida.example")
    answer = manager.submit(world.home.url(f"attestations/{attestation_id}/revoke"), {"reason": "  "})
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text


def test_a_revocation_is_told_and_written_down(
    app: Flask, world: World, issue: Issue, sign_in: Any, events: Any
) -> None:
    attestation_id, manager = issue(), sign_in("manager@el-jadida.example")
    address = world.home.url(f"attestations/{attestation_id}/revoke")
    assert manager.submit(address, {"reason": "wrong trade"}).status_code == 302
    (told,) = events(services.REVOKED)
    assert told["account_id"] == world.accounts["manager@el-jadida.example"]
    assert told["after"]["reason"] == "wrong trade"
    with app.app_context(), organisation_scope(world.home.id):
        about = select(func.count()).select_from(Notice).where(Notice.message.contains("revoked"))
        assert db.session.scalar(about.where(Notice.account_id == world.accounts["member@el-jadida.example"])) == 1
        assert db.session.scalar(about) == 1
        db.session.rollback()
    again = manager.submit(address, {"reason": "again"})
    assert again.status_code == 422
    assert len(events(services.REVOKED)) == 1
    assert "page-form" not in manager.get(address).text.split("<main")[1]


@pytest.mark.parametrize(
    ("name", "role", "counted"),
    [
        ("manager", Role.MANAGER, 1),
        ("coach", Role.COACH, 1),
        ("coach2", Role.COACH, 0),
        ("member", Role.ENTREPRENEUR, 1),
        ("member2", Role.ENTREPRENEUR, 0),
    ],
)
def test_counts_are_of_what_one_sees(
    app: Flask, world: World, issue: Issue, name: str, role: Role, counted: int
) -> None:
    issue()
    actor = Actor(
        account_id=world.accounts[f"{name}@el-jadida.example"],
        organisation_id=world.home.id,
        display_name=name,
        roles=frozenset({role}),
        membership_ids={role: world.home.memberships.get(name, 0)},
    )
    with app.app_context(), organisation_scope(world.home.id):
        assert queries.count_register(actor, RegisterFilters(), on=TODAY) == counted
        assert read_number(queries.issued_since(actor, TODAY, on=TODAY)) == counted
        db.session.rollback()
