"""The one room for statements that the tenancy filter cannot see: each takes the organisation's id as an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    CursorResult,
    Executable,
    Integer,
    Select,
    String,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import db, writing
from app.kernel.tenancy import InOrganisation, refuse_tenants, within_the_wall
from app.kernel.transaction import connection

_CHECKED = {"takes_organisation_id": True}


class Counter(InOrganisation, db.Model):
    """The last number given, by organisation, name and year; a row, since a sequence leaves gaps."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    value: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = {"sqlite_with_rowid": False}


def next_number(organisation_id: int, name: str, year: int = 0) -> int:
    """The next number, from 1, unique and without gaps: it rolls back with the transaction that drew it."""
    drawn = {"organisation_id": organisation_id, "name": name, "year": year, "value": 1}
    return int(connection().execute(_draw(db.engine.dialect.name), drawn).scalar_one())


@lru_cache(maxsize=2)
def _draw(dialect_name: str) -> Executable:
    table = Counter.__table__
    drawn = (postgresql if dialect_name == "postgresql" else sqlite).insert(table)
    statement: Executable = drawn.on_conflict_do_update(
        index_elements=["organisation_id", "name", "year"], set_={"value": table.c.value + 1}
    ).returning(table.c.value)
    return statement


def raise_counter(organisation_id: int, name: str, value: int, *, year: int = 0) -> None:
    """Numbers up to `value` were given some other way (bulk loads, imports): the next one follows."""
    next_number(organisation_id, name, year)
    raised = update(Counter).filter_by(organisation_id=organisation_id, name=name, year=year)
    db.session.execute(raised.values(value=value), execution_options=_CHECKED)


def load_rows(organisation_id: int, model: type[db.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows of one tenant table at once; every row gets this organisation's id, whatever it says."""
    if rows:
        owned = [{**row, "organisation_id": organisation_id} for row in rows]
        db.session.execute(insert(model.__table__), owned, execution_options=_CHECKED)


def add_to_rows(
    organisation_id: int, model: type[db.Model], rows: Sequence[dict[str, Any]], *, sums: Sequence[str]
) -> None:
    """Add the `sums` of each row to the row that has its key, which is made where there is none; for running totals.

    The database adds, so that two transactions at once lose nothing; each row stays locked until the end of its own.
    """
    if rows:
        owned = [{**row, "organisation_id": organisation_id} for row in rows]
        db.session.execute(_addition(db.engine.dialect.name, model, tuple(sums)), owned, execution_options=_CHECKED)  # type: ignore[arg-type]  # a class is hashable


@lru_cache(maxsize=64)
def _addition(dialect_name: str, model: Any, sums: tuple[str, ...]) -> Executable:
    table = model.__table__
    insert_row = (postgresql if dialect_name == "postgresql" else sqlite).insert(table)
    addition: Executable = insert_row.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: table.c[name] + insert_row.excluded[name] for name in sums},
    )
    return addition


def read_global(statement: Executable, values: dict[str, Any]) -> CursorResult[Any]:
    """Rows from outside any organisation, as columns, by a statement kept at module level; `read_rows` for tenants' tables.

    For what every request asks: whose session, which organisation. Raises UncheckedStatement for a tenant's table.
    """
    refuse_tenants(statement)
    return connection().execute(statement, values)


def read_rows(
    statement: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]],
    values: Mapping[str, Any] | None = None,
    *,
    with_pending: bool = True,
) -> CursorResult[Any]:
    """Rows of the open organisation, as columns, by a statement kept at module level or in a cache.

    The wall is the session's own, put into the statement once; the reading costs half of what `session.execute` does.
    `with_pending`: what waits to be written is written first; False where none of it can be among the rows.
    Raises as `tenancy.within_the_wall`.
    """
    if with_pending and writing.get():
        db.session.flush()
    return connection().execute(within_the_wall(statement), values)


def count_rows(organisation_id: int, model: type[db.Model], **equal: object) -> int:
    """How many rows of one tenant table have these values (None: are empty)."""
    absent = tuple(name for name, value in equal.items() if value is None)
    present = {name: value for name, value in equal.items() if value is not None}
    statement = _count_of(model, absent, tuple(present))  # type: ignore[arg-type]  # a class is hashable
    counted = connection().execute(statement, {"open_organisation": organisation_id, **present})
    return int(counted.scalar_one())


@lru_cache(maxsize=64)
def _count_of(model: Any, absent: tuple[str, ...], present: tuple[str, ...]) -> Executable:
    table = model.__table__
    return (
        select(func.count())
        .select_from(table)
        .where(
            table.c.organisation_id == bindparam("open_organisation"),
            *(table.c[name].is_(None) for name in absent),
            *(table.c[name] == bindparam(name) for name in present),
        )
    )


def hold_organisation(organisation_id: int, *, alone: bool) -> None:
    """Until the transaction ends, whoever holds an organisation alone waits for all others who hold it, and they for them.

    On SQLite there is one writer at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        hold = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        db.session.execute(select(hold(organisation_id)), execution_options=_CHECKED)


def refresh_statistics() -> None:
    """Let the database look at its tables, so that it picks the right index; nightly and after bulk loads."""
    db.session.execute(text("ANALYZE"), execution_options=_CHECKED)


def database_answers() -> bool:
    """One trip to the database and back."""
    return bool(db.session.execute(text("SELECT 1"), execution_options=_CHECKED).scalar() == 1)
