"""The database: one naming convention, column types that mean one thing, and how SQLite begins and keeps data.

SQLite: `BEGIN IMMEDIATE` for writes (a deferred transaction that turns into a write fails with "locked" whatever
the timeout), `BEGIN` for reads; WAL only on a build without the WAL-reset fault (fixed in 3.51.3, 3.50.7 and
3.44.6; https://sqlite.org/wal.html), else TRUNCATE; `synchronous=FULL`, so what was acknowledged survives a
loss of power.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import BigInteger, DateTime, Enum, MetaData, String, TypeDecorator, event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, registry

writing: ContextVar[bool] = ContextVar("writing", default=False)
hurried: ContextVar[bool] = ContextVar("hurried", default=False)  # rather gives up than waits for another writer
LONGEST_WAIT_MS = 15_000  # for another writer's lock
SHORTEST_WAIT_MS = 50

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC) if dialect.name != "sqlite" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def short_code(kind: type[StrEnum]) -> Enum:
    """A column of an enumeration: its short string, with a CHECK that only known ones stand there."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=30,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
        name=kind.__name__.lower(),
    )


def sortable_text(length: int) -> String:
    """Folded text compared by code point on both databases, so that both sort alike and prefixes use the index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Base(DeclarativeBase):
    registry = registry(  # whole, since Flask-SQLAlchemy makes its own base from this one's attributes
        metadata=MetaData(naming_convention=NAMING_CONVENTION),
        type_annotation_map={int: BigInteger(), datetime: UtcInstant()},
    )


class Reading:
    """The connection of a request that only reads: taken when first asked for, and given back without a commit."""

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self.kept: dict[Hashable, Any] = {}  # by `kernel.sql.once_a_reading`

    def connection(self) -> Connection:
        if self._connection is None:
            self._connection = db.engine.connect()
        return self._connection

    def end(self) -> None:
        """Roll back. Nothing that was read stays locked; what is read later is read anew."""
        self.kept.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


class HouseSession(Session):
    """Reads through the connection of the request, so that objects and plain columns come from one moment."""

    def get_bind(
        self, mapper: Any = None, clause: Any = None, bind: Engine | Connection | None = None, **kwargs: Any
    ) -> Engine | Connection:
        open_reading = reading.get()
        if bind is None and open_reading is not None and not writing.get():
            return open_reading.connection()
        return super().get_bind(mapper, clause, bind, **kwargs)


db = SQLAlchemy(model_class=Base, session_options={"class_": HouseSession})


def safe_journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """`WAL` where this SQLite keeps it safe with several connections, else `TRUNCATE`."""
    repaired = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if repaired else "TRUNCATE"


def engine_options(url: str) -> dict[str, Any]:
    """Options of the engine that a database address needs. Values never stand in an error's words, hence in no log."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"check_same_thread": False}, "pool_use_lifo": True}
    wait = {"options": f"-c lock_timeout={LONGEST_WAIT_MS}"}
    return {"hide_parameters": True, "connect_args": wait, "pool_pre_ping": True, "pool_size": 5, "max_overflow": 5}


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the "begin" event below says BEGIN
    for pragma in (
        f"journal_mode={safe_journal_mode()}",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={LONGEST_WAIT_MS}",
        "cache_size=-8000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not writing.get():
        connection.connection.cursor().execute("BEGIN")  # takes no lock yet, so nothing can go wrong
        return
    if not hurried.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={SHORTEST_WAIT_MS}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={LONGEST_WAIT_MS}")
