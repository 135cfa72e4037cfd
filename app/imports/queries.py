"""Reads of imports. Who may import may see every import of the organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from app.accounts.models import Account
from app.imports.models import OPEN_STATES, Import, ImportHabit, ImportRow, ImportState, RowState
from app.imports.rows import kept
from app.kernel.database import db
from app.kernel.paging import AnyRow, Page, PageAsked, fetch_page
from app.kernel.sql import read_rows

ROWS_A_PAGE = 50
CHUNK = 1000


def get_import_or_404(import_id: int) -> Import:
    found: Import | None = db.session.scalar(select(Import).where(Import.id == import_id))
    return found if found is not None else abort(404)


def locked_import(import_id: int) -> Import | None:
    """Nobody else moves it on until the transaction ends."""
    return db.session.scalar(
        select(Import).where(Import.id == import_id).with_for_update().execution_options(populate_existing=True)
    )


def open_import() -> Import | None:
    """The one under way; an organisation has one at a time."""
    return db.session.scalar(select(Import).where(Import.state.in_(OPEN_STATES)).order_by(Import.id).limit(1))


def written_before(digest: str) -> Import | None:
    """The last import of the very same file that was written."""
    found = select(Import).where(Import.file_digest == digest, Import.state == ImportState.DONE)
    return db.session.scalar(found.order_by(Import.id.desc()).limit(1))


def habit_of(headers_digest: str) -> ImportHabit | None:
    return db.session.scalar(select(ImportHabit).where(ImportHabit.headers_digest == headers_digest))


_HISTORY = (
    select(
        Import.id,
        Import.state,
        Import.file_kind,
        Import.started_at,
        Import.total,
        Import.created,
        Import.updated,
        Import.refused,
        Account.display_name,
        Account.display_name_arabic,
    )
    .join(Account, Account.id == Import.started_by_account_id)
    .order_by(Import.id.desc())
    .limit(200)
)


def history() -> Sequence[AnyRow]:
    """The imports of the organisation, the latest first."""
    return read_rows(_HISTORY).all()


def counts_of(import_id: int) -> dict[RowState, int]:
    """How many rows are in which state."""
    counted = select(ImportRow.state, func.count()).where(ImportRow.import_id == import_id).group_by(ImportRow.state)
    return dict(db.session.execute(counted).all())


def created_ids(import_id: int) -> set[int]:
    """The members that an import created."""
    created = select(ImportRow.member_id).where(ImportRow.import_id == import_id, ImportRow.state == RowState.CREATED)
    return set(db.session.scalars(created))


def some_cells(import_id: int, count: int) -> list[list[str]]:
    """The first rows of the file."""
    rows = select(ImportRow.cells).where(ImportRow.import_id == import_id).order_by(ImportRow.row_number).limit(count)
    return [kept(cells, []) for cells in db.session.scalars(rows)]


def all_cells(import_id: int) -> Iterator[list[str]]:
    """Every row of the file, a thousand in memory at a time."""
    last = 0
    while chunk := db.session.execute(
        select(ImportRow.row_number, ImportRow.cells)
        .where(ImportRow.import_id == import_id, ImportRow.row_number > last)
        .order_by(ImportRow.row_number)
        .limit(CHUNK)
    ).all():
        yield from (kept(row.cells, []) for row in chunk)
        last = chunk[-1].row_number


def next_rows(import_id: int, states: Collection[RowState], count: int, *, with_cells: bool = True) -> list[ImportRow]:
    """The rows that wait for the worker, in the order of the file, without opening what was found of them."""
    waiting = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.state.in_(states))
    closed = (ImportRow.found,) if with_cells else (ImportRow.found, ImportRow.cells)
    return list(db.session.scalars(waiting.options(*map(defer, closed)).order_by(ImportRow.row_number).limit(count)))


def earlier_rows(import_id: int, rows: Sequence[ImportRow]) -> Sequence[AnyRow]:
    """Rows checked before these that may be of the same person: `row_number` and the keys."""
    people = [row.person_key for row in rows if row.person_key]
    documents = [row.identity_key for row in rows if row.identity_key]
    members = [row.member_id for row in rows if row.member_id]
    found = select(ImportRow.row_number, ImportRow.person_key, ImportRow.identity_key, ImportRow.member_id).where(
        ImportRow.import_id == import_id,
        ImportRow.row_number < rows[0].row_number,
        or_(
            ImportRow.person_key.in_(people),
            ImportRow.identity_key.in_(documents),
            ImportRow.member_id.in_(members),
        ),
    )
    return db.session.execute(found).all()


_SHOWN = (ImportRow.id, ImportRow.row_number, ImportRow.state, ImportRow.cells, ImportRow.found, ImportRow.member_id)


def rows_page(import_id: int, states: Collection[RowState], asked: PageAsked) -> Page:
    """One page of the rows in some states, in the order of the file."""
    here = (ImportRow.import_id == import_id, ImportRow.state.in_(states))
    return fetch_page(
        select(*_SHOWN).where(*here),
        asked,
        sort_key=ImportRow.row_number,
        row_id=ImportRow.id,
        key_of_row=lambda row_id: db.session.scalar(select(ImportRow.row_number).where(ImportRow.id == row_id, *here)),
        size=ROWS_A_PAGE,
    )


def get_row_or_404(import_id: int, row_id: int) -> ImportRow:
    found: ImportRow | None = db.session.scalar(
        select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.id == row_id)
    )
    return found if found is not None else abort(404)


def rows_set_aside(import_id: int) -> Sequence[AnyRow]:
    """The rows that were refused, with what they said."""
    rows = select(ImportRow.row_number, ImportRow.cells, ImportRow.found)
    refused = rows.where(ImportRow.import_id == import_id, ImportRow.state == RowState.REFUSED)
    return db.session.execute(refused.order_by(ImportRow.row_number)).all()
