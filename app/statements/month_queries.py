"""Whose contributions a month has: everybody who was there in it, by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, or_, select

from app.kernel.calendar import month_of
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.sql import read_rows
from app.members.list_queries import ids_found_by
from app.members.models import Member
from app.members.queries import NOT_MERGED

_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_THERE = (NOT_MERGED, Member.admitted_on <= _LAST, or_(Member.left_on.is_(None), Member.left_on >= _FIRST))
_PEOPLE = select(
    Member.id,
    Member.number,
    Member.given_name_latin,
    Member.family_name_latin,
    Member.given_name_arabic,
    Member.family_name_arabic,
    Member.admitted_on,
    Member.left_on,
).where(*_THERE)
_COUNTED = select(func.count()).select_from(Member).where(*_THERE)
AT_ONCE = 500  # members whose accounts are reckoned together


def people_page(asked: PageAsked, *, month: date, typed: str = "") -> Page:
    """One page of them."""
    return fetch_page(
        _found(typed),
        asked,
        sort_key=Member.sort_name,
        row_id=Member.id,
        key_of_row=lambda member_id: db.session.scalar(select(Member.sort_name).where(Member.id == member_id)),
        values=_days(month),
    )


def everybody(*, month: date, typed: str = "") -> Sequence[AnyRow]:
    """All of them."""
    return read_rows(_found(typed).order_by(Member.sort_name, Member.id), _days(month)).all()


def count_people(*, month: date, typed: str = "") -> int:
    return int(read_rows(_COUNTED.where(*_named(typed)), _days(month)).scalar_one())


def _days(month: date) -> dict[str, Any]:
    first, last = month_of(month)
    return {"first": first, "last": last}


@lru_cache(maxsize=100)
def _found(typed: str) -> AnySelect:
    return _PEOPLE.where(*_named(typed))


def _named(typed: str) -> list[ColumnElement[bool]]:
    return [Member.id.in_(ids) for ids in ids_found_by(typed)]
