"""The second wall between organisations: no query and no write on a tenant's table without an open scope.

The first wall is the URL (`kernel.blueprint`), the third the composite keys that `OrganisationScoped` and
`scoped_foreign_key` give every tenant table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from typing import cast
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BigInteger,
    Column,
    CompoundSelect,
    Executable,
    ForeignKey,
    ForeignKeyConstraint,
    Select,
    Table,
    TableClause,
    TextClause,
    TextualSelect,
    bindparam,
    event,
    inspect,
)
from sqlalchemy.orm import (
    FromStatement,
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.visitors import ExternallyTraversible

from app.kernel.database import Base, db
from app.kernel.ids import new_id

_EVERY = 0  # no organisation has this id
_scope: ContextVar[int | None] = ContextVar("organisation", default=None)


class NoOrganisationScope(RuntimeError):
    """A tenant's table was read or written while no organisation's scope was open."""


class ForeignOrganisation(RuntimeError):
    """An object of one organisation was about to be written inside another's scope."""


class UncheckedStatement(RuntimeError):
    """A statement that the tenancy filter cannot see; it belongs into `kernel/sql.py`."""


class InOrganisation:
    """Mixin of every tenant table: the key starts with the organisation."""

    organisation_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("organisation.id"), primary_key=True, sort_order=-20
    )


class OrganisationScoped(InOrganisation):
    """A tenant table whose rows have an id of their own; the usual case."""

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id, sort_order=-10)


def scoped_foreign_key(*columns: str, to: str) -> ForeignKeyConstraint:
    """A foreign key inside one organisation: `scoped_foreign_key("member_id", to="member")`.

    It carries `organisation_id`, so that a row cannot point into another organisation, even by SQL.
    """
    return ForeignKeyConstraint(
        ["organisation_id", *columns], [f"{to}.organisation_id", *(f"{to}.id" for _column in columns)]
    )


def open_organisation_id() -> int:
    """The organisation whose scope is open; `NoOrganisationScope` when none is, or when all are."""
    current = _scope.get()
    if not current:
        raise NoOrganisationScope("open one with organisation_scope(organisation_id)")
    return current


def is_scope_open() -> bool:
    return bool(_scope.get())


@contextmanager
def organisation_scope(organisation_id: int) -> Iterator[None]:
    """Open one organisation; inside another's scope this is refused, since the session remembers its objects."""
    current = _scope.get()
    if current not in (None, _EVERY, organisation_id):
        raise ForeignOrganisation("a scope does not change while it is open")
    token = _scope.set(organisation_id)
    try:
        yield
        if db.session.registry.has() and (db.session.new or db.session.dirty or db.session.deleted):
            db.session.flush()  # what waits to be written belongs to this scope
    finally:
        _scope.reset(token)


@contextmanager
def all_organisations() -> Iterator[None]:
    """Leave the scope to read across organisations. The files that may are listed in tests/consistency."""
    token = _scope.set(_EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


# One option for all statements: made anew each time, it would cost more than many a query. The value is asked for when
# the statement runs.
_THE_OPEN_ONE = bindparam("the_open_organisation", type_=BigInteger, callable_=_scope.get)
_ONLY_THE_OPEN_ONE = with_loader_criteria(
    InOrganisation, lambda cls: cls.organisation_id == _THE_OPEN_ONE, include_aliases=True
)


@cache
def scoped_tables() -> frozenset[Table]:
    """The tables of `InOrganisation` models; all of them are imported when the application is created."""
    return frozenset(
        mapper.local_table
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, InOrganisation) and isinstance(mapper.local_table, Table)
    )


@event.listens_for(Session, "do_orm_execute")
def _filter_by_scope(state: ORMExecuteState) -> None:
    if state.execution_options.get("takes_organisation_id") or state.is_column_load:
        return  # a column load completes an object that is here already, by its whole key
    touched = any(issubclass(mapper.class_, InOrganisation) for mapper in state.all_mappers)
    if not touched and not _reaches_tenants(state):
        return
    if touched:
        _refuse_unfiltered(state)
    current = _scope.get()
    if current is None:
        raise NoOrganisationScope("open one with organisation_scope(organisation_id)")
    if current != _EVERY:
        state.statement = state.statement.options(_ONLY_THE_OPEN_ONE)


def _refuse_unfiltered(state: ORMExecuteState) -> None:
    """What names a tenant's model, but is not touched by the filter: it would act on all organisations."""
    if state.is_insert or isinstance(state.statement, FromStatement):
        raise UncheckedStatement("bulk inserts and from_statement() belong into kernel/sql.py")
    if state.is_update and isinstance(state.parameters, list | tuple):
        raise UncheckedStatement("an update of many rows by their keys belongs into kernel/sql.py")


def _reaches_tenants(state: ORMExecuteState) -> bool:
    """Also sees a scoped model that stands only in a subquery, a join or an EXISTS; looked at once per statement.

    Raises `UncheckedStatement` for what the filter cannot see: text, and tables and columns without their model.
    """
    reach = _reach_of(state.statement)
    if reach is _Reach.UNCHECKED or (reach is _Reach.TENANTS and not state.is_orm_statement):
        raise UncheckedStatement("text and Core statements on a tenant's table belong into kernel/sql.py")
    return reach is _Reach.TENANTS


def refuse_tenants(statement: Executable) -> None:
    """For statements that go past the filter: raises `UncheckedStatement` when one names a tenant's table, or is text."""
    if _reach_of(statement) is not _Reach.NO_TENANT:
        raise UncheckedStatement("ask for a tenant's rows through its model, or by a function of kernel/sql.py")


_walled: WeakKeyDictionary[Executable, Executable] = WeakKeyDictionary()


def within_the_wall(statement: Executable) -> Executable:
    """The statement with the filter in it, for `kernel.sql.read_rows`; made once for a statement that is kept.

    Raises `UncheckedStatement` for what the filter cannot see, `NoOrganisationScope` unless one organisation's is open.
    """
    open_organisation_id()
    known = _walled.get(statement)
    if known is None:
        if not _selects_columns_of_models(statement) or _reach_of(statement) is _Reach.UNCHECKED:
            raise UncheckedStatement("only what selects columns of models can be read so")
        known = _walled[statement] = statement.options(_ONLY_THE_OPEN_ONE)
    return known


def _selects_columns_of_models(statement: Executable) -> bool:
    if not isinstance(statement, Select | CompoundSelect):
        return False
    selected = statement.column_descriptions if isinstance(statement, Select) else ()
    of_models = statement._propagate_attrs.get("compile_state_plugin") == "orm"
    return of_models and not any(column["expr"] is column["entity"] for column in selected if "entity" in column)


class _Reach(Enum):
    NO_TENANT = 0
    TENANTS = 1
    UNCHECKED = 2


_looked_at: WeakKeyDictionary[Executable, _Reach] = WeakKeyDictionary()


def _reach_of(statement: Executable) -> _Reach:
    known = _looked_at.get(statement)
    if known is None:
        known = _looked_at[statement] = _look_at(statement)
    return known


def _look_at(statement: Executable) -> _Reach:
    reach, tables = _Reach.NO_TENANT, scoped_tables()
    names = {table.name for table in tables}
    for part in visitors.iterate(cast(ExternallyTraversible, statement)):
        if isinstance(part, TextClause | TextualSelect):
            return _Reach.UNCHECKED
        if isinstance(part, TableClause) and part.name in names and part not in tables:
            return _Reach.UNCHECKED
        if isinstance(part, Table) and part in tables:
            reach = _Reach.TENANTS
        if isinstance(part, Column) and part.table in tables and "parententity" not in part._annotations:
            return _Reach.UNCHECKED
    return reach


@event.listens_for(Session, "before_flush")
def _refuse_foreign_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for changed in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(changed, InOrganisation):
            continue
        current = _scope.get()
        if not current:
            raise NoOrganisationScope("tenant rows are written inside organisation_scope(organisation_id)")
        if changed.organisation_id is None:
            changed.organisation_id = current  # type: ignore[unreachable]  # a new row has none yet
        stored = inspect(changed).identity  # of a row that is here already: what its key was
        if changed.organisation_id != current or (stored and stored[0] != current):
            raise ForeignOrganisation(f"{type(changed).__name__} belongs to another organisation")
