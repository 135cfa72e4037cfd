"""An import from the file that was read to the members that are written: each step of the way, and what the worker does."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from sqlalchemy import delete, select, update

from app.imports import errors, proposals, queries, registry
from app.imports.child import FileRead
from app.imports.headers import LINES_LOOKED_AT, Headers, find_headers, is_no_person
from app.imports.models import Import, ImportHabit, ImportRow, ImportState, RowState
from app.imports.registry import Here
from app.imports.rows import ColumnMapping, as_json, kept
from app.kernel import audit, clock, jobs
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import open_organisation_id
from app.kernel.transaction import on_commit
from app.network import queries as network_queries
from app.network.models import Organisation

log = logging.getLogger(__name__)

DROPPED = audit.action("import.dropped", _l("Import dropped"))
SET_ASIDE_TAKEN = audit.action("import.set_aside_taken", _l("Rows set aside taken away as a file"))
GO_ON = "app.imports.jobs.go_on"
LOADED_AT_ONCE = 1000
CHECK_HOLDS = timedelta(hours=1)
ACCEPTED = (RowState.NEW, RowState.CHANGED)
DECIDED = {True: RowState.NEW, False: RowState.SKIPPED}  # another person, or to be left out


def here_and_now(account_id: int | None) -> Here:
    organisation = network_queries.open_organisation(open_organisation_id())
    return Here(
        country=organisation.country,
        currency=organisation.currency,
        today=organisation.today,
        account_id=account_id,
    )


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def open_import(file: FileRead, digest: str, *, by_account_id: int) -> Import:
    """Keep the rows of a file that was read, and what its columns seem to mean.

    Raises ImportUnderWay, NoHeaders, NoRows.
    """
    _lock_organisation()
    under_way = queries.open_import()
    if under_way is not None:
        raise errors.ImportUnderWay(under_way.id)
    rows = file.rows()
    first = list(islice(rows, LINES_LOOKED_AT + 1))
    headers = find_headers(first, registry.recogniser())
    if headers is None:
        raise errors.NoHeaders
    opened = Import(
        file_kind=file.kind,
        file_digest=digest,
        how_read=as_json({**file.how, "row": headers.row_number}),
        columns=as_json(headers.names),
        mapping="",
        total=0,
        started_by_account_id=by_account_id,
    )
    db.session.add(opened)
    db.session.flush()
    _load(opened, headers, chain(first[headers.first_row :], rows))
    _propose(opened, headers.names)
    return opened


def _lock_organisation() -> None:
    """Two files sent at the same moment: the second one sees the first."""
    here = open_organisation_id()
    db.session.execute(select(Organisation.id).where(Organisation.id == here).with_for_update())


def _load(opened: Import, headers: Headers, rows: Iterator[tuple[int, list[str]]]) -> None:
    examples = registry.examples()
    while chunk := list(islice(rows, LOADED_AT_ONCE)):
        people = [row for row in chunk if not is_no_person(row[1], headers) and [*filter(None, row[1])] not in examples]
        opened.left_out += len(chunk) - len(people)
        opened.total += len(people)
        load_rows(opened.organisation_id, ImportRow, [_row(opened.id, number, cells) for number, cells in people])
    if not opened.total:
        raise errors.NoRows


def _row(import_id: int, number: int, cells: Sequence[str]) -> dict[str, object]:
    empty = {"found": "", "person_key": "", "identity_key": "", "state": RowState.WAITING}
    return {"id": new_id(), "import_id": import_id, "row_number": number, "cells": as_json(cells), **empty}


def _propose(opened: Import, headers: Sequence[str]) -> None:
    """As the last time for the same headers, else as CAErp names them, else by their names."""
    habit = queries.habit_of(proposals.headers_digest(headers))
    if habit is not None:
        before = ColumnMapping.of(habit.mapping)
        opened.mapping = replace(before, known=proposals.KNOWN_BEFORE, questions={}, admitted_on="").text()
        return
    known, fields = proposals.propose(headers, queries.some_cells(opened.id, 20))
    opened.mapping = ColumnMapping(fields=fields, orders={}, words={}, known=known).text()


def choose_columns(moved: Import, fields: Sequence[str]) -> bool:
    """Say what each column means. True: nothing is left to ask, and the dry run begins.

    Raises NotAtThisStep, ColumnTwice, NothingToFind, ColumnBesideMissing.
    """
    _at(moved, ImportState.MAPPING, ImportState.CHECKED)
    chosen = [code for code in fields if code]
    if len(chosen) != len(set(chosen)):
        raise errors.ColumnTwice
    if not _can_tell_people(set(chosen)):
        raise errors.NothingToFind
    _refuse_alone(chosen)
    here = here_and_now(moved.started_by_account_id)
    mapping = replace(ColumnMapping.of(moved.mapping), fields=list(fields))
    open_questions = proposals.questions_about(fields, queries.all_cells(moved.id), mapping, here=here)
    orders = {**mapping.orders, **open_questions.pop("settled")}
    questions = {**open_questions, "admitted_on": "admitted_on" not in chosen and "number" not in chosen}
    moved.mapping = replace(mapping, questions=questions, orders=orders).text()
    moved.state, moved.moved_at = ImportState.MAPPING, clock.now()
    if any(questions.values()):
        return False
    _begin_check(moved)
    return True


def _refuse_alone(chosen: Sequence[str]) -> None:
    known = registry.fields()
    for code in filter(known.__contains__, chosen):
        if other := proposals.missing_beside(code, chosen, known):
            raise errors.ColumnBesideMissing(known[code].label, known[other].label)


def _can_tell_people(chosen: set[str]) -> bool:
    names = ("full_name",), ("family_name_latin", "given_name_latin"), ("family_name_arabic", "given_name_arabic")
    return "number" in chosen or any(chosen.issuperset(name) for name in names)


def answer(
    moved: Import, *, orders: Mapping[str, str], words: Mapping[str, dict[str, str]], admitted_on: date | None
) -> None:
    """What the file left open; the dry run begins. Raises NotAtThisStep."""
    _at(moved, ImportState.MAPPING)
    mapping = ColumnMapping.of(moved.mapping)
    known = {code: {**mapping.words.get(code, {}), **words.get(code, {})} for code in {*mapping.words, *words}}
    day = admitted_on.isoformat() if admitted_on else ""
    moved.mapping = replace(mapping, orders={**mapping.orders, **orders}, words=known, admitted_on=day).text()
    set_rows(moved, list(RowState), {"found": "", "is_another": None})
    _begin_check(moved)


def _begin_check(moved: Import) -> None:
    """What was found and decided is compared with what is found now: see `row_services.keep_found`."""
    fresh = {"state": RowState.WAITING, "person_key": "", "identity_key": "", "member_id": None}
    set_rows(moved, list(RowState), fresh)
    moved.state, moved.done, moved.moved_at = ImportState.CHECKING, 0, clock.now()
    _remember(moved)
    on_commit(hand_to_worker, moved.organisation_id, moved.id)


def set_rows(
    moved: Import, states: Sequence[RowState], values: dict[str, Any], *, only: Sequence[ImportRow] | None = None
) -> int:
    """Give these values to the rows in some states; how many there were. Objects in memory do not notice."""
    wanted = update(ImportRow).where(ImportRow.import_id == moved.id, ImportRow.state.in_(states))
    if only is not None:
        wanted = wanted.where(ImportRow.id.in_([row.id for row in only]))
    done = db.session.execute(wanted.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]  # of an update


def _remember(moved: Import) -> None:
    """For the next file with these headers."""
    digest = proposals.headers_digest(kept(moved.columns, []))
    habit = queries.habit_of(digest) or ImportHabit(headers_digest=digest)
    habit.columns, habit.mapping, habit.used_at = moved.columns, moved.mapping, clock.now()
    db.session.add(habit)


def decide(moved: Import, rows: Sequence[ImportRow] | None, *, is_another: bool) -> int:
    """Of those who may be here already (None: all of them): another person, or to be left out. Raises NotAtThisStep."""
    _at(moved, ImportState.CHECKED)
    decided = {"state": DECIDED[is_another], "is_another": is_another}
    moved.moved_at = clock.now()
    return set_rows(moved, [RowState.ALIKE], decided, only=rows)


def begin_writing(moved: Import) -> bool:
    """Write what was accepted. False: the check is too old, and is done again first; decisions hold. Raises NotAtThisStep, ColumnGone."""
    _at(moved, ImportState.CHECKED)
    _refuse_gone(moved)
    if moved.checked_at is None or clock.now() - moved.checked_at > CHECK_HOLDS:
        _begin_check(moved)
        return False
    set_rows(moved, [RowState.ALIKE], {"state": RowState.SKIPPED})
    counts = queries.counts_of(moved.id)
    moved.state, moved.moved_at = ImportState.WRITING, clock.now()
    moved.done = moved.total - sum(counts.get(state, 0) for state in ACCEPTED)
    on_commit(hand_to_worker, moved.organisation_id, moved.id)
    return True


def _refuse_gone(moved: Import) -> None:
    """A field of the organisation may be withdrawn after a column was chosen for it."""
    headers, fields = kept(moved.columns, []), ColumnMapping.of(moved.mapping).fields
    for place in registry.places_gone(fields, registry.fields()):
        raise errors.ColumnGone(headers[place])


def drop(moved: Import) -> None:
    """Nothing is written, and what the file said is gone. Raises NotAtThisStep once members are being written."""
    _at(moved, ImportState.MAPPING, ImportState.CHECKING, ImportState.CHECKED)
    db.session.execute(delete(ImportRow).where(ImportRow.import_id == moved.id))
    moved.state, moved.ended_at, moved.moved_at, moved.mapping = ImportState.DISCARDED, clock.now(), clock.now(), ""
    audit.record(DROPPED, subject_type="import", subject_id=moved.id, after={"rows": moved.total})


def _at(moved: Import, *states: ImportState) -> None:
    locked = queries.locked_import(moved.id)
    if locked is None or locked.state not in states:
        raise errors.NotAtThisStep


def hand_to_worker(organisation_id: int, import_id: int) -> None:
    """After the commit. Whatever happens to the queue, the sweep finds what is left behind."""
    try:
        jobs.enqueue(GO_ON, organisation_id, import_id)
    except Exception:
        log.exception("import %s could not be queued; the sweep will find it", import_id)
