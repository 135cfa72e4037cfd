"""Prints made by the worker: asked for, begun, gone on with, finished, forgotten."""

from __future__ import annotations

from datetime import timedelta

from app.kernel import audit, clock, files, jobs, notices
from app.kernel.database import db
from app.kernel.i18n import N_, _l
from app.kernel.tenancy import open_organisation_id
from app.kernel.transaction import on_commit
from app.reports.models import PrintJob, PrintKind, PrintState

PRINT_ASKED = audit.action("print.asked", _l("Print asked for"))
PRINT_TAKEN = audit.action("print.taken", _l("Print taken away"))
MOST_TRIES = 3
STALE_AFTER = timedelta(minutes=3)  # without coming further
KEPT_FOR = timedelta(days=7)
PDF = "application/pdf"


def ask(kind: PrintKind, wanted: dict[str, list[str]], *, language: str, rows: int, by_account_id: int) -> PrintJob:
    """The worker begins after the commit."""
    job = PrintJob(kind=kind, wanted=wanted, language=language, rows=rows, account_id=by_account_id)
    db.session.add(job)
    db.session.flush()
    audit.record(PRINT_ASKED, subject_type="print", subject_id=job.id, after={"report": kind.report, "rows": rows})
    on_commit(hand_to_worker, open_organisation_id(), job.id)
    return job


def hand_to_worker(organisation_id: int, job_id: int) -> None:
    jobs.enqueue("app.reports.prints_jobs.go_on", organisation_id, job_id)


def take_up(job_id: int) -> PrintJob | None:
    """One more step of this print; None when there is nothing left to do. The third step that fails ends it."""
    job = _locked(job_id)
    if job is None or job.state in (PrintState.DONE, PrintState.FAILED):
        return None
    if job.tries >= MOST_TRIES:
        end(job, PrintState.FAILED)
        return None
    job.state, job.tries, job.worked_at = PrintState.RUNNING, job.tries + 1, clock.now()
    db.session.flush()
    db.session.expunge(job)
    return job


def begin_parts(job_id: int, *, rows: int, parts: int) -> None:
    """The rows are frozen: so many, in so many parts."""
    job = _locked(job_id)
    if job is not None:
        job.rows, job.parts, job.tries, job.worked_at = rows, parts, 0, clock.now()


def come_further(job_id: int, *, rows_done: int) -> None:
    job = _locked(job_id)
    if job is not None:
        job.rows_done, job.tries, job.worked_at = rows_done, 0, clock.now()


def keep_file(job_id: int, content: bytes) -> None:
    """The print is done: whoever asked is told."""
    job = _locked(job_id)
    if job is not None and job.state is PrintState.RUNNING:
        job.stored_file_id = files.store(content, PDF).id
        end(job, PrintState.DONE)


def end(job: PrintJob, state: PrintState) -> None:
    job.state, job.ended_at = state, clock.now()
    if state is PrintState.DONE:
        job.rows_done = job.rows
    db.session.flush()
    notices.send(
        job.account_id,
        N_("The list you asked to print is ready.") if state is PrintState.DONE else N_("A list could not be printed."),
        {},
        endpoint="prints.show_print",
        endpoint_values={"print_id": job.id},
    )


def give_up(job_id: int) -> None:
    """Who asked may not see it any more."""
    job = _locked(job_id)
    if job is not None:
        end(job, PrintState.FAILED)


def _locked(job_id: int) -> PrintJob | None:
    return db.session.get(PrintJob, (open_organisation_id(), job_id), with_for_update=True, populate_existing=True)
