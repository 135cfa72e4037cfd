"""What was logged once, logged again: a whole day, one record, a prospect that became a sale. And what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from statistics import median_high

from sqlalchemy import bindparam, select

from app.activity import parties, payments, services, totals, undo
from app.activity.errors import NothingToRepeat
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.rules import Entry, Paid, ProspectStage, RecordKind
from app.activity.services import Log
from app.kernel import audit
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.paging import AnyRow
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows
from app.members.models import Member

BECAME_SALE = audit.action("activity.became_sale", _l("Prospect became a sale"))

# --- Again ----------------------------------------------------------------------------------------------------------

_OF_MEMBER = ActivityRecord.member_id == bindparam("member_id")
_ITS_OWN = ActivityRecord.corrects_id.is_(None)
_OF_DAY = (
    select(ActivityRecord)
    .where(_OF_MEMBER, _ITS_OWN, ActivityRecord.kind == RecordKind.WORK, ActivityRecord.day == bindparam("day"))
    .order_by(ActivityRecord.id)
)


def may_be_repeated(record: ActivityRecord | AnyRow) -> bool:
    """Neither a prospect, which goes on instead, nor what only takes back another record."""
    return record.kind is not RecordKind.PROSPECT and record.corrects_id is None


def repeat_day(member: Member, source: date, log: Log) -> list[ActivityRecord]:
    """All work of a day once more, today. Raises NothingToRepeat and what `rules.refuse_unsound` raises."""
    records = db.session.scalars(_OF_DAY, {"member_id": member.id, "day": source}).all()
    if not records:
        raise NothingToRepeat
    return services.log_records(member, [_entry_of(record, log.organisation.today) for record in records], log)


def repeat_record(member: Member, record: ActivityRecord, log: Log) -> ActivityRecord:
    """A record once more, today: its number is left out, and what was paid on its day is paid today.

    Raises NothingToRepeat and what `rules.refuse_unsound` raises.
    """
    if not may_be_repeated(record):
        raise NothingToRepeat
    return services.log_record(member, _entry_of(record, log.organisation.today), log)


_KEPT = {field.name for field in fields(Entry)} - {"party", "payments", "day", "document_number"}


def _entry_of(record: ActivityRecord, day: date) -> Entry:
    values = {name: getattr(record, name) for name in _KEPT}
    at_once = [paid for paid in payments.of_record(record.id) if paid.paid_on == record.day and paid.amount_minor > 0]
    return Entry(**values, day=day, party=parties.name_of(record.party_id), payments=_paid_on(day, at_once))


def _paid_on(day: date, paid: Sequence[ActivityPayment]) -> tuple[Paid, ...]:
    return tuple(replace(payments.as_told(one), paid_on=day) for one in paid)


# --- A prospect that bought -----------------------------------------------------------------------------------------


def log_sale_of(prospect: ActivityRecord, member: Member, entry: Entry, *, log: Log) -> tuple[ActivityRecord, int]:
    """Log the sale that a prospect became; the prospect is won and the sale names it. With the act to undo.

    How far it came is no figure: it is noted in a closed month too, and when it was validated. Raises what `rules.refuse_unsound` raises.
    """
    totals.hold(member.id)
    db.session.refresh(prospect)
    stood = undo.pictures([prospect])
    sale = services.log_record(member, entry, log)
    sale.prospect_id = prospect.id
    told = {"stage": prospect.stage}
    prospect.stage = ProspectStage.WON
    db.session.flush()
    audit.record(
        BECAME_SALE,
        subject_type="activity_record",
        subject_id=prospect.id,
        before=told,
        after={"stage": prospect.stage, "amount_minor": sale.amount_minor},
    )
    act_id = undo.remember(member.id, now=[sale, prospect], before=stood, by_account_id=log.by_account_id)
    return sale, act_id


# --- What is usual --------------------------------------------------------------------------------------------------

LOOKED_AT = 20
FEWEST = 3
_FIGURE = ActivityRecord.amount_minor + ActivityRecord.minutes  # a record has one or the other
_RECENT = (
    select(_FIGURE)
    .where(_OF_MEMBER, _ITS_OWN, ActivityRecord.kind == bindparam("kind"), _FIGURE > 0)
    .order_by(ActivityRecord.day.desc(), ActivityRecord.id.desc())
    .limit(LOOKED_AT)
)


@once_a_reading
def usual_figure(member_id: int, kind: RecordKind) -> int | None:
    """What a member's record of a kind usually comes to, minutes or minor units: the middle of the last twenty.

    None when there are fewer than three to judge by.
    """
    found = sorted(read_rows(_RECENT, {"member_id": member_id, "kind": kind}).scalars())
    return int(median_high(found)) if len(found) >= FEWEST else None
