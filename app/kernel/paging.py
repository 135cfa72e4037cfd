"""Pages of a sorted list by keyset: the last page costs what the first one does.

The address of a page names the id of a row, never its sort key: a name does not belong in an address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, SQLColumnExpression, tuple_
from werkzeug.datastructures import MultiDict

from app.kernel.database import db
from app.kernel.ids import read_id

PAGE_SIZE = 25
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class PageAsked:
    """Which page: the first, the last, or the one after or before a row."""

    after: int | None = None
    before: int | None = None
    last: bool = False


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
    return PageAsked(
        after=read_id(args.get("after")), before=read_id(args.get("before")), last=args.get("page") == "last"
    )


def fetch_page(
    statement: AnySelect,
    asked: PageAsked,
    *,
    sort_key: SQLColumnExpression[Any],
    row_id: SQLColumnExpression[int],
    key_of_row: Callable[[int], Any | None],
    size: int = PAGE_SIZE,
    descending: bool = False,
) -> Page:
    """One page of `statement`, whose rows have `id`, sorted by `(sort_key, row_id)`, the largest first if `descending`.

    `key_of_row(id)` fetches the sort key of a row, None when it is gone (then the first page is shown).
    """
    backwards = asked.last or asked.before is not None
    anchor_id = asked.before if asked.before is not None else asked.after
    anchor_key = key_of_row(anchor_id) if anchor_id is not None else None
    if anchor_id is not None and anchor_key is None:
        backwards, anchor_id = False, None
    if anchor_id is not None:
        here = tuple_(sort_key, row_id)
        there = tuple_(anchor_key, anchor_id)
        statement = statement.where(here < there if backwards != descending else here > there)
    order = (sort_key.desc(), row_id.desc()) if backwards != descending else (sort_key, row_id)
    found = list(db.session.execute(statement.order_by(None).order_by(*order).limit(size + 1)))
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows=rows,
        before_id=rows[0].id if rows and (more if backwards else anchor_id is not None) else None,
        after_id=rows[-1].id if rows and (anchor_id is not None if backwards else more) else None,
    )
