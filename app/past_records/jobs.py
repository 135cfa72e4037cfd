"""Checking and writing an import of past months, outside the request.

The check writes nothing but what it found. The writing is one transaction: a killed worker leaves nothing half done.
"""

from __future__ import annotations

from app.kernel import jobs
from app.kernel.transaction import read_transaction, write_transaction
from app.past_records import queries, services
from app.past_records.models import State

ROWS_AT_ONCE = 1000


@jobs.task
def go_on(organisation_id: int | None, import_id: int) -> None:
    """The dry run, or the writing. May run twice: each does nothing once its state is over."""
    assert organisation_id is not None
    with read_transaction():
        moved = queries.find_import(import_id)
        state = moved.state if moved is not None else None
    if state is State.CHECKING:
        _check(import_id)
    elif state is State.WRITING:
        with write_transaction():
            services.write(import_id)


def _check(import_id: int) -> None:
    with read_transaction():
        judged = services.judge(queries.get_import_or_404(import_id), is_held=False)
    for start in range(0, len(judged), ROWS_AT_ONCE):
        with write_transaction():
            if not services.keep_found(import_id, judged[start : start + ROWS_AT_ONCE]):
                return
    with write_transaction():
        services.end_check(import_id, judged)
