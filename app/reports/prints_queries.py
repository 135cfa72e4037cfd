"""Reads of prints: only who asked for one finds it."""

from __future__ import annotations

from datetime import datetime

from flask import abort
from sqlalchemy import or_, select

from app.kernel import files
from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.files import StoredFile
from app.kernel.tenancy import all_organisations
from app.reports.models import PrintJob, PrintState
from app.reports.prints_services import KEPT_FOR, STALE_AFTER


def get_print_or_404(actor: Actor, print_id: int) -> PrintJob:
    found: PrintJob | None = db.session.scalar(
        select(PrintJob).where(PrintJob.id == print_id, PrintJob.account_id == actor.account_id)
    )
    return found if found is not None else abort(404)


def left_behind(now: datetime, *, limit: int = 100) -> list[tuple[int, int]]:
    """Organisation and id of prints that should have come further by now, in every organisation."""
    long_ago = now - STALE_AFTER
    waiting = PrintJob.state.in_((PrintState.WAITING, PrintState.RUNNING))
    stale = or_(PrintJob.worked_at < long_ago, PrintJob.worked_at.is_(None) & (PrintJob.asked_at < long_ago))
    with all_organisations():
        found = select(PrintJob.organisation_id, PrintJob.id).where(waiting, stale).limit(limit)
        return [(row.organisation_id, row.id) for row in db.session.execute(found)]


def outlived(now: datetime) -> list[tuple[int, int]]:
    """Organisation and id of prints that are kept no longer."""
    with all_organisations():
        found = select(PrintJob.organisation_id, PrintJob.id).where(PrintJob.asked_at < now - KEPT_FOR)
        return [(row.organisation_id, row.id) for row in db.session.execute(found)]


def read_file(job: PrintJob) -> bytes:
    assert job.stored_file_id is not None, "only a print that is done has a file"
    return files.read(job.stored_file_id)


def file_of(job: PrintJob) -> StoredFile | None:
    return db.session.get(StoredFile, (job.organisation_id, job.stored_file_id)) if job.stored_file_id else None
