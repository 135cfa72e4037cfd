"""The second wall: every kind of statement sees the open organisation only, and none runs while none is open.

The kinds are those that were measured to be filtered by `with_loader_criteria`, and the holes it was measured to have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    Executable,
    Integer,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.sql import read_global, read_rows
from app.kernel.tenancy import (
    ForeignOrganisation,
    NoOrganisationScope,
    UncheckedStatement,
    all_organisations,
    open_organisation_id,
    organisation_scope,
)
from app.kernel.transaction import write_transaction
from app.members.models import CoachAssignment, Member
from app.network.models import VocabularyTerm
from tests.support.world import World

OTHER = aliased(Member)
OF_ACCOUNT = Member.account_id == Account.id
TABLE = Member.__table__
FOUND: dict[str, tuple[Executable, int]] = {  # and how many rows in one organisation; twice as many in two
    "entities": (select(Member), 3),
    "columns": (select(Member.id), 3),
    "an aliased entity": (select(OTHER), 3),
    "a subquery": (select(select(Member.id).subquery().c.id), 3),
    "a common table expression": (select(select(Member.id).cte().c.id), 3),
    "a union": (union(select(Member.id), select(CoachAssignment.member_id)), 3),
    "a union of all": (union_all(select(Member.id), select(CoachAssignment.member_id)), 5),
    "a union in a subquery": (select(union_all(select(Member.id), select(CoachAssignment.id)).subquery()), 5),
    "an inner join": (select(Account.id).join(Member, OF_ACCOUNT), 2),
    "a join of an alias": (select(Account.id).join(OTHER, OTHER.account_id == Account.id), 2),
    "an outer join": (select(Member.id, CoachAssignment.id).outerjoin(CoachAssignment, CoachAssignment.member_id == Member.id), 3),
    "exists": (select(Account.id).where(exists().where(OF_ACCOUNT)), 2),
    "in a subquery": (select(Account.id).where(Account.id.in_(select(Member.account_id))), 2),
    "a scalar subquery": (
        select(Account.id).where(Account.id == select(Member.account_id).where(OF_ACCOUNT).limit(1).scalar_subquery()),
        2,
    ),
    "a cross join": (select(Member.id, OTHER.id).where(Member.id == OTHER.id), 3),
    "a distinct": (select(Member.organisation_id).distinct(), 1),
}  # fmt: skip
ENTITIES = ("entities", "an aliased entity")
COUNTED: dict[str, Executable] = {
    "a count": select(func.count()).select_from(Member),
    "a count of a column": select(func.count(Member.id)),
    "a count of a subquery": select(func.count()).select_from(select(Member.id).subquery()),
    "a selected scalar subquery": select(select(func.count(Member.id)).scalar_subquery()),
    "a count beside a global table": select(select(func.count(Member.id)).scalar_subquery())
    .select_from(Account)
    .limit(1),
}
UNCHECKED: dict[str, Executable] = {
    "Core select": select(TABLE),
    "Core columns": select(TABLE.c.id),
    "Core alias": select(TABLE.alias().c.id),
    "Core subquery in a global query": select(Account.id).where(Account.id.in_(select(TABLE.c.account_id))),
    "Core join to a global query": select(Account.id).join(TABLE, TABLE.c.account_id == Account.id),
    "Core update": update(TABLE).values(commune="x"),
    "Core delete": delete(TABLE),
    "Core insert": insert(TABLE).values(id=1),
    "bulk insert": insert(Member).values(id=1),
    "insert from a select": insert(AuditEvent).from_select(["organisation_id"], select(Member.organisation_id)),
    "text": text("SELECT id FROM member"),
    "text with columns": text("SELECT id FROM member").columns(id=Integer),
    "text in a global query": select(Account.id).where(text("EXISTS (SELECT 1 FROM member)")),
    "text as a table": select(column("id")).select_from(text("member")),
    "a bare table": select(column("id")).select_from(table("member")),
    "entities from text": select(Member).from_statement(text("SELECT * FROM member")),
    "entities from a Core select": select(Member).from_statement(select(TABLE)),
}


@pytest.fixture
def at_home(context: Flask, world: World) -> Iterator[World]:
    with organisation_scope(world.home.id):
        yield world


@pytest.mark.parametrize("kind", FOUND)
def test_a_statement_finds_the_open_organisation_only(context: Flask, world: World, kind: str) -> None:
    statement, count = FOUND[kind]
    for place in (world.home, world.abroad):  # the same statement, twice: what is cached follows the scope
        with organisation_scope(place.id):
            assert len(db.session.execute(statement).all()) == count
            if kind not in ENTITIES:
                assert len(read_rows(statement).all()) == count
        db.session.rollback()
    with all_organisations():
        assert len(db.session.execute(statement).all()) == 2 * count


@pytest.mark.parametrize("kind", COUNTED)
def test_a_count_counts_the_open_organisation_only(context: Flask, world: World, kind: str) -> None:
    with organisation_scope(world.home.id):
        assert db.session.scalar(COUNTED[kind]) == 3
        assert read_rows(COUNTED[kind]).scalar() == 3
    with all_organisations():
        assert db.session.scalar(COUNTED[kind]) == 6


@pytest.mark.parametrize("statement", [*(pair[0] for pair in FOUND.values()), *COUNTED.values()])
def test_nothing_is_asked_while_no_organisation_is_open(context: Flask, statement: Executable) -> None:
    with pytest.raises(NoOrganisationScope):
        db.session.execute(statement)
    with pytest.raises(NoOrganisationScope):
        read_rows(statement)
    with all_organisations(), pytest.raises(NoOrganisationScope):
        read_rows(statement)


@pytest.mark.parametrize("kind", UNCHECKED)
def test_what_the_filter_cannot_see_is_refused(context: Flask, world: World, kind: str) -> None:
    with pytest.raises(UncheckedStatement):
        db.session.execute(UNCHECKED[kind])
    with organisation_scope(world.home.id), pytest.raises(UncheckedStatement):
        db.session.execute(UNCHECKED[kind])
    with organisation_scope(world.home.id), pytest.raises(UncheckedStatement):
        read_rows(UNCHECKED[kind])
    with all_organisations(), pytest.raises(UncheckedStatement):
        db.session.execute(UNCHECKED[kind])


@pytest.mark.parametrize("kind", ENTITIES)
def test_whole_objects_are_the_session_s_to_read(at_home: World, kind: str) -> None:
    with pytest.raises(UncheckedStatement):
        read_rows(FOUND[kind][0])


def test_what_waits_to_be_written_is_read(at_home: World) -> None:
    with write_transaction():
        db.session.add(VocabularyTerm(vocabulary="trade", code="new", label_fr="x", label_ar="x"))
        assert read_rows(select(VocabularyTerm.id).where(VocabularyTerm.code == "new")).one()


def test_a_refusal_does_not_depend_on_what_came_before(at_home: World) -> None:
    """What was found out about a statement is remembered with it, not with its place in memory."""
    for _turn in range(300):
        assert len(db.session.execute(select(Account.id).where(exists().where(OF_ACCOUNT))).all()) == 2
        with pytest.raises(UncheckedStatement):
            db.session.execute(select(Account.id).where(exists().where(TABLE.c.account_id == Account.id)))


def test_a_global_table_needs_no_scope(context: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Account))


def test_the_column_functions_of_a_literal_are_no_way_round(at_home: World) -> None:
    """A literal column has no table: whoever selects from `member` still selects from the model."""
    assert len(db.session.execute(select(literal_column("member.id")).select_from(Member)).all()) == 3


def test_the_legacy_query_is_filtered_too(at_home: World) -> None:
    assert db.session.query(Member).count() == 3
    assert len(Member.query.all()) == 3
    assert db.session.query(Member).filter_by(id=at_home.abroad.members["member"]).first() is None


def test_a_key_of_another_organisation_gets_nothing(at_home: World) -> None:
    theirs = at_home.abroad
    assert db.session.get(Member, (theirs.id, theirs.members["member"])) is None
    assert db.session.get(Member, (at_home.home.id, theirs.members["member"])) is None
    assert db.session.get(Member, (at_home.home.id, at_home.home.members["member"])) is not None


def test_updates_and_deletions_stay_inside(at_home: World) -> None:
    with write_transaction():
        changed = db.session.execute(update(Member).values(commune="Changed"))
        assert changed.rowcount == 3
        gone = db.session.execute(delete(VocabularyTerm).where(VocabularyTerm.code == "meeting"))
        assert gone.rowcount == 1
    with all_organisations():
        assert db.session.scalar(select(func.count()).where(Member.commune == "Changed")) == 3
        assert db.session.scalar(select(func.count()).where(VocabularyTerm.code == "meeting")) == 9


def test_an_update_by_keys_is_refused(at_home: World) -> None:
    """SQLAlchemy updates lists of rows by their keys, without criteria: the keys could be anybody's."""
    theirs = {"organisation_id": at_home.abroad.id, "id": at_home.abroad.members["member"], "commune": "Stolen"}
    with pytest.raises(UncheckedStatement):
        db.session.execute(update(Member), [theirs])


@pytest.mark.parametrize("statement", [select(Member.id), select(TABLE.c.id), text("SELECT 1"), FOUND["exists"][0]])
def test_the_quick_way_to_global_tables_leads_to_no_other(context: Flask, statement: Executable) -> None:
    with pytest.raises(UncheckedStatement):
        read_global(statement, {})
    assert read_global(select(Account.id), {}).first()


def test_writing_needs_an_open_organisation(context: Flask) -> None:
    with pytest.raises(NoOrganisationScope), write_transaction():
        db.session.add(VocabularyTerm(vocabulary="trade", code="x", label_fr="x", label_ar="x"))
        db.session.flush()


def test_leaving_the_scope_is_for_reading(context: Flask, world: World) -> None:
    with pytest.raises(NoOrganisationScope), write_transaction(), all_organisations():
        db.session.add(
            VocabularyTerm(organisation_id=world.home.id, vocabulary="trade", code="x", label_fr="x", label_ar="x")
        )
        db.session.flush()


def test_a_new_row_belongs_to_the_open_organisation(at_home: World) -> None:
    term = VocabularyTerm(vocabulary="trade", code="x", label_fr="x", label_ar="x")
    with write_transaction():
        db.session.add(term)
        db.session.flush()
        assert term.organisation_id == at_home.home.id


def change_the_row(member: Member, _world: World) -> None:
    member.commune = "Changed"


def move_the_row(member: Member, world: World) -> None:
    member.organisation_id = world.home.id


def delete_the_row(member: Member, _world: World) -> None:
    db.session.delete(member)


@pytest.mark.parametrize("action", [change_the_row, move_the_row, delete_the_row])
def test_a_foreign_row_is_not_written(context: Flask, world: World, action: Callable[[Member, World], None]) -> None:
    """Even one that got into the session: read across organisations, then changed, taken over or deleted."""
    with write_transaction():
        with all_organisations():
            theirs = db.session.get_one(Member, (world.abroad.id, world.abroad.members["member"]))
        with pytest.raises(ForeignOrganisation), organisation_scope(world.home.id):
            action(theirs, world)
            db.session.flush()
        db.session.rollback()


def test_a_new_row_of_another_organisation_is_not_written(at_home: World) -> None:
    with pytest.raises(ForeignOrganisation), write_transaction():
        db.session.add(
            VocabularyTerm(organisation_id=at_home.abroad.id, vocabulary="trade", code="x", label_fr="x", label_ar="x")
        )
        db.session.flush()


def test_what_waits_is_written_before_the_scope_closes(context: Flask, world: World) -> None:
    with write_transaction():
        with organisation_scope(world.home.id):
            db.session.add(VocabularyTerm(vocabulary="trade", code="late", label_fr="x", label_ar="x"))
        assert not db.session.new
        with organisation_scope(world.home.id):
            db.session.delete(db.session.query(VocabularyTerm).filter_by(code="late").one())
        assert not db.session.deleted


def test_a_scope_does_not_change_while_it_is_open(at_home: World) -> None:
    with pytest.raises(ForeignOrganisation), organisation_scope(at_home.abroad.id):
        pass
    with organisation_scope(at_home.home.id):  # the same again is no change
        assert open_organisation_id() == at_home.home.id


def test_a_scope_ends_with_its_block_whatever_happened(context: Flask, world: World) -> None:
    with pytest.raises(ZeroDivisionError), organisation_scope(world.home.id):
        _ = 1 // 0
    with pytest.raises(NoOrganisationScope):
        open_organisation_id()


def test_all_organisations_is_no_organisation(context: Flask) -> None:
    with all_organisations(), pytest.raises(NoOrganisationScope):
        open_organisation_id()


def test_another_thread_does_not_inherit_the_scope(at_home: World, app: Flask) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def look() -> Any:
        with app.app_context(), pytest.raises(NoOrganisationScope):
            db.session.execute(select(Member.id))
        return True

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(look).result()


def test_a_parameter_named_like_the_column_changes_nothing(at_home: World) -> None:
    statement = select(Member.id).where(Member.organisation_id == bindparam("organisation_id"))
    assert not db.session.execute(statement, {"organisation_id": at_home.abroad.id}).all()
