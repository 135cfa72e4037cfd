"""Making prints outside the request, a few pages a step: others' work comes in between, and a killed worker goes on.

The rows are frozen as JSON, one file a part (`0003-250`: the fourth, of 250 rows), beside the parts that are done; the last step puts them together. The folder
is then removed.
"""

from __future__ import annotations

import io
import logging
import shutil
from pathlib import Path

from flask import current_app, g

from app import pdf
from app.accounts import queries as account_queries
from app.kernel import clock, jobs
from app.kernel.database import db
from app.kernel.files import files_directory, write_durably
from app.kernel.i18n import speaking
from app.kernel.tenancy import open_organisation_id, organisation_scope
from app.kernel.transaction import read_transaction, write_transaction
from app.network import queries as network_queries
from app.reports import prints_pages, prints_queries, renderers
from app.reports import prints_services as services
from app.reports.models import PrintJob

log = logging.getLogger(__name__)


@jobs.task
def go_on(organisation_id: int | None, job_id: int) -> None:
    """One step of a print. May run twice: a part that is done stays. After a fault the sweep tries again."""
    with write_transaction():
        job = services.take_up(job_id)
    if job is None or organisation_id is None:
        shutil.rmtree(_folder(job_id), ignore_errors=True)
        return
    try:
        is_done = _step(job)
    except Exception:
        log.exception("print %s of organisation %s did not come further", job_id, organisation_id)
        return
    if not is_done:
        services.hand_to_worker(organisation_id, job_id)


def _step(job: PrintJob) -> bool:
    """Freeze the rows; or render the next parts; or put all together. Whether nothing is left to do."""
    folder = _folder(job.id)
    if not job.parts or not folder.exists():
        return _freeze(job, folder)
    waiting = sorted(folder.glob("*.json"))
    if waiting:
        _render(job, waiting[: pdf.PARTS_AT_ONCE])
        return False
    _put_together(job, folder)
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _freeze(job: PrintJob, folder: Path) -> bool:
    """What whoever asked sees today, as the plain values of a document; nothing when they may not take it any more."""
    document = _document(job)
    if document is None:
        with write_transaction():
            services.give_up(job.id)
        return True
    parts = pdf.split(document)
    shutil.rmtree(folder, ignore_errors=True)
    for place, part in enumerate(parts):
        write_durably(folder / f"{place:04d}-{len(part.rows)}.json", pdf.to_json(part).encode())
    with write_transaction():
        services.begin_parts(job.id, rows=len(document.rows), parts=len(parts))
    return False


def _document(job: PrintJob) -> pdf.RegisterDocument | None:
    with read_transaction():
        organisation = network_queries.open_organisation(open_organisation_id())
        actor = account_queries.actor_here(job.account_id)
        if actor is None or not actor.can(prints_pages.ASKS[job.kind]):
            return None
        g.organisation, g.actor = organisation, actor
        try:
            with speaking(job.language, country=organisation.country):
                return renderers.register_document(prints_pages.report_of(job))
        finally:
            del g.organisation, g.actor


def _render(job: PrintJob, frozen: list[Path]) -> None:
    """The engine lives for a few parts, in a child; what is done stands before what it was made from goes."""
    payload = '{"documents":[' + ",".join(path.read_text() for path in frozen) + "]}"
    made = pdf.render_long_in_child("register_parts", payload)
    for path, content in zip(frozen, made, strict=True):
        write_durably(path.with_suffix(".part"), content)
        path.unlink()
    left = sum(int(path.stem.partition("-")[2]) for path in frozen[0].parent.glob("*.json"))
    with write_transaction():
        services.come_further(job.id, rows_done=job.rows - left)


def _put_together(job: PrintJob, folder: Path) -> None:
    parts = sorted(folder.glob("*.part"))
    with speaking(job.language, country=_country()):
        words = renderers.page_words()
    pages = sum(pdf.count_pages(path.read_bytes()) for path in parts)
    numbers = pdf.to_json(pdf.PageNumbers(pages=pages, **words))
    out = io.BytesIO()
    pdf.merge((path.read_bytes() for path in parts), pdf.render_long_in_child("page_numbers", numbers)[0], out)
    with write_transaction():
        services.keep_file(job.id, out.getvalue())


def _country() -> str:
    with read_transaction():
        return network_queries.open_organisation(open_organisation_id()).country


def _folder(job_id: int) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "prints" / str(open_organisation_id()) / str(job_id)


@jobs.sweep
def queue_prints_left_behind() -> None:
    """Every minute: hand to the worker again what a killed worker, a lost queue or a failed step left behind."""
    with read_transaction():
        left = prints_queries.left_behind(clock.now())
    for organisation_id, job_id in left:
        services.hand_to_worker(organisation_id, job_id)


@jobs.nightly
def forget_old_prints() -> None:
    """A week after it was asked for a print goes, with its file."""
    for organisation_id, job_id in prints_queries.outlived(clock.now()):
        with organisation_scope(organisation_id):
            _forget(job_id)


def _forget(job_id: int) -> None:
    job = db.session.get_one(PrintJob, (open_organisation_id(), job_id))
    stored = prints_queries.file_of(job)
    db.session.delete(job)
    db.session.flush()
    shutil.rmtree(_folder(job_id), ignore_errors=True)
    if stored is not None:
        (files_directory() / stored.path).unlink(missing_ok=True)
        db.session.delete(stored)
        db.session.flush()
