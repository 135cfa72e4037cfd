"""The second wall between organisations: no query and no write on a tenant's table without an open scope.

The first wall is the URL (`kernel.blueprint`), the third the composite keys that `OrganisationScoped` and
`scoped_foreign_key` give every tenant table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Table, event
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    UOWTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import TextClause

from app.kernel.database import db
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
        if db.session.new or db.session.dirty:
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


def scoped_tables() -> frozenset[Table]:
    """The tables of `InOrganisation` models."""
    return frozenset(
        mapper.local_table
        for mapper in db.Model.registry.mappers
        if issubclass(mapper.class_, InOrganisation) and isinstance(mapper.local_table, Table)
    )


@event.listens_for(Session, "do_orm_execute")
def _filter_by_scope(state: ORMExecuteState) -> None:
    if state.execution_options.get("takes_organisation_id") or state.is_column_load or state.is_relationship_load:
        return
    touched = [mapper for mapper in state.all_mappers if issubclass(mapper.class_, InOrganisation)]
    if not state.is_orm_statement or (state.is_insert and touched):
        _refuse_unchecked(state)
        return
    if not touched and not _mentions_scoped_table(state):
        return
    current = _scope.get()
    if current is None:
        raise NoOrganisationScope("open one with organisation_scope(organisation_id)")
    if current != _EVERY:
        state.statement = state.statement.options(
            with_loader_criteria(
                InOrganisation,
                lambda cls: cls.organisation_id == current,
                include_aliases=True,
            )
        )


def _mentions_scoped_table(state: ORMExecuteState) -> bool:
    """Also sees a scoped model that stands only in a subquery, a join or an EXISTS. Cached by statement."""
    known = _mentions.get(id(state.statement))
    if known is None or known[0] is not state.statement:
        tables = scoped_tables()
        found = any(part in tables for part in visitors.iterate(state.statement) if isinstance(part, Table))
        if len(_mentions) > 2000:
            _mentions.clear()
        known = _mentions[id(state.statement)] = (state.statement, found)
    return known[1]


_mentions: dict[int, tuple[object, bool]] = {}


def _refuse_unchecked(state: ORMExecuteState) -> None:
    statement = state.statement
    if isinstance(statement, TextClause):
        raise UncheckedStatement("text() belongs into kernel/sql.py")
    tables = scoped_tables()
    if any(part in tables for part in visitors.iterate(statement) if isinstance(part, Table)):
        raise UncheckedStatement("a Core statement on a tenant's table belongs into kernel/sql.py")


@event.listens_for(Session, "before_flush")
def _refuse_foreign_objects(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for changed in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(changed, InOrganisation):
            continue
        current = _scope.get()
        if not current:
            raise NoOrganisationScope("tenant rows are written inside organisation_scope(organisation_id)")
        if changed.organisation_id is None:
            changed.organisation_id = current
        elif changed.organisation_id != current:
            raise ForeignOrganisation(f"{type(changed).__name__} belongs to another organisation")
