"""What the worker does with the rows of an import: the dry run, which it takes back, and the writing, a batch at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from app.imports import errors, queries, writing
from app.imports.models import Import, ImportRow, ImportState, RowState
from app.imports.registry import Here
from app.imports.rows import ColumnMapping, Problem, Reader, as_json, kept, person_key, problem, reader_of
from app.imports.services import ACCEPTED, DECIDED, here_and_now, set_rows
from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import _l
from app.kernel.paging import AnyRow
from app.members import services as member_services
from app.members.counts import Foreseen, many_together, write_admitted
from app.members.errors import PossibleDuplicate
from app.members.models import Member

log = logging.getLogger(__name__)
Said = TypeVar("Said")
IMPORTED = audit.action("import.done", _l("Members imported from a spreadsheet"))
ROWS_AT_ONCE = 100
FORGOTTEN = {"cells": "", "found": "", "person_key": "", "identity_key": ""}
UNEXPECTED = _l("Something went wrong with this row. Tell who looks after this installation.")
SAME = {"identity_key": "card_number", "member_id": "number", "person_key": ""}
"""What two rows of the same file may share, and the column it stands in."""
NEEDED_AS = {"family_name_latin": "full_name", "identity_number": "card_number"}
"""Where a refusal stands when its own column is not in the file."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the dry run found of a row."""

    row_id: int
    state: RowState
    told: dict[str, Any]
    member_id: int | None = None
    identity_key: str = ""
    person_key: str = ""


def state_of(import_id: int) -> ImportState | None:
    return db.session.scalar(select(Import.state).where(Import.id == import_id))


def try_rows(import_id: int) -> list[Found]:
    """Write the next rows, say what came of each, and take everything back.

    All of them together, which is quick; where the database refuses one that no service did, each for itself.
    """
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not ImportState.CHECKING:
        return []
    batch = _batch_of(moved, [RowState.WAITING])
    with audit.on_behalf_of(moved.started_by_account_id):
        try:
            with _taken_back():
                return _try_together(batch)
        except Exception:
            log.info("rows of import %s are tried one by one", import_id, exc_info=True)
        return [_try(row, batch) for row in batch.rows]


@contextmanager
def _taken_back() -> Iterator[None]:
    nested = db.session.begin_nested()
    try:
        yield
    finally:
        nested.rollback()


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """The next rows with what they say, and who they may mean."""

    here: Here
    reader: Reader
    rows: list[ImportRow]
    read: dict[int, tuple[dict[str, Any], list[Problem]]]
    known: writing.Known


def _batch_of(moved: Import, states: Sequence[RowState]) -> _Batch:
    here = here_and_now(moved.started_by_account_id)
    reader = reader_of(ColumnMapping.of(moved.mapping), here, headers=kept(moved.columns, []))
    rows = queries.next_rows(moved.id, states, ROWS_AT_ONCE)
    read = {row.id: reader.values_of(kept(row.cells, [])) for row in rows}
    known = writing.known_for([values for values, _problems in read.values()], here)
    return _Batch(here=here, reader=reader, rows=rows, read=read, known=known)


def _try_together(batch: _Batch) -> list[Found]:
    """The new files first, then what follows them and the files that change: what is refused leaves no trace in the others."""
    opened: dict[int, Member] = {}
    values = [values for values, problems in batch.read.values() if not problems]
    foreseen = Foreseen(holders=writing.holders(batch.known), unlike=writing.unlike_anybody(values))
    with many_together(are_kept=False, foreseen=foreseen):
        found = {
            row.id: said for row in batch.rows if (said := _said(row, batch, lambda row: _open(row, batch, opened)))
        }
        write_admitted()
        return [found.get(row.id) or _try(row, batch, opened.get(row.id)) for row in batch.rows]


def _open(row: ImportRow, batch: _Batch, opened: dict[int, Member]) -> Found | None:
    """Open the file of somebody new; what was found, where nothing else is to be tried."""
    values, _problems = batch.read[row.id]
    if writing.id_meant(values, batch.here, batch.known) is not None:
        return None
    with db.session.no_autoflush:  # what the database refuses is no fault of the row that asks it something
        member = opened[row.id] = writing.open_file(values, batch.here, is_another_person=False)
    if writing.follows(values, batch.known):
        return None
    return _judged(row, values, writing.Written(member=member, is_new=True, changes=({}, {})))


def _try(row: ImportRow, batch: _Batch, opened: Member | None = None) -> Found:
    """One row for itself."""

    def judged(row: ImportRow) -> Found:
        values, _problems = batch.read[row.id]
        member = opened
        if member is None and writing.id_meant(values, batch.here, batch.known) is None:
            member = writing.open_file(values, batch.here, is_another_person=False)
        return _judged(row, values, writing.write_row(values, batch.here, batch.known, opened=member))

    with _taken_back():
        return _said(row, batch, judged)


def _said(row: ImportRow, batch: _Batch, attempt: Callable[[ImportRow], Said]) -> Said | Found:
    """What came of an attempt at a row, or why it was refused."""
    values, problems = batch.read[row.id]
    reader = batch.reader
    if problems:
        return _refused(row.id, problems + _gaps(values, problems, reader))
    try:
        return attempt(row)
    except PossibleDuplicate as refusal:
        told = {"alike": [str(person.id) for person in refusal.found]}
        document = writing.document_of(values, batch.here)
        index = member_services.identity_index(document) if document else ""
        person = person_key(values, row.import_id)
        return Found(row_id=row.id, state=RowState.ALIKE, told=told, identity_key=index, person_key=person)
    except errors.CellMissing:
        return _refused(row.id, _gaps(values, [], reader))
    except Exception as error:
        return _refused(row.id, [_explained(error, row, reader)])


def _judged(row: ImportRow, values: dict[str, Any], written: writing.Written) -> Found:
    before, after = written.changes
    member_id = None if written.is_new else written.member.id
    state = RowState.NEW if written.is_new else RowState.CHANGED if after else RowState.UNCHANGED
    identity = (written.member.identity_index or "") if written.is_new else ""
    person = person_key(values, row.import_id) if written.is_new else ""
    told = {"before": before, "after": after} if after else {}
    return Found(row_id=row.id, state=state, told=told, member_id=member_id, identity_key=identity, person_key=person)


def _refused(row_id: int, problems: list[Problem]) -> Found:
    return Found(row_id=row_id, state=RowState.REFUSED, told={"problems": problems})


def _gaps(values: dict[str, Any], problems: Sequence[Problem], reader: Reader) -> list[Problem]:
    """The empty cells that a new member needs filled; nothing where another file is meant, or the cell is wrong already."""
    if values.get("number") is not None:
        return []
    named = {said["field"] for said in problems}
    empty = [code for code in writing.missing(values) if code not in named]
    return [problem(errors.CellMissing.message, code, country=reader.here.country) for code in empty]


def _explained(error: Exception, row: ImportRow, reader: Reader) -> Problem:
    """A refusal in words, beside its column; anything else is written down for who looks after the house."""
    if not isinstance(error, Refusal):
        log.error("row %s of import %s", row.row_number, row.import_id, exc_info=error)
        return problem(UNEXPECTED, None, country=reader.here.country)
    there = {meant.code for _place, meant, _context in reader.columns}
    field = error.field or ""
    return problem(error.message, field if field in there else NEEDED_AS.get(field, field), country=reader.here.country)


def keep_found(import_id: int, found: Sequence[Found]) -> bool:
    """Write down what a dry run found, but for rows that are there twice. Whether there is more to try."""
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not ImportState.CHECKING:
        return False
    rows = {row.id: row for row in queries.next_rows(import_id, [RowState.WAITING], ROWS_AT_ONCE, with_cells=False)}
    before = {row.id: kept(row.found, {}) for row in rows.values() if row.is_another is not None}
    for each in found:
        row = rows.get(each.row_id)
        if row is not None:
            _keep(row, each)
            moved.done += 1
    if rows:
        _set_repeated_aside(list(rows.values()), moved, told={each.row_id: each.told for each in found})
    for row_id, said in before.items():
        if rows[row_id].state is RowState.ALIKE and kept(rows[row_id].found, {}) == said:
            rows[row_id].state = DECIDED[bool(rows[row_id].is_another)]
    moved.moved_at = clock.now()
    if not found:
        moved.state, moved.checked_at = ImportState.CHECKED, clock.now()
    db.session.flush()
    return bool(found)


def _keep(row: ImportRow, each: Found) -> None:
    row.state, row.member_id = each.state, each.member_id
    row.identity_key, row.person_key = each.identity_key, each.person_key
    row.found = as_json(each.told) if each.told else ""


def _set_repeated_aside(rows: list[ImportRow], moved: Import, *, told: Mapping[int, dict[str, Any]]) -> None:
    """The same document or file twice is refused; the same name and day of birth twice is asked about."""
    country = here_and_now(None).country
    seen: dict[tuple[str, object], int] = {}
    for earlier in queries.earlier_rows(moved.id, rows):
        _note_keys(earlier, seen)
    for row in rows:
        for key, field in SAME.items():
            first = seen.get((key, getattr(row, key)))
            if first is not None and row.state not in (RowState.REFUSED, RowState.WAITING):
                _set_aside(row, first, field=field, country=country, told=told[row.id])
                break
        _note_keys(row, seen)


def _note_keys(row: AnyRow | ImportRow, seen: dict[tuple[str, object], int]) -> None:
    for key in SAME:
        if value := getattr(row, key):
            seen.setdefault((key, value), row.row_number)


def _set_aside(row: ImportRow, first: int, *, field: str, country: str, told: dict[str, Any]) -> None:
    if field:
        row.state = RowState.REFUSED
        said = problem(errors.TwiceInFile(first, field).message, field, country=country)
        row.found, row.member_id = as_json({"problems": [said]}), None
    else:
        row.state = RowState.ALIKE
        row.found = as_json({**told, "row": first})


def write_rows(import_id: int, *, one_by_one: bool) -> bool:
    """Write the next accepted rows for good. Whether there are more; the last batch ends the import.

    All of them together, which is quick, until one is refused after all; then `one_by_one`, so that this one is set aside.
    """
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not ImportState.WRITING:
        return False
    batch = _batch_of(moved, ACCEPTED)
    with audit.on_behalf_of(moved.started_by_account_id):
        if one_by_one:
            for row in batch.rows:
                _write_if_possible(row, batch)
        else:
            _write_together(batch)
        _forget_what_was_written(moved, batch.rows)
        moved.done, moved.moved_at = moved.done + len(batch.rows), clock.now()
        if len(batch.rows) < ROWS_AT_ONCE:
            _end(moved)
    return bool(moved.is_open)


def _write_together(batch: _Batch) -> None:
    with many_together(are_kept=True, foreseen=Foreseen(holders=writing.holders(batch.known))):
        opened = {row.id: _opened(row, batch) for row in batch.rows}
        write_admitted()
        for row in batch.rows:
            _write(row, batch, opened[row.id])


def _opened(row: ImportRow, batch: _Batch) -> Member | None:
    """The new file, None where one is meant that is here. Who may be here already was looked at after the dry run."""
    values, problems = batch.read[row.id]
    if problems:
        raise errors.NotAsChecked
    meant = writing.id_meant(values, batch.here, batch.known)
    if meant != row.member_id:
        raise errors.NotAsChecked
    return writing.open_file(values, batch.here, is_another_person=True) if meant is None else None


def _write(row: ImportRow, batch: _Batch, opened: Member | None) -> None:
    values, _problems = batch.read[row.id]
    written = writing.write_row(values, batch.here, batch.known, opened=opened)
    row.state = RowState.CREATED if written.is_new else RowState.UPDATED
    row.member_id = written.member.id


def _write_if_possible(row: ImportRow, batch: _Batch) -> None:
    try:
        with db.session.begin_nested():
            _write(row, batch, _opened(row, batch))
    except Exception as error:
        _values, problems = batch.read[row.id]
        told = {"problems": problems or [_explained(error, row, batch.reader)]}
        row.state, row.found = RowState.REFUSED, as_json(told)


def _forget_what_was_written(moved: Import, rows: Sequence[ImportRow]) -> None:
    set_rows(moved, [RowState.CREATED, RowState.UPDATED], FORGOTTEN, only=rows)


def _end(moved: Import) -> None:
    """Counts stay, and which row became which member; what the rows said goes, but for those to correct."""
    counts = queries.counts_of(moved.id)
    moved.created, moved.updated = counts.get(RowState.CREATED, 0), counts.get(RowState.UPDATED, 0)
    moved.refused = counts.get(RowState.REFUSED, 0)
    moved.state, moved.ended_at, moved.mapping = ImportState.DONE, clock.now(), _only_columns(moved.mapping)
    set_rows(moved, [RowState.UNCHANGED, RowState.SKIPPED], FORGOTTEN)
    told = {"created": moved.created, "updated": moved.updated, "refused": moved.refused, "file_kind": moved.file_kind}
    audit.record(IMPORTED, subject_type="import", subject_id=moved.id, after=told)


def _only_columns(mapping: str) -> str:
    """What the columns meant, without any word of the file: the rows set aside still name theirs."""
    return ColumnMapping(fields=ColumnMapping.of(mapping).fields, orders={}, words={}).text()
