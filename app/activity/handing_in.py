"""Handing in all that is not handed in yet, and taking back what nobody decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.activity import months, payments, services, totals
from app.activity.errors import NothingToSubmit, NothingToTakeBack
from app.activity.models import ActivityRecord
from app.activity.rules import RecordStatus
from app.activity.services import Seen
from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.models import Member

TAKEN_BACK = audit.action("activity.taken_back", _l("Activity taken back before it was read"))


def submit_all(member: Member) -> int:
    """Hand in every draft, of whatever week; how many that were. Those of closed months stay. Raises NothingToSubmit."""
    totals.hold(member.id)
    found = db.session.scalars(
        select(ActivityRecord)
        .where(ActivityRecord.member_id == member.id, ActivityRecord.status == RecordStatus.DRAFT)
        .order_by(ActivityRecord.day, ActivityRecord.id)
        .execution_options(populate_existing=True)
    )
    drafts = _of_open_months(found.all())
    if not drafts:
        raise NothingToSubmit
    _set_status(member, drafts, RecordStatus.SUBMITTED, submitted_at=clock.now())
    _write_down(services.SUBMITTED, member, drafts)
    return len(drafts)


def take_back(member: Member, seen: Seen) -> int:
    """Make those of the seen records drafts again that nobody decided; how many that were. Raises NothingToTakeBack.

    What stands in a closed month stays where it is.
    """
    found = [one for one in services.unchanged(member.id, seen) if one.status is RecordStatus.SUBMITTED]
    waiting = _of_open_months(found)
    if not waiting:
        raise NothingToTakeBack
    _set_status(member, waiting, RecordStatus.DRAFT, submitted_at=None)
    _write_down(TAKEN_BACK, member, waiting)
    return len(waiting)


def _of_open_months(records: Sequence[ActivityRecord]) -> list[ActivityRecord]:
    closed = months.closed_months()
    return [record for record in records if record.day.replace(day=1) not in closed]


def _set_status(
    member: Member, records: Sequence[ActivityRecord], status: RecordStatus, *, submitted_at: datetime | None
) -> None:
    paid = payments.of_records([record.id for record in records])
    counted = [totals.counted(record, paid[record.id]) for record in records]
    for record in records:
        record.status, record.submitted_at = status, submitted_at
    db.session.flush()
    totals.recount(member.id, before=counted, after=[totals.counted(record, paid[record.id]) for record in records])


def _write_down(action: str, member: Member, records: Sequence[ActivityRecord]) -> None:
    told = {"first": records[0].day, "last": records[-1].day, "records": len(records)}
    audit.record(action, subject_type="member", subject_id=member.id, after=told)
