"""Whom to remind of which paper: the list says what the rule says, of those one may see, and its counts lead to its rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.extensions import db
from app.kernel.access import Actor, Permission, Role
from app.kernel.audit import AuditEvent
from app.kernel.paging import PageAsked
from app.kernel.reading import read_number
from app.kernel.tenancy import organisation_scope
from app.members.models import Member
from app.papers import chase_queries, kind_services, queries, rules, services
from app.papers.chase_queries import TO_CHECK, ChaseFilters
from app.papers.models import Paper, PaperState
from app.papers.rules import CHASED, Held, Standing
from app.papers.services import PaperDetails
from tests.conftest import SignIn
from tests.papers.conftest import BY, COACH, MANAGER, UPLOAD, at_work, inside, kind
from tests.support.parcours import record
from tests.support.world import TODAY, World

NAMES = ("member", "member2", "leila")
Entry = tuple[int, int, str]  # member, kind, standing


def actor_of(world: World, name: str) -> Actor:
    role = Role(name)
    return Actor(
        account_id=world.accounts[f"{name}@el-jadida.example"],
        organisation_id=world.home.id,
        display_name=name,
        roles=frozenset({role}),
        membership_ids={role: world.home.memberships[name]},
        permissions=frozenset({Permission.ADMIT_MEMBERS} if role is Role.MANAGER else ()),
    )


def slowly(day: date) -> set[Entry]:
    """Asked of the rule, for each member present and each kind."""
    found = set()
    for member in db.session.query(Member).filter(Member.left_on.is_(None)):
        needed = queries.needed_by(member.id, on=day)
        papers = db.session.query(Paper).filter_by(member_id=member.id).all()
        for asked in queries.every_kind():
            of_kind = {paper.state: paper for paper in papers if paper.kind_id == asked.id}
            counted = of_kind.get(PaperState.RECEIVED) or of_kind.get(PaperState.WAIVED)
            held = counted and Held(is_waived=counted.state is PaperState.WAIVED, expires_on=counted.expires_on)
            is_needed = asked.id in needed and asked.retired_at is None
            standing = rules.standing(held, is_needed=is_needed, day=day)
            if standing in CHASED and PaperState.TO_CHECK not in of_kind:
                found.add((member.id, asked.id, standing.value))
    return found


def some_life(world: World, chance: random.Random) -> None:
    """Papers, dispensations and stages at random."""
    for name in NAMES:
        with at_work(world, name) as member:
            if chance.random() < 0.6:
                stage = chance.choice(["test", "salaried", "suspended", "exit", "agreement"])
                record(member, stage, TODAY - timedelta(days=chance.randint(0, 20)))
            for asked in queries.every_kind():
                done = chance.choice(["nothing", "received", "received", "waived", "sent", "retired"])
                if done == "received":
                    expires_on = TODAY + timedelta(days=chance.randint(-5, 40)) if chance.random() < 0.7 else None
                    services.record_paper(member, asked, PaperDetails(received_on=TODAY, expires_on=expires_on), **BY)
                elif done == "waived":
                    services.waive_paper(member, asked, reason="Non", **BY)
                elif done == "sent" and asked.keeps_files:
                    services.send_paper(member, asked, UPLOAD, note="", **BY)
    with at_work(world):
        kind_services.retire_kind(chance.choice(queries.every_kind()))


@pytest.mark.parametrize("seed", range(6))
def test_the_list_says_what_the_rule_says(context: Flask, world: World, seed: int) -> None:
    some_life(world, random.Random(seed))
    manager = actor_of(world, "manager")
    with inside(world):
        for day in (TODAY - timedelta(days=3), TODAY, TODAY + timedelta(days=9)):
            expected = slowly(day)
            rows = chase_queries.fetch_all(manager, ChaseFilters(), on=day)
            assert {(row.member_id, row.kind_id, row.what) for row in rows} == expected
            assert len(rows) == len(expected)
            for standing in CHASED:
                filters = ChaseFilters(what=standing)
                page, count = chase_queries.fetch_people_page(manager, filters, PageAsked(), on=day)
                ids = [row.id for row in page.rows]
                assert set(ids) == {member for member, _kind, what in expected if what == standing}
                assert count == len(ids)
                for most in (1, 2, 100):
                    counted = chase_queries.people_up_to(most, manager, filters, on=day)
                    assert read_number(counted) == min(count, most)
                entries = chase_queries.entries_of(manager, filters, ids, on=day)
                assert {(row.member_id, row.kind_id, row.what) for row in entries} == {
                    entry for entry in expected if entry[2] == standing
                }


def test_a_coach_sees_the_people_they_support(context: Flask, world: World) -> None:
    with inside(world):
        page, count = chase_queries.fetch_people_page(actor_of(world, "coach"), ChaseFilters(), PageAsked(), on=TODAY)
        assert [row.id for row in page.rows] == [world.home.members["member"]]
        assert count == 1


def test_filters_by_kind_stage_and_coach(context: Flask, world: World) -> None:
    manager = actor_of(world, "manager")
    with at_work(world) as member:
        test_stage = record(member, "test", TODAY).stage_id
    with inside(world):
        for filters, expected in (
            (ChaseFilters(kind_id=kind("bank_details").id), {"member"}),
            (ChaseFilters(stage_id=test_stage), {"member"}),
            (ChaseFilters(coach_id=world.home.memberships["coach2"]), {"member2"}),
            (ChaseFilters(what=TO_CHECK), set()),
        ):
            page, _count = chase_queries.fetch_people_page(manager, filters, PageAsked(), on=TODAY)
            assert {row.id for row in page.rows} == {world.home.members[name] for name in expected}
            rows = chase_queries.fetch_all(manager, filters, on=TODAY)
            assert {row.member_id for row in rows} == {row.id for row in page.rows}


def test_confidential_papers_to_check_are_the_managers(context: Flask, world: World) -> None:
    with at_work(world) as member:
        services.send_paper(member, kind("bank_details"), UPLOAD, note="", **BY)
    with inside(world):
        assert read_number(chase_queries.papers_to_check(actor_of(world, "manager"), on=TODAY)) == 1
        assert read_number(chase_queries.papers_to_check(actor_of(world, "coach"), on=TODAY)) == 0


def test_a_coach_who_is_a_member_is_not_asked_to_look_at_what_they_sent(context: Flask, world: World) -> None:
    coach, filters = actor_of(world, "coach"), ChaseFilters(what=TO_CHECK)
    with at_work(world) as member:
        services.send_paper(member, kind("cv"), UPLOAD, note="", **BY)
    for account_id, expected in ((member.account_id, 1), (coach.account_id, 0), (None, 1)):
        with at_work(world) as member:
            member.account_id = account_id
        with inside(world):
            assert read_number(chase_queries.papers_to_check(coach, on=TODAY)) == expected
            assert read_number(chase_queries.people(coach, filters, on=TODAY)) == expected
            assert read_number(chase_queries.papers_to_check(actor_of(world, "manager"), on=TODAY)) == 1


def test_the_first_page_leads_to_exactly_those_rows(world: World, sign_in: SignIn) -> None:
    with at_work(world) as member:
        record(member, "test", TODAY)
        details = PaperDetails(received_on=TODAY - timedelta(days=9), expires_on=TODAY - timedelta(days=1))
        services.record_paper(member, kind("liability_insurance"), details, **BY)
        services.send_paper(member, kind("cv"), UPLOAD, note="", **BY)
    here = world.home.url(f"members/{world.home.members['member']}/papers")
    for who in (MANAGER, COACH):
        client = sign_in(who)
        home = client.get(world.home.url()).text
        for what in (TO_CHECK, Standing.EXPIRED):
            assert world.home.url(f"papers?what={what.value if what is not TO_CHECK else what}") in home
            page = client.get(world.home.url(f"papers?what={what}")).text
            assert page.count(f'href="{here}"') == 1
            assert "1 personne<" in page


def test_the_first_page_says_when_it_counted_no_further(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_work(world) as member:
        record(member, "test", TODAY)
        details = PaperDetails(received_on=TODAY - timedelta(days=9), expires_on=TODAY - timedelta(days=1))
        services.record_paper(member, kind("liability_insurance"), details, **BY)
    client = sign_in(MANAGER)
    assert "1 personne a une pièce expirée" in client.get(world.home.url()).text
    monkeypatch.setattr("app.dashboard.pages.MANY", 0)
    assert "Plus de 0 personnes ont une pièce expirée" in client.get(world.home.url()).text


def test_the_file_is_the_managers_and_is_written_down(world: World, sign_in: SignIn) -> None:
    answer = sign_in(MANAGER).get(world.home.url("papers.csv?what=missing"))
    lines = answer.data.decode("utf-8-sig").splitlines()
    with inside(world):
        expected = [entry for entry in slowly(TODAY) if entry[2] == "missing"]
        event_found = db.session.scalars(select(AuditEvent).where(AuditEvent.action == services.CHASE_LIST_TAKEN)).one()
        assert event_found.after == {"rows": len(expected)}
    assert len(lines) == len(expected) + 1
    assert sign_in(COACH).get(world.home.url("papers.csv")).status_code == 403


def test_a_page_costs_the_same_however_many_papers_are_wanted(context: Flask, world: World) -> None:
    manager = actor_of(world, "manager")
    counts = []
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
    with organisation_scope(world.home.id):
        for filters in (ChaseFilters(kind_id=kind("cv").id), ChaseFilters()):
            statements.clear()
            page, _count = chase_queries.fetch_people_page(manager, filters, PageAsked(), on=TODAY)
            chase_queries.entries_of(manager, filters, [row.id for row in page.rows], on=TODAY)
            counts.append(len(statements))
        db.session.rollback()
    assert counts[0] == counts[1] == 3
