"""What the worker does by itself: imports that stand still go on, and what people's spreadsheets said is forgotten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, update

from app.imports.models import OPEN_STATES, RUNNING_STATES, Import, ImportRow, ImportState, RowState
from app.imports.services import hand_to_worker
from app.kernel import clock, jobs
from app.kernel.database import db
from app.kernel.tenancy import all_organisations
from app.kernel.transaction import read_transaction

KEPT_DAYS = 7
LEFT_BEHIND_AFTER = timedelta(seconds=60)


@jobs.sweep
def go_on_with_imports_left_behind() -> None:
    """Every minute: a killed worker loses the rows it was at, never those it had written."""
    for organisation_id, import_id in left_behind(Import, RUNNING_STATES):
        hand_to_worker(organisation_id, import_id)


def left_behind(kind: Any, running: Collection[StrEnum]) -> list[tuple[int, int]]:
    """Organisation and id of the imports of a kind that are under way, and that no worker moved for a minute."""
    still = select(kind.organisation_id, kind.id).where(
        kind.state.in_(running), kind.moved_at < clock.now() - LEFT_BEHIND_AFTER
    )
    with read_transaction(), all_organisations():
        return [(row.organisation_id, row.id) for row in db.session.execute(still)]


@jobs.nightly
def forget_what_spreadsheets_said() -> None:
    """An import that nobody went on with for a week is dropped; the refused rows of one that ended are forgotten."""
    week_ago = clock.ago(days=KEPT_DAYS)
    stale = Import.state.in_(OPEN_STATES) & (Import.moved_at < week_ago)
    with all_organisations():
        for kind, wanted in ((None, stale), (RowState.REFUSED, Import.ended_at < week_ago)):
            rows = delete(ImportRow).where(ImportRow.import_id.in_(select(Import.id).where(wanted)))
            if kind is not None:
                rows = rows.where(ImportRow.state == kind)
            db.session.execute(rows.execution_options(synchronize_session=False))
        dropped = update(Import).where(stale).values(state=ImportState.DISCARDED, mapping="", ended_at=clock.now())
        db.session.execute(dropped.execution_options(synchronize_session=False))
