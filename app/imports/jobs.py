"""Checking and writing the rows of an import, outside the request, a few at a time.

The rows carry the state: what was done is done in the transaction that did it, and a killed worker goes on where it was.
After some batches the import queues up again, so that papers and letters need not wait for five thousand rows.
"""

from __future__ import annotations

import logging

from app.imports import row_services, services
from app.imports.models import ImportState
from app.imports.row_services import Found
from app.kernel import jobs
from app.kernel.transaction import RollBack, read_transaction, write_transaction

log = logging.getLogger(__name__)
BATCHES_AT_ONCE = 10


@jobs.task
def go_on(organisation_id: int | None, import_id: int) -> None:
    """The next batches of a dry run or of the writing. May run twice: a row changes state once."""
    assert organisation_id is not None
    for _batch in range(BATCHES_AT_ONCE):
        if not _one_batch(import_id):
            return
    services.hand_to_worker(organisation_id, import_id)


def _one_batch(import_id: int) -> bool:
    """Whether there is more to do."""
    with read_transaction():
        state = row_services.state_of(import_id)
    if state is ImportState.CHECKING:
        found = _try(import_id)
        with write_transaction():
            return row_services.keep_found(import_id, found)
    return state is ImportState.WRITING and _write(import_id)


def _write(import_id: int) -> bool:
    """A batch at once; where a row of it is refused, once more and one by one."""
    try:
        with write_transaction():
            return row_services.write_rows(import_id, one_by_one=False)
    except Exception:
        log.info("a row of import %s is refused after all: its batch is written one by one", import_id, exc_info=True)
    with write_transaction():
        return row_services.write_rows(import_id, one_by_one=True)


def _try(import_id: int) -> list[Found]:
    """The dry run does what the import would do, and takes it back: nothing of it reaches the disk."""
    with write_transaction():
        if found := row_services.try_rows(import_id):
            raise RollBack
    return found
