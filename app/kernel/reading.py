"""How pages read cheaply: the numbers of several rooms in one trip, what is asked twice once, and lists of values kept.

Each trip to the database costs more than most numbers do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, Select, literal, select

from app.kernel.database import reading, writing
from app.kernel.paging import AnySelect, Column
from app.kernel.sql import read_rows
from app.kernel.tenancy import open_organisation_id

Name = TypeVar("Name", bound=str)
Asked = ParamSpec("Asked")
Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class Number:
    """What a statement of one column and one row counts, and the values it is asked with. No row, or an empty one, is 0.

    Statements are kept, as for `read_rows`. A value has the same name wherever it means the same, and another where not.
    """

    statement: Select[Any]
    values: Mapping[str, Hashable] = field(default_factory=dict)


def read_number(number: Number) -> int:
    return int(read_rows(number.statement, number.values).scalar() or 0)


def read_numbers(asked: Mapping[Name, Number]) -> dict[Name, int]:
    """Each by its name, all of one moment. Raises ValueError where two mean different values by one name."""
    values: dict[str, Hashable] = {}
    for number in asked.values():
        for name, value in number.values.items():
            if values.setdefault(name, value) != value:
                raise ValueError(f"two numbers are asked with different values of {name}")
    row = read_rows(_together(tuple(number.statement for number in asked.values())), values).one()
    return {name: int(value or 0) for name, value in zip(asked, row, strict=True)}


@lru_cache(maxsize=200)
def _together(statements: tuple[Select[Any], ...]) -> AnySelect:
    return select(*(statement.correlate(None).scalar_subquery() for statement in statements))


def among(column: Column, values: Iterable[Any]) -> ColumnElement[bool]:
    """`IN`, of a kept statement: the values stand in it once, where a list would be written out at each reading."""
    return column.in_([literal(value, column.type) for value in values])


def once_a_reading(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
    """What a function reads of the open organisation is kept until the end of a request that only reads.

    Its arguments are hashable, and whoever asks changes nothing in what it gives.
    """

    @wraps(read)
    def kept(*asked: Asked.args, **named: Asked.kwargs) -> Read:
        open_reading = reading.get()
        memory = _meanwhile.get()
        if memory is None:
            if open_reading is None or writing.get():
                return read(*asked, **named)
            memory = open_reading.kept
        key = (read, open_organisation_id(), asked, *named.items())
        if key not in memory:
            memory[key] = read(*asked, **named)
        found: Read = memory[key]
        return found

    return kept


_meanwhile: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept_meanwhile", default=None)


@contextmanager
def kept_meanwhile() -> Iterator[None]:
    """In the block, what `once_a_reading` marks is kept in a request that writes too: nothing is written in the block."""
    token = _meanwhile.set({})
    try:
        yield
    finally:
        _meanwhile.reset(token)
