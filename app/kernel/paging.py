"""Pages of a sorted list by keyset: the last page costs what the first one does.

The address of a page names the id of a row, never its sort key: a name does not belong in an address.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.datastructures import MultiDict

from app.kernel.ids import read_id
from app.kernel.sql import read_rows

PAGE_SIZE = 25
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, kw_only=True)
class PageAsked:
    """Which page: the first, the last, or the one after or before a row."""

    after: int | None = None
    before: int | None = None
    last: bool = False

    @property
    def backwards(self) -> bool:
        return self.last or self.before is not None

    @property
    def anchor_id(self) -> int | None:
        return self.before if self.before is not None else self.after


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows in their order, and the links' values: None where there is no such page."""

    rows: Sequence[AnyRow]
    before_id: int | None
    after_id: int | None

    @property
    def is_only_page(self) -> bool:
        return self.before_id is None and self.after_id is None


def page_asked(args: MultiDict[str, str]) -> PageAsked:
    """Read `after`, `before` and `page=last`; anything else is the first page."""
    given = args.to_dict()
    return PageAsked(
        after=read_id(given.get("after")), before=read_id(given.get("before")), last=given.get("page") == "last"
    )


def fetch_page(
    statement: AnySelect,
    asked: PageAsked,
    *,
    sort_key: Column,
    row_id: Column,
    key_of_row: Callable[[int], Any | None],
    values: Mapping[str, Any] | None = None,
    size: int = PAGE_SIZE,
    descending: bool = False,
) -> Page:
    """One page of `statement`, whose rows have `id`, sorted by `(sort_key, row_id)`, the largest first if `descending`.

    `key_of_row(id)` fetches the sort key of a row, None when it is gone (then the first page is shown). A statement and a
    sort key that are kept, with their values apart, are prepared once.
    """
    backwards, anchor_id = asked.backwards, asked.anchor_id
    anchor_key = key_of_row(anchor_id) if anchor_id is not None else None
    if anchor_id is not None and anchor_key is None:
        backwards, anchor_id = False, None
    cut = _Cut(falling=backwards != descending, anchored=anchor_id is not None, rows=size + 1)
    anchor = {"anchor_key": anchor_key, "anchor_id": anchor_id} if cut.anchored else {}
    found = read_rows(_cut(statement, cut, sort_key=sort_key, row_id=row_id), {**(values or {}), **anchor}).all()
    rows = list(found[:size])
    if backwards:
        rows.reverse()
    more = len(found) > size
    return Page(
        rows=rows,
        before_id=rows[0].id if rows and (more if backwards else cut.anchored) else None,
        after_id=rows[-1].id if rows and (cut.anchored if backwards else more) else None,
    )


@dataclass(frozen=True, kw_only=True)
class IdsOfPage:
    """The ids of one page, and what `Page` tells of those around it."""

    ids: Sequence[int]
    before_id: int | None
    after_id: int | None


def page_among(
    found: Sequence[tuple[Any, int]],
    asked: PageAsked,
    *,
    key_of_row: Callable[[int], Any | None],
    size: int = PAGE_SIZE,
) -> IdsOfPage:
    """The same page of a list in memory: `(sort key, id)` of all that was found, in order."""
    anchor_id = asked.anchor_id
    anchor_key = key_of_row(anchor_id) if anchor_id is not None else None
    end = len(found) if asked.last else size
    if anchor_key is not None and asked.before is not None:
        end = bisect_left(found, (anchor_key, anchor_id))
    elif anchor_key is not None:
        end = bisect_right(found, (anchor_key, anchor_id)) + size
    start = max(0, end - size)
    ids = [row_id for _key, row_id in found[start:end]]
    return IdsOfPage(
        ids=ids,
        before_id=ids[0] if ids and start > 0 else None,
        after_id=ids[-1] if ids and end < len(found) else None,
    )


@dataclass(frozen=True, kw_only=True)
class _Cut:
    falling: bool
    anchored: bool
    rows: int


@lru_cache(maxsize=200)
def _cut(statement: AnySelect, cut: _Cut, *, sort_key: Column, row_id: Column) -> AnySelect:
    """The statement in its order, from the anchor on. Columns and statements are told apart by identity here."""
    if cut.anchored:
        here = tuple_(sort_key, row_id)
        there = tuple_(bindparam("anchor_key", type_=sort_key.type), bindparam("anchor_id", type_=row_id.type))
        statement = statement.where(here < there if cut.falling else here > there)
    order = (sort_key.desc(), row_id.desc()) if cut.falling else (sort_key, row_id)
    return statement.order_by(None).order_by(*order).limit(cut.rows)
