"""Two files become one: nothing of either is lost, nothing is counted twice, and no room forgets its rows."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.accounts import queries as account_queries
from app.accounts import services as account_services
from app.accounts.models import Membership
from app.activity import services as activity_services
from app.activity import totals
from app.activity.models import ActivityRecord
from app.activity.rules import Entry as Worked
from app.activity.rules import RecordKind
from app.duplicates import queries as pair_queries
from app.duplicates import services as pair_services
from app.extensions import db
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.audit import AuditEvent
from app.kernel.database import Base
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import speaking
from app.kernel.tenancy import organisation_scope, scoped_tables
from app.kernel.transaction import write_transaction
from app.members import (
    merging,
    merging_parcours,
    merging_services,
    parcours_queries,
    parcours_rules,
    parcours_services,
    queries,
)
from app.members import services as member_services
from app.members.errors import CannotBeMerged, IssuedBeforeBirth, MergedAlready, NameMissing
from app.members.merging import Pair, Which
from app.members.models import CoachAssignment, IdentityKind, Member, MergedFile, ParcoursStep, Sex
from app.members.services import IdentityDocument, MemberDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.shares import queries as share_queries
from app.shares import rules as share_rules
from app.shares import services as share_services
from app.shares.models import ShareHolding, ShareMovement
from app.shares.rules import Holding, MovementKind, Value
from app.shares.services import Entry
from app.transfers.errors import UnderWay
from app.transfers.models import OutgoingTransfer
from app.transfers.rules import TransferState
from app.work_relations.models import Contract, ContractAmendment
from tests.support.life import Life
from tests.support.merging import merge, pair, second_file
from tests.support.parcours import record, stages
from tests.support.shares import live_with_shares
from tests.support.world import TODAY, World

MANAGER = "manager@el-jadida.example"
POINTING = {
    (table.name, constraint.column_keys[-1])
    for table in Base.metadata.tables.values()
    for constraint in table.foreign_key_constraints
    if constraint.referred_table.name == "member"
}


def withdraw_transfers() -> None:
    ended = {"state": TransferState.WITHDRAWN, "ended_at": clock.now()}
    waiting = update(OutgoingTransfer).where(OutgoingTransfer.state == TransferState.WAITING)
    db.session.execute(waiting.values(ended))


@contextmanager
def two_files(world: World, **names: str) -> Iterator[Pair]:
    """In a write transaction, without the contracts that overlap and the transfer that is under way."""
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, **names)
        for row in db.session.scalars(select(Contract).where(Contract.member_id == two.gone.id)):
            for amendment in db.session.scalars(select(ContractAmendment).filter_by(contract_id=row.id)):
                db.session.delete(amendment)
            db.session.flush()
            db.session.delete(row)
        withdraw_transfers()
        db.session.flush()
        yield two


def rows_of(member_id: int) -> dict[tuple[str, str], int]:
    """How many rows of every table point to a file, by any of its columns."""
    found = {}
    for mapper in Base.registry.mappers:
        model = mapper.class_
        for table, column in POINTING:
            if model.__tablename__ == table:
                counted = select(func.count()).select_from(model).where(getattr(model, column) == member_id)
                found[table, column] = db.session.scalar(counted)
    return found


@pytest.mark.usefixtures("app")
def test_every_table_that_points_to_a_file_is_some_rooms() -> None:
    """A room that keeps rows of members offers a door (`app.members.merging.Door`), listed in create_app."""
    dealt_with = set().union(*(door.tables for door in merging.doors()))
    pointing = {table for table, _column in POINTING}
    assert pointing - dealt_with == set(), "say in the room's merging.py what becomes of these"
    assert dealt_with <= {table.name for table in scoped_tables()}


def test_everything_goes_to_the_survivor(lived_in: Flask, world: World, life: Life) -> None:
    with lived_in.app_context():
        with two_files(world) as two:
            before = {member.id: rows_of(member.id) for member in (two.kept, two.gone)}
            merge(two)
            kept_id, gone_id = two.kept.id, two.gone.id
        with organisation_scope(world.home.id):
            left = {where: count for where, count in rows_of(gone_id).items() if count}
            assert left == {("attestation", "member_id"): 1, ("merged_file", "member_id"): 1}
            after = rows_of(kept_id)
            for where in [(table, "member_id") for table in ("activity_record", "member_import_row")]:
                assert after[where] == before[kept_id][where] + before[gone_id][where], where
            assert after["other_job", "member_id"] == 1, "the same job in both files is one job"
            assert after["paper", "member_id"] == 3, "of two CVs that nobody looked at the later one waits"
            assert totals.find_differences() == []
            assert queries.kept_counts() == queries.raw_counts() == (2, 1)
            db.session.remove()


def test_a_transfer_under_way_stands_in_the_way(lived_in: Flask, world: World, life: Life) -> None:
    with lived_in.app_context():
        with organisation_scope(world.home.id), write_transaction():
            assert str(UnderWay.message) in merging_services.obstacles(pair(world.home))
        with two_files(world) as two:
            assert merging_services.obstacles(two) == []
        db.session.remove()


def test_contracts_that_overlap_stand_in_the_way(lived_in: Flask, world: World, life: Life) -> None:
    with lived_in.app_context(), organisation_scope(world.home.id), write_transaction():
        two = pair(world.home)
        withdraw_transfers()
        assert merging_services.obstacles(two)
        with pytest.raises(CannotBeMerged):
            merge(two)
        assert db.session.scalar(select(Member.survivor_id).where(Member.id == two.gone.id)) is None


DAYS = [TODAY - timedelta(days=back) for back in range(0, 260, 9)]


def _live_at_random(member: Member, world: World) -> None:
    """Steps, coaches, shares and records as chance has them; what is refused is left out."""
    acts = (_some_step, _some_coach, _some_shares, _some_record)
    for act in random.choices(acts, k=14):
        with suppress(Refusal), db.session.begin_nested():
            act(member, world, random.choice(DAYS))


def _some_step(member: Member, _world: World, day: date) -> None:
    record(member, random.choice(list(stages())), day)


def _some_coach(member: Member, world: World, day: date) -> None:
    coach = db.session.get_one(Membership, world.home.memberships[random.choice(["coach", "coach2"])])
    member_services.assign_coach(member, coach, started_on=day)
    if random.random() < 0.5:
        member_services.end_coaching(member, ended_on=day + timedelta(days=random.randint(0, 40)))


def _some_shares(member: Member, _world: World, day: date) -> None:
    kind = random.choice(
        [MovementKind.SUBSCRIPTION, MovementKind.SUBSCRIPTION, MovementKind.PAYMENT, MovementKind.REFUND]
    )
    shares = 0 if kind is MovementKind.PAYMENT else random.randint(1, 4)
    paid = None if kind is MovementKind.REFUND else random.randint(1, 3) * 10_000
    share_services.record(member, Entry(kind=kind, happened_on=day, shares=shares, paid_minor=paid), by_account_id=None)


def _some_record(member: Member, world: World, day: date) -> None:
    kind_id = network_queries.active_terms(Vocabulary.WORK_KIND)[0].id
    entry = Worked(kind=RecordKind.WORK, day=day, minutes=random.randint(10, 300), work_kind_id=kind_id)
    here = network_queries.open_organisation(world.home.id)
    activity_services.log_record(member, entry, activity_services.Log(organisation=here, by_account_id=None))


def _steps(*members: Member) -> set[tuple[date, int]]:
    ids = [member.id for member in members]
    return {
        (row.started_on, row.stage_id)
        for row in db.session.execute(
            select(ParcoursStep.started_on, ParcoursStep.stage_id).where(ParcoursStep.member_id.in_(ids))
        )
    }


def _coach_on(member: Member, day: date) -> int | None:
    """Nobody has two."""
    coaches = db.session.scalars(
        select(CoachAssignment.coach_id).where(CoachAssignment.member_id == member.id, queries.open_on(day))
    ).all()
    assert len(coaches) <= 1
    return coaches[0] if coaches else None


def _minutes(*members: Member) -> int:
    ids = [member.id for member in members]
    counted = select(func.coalesce(func.sum(ActivityRecord.minutes), 0)).where(ActivityRecord.member_id.in_(ids))
    return int(db.session.scalar(counted) or 0)


def _stage_by(steps: set[tuple[date, int]], day: date) -> int | None:
    """The slow way: what began last."""
    begun = sorted(step for step in steps if step[0] <= day)
    return begun[-1][1] if begun else None


@pytest.mark.parametrize("turn", range(6))
def test_whatever_two_files_say_the_one_says_on_every_day(context: Flask, world: World, turn: int) -> None:
    """Steps of both where the rules accept them together, else the survivor's; shares and work of both added up."""
    with organisation_scope(world.home.id), write_transaction():
        share_services.set_value(
            Value(from_day=TODAY - timedelta(days=400), value_minor=100_000), decision="", by_account_id=None
        )
        gone = second_file(world.home)
        two = pair(world.home, kept="leila", gone="double")
        for member in (two.kept, gone):
            _live_at_random(member, world)
        db.session.flush()
        said = {Which.BOTH: _steps(two.kept, two.gone), Which.KEPT: _steps(two.kept), Which.GONE: _steps(two.gone)}
        was_there = two.kept.left_on is None or two.gone.left_on is None
        which = merging_parcours.questions(two)[0].usual
        coaches = {day: (_coach_on(two.kept, day), _coach_on(two.gone, day)) for day in DAYS}
        held = {day: share_queries.holdings_on(day) for day in DAYS}
        capital = {day: _capital(held[day]) for day in DAYS}
        worked = _minutes(two.kept, two.gone)
        merge(two)
        expected = said[which]
        assert which is Which.KEPT or (two.kept.left_on is None) == was_there
        assert _steps(two.kept) == expected
        for day in DAYS:
            held_step = select(ParcoursStep.stage_id).where(
                ParcoursStep.member_id == two.kept.id, parcours_queries.holding_on(day)
            )
            assert db.session.scalars(held_step).one_or_none() == _stage_by(expected, day)
            first, second = coaches[day]
            is_there = two.kept.left_on is None or day <= two.kept.left_on
            assert _coach_on(two.kept, day) == ((first or second) if is_there else None)
            after, before = share_queries.holdings_on(day), held[day]
            assert two.gone.id not in after
            one, other = (before.get(member.id, share_rules.NOTHING) for member in (two.kept, two.gone))
            sole = after.get(two.kept.id, share_rules.NOTHING)
            assert (sole.shares, sole.paid_minor) == (one.shares + other.shares, one.paid_minor + other.paid_minor)
            assert sole.owed_minor == one.owed_minor + other.owed_minor
            assert _capital(after) == capital[day]
        assert share_rules.first_impossible(share_queries.movements(), share_queries.values()) is None
        assert _minutes(two.kept) == worked
        assert totals.find_differences() == []
        assert queries.kept_counts() == queries.raw_counts()
        assert two.kept.left_on == parcours_rules.left_on(
            parcours_services.moments_of(parcours_services.steps_in_order(two.kept.id)), TODAY
        )


def _capital(held: Mapping[int, Holding]) -> tuple[int, int, int]:
    return (
        sum(one.shares for one in held.values()),
        sum(one.paid_minor for one in held.values()),
        sum(one.owed_minor for one in held.values()),
    )


def test_what_was_chosen_is_kept_and_the_rest_stays_readable(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home, phone="+212661000099", address="Rue du Port", sex=Sex.FEMALE)
        two = pair(world.home, gone="double")
        record(gone, "agreement", TODAY - timedelta(days=10))
        file = merge(two, phone="gone", parcours="kept")
        assert two.kept.phone == "+212661000099"
        assert two.kept.address == "Rue du Port", "where the survivor says nothing, the other's word counts"
        assert two.kept.family_name_latin == "Benali"
        assert {one["values"]["started_on"] for one in json.loads(str(file.stayed))} >= {
            (TODAY - timedelta(days=10)).isoformat()
        }
        assert two.gone.family_name_latin == "Ben Ali", "the merged file says what it said"


def test_two_parcours_that_cannot_be_one(context: Flask, world: World) -> None:
    """A pause after the exit that the other file tells of: one of the two counts, whatever is asked for."""
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home)
        two = pair(world.home, gone="double")
        record(two.kept, "exit", TODAY - timedelta(days=30))
        record(gone, "suspended", TODAY - timedelta(days=20))
        assert Which.BOTH not in merging_parcours.questions(two)[0].answers
        merge(two, parcours="gone")
        assert two.kept.left_on is None
        assert [step.started_on for step in parcours_services.steps_in_order(two.kept.id)][-1] == TODAY - timedelta(
            days=20
        )


def test_on_a_day_with_two_coaches_that_of_the_survivor_counts(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home)
        other = db.session.get_one(Membership, world.home.memberships["coach2"])
        member_services.assign_coach(gone, other, started_on=gone.admitted_on)
        two = pair(world.home, gone="double")
        file = merge(two)
        assert {_coach_on(two.kept, day) for day in DAYS if day >= two.kept.admitted_on} == {
            world.home.memberships["coach"]
        }
        assert "Coach2" in str(file.stayed)


def test_nobody_leaves_by_a_merge_unless_somebody_says_so(context: Flask, world: World) -> None:
    """A second file is often closed by hand, by an exit; chosen all the same, the coach whom it cuts off is told."""
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home)
        two = pair(world.home, gone="double")
        record(gone, "exit", TODAY - timedelta(days=30))
        question = merging_parcours.questions(two)[0]
        assert (question.usual, Which.BOTH in question.answers) == (Which.KEPT, True)
        other_way = merging_parcours.questions(replace(two, kept=two.gone, gone=two.kept))[0]
        assert other_way.usual is Which.GONE
        with db.session.begin_nested() as point:
            assert "Coach" in str(merge(two, parcours="both").stayed)
            assert two.kept.left_on == TODAY - timedelta(days=30)
            point.rollback()
        merge(two)
        assert (two.kept.left_on, two.kept.is_coached) == (None, True)


def test_the_documents_change_places_so_that_both_numbers_are_found(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, kept="leila", gone="member2")
        numbers = [two.kept.identity_number, two.gone.identity_number]
        indexes = [two.kept.identity_index, two.gone.identity_index]
        merge(two, identity="gone")
        assert [two.gone.identity_number, two.kept.identity_number] == numbers
        found = queries.ids_by_identity([index for index in indexes if index])
        assert set(found.values()) == {two.kept.id}
        assert queries.ids_by_number([two.gone.number, two.kept.number]) == dict.fromkeys(
            (two.gone.number, two.kept.number), two.kept.id
        )


def test_a_document_from_before_the_birth_that_was_chosen_is_refused(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, kept="leila", gone="member2")
        two.gone.birth_date, two.gone.identity_issued_on = date(1970, 1, 1), date(1975, 1, 1)
        two.kept.birth_date = date(1980, 1, 1)
        db.session.flush()
        with pytest.raises(IssuedBeforeBirth):
            merge(two, identity="gone", birth_date="kept")


def test_the_number_of_a_merged_file_may_be_typed_into_the_one_that_stayed(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, kept="leila", gone="member2")
        number = str(two.gone.identity_number)
        merge(two)
        names = MemberDetails.__dataclass_fields__
        details = MemberDetails(**{name: getattr(two.kept, name) for name in names})
        document = IdentityDocument(kind=IdentityKind.CIN, country="MA", number=number)
        member_services.change_member(two.kept, details, document, version=two.kept.version)
        assert (two.kept.identity_number, two.gone.identity_number) == (number, None)


def test_a_chain_leads_to_the_last(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        first = second_file(world.home)
        merge(pair(world.home, kept="member2", gone="double"))
        merge(pair(world.home, kept="leila", gone="member2"))
        merged = {row.id for row in queries.merged_here(world.home.members["leila"])}
        assert merged == {first.id, world.home.members["member2"]}
        db.session.expire(first)
        assert first.survivor_id == world.home.members["leila"]


def test_a_merged_file_is_merged_no_more(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        merge(two)
        for again in (two, replace(two, kept=two.gone, gone=two.kept)):
            with pytest.raises(MergedAlready):
                merge(again)
        for act in (_some_step, _some_coach, _some_record):
            with pytest.raises(MergedAlready):
                act(two.gone, world, TODAY)


def test_what_changed_since_it_was_looked_at_is_told(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        gone = second_file(world.home)
        two = pair(world.home, gone="double")
        seen = merging_services.what_was_seen(two)
        with speaking("ar"):
            assert merging_services.what_was_seen(two) == seen
        record(gone, "agreement", TODAY - timedelta(days=10))
        with pytest.raises(ChangedMeanwhile):
            merging_services.merge(two, {}, seen=seen)


def test_what_a_door_refuses_takes_back_what_others_moved(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home, family_name_arabic="", given_name_arabic="")
        two = pair(world.home, gone="double")
        two.gone.family_name_latin = ""
        names = dict.fromkeys(("family_name_latin", "family_name_arabic"), "gone")
        with pytest.raises(NameMissing):
            merge(two, **names)
        assert two.kept.family_name_latin == "Benali"
        assert two.gone.survivor_id is None


def test_shares_that_passed_between_the_two_stand_in_the_way(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        member = pair(world.home).kept
        live_with_shares(member, leila_id=world.home.members["leila"], by_account_id=world.accounts[MANAGER])
        two = pair(world.home, kept="leila", gone="member")
        with pytest.raises(CannotBeMerged):
            merge(two)
        passed = db.session.scalars(select(ShareMovement).where(ShareMovement.to_member_id == two.kept.id)).one()
        share_services.cancel(member, passed, reason="Une seule personne", by_account_id=None)
        merge(two)
        assert share_queries.holdings_on(TODAY)[two.kept.id].shares == 5
        assert db.session.execute(select(ShareHolding.member_id, ShareHolding.shares)).all() == [(two.kept.id, 5)]
        assert passed.member_id == two.gone.id, "what was cancelled between them stays as it was"


def test_an_account_follows_and_of_two_one_is_kept(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, kept="leila", gone="member")
        account_id = two.gone.account_id
        merge(two)
        assert two.kept.account_id == account_id
        again = pair(world.home, kept="leila", gone="member2")
        left = again.gone.account_id
        merge(again)
        assert (again.kept.account_id, again.gone.account_id) == (account_id, None)
        roles = [one for one in account_queries.live_memberships(left or 0) if one.organisation_id == world.home.id]
        assert roles == []


def test_an_account_without_access_does_not_shut_out_the_one_that_has_it(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, kept="member", gone="member2")
        used = two.gone.account_id
        for role in account_queries.live_memberships(two.kept.account_id or 0):
            account_services.end_role(role, by_account_id=None)
        merge(two)
        assert two.kept.account_id == used
        roles = [one for one in account_queries.live_memberships(used or 0) if one.organisation_id == world.home.id]
        assert [one.role for one in roles] == [Role.ENTREPRENEUR]


def test_who_was_told_apart_from_the_one_is_apart_from_the_survivor(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double")
        leila = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        pair_services.tell_apart(two.gone, leila, by_account_id=None)
        pair_services.tell_apart(two.gone, two.kept, by_account_id=None)
        merge(two)
        assert [(row.first_id, row.second_id) for row in pair_queries.told_apart()] == [
            tuple(sorted((two.kept.id, leila.id)))
        ]


def test_the_log_says_what_was_moved(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
        two = pair(world.home, gone="double", by_account_id=world.accounts[MANAGER])
        merge(two)
        db.session.flush()
        events = {event.action: event for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))}
        stays, goes = events[merging_services.FILES_MERGED], events[merging_services.FILE_GONE]
        assert (stays.subject_id, goes.subject_id) == (two.kept.id, two.gone.id)
        assert stays.after and stays.after["merged_number"] == two.gone.number
        assert any(row.startswith("parcours_step:") for row in stays.after["rows"])
        assert goes.before and goes.before["phone"] == "+212661000099"
        assert goes.after and goes.after["survivor_number"] == two.kept.number


def test_of_those_who_merge_the_same_two_at_once_one_does(app: Flask, world: World) -> None:
    """Whichever file each of them wants to keep."""
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        second_file(world.home)
    refused: list[type[Exception]] = []

    def merge_them(kept: str, gone: str) -> None:
        with app.app_context():
            try:
                with organisation_scope(world.home.id), write_transaction():
                    merge(pair(world.home, kept=kept, gone=gone))
            except MergedAlready as refusal:
                refused.append(type(refusal))
            finally:
                db.session.remove()

    ways = [("member", "double"), ("double", "member")] * 3
    threads = [threading.Thread(target=merge_them, args=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(ways) - 1
    with app.app_context(), organisation_scope(world.home.id):
        assert db.session.scalar(select(func.count()).select_from(MergedFile)) == 1
        assert queries.kept_counts() == queries.raw_counts()
        db.session.remove()
