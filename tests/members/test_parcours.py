"""Steps as they are recorded, corrected and taken back: what the house says of any day is what a slow reference says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import queries as account_queries
from app.accounts import services as account_services
from app.accounts.models import Account, Membership
from app.extensions import db
from app.kernel.access import Actor, Role
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.paging import PageAsked
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import errors, list_queries, parcours_queries, parcours_services, queries, services
from app.members.list_filters import Criterion, MemberFilters
from app.members.models import Member, ParcoursStep
from app.members.parcours_services import StepDetails
from app.network import queries as network_queries
from app.network import services as network_services
from app.network.models import CLOSING, Vocabulary
from tests.conftest import SignIn
from tests.support.parcours import record, stages
from tests.support.world import TODAY, World

MANAGER, COACH, MEMBER = "manager@el-jadida.example", "coach@el-jadida.example", "member@el-jadida.example"
ADMITTED = TODAY - timedelta(days=200)


@contextmanager
def at_work(world: World, name: str = "member") -> Iterator[Member]:
    """In a write transaction, with a member of El Jadida."""
    with organisation_scope(world.home.id), write_transaction():
        yield db.session.get_one(Member, (world.home.id, world.home.members[name]))


def manager_of(world: World) -> Actor:
    return Actor(
        account_id=world.accounts[MANAGER],
        organisation_id=world.home.id,
        display_name="Manager",
        roles=frozenset({Role.MANAGER}),
    )


def listed(world: World, **filters: object) -> set[int]:
    """The ids of the list, and that the count says as many."""
    actor, wanted = manager_of(world), MemberFilters(**filters)  # type: ignore[arg-type]
    page, count = list_queries.fetch_members_page(actor, wanted, PageAsked(), on=TODAY)
    assert count == len(page.rows)
    return {row.id for row in page.rows}


def test_any_sequence_of_steps_corrections_and_deletions(context: Flask, world: World) -> None:
    kept, done = {ADMITTED: "agreement"}, 0
    for _turn in range(30):
        with suppress(Refusal), at_work(world) as member:
            _change_something(member, kept)
            done += 1
        with organisation_scope(world.home.id):
            _compare(world, kept)
            db.session.remove()
    assert done >= 3


def _change_something(member: Member, kept: dict[date, str]) -> None:
    """One act, by the seed that the run prints; `kept` follows only if it was not refused."""
    day, code = ADMITTED + timedelta(days=random.randint(-30, 260)), random.choice(list(stages()))
    steps = list(db.session.scalars(select(ParcoursStep).filter_by(member_id=member.id)))
    act, step = random.choice(("record", "record", "change", "delete")), random.choice(steps)
    before = step.started_on
    if act == "record":
        record(member, code, day)
    elif act == "change":
        details = StepDetails(stage_id=stages()[code].id, started_on=day)
        parcours_services.change_step(member, step, details, version=step.version, today=TODAY)
    else:
        parcours_services.delete_step(member, step, today=TODAY)
    if act != "record":
        del kept[before]
    if act != "delete":
        kept[day] = code


def _compare(world: World, kept: dict[date, str]) -> None:
    member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
    natures = {code: stage.nature for code, stage in stages().items()}
    for back in range(-70, 240, 19):
        day = TODAY - timedelta(days=back)
        begun = [start for start in kept if start <= day]
        code = kept[max(begun)] if begun else None
        found = db.session.scalars(
            select(ParcoursStep).where(ParcoursStep.member_id == member.id, parcours_queries.holding_on(day))
        ).all()
        assert [step.stage_id for step in found] == ([stages()[code].id] if code else [])
        if day < TODAY:
            is_present = day >= ADMITTED and code is not None and natures[code] not in CLOSING
            assert (member.id in listed(world, as_of=day)) == is_present
            assert (member.id in listed(world, as_of=day, situation="all")) == (code is not None)
    now = max(start for start in kept if start <= TODAY)
    assert member.left_on == (now if natures[kept[now]] in CLOSING else None)
    assert queries.kept_counts() == queries.raw_counts()


def test_an_exit_ends_the_support_and_a_return_waits_for_a_coach(context: Flask, world: World) -> None:
    with at_work(world) as member:
        left = record(member, "exit", TODAY - timedelta(days=3), reason="Un emploi à Rabat")
        assert member.left_on == TODAY - timedelta(days=3)
        assert not member.is_coached
        assert queries.open_assignments(member.id) == []
    with at_work(world) as member:
        assert parcours_services.stage_left_from(member) == stages()["agreement"].id
        record(member, "test", TODAY)
        assert member.left_on is None
        assert left.holds_until == TODAY - timedelta(days=1)
        assert queries.kept_counts() == (3, 2)


def test_a_step_of_the_past_finds_its_place(context: Flask, world: World) -> None:
    with at_work(world) as member:
        record(member, "salaried", ADMITTED + timedelta(days=150))
        record(member, "test", ADMITTED + timedelta(days=60))
        told = [(step.stage_fr, step.started_on, step.holds_until) for step in parcours_queries.steps_of(member.id)]
    assert told == [
        ("Entrepreneuriat salarié", ADMITTED + timedelta(days=150), None),
        ("Test d’activité", ADMITTED + timedelta(days=60), ADMITTED + timedelta(days=149)),
        ("Convention d’accompagnement", ADMITTED, ADMITTED + timedelta(days=59)),
    ]


def test_an_exit_moved_back_ends_the_support_with_it(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "exit", TODAY - timedelta(days=5))
        details = StepDetails(stage_id=step.stage_id, started_on=TODAY - timedelta(days=50))
        parcours_services.change_step(member, step, details, version=step.version, today=TODAY)
        assert [row.ended_on for row in queries.assignments_of(member.id)] == [TODAY - timedelta(days=50)]


def test_nobody_is_assigned_to_who_has_left(context: Flask, world: World) -> None:
    with at_work(world) as member:
        record(member, "exit", TODAY - timedelta(days=5))
        coach = account_queries.find_membership(world.home.memberships["coach2"])
        with pytest.raises(errors.AssignedAfterExit):
            services.assign_coach(member, coach, started_on=TODAY)


def test_a_step_that_is_gone_meanwhile_is_neither_changed_nor_deleted(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", ADMITTED + timedelta(days=60))
        details = StepDetails(stage_id=step.stage_id, started_on=step.started_on, reason="Trop tard")
        parcours_services.delete_step(member, step, today=TODAY)
        with pytest.raises(ChangedMeanwhile):
            parcours_services.change_step(member, step, details, version=1, today=TODAY)
        with pytest.raises(ChangedMeanwhile):
            parcours_services.delete_step(member, step, today=TODAY)


def test_the_log_says_which_step_was_corrected(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", ADMITTED + timedelta(days=60))
        details = StepDetails(stage_id=step.stage_id, started_on=step.started_on, reason="Mieux dit")
        parcours_services.change_step(member, step, details, version=step.version, today=TODAY)
        db.session.flush()
        event = AuditEvent.query.filter_by(action=parcours_services.STEP_CHANGED).one()
        assert event.after["reason"] == "Mieux dit"
        assert event.after["started_on"] == step.started_on.isoformat()
        assert event.after["stage_id"] == step.stage_id


def test_nobody_is_present_before_their_admission(context: Flask, world: World) -> None:
    with at_work(world) as member:
        record(member, "information", ADMITTED - timedelta(days=30))
        amina = member.id
    with organisation_scope(world.home.id):
        assert listed(world, as_of=ADMITTED - timedelta(days=10)) == set()
        assert listed(world, as_of=ADMITTED - timedelta(days=10), situation="all") == {amina}
        assert amina in listed(world, as_of=ADMITTED)
        db.session.remove()


def test_an_end_that_had_passed_on_a_past_day(context: Flask, world: World) -> None:
    with at_work(world) as member:
        record(member, "test", TODAY - timedelta(days=100), ended_on=TODAY - timedelta(days=60))
        record(member, "salaried", TODAY - timedelta(days=10))
        amina = member.id
    with organisation_scope(world.home.id):
        assert listed(world, situation="lapsed", as_of=TODAY - timedelta(days=30)) == {amina}
        assert listed(world, situation="lapsed", as_of=TODAY - timedelta(days=60)) == set()
        assert listed(world, situation="lapsed") == set()
        db.session.remove()


def test_a_refused_correction_changes_nothing(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", ADMITTED + timedelta(days=60))
        details = StepDetails(stage_id=stages()["exit"].id, started_on=ADMITTED)
        with pytest.raises(errors.TwoStepsOneDay):
            parcours_services.change_step(member, step, details, version=step.version, today=TODAY)
        assert not db.session.dirty


def test_the_second_of_two_corrections_is_told(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", ADMITTED + timedelta(days=60))
        shown = step.version
        details = StepDetails(stage_id=step.stage_id, started_on=step.started_on, reason="Une fois")
        parcours_services.change_step(member, step, details, version=shown, today=TODAY)
        with pytest.raises(ChangedMeanwhile):
            parcours_services.change_step(member, step, details, version=shown, today=TODAY)


def test_the_only_step_stays(context: Flask, world: World) -> None:
    with at_work(world) as member, pytest.raises(errors.OnlyStep):
        step = db.session.scalars(select(ParcoursStep).filter_by(member_id=member.id)).one()
        parcours_services.delete_step(member, step, today=TODAY)


def test_words_that_were_withdrawn_are_kept_but_not_chosen_anew(context: Flask, world: World) -> None:
    with at_work(world) as member:
        step = record(member, "test", ADMITTED + timedelta(days=60))
        network_services.retire_term(stages()["test"])
        details = StepDetails(stage_id=step.stage_id, started_on=step.started_on, reason="Toujours vrai")
        parcours_services.change_step(member, step, details, version=step.version, today=TODAY)
        anew = StepDetails(stage_id=step.stage_id, started_on=ADMITTED + timedelta(days=90))
        with pytest.raises(errors.StageNotOffered):
            parcours_services.record_step(member, anew, today=TODAY, by_account_id=None)


def test_another_organisations_words_are_refused(context: Flask, world: World) -> None:
    with organisation_scope(world.abroad.id):
        foreign, reason = stages()["test"].id, network_queries.active_terms(Vocabulary.EXIT_REASON)[0].id
        db.session.remove()
    with at_work(world) as member:
        with pytest.raises(errors.StageNotOffered):
            parcours_services.record_step(
                member, StepDetails(stage_id=foreign, started_on=TODAY), today=TODAY, by_account_id=None
            )
        with pytest.raises(errors.ReasonNotOffered):
            record(member, "exit", TODAY, exit_reason_id=reason)


def test_a_kind_of_stage_is_never_lost(context: Flask, world: World) -> None:
    with at_work(world), pytest.raises(network_services.LastStageOfItsKind):
        network_services.retire_term(stages()["exit"])


def test_the_list_of_a_stage_and_of_agreed_ends_that_passed(context: Flask, world: World) -> None:
    with at_work(world) as member:
        record(member, "test", TODAY - timedelta(days=90), ended_on=TODAY - timedelta(days=1))
        amina, test = member.id, stages()["test"].id
    with organisation_scope(world.home.id):
        at_test = (Criterion("stage", (str(test),)),)
        assert listed(world, criteria=at_test) == {amina}
        assert listed(world, criteria=at_test, as_of=TODAY - timedelta(days=91)) == set()
        assert listed(world, situation="lapsed") == {amina}
        counted = parcours_queries.count_situations(manager_of(world), on=TODAY, today=TODAY)
        assert [(row.stage_fr, row.female, row.male, row.all) for row in counted] == [
            ("Convention d’accompagnement", 1, 1, 2),
            ("Test d’activité", 1, 0, 1),
        ]
        db.session.remove()


# --- Pages ------------------------------------------------------------------------------------------------------------


def step_form(world: World, code: str, day: date = TODAY, **told: str) -> dict[str, str]:
    with organisation_scope(world.home.id):
        stage_id = stages()[code].id
        db.session.remove()
    return {"stage_id": str(stage_id), "started_on": day.isoformat(), "form_key": "k" * 24, **told}


@pytest.fixture
def amina(world: World) -> str:
    return world.home.url(f"members/{world.home.members['member']}")


def test_a_coach_records_what_comes_next(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        data = step_form(world, "test", objectives="Dix clientes", decided_by="Le bureau", ended_on="2027-02-18")
    coach = sign_in(COACH)
    assert coach.submit(f"{amina}/steps/new", data).status_code == 302
    page = coach.get(amina).get_data(as_text=True)
    assert "Test d’activité" in page
    assert "Dix clientes" in page
    assert "Le bureau" in page


def test_a_coach_lets_nobody_go_or_back(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    """Neither today nor in the past: Amina was away for two months."""
    with app.app_context():
        with at_work(world) as member:
            gone = record(member, "exit", TODAY - timedelta(days=100))
            back = record(member, "test", TODAY - timedelta(days=40))
            _support_again(member, world.home.memberships["coach"])
        gone_id, back_id = gone.id, back.id
        db.session.remove()
        leaves = step_form(world, "exit")
        between = step_form(world, "agreement", TODAY - timedelta(days=80))
        earlier = step_form(world, "test", TODAY - timedelta(days=99), version="1")
    coach = sign_in(COACH)
    assert coach.submit(f"{amina}/steps/new", leaves).status_code == 422  # not in the list of stages
    for path, form in (("new", between), (back_id, earlier), (f"{back_id}/delete", {})):
        refused = coach.submit(f"{amina}/steps/{path}", form)
        assert refused.status_code == 422, path
        assert "gestionnaire" in refused.get_data(as_text=True), path
    assert coach.get(f"{amina}/steps/{gone_id}").status_code == 403
    assert coach.submit(f"{amina}/steps/{gone_id}/delete").status_code == 403


def _support_again(member: Member, coach_id: int) -> None:
    coach = account_queries.find_membership(coach_id)
    services.assign_coach(member, coach, started_on=TODAY - timedelta(days=40))


def test_a_coach_leaves_their_own_parcours_to_others(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context(), at_work(world) as member:
        account = db.session.get_one(Account, member.account_id)
        account_services.give_role(account, world.home.id, Role.COACH)
        services.assign_coach(
            member, Membership.query.filter_by(account_id=account.id, role="coach").one(), started_on=TODAY
        )
    amina_herself = sign_in(MEMBER)
    assert f"{amina}/steps/" not in amina_herself.get(amina).get_data(as_text=True)
    assert amina_herself.get(f"{amina}/steps/new").status_code == 403


def test_an_exit_before_a_later_step_is_no_exit(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        with at_work(world) as member:
            record(member, "test", TODAY - timedelta(days=5))
        db.session.remove()
        leaves = step_form(world, "exit", TODAY - timedelta(days=10))
    manager = sign_in(MANAGER)
    refused = manager.submit(f"{amina}/exit", leaves)
    assert refused.status_code == 422
    assert "started_on-error" in refused.get_data(as_text=True)
    assert (
        manager.submit(f"{amina}/steps/new", {**leaves, "form_key": "j" * 24}).status_code == 302
    )  # of the past, on purpose


@pytest.mark.parametrize("back", [-2, -1])
def test_a_return_comes_after_an_exit(sign_in: SignIn, world: World, amina: str, app: Flask, back: int) -> None:
    manager = sign_in(MANAGER)
    with app.app_context():
        returns = step_form(world, "test", TODAY + timedelta(days=back))
    assert manager.submit(f"{amina}/return", returns).status_code == 422  # she is here
    with app.app_context():
        with at_work(world) as member:
            record(member, "exit", TODAY - timedelta(days=1))
        db.session.remove()
    assert manager.submit(f"{amina}/return", {**returns, "form_key": "j" * 24}).status_code == 422


def test_the_day_of_a_step_can_become_an_exit(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        with at_work(world) as member:
            step_id = record(member, "test", TODAY).id
        db.session.remove()
        leaves = step_form(world, "exit", version="1")
    manager = sign_in(MANAGER)
    assert manager.submit(f"{amina}/exit", step_form_again(leaves)).status_code == 422
    assert manager.submit(f"{amina}/steps/{step_id}", leaves).status_code == 302
    assert f"{amina}/return" in manager.get(amina).get_data(as_text=True)


def step_form_again(form: dict[str, str]) -> dict[str, str]:
    return {**form, "form_key": "j" * 24}


def test_a_step_of_somebody_else_is_unknown_here(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context():
        with at_work(world) as member:
            step_id = record(member, "test", TODAY).id
        db.session.remove()
    path = world.home.url(f"members/{world.home.members['leila']}/steps/{step_id}")
    manager = sign_in(MANAGER)
    assert manager.get(path).status_code == 404
    assert manager.submit(f"{path}/delete").status_code == 404


def test_who_left_is_marked_and_comes_back(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        leaves = step_form(world, "exit", TODAY - timedelta(days=30), reason="Un emploi à Rabat")
        back = step_form(world, "test")
    manager = sign_in(MANAGER)
    assert manager.submit(f"{amina}/exit", leaves).status_code == 302
    page = manager.get(amina).get_data(as_text=True)
    assert "Un emploi à Rabat" in page
    assert f"{amina}/return" in page
    assert manager.submit(f"{amina}/return", {**back, "form_key": "j" * 24}).status_code == 302
    assert f"{amina}/return" not in manager.get(amina).get_data(as_text=True)


def test_a_wrong_day_is_told_beside_its_field_and_keeps_what_was_typed(
    sign_in: SignIn, world: World, amina: str, app: Flask
) -> None:
    with app.app_context():
        data = step_form(world, "test", ADMITTED, objectives="À ne pas perdre")
    answer = sign_in(MANAGER).submit(f"{amina}/steps/new", data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "started_on-error" in page
    assert "À ne pas perdre" in page


def test_the_log_keeps_what_a_deleted_step_said(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        with at_work(world) as member:
            step_id = record(member, "test", TODAY, reason="Une erreur de personne").id
        db.session.remove()
    manager = sign_in(MANAGER)
    assert manager.get(f"{amina}/steps/{step_id}/delete").status_code == 200
    assert manager.submit(f"{amina}/steps/{step_id}/delete").status_code == 302
    assert "Une erreur de personne" not in manager.get(amina).get_data(as_text=True)
    with app.app_context(), organisation_scope(world.home.id):
        event = AuditEvent.query.filter_by(action=parcours_services.STEP_DELETED).one()
        assert event.before["reason"] == "Une erreur de personne"


def test_an_entrepreneur_reads_their_own_parcours(sign_in: SignIn, amina: str) -> None:
    page = sign_in(MEMBER).get(amina).get_data(as_text=True)
    assert "Convention d’accompagnement" in page
    assert "/steps/" not in page


def test_a_past_day_is_read_in_the_list(sign_in: SignIn, world: World, amina: str, app: Flask) -> None:
    with app.app_context():
        with at_work(world) as member:
            record(member, "exit", TODAY - timedelta(days=30))
        db.session.remove()
    manager, link = sign_in(MANAGER), f'href="{amina}"'
    assert link not in manager.get(world.home.url("members")).get_data(as_text=True)
    earlier = manager.get(world.home.url(f"members?on={TODAY - timedelta(days=31)}")).get_data(as_text=True)
    assert link in earlier
    assert "Convention d’accompagnement" in earlier
