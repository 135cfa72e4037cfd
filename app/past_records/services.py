"""An import of past months from the file that was read to the records that are written, and perhaps taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

from sqlalchemy import delete, select, update
from sqlalchemy.orm import defer

from app.imports import errors as import_errors
from app.imports.child import FileRead
from app.imports.headers import LINES_LOOKED_AT, Headers, find_headers, is_no_person
from app.imports.registry import Here
from app.imports.rows import as_json
from app.imports.services import here_and_now
from app.kernel import audit, clock, jobs
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import open_organisation_id
from app.kernel.transaction import on_commit
from app.network.models import Organisation
from app.past_records import errors, mapping, queries
from app.past_records.mapping import FileMapping
from app.past_records.models import ActivityImport, ActivityImportRow, RowState, SheetKind, State
from app.past_records.sheets import JudgedRow, Sheet, sheet_of, sheets

log = logging.getLogger(__name__)
IMPORTED = audit.action("past_import.done", _l("Past months imported"))
TAKEN_BACK = audit.action("past_import.taken_back", _l("Import of past months taken back"))
DROPPED = audit.action("past_import.dropped", _l("Import of past months dropped"))
TAKEN_AWAY = audit.action("past_import.exported", _l("Records taken away as a file"))
GO_ON = "app.past_records.jobs.go_on"
LOADED_AT_ONCE = 1000


def open_import(file: FileRead, digest: str, *, kind: SheetKind, spoken: str, by_account_id: int) -> ActivityImport:
    """Keep the rows of a file that was read, and what its columns seem to mean.

    Raises ImportUnderWay, NoHeaders, NoRows.
    """
    here, sheet = open_organisation_id(), sheets()[kind]
    db.session.execute(select(Organisation.id).where(Organisation.id == here).with_for_update())
    if (under_way := queries.open_import()) is not None:
        raise import_errors.ImportUnderWay(under_way.id)
    rows = file.rows()
    first = list(islice(rows, LINES_LOOKED_AT + 1))
    headers = find_headers(first, sheet.recognise())
    if headers is None:
        raise errors.NoHeaders
    opened = ActivityImport(
        sheet=kind,
        file_kind=file.kind,
        file_digest=digest,
        columns=as_json(headers.names),
        started_by_account_id=by_account_id,
        total=0,
        left_out=0,
    )
    db.session.add(opened)
    db.session.flush()
    _load(opened, sheet, chain(first[headers.first_row :], rows), headers=headers)
    some = queries.some_rows(opened.id)
    opened.mapping = mapping.propose(sheet, headers.names, some, spoken=spoken).text()
    return opened


def _load(opened: ActivityImport, sheet: Sheet, rows: Iterator[tuple[int, list[str]]], *, headers: Headers) -> None:
    example = sheet.examples()
    while chunk := list(islice(rows, LOADED_AT_ONCE)):
        told = [row for row in chunk if not is_no_person(row[1], headers) and [*filter(None, row[1])] != example]
        opened.left_out += len(chunk) - len(told)
        opened.total += len(told)
        common = {"import_id": opened.id, "state": RowState.WAITING, "found": ""}
        made = [{"id": new_id(), "row_number": number, "cells": as_json(cells), **common} for number, cells in told]
        load_rows(opened.organisation_id, ActivityImportRow, made)
    if not opened.total:
        raise import_errors.NoRows


def choose_columns(moved: ActivityImport, fields: Sequence[str], *, order: str) -> None:
    """Say what each column means, and begin the check. Raises NotAtThisStep, ColumnTwice, ColumnsMissing."""
    _at(moved, State.MAPPING, State.CHECKED)
    chosen = [code for code in fields if code]
    if len(chosen) != len(set(chosen)):
        raise import_errors.ColumnTwice
    sheet = sheet_of(moved)
    for some in sheet.needed:
        if not set(chosen) & set(some):
            raise errors.ColumnsMissing(" / ".join(str(sheet.field(code).label) for code in some))
    moved.mapping = replace(FileMapping.of(moved.mapping), fields=list(fields), order=order).text()
    _begin(moved, State.CHECKING)


def _begin(moved: ActivityImport, state: State) -> None:
    moved.state, moved.moved_at, moved.done = state, clock.now(), 0
    on_commit(hand_to_worker, moved.organisation_id, moved.id)


def judge(moved: ActivityImport, *, is_held: bool) -> list[JudgedRow]:
    """What becomes of each row, as things stand now. `is_held`: nobody changes that until the transaction ends."""
    sheet, here = sheet_of(moved), _here(moved)
    rows = mapping.read_rows(sheet, FileMapping.of(moved.mapping), queries.rows_of(moved.id), here=here)
    if is_held:
        sheet.hold(rows)
    return sheet.judge(moved, rows)


def _here(moved: ActivityImport) -> Here:
    return here_and_now(moved.started_by_account_id)


def keep_found(import_id: int, judged: Sequence[JudgedRow]) -> bool:
    """Write down what was found of some rows. False: the import was dropped meanwhile."""
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not State.CHECKING:
        return False
    for state in (RowState.NEW, RowState.TWICE):
        ids = [found.row.row_id for found in judged if found.state is state]
        of_state = update(ActivityImportRow).where(ActivityImportRow.id.in_(ids)).values(state=state, found="")
        db.session.execute(of_state.execution_options(synchronize_session=False))
    _keep_problems({found.row.row_id: found for found in judged if found.state is RowState.REFUSED})
    moved.done, moved.moved_at = moved.done + len(judged), clock.now()
    return True


def _keep_problems(refused: Mapping[int, JudgedRow]) -> None:
    rows = select(ActivityImportRow).where(ActivityImportRow.id.in_(refused))
    for row in db.session.scalars(rows.options(defer(ActivityImportRow.cells))):
        row.state, row.found = RowState.REFUSED, as_json({"problems": refused[row.id].problems})
    db.session.flush()


def end_check(import_id: int, judged: Sequence[JudgedRow]) -> None:
    """The dry run is over; nothing was written."""
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not State.CHECKING:
        return
    counts = {state: sum(found.state is state for found in judged) for state in RowState}
    moved.accepted, moved.twice = counts[RowState.NEW], counts[RowState.TWICE]
    moved.refused = counts[RowState.REFUSED]
    moved.state, moved.moved_at = State.CHECKED, clock.now()


def begin_writing(moved: ActivityImport) -> None:
    """Write what was accepted. Raises NotAtThisStep."""
    _at(moved, State.CHECKED)
    _begin(moved, State.WRITING)


def write(import_id: int) -> None:
    """Everything that was accepted, in this transaction; where a row is judged otherwise by now, the check is done again."""
    moved = queries.locked_import(import_id)
    if moved is None or moved.state is not State.WRITING:
        return
    accepted = [found for found in judge(moved, is_held=True) if found.state is RowState.NEW]
    if {found.row.row_id for found in accepted} != queries.rows_in(moved.id, RowState.NEW):
        _begin(moved, State.CHECKING)
        return
    written = sheet_of(moved).write(moved, accepted)
    moved.records, moved.payments, moved.done = written.records, written.payments, moved.total
    moved.state, moved.moved_at, moved.ended_at = State.DONE, clock.now(), clock.now()
    _forget(moved, but=RowState.REFUSED)
    told = {"sheet": moved.sheet, "rows": moved.accepted, "records": moved.records, "refused": moved.refused}
    _tell(IMPORTED, moved, told)


def drop(moved: ActivityImport) -> None:
    """Nothing is written, and what the file said is gone. Raises NotAtThisStep once records are being written."""
    _at(moved, State.MAPPING, State.CHECKING, State.CHECKED)
    _forget(moved)
    moved.state, moved.moved_at, moved.ended_at, moved.mapping = State.DISCARDED, clock.now(), clock.now(), ""
    audit.record(DROPPED, subject_type="activity_import", subject_id=moved.id, after={"rows": moved.total})


def take_back(moved: ActivityImport) -> None:
    """Take away all that it wrote. Raises NotAtThisStep, and what the sheet's `take_back` raises."""
    _at(moved, State.DONE)
    sheet_of(moved).take_back(moved)
    _forget(moved)
    moved.state, moved.moved_at = State.TAKEN_BACK, clock.now()
    told = {"sheet": moved.sheet, "records": moved.records}
    audit.record(TAKEN_BACK, subject_type="activity_import", subject_id=moved.id, before=told)


def _tell(action: str, moved: ActivityImport, told: dict[str, object]) -> None:
    by = moved.started_by_account_id
    audit.record(action, subject_type="activity_import", subject_id=moved.id, after=told, account_id=by)


def _forget(moved: ActivityImport, *, but: RowState | None = None) -> None:
    gone = delete(ActivityImportRow).where(ActivityImportRow.import_id == moved.id)
    if but is not None:
        gone = gone.where(ActivityImportRow.state != but)
    db.session.execute(gone.execution_options(synchronize_session=False))


def _at(moved: ActivityImport, *states: State) -> None:
    locked = queries.locked_import(moved.id)
    if locked is None or locked.state not in states:
        raise import_errors.NotAtThisStep


def hand_to_worker(organisation_id: int, import_id: int) -> None:
    """After the commit. Whatever happens to the queue, the sweep finds what is left behind."""
    try:
        jobs.enqueue(GO_ON, organisation_id, import_id)
    except Exception:
        log.exception("import %s of past months could not be queued; the sweep will find it", import_id)
