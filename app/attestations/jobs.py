"""Making the file of an attestation, outside the request. The row says that it is needed; the queue only hurries."""

from __future__ import annotations

import logging

from app.attestations import queries, services
from app.kernel import clock, jobs
from app.kernel.transaction import read_transaction, write_transaction
from app.pdf import AttestationDocument, from_json, render_in_child

log = logging.getLogger(__name__)


@jobs.task
def make_file(organisation_id: int | None, attestation_id: int) -> None:
    """Render the frozen sheet and keep its bytes. May run twice: the first file stays. A failure burns no number.

    The engine lives for one sheet, in a child: the worker stays small, and no document can take it down.
    """
    with write_transaction():
        sheet = services.begin_file(attestation_id)
    if sheet is None:
        return
    try:
        content = render_in_child("attestation", document_of(sheet))
    except Exception:
        log.exception(
            "the file of attestation %s of organisation %s could not be made", attestation_id, organisation_id
        )
        return
    with write_transaction():
        services.keep_file(attestation_id, content)


def document_of(sheet: str) -> AttestationDocument:
    """The document of a sheet kept as JSON."""
    document = from_json("attestation", sheet)
    assert isinstance(document, AttestationDocument)
    return document


@jobs.sweep
def queue_files_left_behind() -> None:
    """Every minute: hand to the worker again what a killed worker, a lost queue or a failed attempt left behind."""
    with read_transaction():
        left = queries.files_left_behind(clock.now())
    for organisation_id, attestation_id in left:
        services.hand_to_worker(organisation_id, attestation_id)
