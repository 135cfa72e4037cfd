"""Two files become one: nothing of either is lost, nothing is counted twice, and no room forgets its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.activity import totals
from app.extensions import db
from app.kernel.database import Base
from app.kernel.tenancy import organisation_scope, scoped_tables
from app.kernel.transaction import write_transaction
from app.members import merging, merging_services, queries
from app.members.errors import CannotBeMerged
from app.members.merging import Pair
from app.members.models import Member
from app.work_relations.models import Contract, ContractAmendment
from tests.support.life import Life
from tests.support.merging import merge, pair
from tests.support.world import World

POINTING = {
    (table.name, constraint.column_keys[-1])
    for table in Base.metadata.tables.values()
    for constraint in table.foreign_key_constraints
    if constraint.referred_table.name == "member"
}


@contextmanager
def two_files(world: World, **names: str) -> Iterator[Pair]:
    """In a write transaction, without the contracts that overlap."""
    with organisation_scope(world.home.id), write_transaction():
        two = pair(world.home, **names)
        for row in db.session.scalars(select(Contract).where(Contract.member_id == two.gone.id)):
            for amendment in db.session.scalars(select(ContractAmendment).filter_by(contract_id=row.id)):
                db.session.delete(amendment)
            db.session.flush()
            db.session.delete(row)
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
            for where in [(table, "member_id") for table in ("activity_record", "other_job", "member_import_row")]:
                assert after[where] == before[kept_id][where] + before[gone_id][where], where
            assert after["paper", "member_id"] == 3, "of two CVs that nobody looked at the later one waits"
            assert totals.find_differences() == []
            assert queries.kept_counts() == queries.raw_counts() == (2, 1)
            db.session.remove()


def test_contracts_that_overlap_stand_in_the_way(lived_in: Flask, world: World, life: Life) -> None:
    with lived_in.app_context(), organisation_scope(world.home.id), write_transaction():
        two = pair(world.home)
        assert merging_services.obstacles(two)
        with pytest.raises(CannotBeMerged):
            merge(two)
        assert db.session.scalar(select(Member.survivor_id).where(Member.id == two.gone.id)) is None
