"""What the worker does by itself: imports that stand still go on, and what people's spreadsheets said is forgotten."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.imports.upkeep import KEPT_DAYS, left_behind
from app.kernel import clock, jobs
from app.kernel.database import db
from app.kernel.tenancy import all_organisations
from app.past_records.models import OPEN_STATES, RUNNING_STATES, ActivityImport, ActivityImportRow, State
from app.past_records.services import hand_to_worker


@jobs.sweep
def go_on_with_past_months_left_behind() -> None:
    """Every minute: a killed worker had written nothing of what it was at."""
    for organisation_id, import_id in left_behind(ActivityImport, RUNNING_STATES):
        hand_to_worker(organisation_id, import_id)


@jobs.nightly
def forget_what_past_months_said() -> None:
    """An import that nobody went on with for a week is dropped; the refused rows of one that ended are forgotten."""
    week_ago = clock.ago(days=KEPT_DAYS)
    stale = ActivityImport.state.in_(OPEN_STATES) & (ActivityImport.moved_at < week_ago)
    with all_organisations():
        for wanted in (stale, ActivityImport.ended_at < week_ago):
            its = select(ActivityImport.id).where(wanted)
            rows = delete(ActivityImportRow).where(ActivityImportRow.import_id.in_(its))
            db.session.execute(rows.execution_options(synchronize_session=False))
        dropped = update(ActivityImport).where(stale)
        dropped = dropped.values(state=State.DISCARDED, mapping="", ended_at=clock.now())
        db.session.execute(dropped.execution_options(synchronize_session=False))
