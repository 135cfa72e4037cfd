"""What the worker checks at night: that running totals are still the sums of their records."""

from __future__ import annotations

import logging

from sqlalchemy import select

from app.activity import totals
from app.kernel import jobs
from app.kernel.database import db
from app.kernel.transaction import on_commit, read_transaction
from app.network.models import Organisation

log = logging.getLogger(__name__)


@jobs.nightly
def compare_totals_with_raw_sums() -> None:
    """Hand each organisation to the worker: reading all records is no work for a write transaction."""
    for organisation_id in db.session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        on_commit(jobs.enqueue_task, compare_totals, organisation_id)


@jobs.task
def compare_totals(organisation_id: int) -> None:
    """Tell the operators of every running total that is not what its records add up to; nothing is repaired unseen."""
    with read_transaction():
        differences = totals.find_differences()
    for difference in differences:
        log.error("organisation %s, a running total of the journal is wrong: %s", organisation_id, difference)
