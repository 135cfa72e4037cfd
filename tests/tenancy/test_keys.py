"""The third wall: keys that carry the organisation, so that even SQL cannot link two of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, Connection, Enum, ForeignKeyConstraint, Table, UniqueConstraint, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.kernel.tenancy import scoped_tables
from tests.support.life import Life

NEVER_EMPTY = "every link between tenant tables is tried with real rows: let tests/support/life.py make one"


def tenant_tables() -> list[Table]:
    return sorted(scoped_tables(), key=lambda table: table.name)


def links() -> list[ForeignKeyConstraint]:
    """The foreign keys of tenant tables to tables that are divided by organisation (memberships are, too)."""
    return [key for table in tenant_tables() for key in _links_of(table)]


def _links_of(table: Table) -> Iterator[ForeignKeyConstraint]:
    for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.column_keys)):
        if "organisation_id" in key.referred_table.columns:
            yield key


def test_every_tenant_key_begins_with_the_organisation() -> None:
    for table in tenant_tables():
        assert next(iter(table.primary_key)).name == "organisation_id", f"{table.name}: use the InOrganisation mixin"


def test_every_tenant_row_belongs_to_an_organisation_that_exists() -> None:
    for table in tenant_tables():
        targets = {key.target_fullname for key in table.c.organisation_id.foreign_keys}
        assert "organisation.id" in targets, f"{table.name}: organisation_id points to organisation.id"


def test_every_link_carries_the_organisation() -> None:
    for table in tenant_tables():
        for key in _links_of(table):
            pairs = {(element.parent.name, element.column.name) for element in key.elements}
            assert ("organisation_id", "organisation_id") in pairs, (
                f"{table.name} → {key.referred_table.name}: use scoped_foreign_key(..., to=...)"
            )


def test_every_unique_rule_holds_inside_one_organisation() -> None:
    """A rule across organisations would say, by refusing, what another one has. Tokens are random: they may be."""
    for table in tenant_tables():
        for index in table.indexes:
            assert not index.unique or "organisation_id" in index.columns, f"{table.name}: {index.name}"
        for rule in _unique(table):
            assert "organisation_id" in rule.columns, f"{table.name}: {rule.name}"


def test_an_id_without_its_organisation_is_in_no_foreign_key() -> None:
    """A plain `member_id` that points nowhere could hold anything."""
    linked = {(key.table.name, name) for key in links() for name in key.column_keys}
    free = {("audit_event", "subject_id")}  # of any kind of thing, and of things that are gone
    for table in tenant_tables():
        for column in table.columns:
            if column.name.endswith("_id") and column.name != "organisation_id" and not column.foreign_keys:
                assert (table.name, column.name) in linked | free, f"{table.name}.{column.name} needs a foreign key"


@pytest.fixture
def connection(lived_in: Flask) -> Iterator[Connection]:
    """Plain SQL, without our filter; rolled back at the end."""
    with lived_in.app_context(), db.engine.connect() as opened:
        yield opened
        opened.rollback()


@pytest.mark.parametrize("link", links(), ids=lambda link: f"{link.table.name}.{link.column_keys[-1]}")
def test_sql_cannot_link_two_organisations(connection: Connection, life: Life, link: ForeignKeyConstraint) -> None:
    """A row of El Jadida, copied with a link to a row of Ras Jebel; the same link at home is no trouble."""
    table, home, abroad = link.table, life.world.home.id, life.world.abroad.id
    (mine,) = (element.parent for element in link.elements if element.parent.name != "organisation_id")
    (theirs,) = (element.column for element in link.elements if element.parent.name != "organisation_id")
    row = connection.execute(select(table).where(table.c.organisation_id == home, mine.is_not(None))).first()
    assert row is not None, f"{table.name}.{mine.name}: {NEVER_EMPTY}"
    referred = link.referred_table
    foreign_id = connection.scalar(select(theirs).where(referred.c.organisation_id == abroad))
    assert foreign_id is not None, f"{referred.name}: {NEVER_EMPTY}"
    if _has_no_other_key(table):
        copied = {column: row._mapping[column] for column in table.columns}
        connection.execute(delete(table).where(*(column == row._mapping[column] for column in table.primary_key)))
    else:
        copied = _another_key(table, row._mapping)
    if not (mine.primary_key or any(mine.name in rule.columns for rule in _unique(table))):
        _insert(connection, table, copied)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        _insert(connection, table, {**copied, mine: foreign_id})


def _insert(connection: Connection, table: Table, values: dict[Any, Any]) -> None:
    with connection.begin_nested() as trial:
        connection.execute(insert(table).values({column.name: value for column, value in values.items()}))
        trial.rollback()


def _has_no_other_key(table: Table) -> bool:
    """One row to a member, and the like: a copy finds room once the row itself is gone."""
    return any(
        all(not column.nullable and (column.foreign_keys or isinstance(column.type, Enum)) for column in rule.columns)
        for rule in (table.primary_key, *_unique(table))
    )


def _another_key(table: Table, values: Any) -> dict[Any, Any]:
    """The row with other values where two rows may not be alike."""
    copied = {column: values[column] for column in table.columns}
    for constraint in (table.primary_key, *_unique(table)):
        for column in constraint.columns:
            if column.name != "organisation_id" and copied[column] is not None:
                copied[column] = None if column.nullable and column.foreign_keys else _another(column, copied[column])
    return copied


def _unique(table: Table) -> list[UniqueConstraint]:
    return [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]


def _another(column: Column[Any], value: Any) -> Any:
    if column.foreign_keys or isinstance(column.type, Enum):
        return value
    if isinstance(value, int):
        return value + 1_000_003
    if isinstance(value, date):
        return value - timedelta(days=1000)
    return value[:-1] + ("Z" if value[-1] != "Z" else "Y") if isinstance(value, str) else value
