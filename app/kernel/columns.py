"""Column types of the kernel that need a key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, TypeDecorator
from sqlalchemy.sql import operators

from app.kernel import cipher


class Concealed(str):
    """A text whose repr, and so every log and traceback that prints it, shows dots. `str()` and templates show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<concealed •••>"


class EncryptedText(TypeDecorator[str]):
    """Text that is encrypted in the database (`cipher.configure` first) and `Concealed` in Python.

    It cannot be compared, searched or sorted in SQL, except with NULL: use a column with its `cipher.blind_index`.
    """

    impl = Text
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[str]):  # noqa: N801  # SQLAlchemy's name
        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            is_equality = op in (operators.eq, operators.ne) and (
                other[0] is None or isinstance(other[0], ColumnElement)
            )
            if op in (operators.is_, operators.is_not) or is_equality:  # of columns: SQLAlchemy looks them up so
                return super().operate(op, *other, **kwargs)
            raise TypeError("an encrypted column cannot be compared: compare its cipher.blind_index")

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else cipher.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else Concealed(cipher.decrypt(value))
