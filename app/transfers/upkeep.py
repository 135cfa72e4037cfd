"""What the worker does by itself: a package that nobody answered for too long is destroyed, and both sides are told."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select

from app.kernel import clock, jobs
from app.kernel.database import db
from app.kernel.tenancy import all_organisations
from app.transfers import services
from app.transfers.errors import AnsweredAlready
from app.transfers.models import OutgoingTransfer
from app.transfers.rules import WAITS_DAYS, TransferState


@jobs.nightly
def end_transfers_without_an_answer() -> None:
    waiting = select(OutgoingTransfer.organisation_id, OutgoingTransfer.id).where(
        OutgoingTransfer.state == TransferState.WAITING, OutgoingTransfer.sent_at <= clock.ago(days=WAITS_DAYS)
    )
    with all_organisations():
        over = [(row.organisation_id, row.id) for row in db.session.execute(waiting)]
    for organisation_id, transfer_id in over:
        with suppress(AnsweredAlready):  # at this very moment
            services.expire(organisation_id, transfer_id)
