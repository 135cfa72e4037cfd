"""Counter-entries: what counted in a closed month is taken back by the same figures below zero, in an open one.

The closed month keeps what it came to. A record has one counter-entry at most; the right record is logged beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.activity import months, payments, totals
from app.activity.correction_errors import (
    CounterInFuture,
    CounterTooEarly,
    HasCounterEntry,
    MonthStillOpen,
    NeverCounted,
    NotCorrectedSo,
    PaymentUndecided,
)
from app.activity.errors import MonthClosed
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.rules import RecordKind, RecordStatus
from app.activity.services import held, note_last_day, told_of_record
from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.sql import read_rows
from app.members.models import Member

COUNTERED = audit.action("activity.countered", _l("Logged activity taken back by a counter-entry"))
BELOW_ZERO = ("minutes", "amount_minor", "tax_minor", "quantity", "distance_km", "foreign_minor")
AS_IT_IS = (
    "kind", "trade_id", "shared_trade_id", "work_kind_id", "expense_category_id", "is_production", "km_rate_id",
    "tax_rate", "currency", "foreign_currency", "foreign_rate", "foreign_rate_on", "party_id", "document_number", "description",
)  # fmt: skip
_COUNTERS = select(ActivityRecord.corrects_id, ActivityRecord.id).where(
    ActivityRecord.corrects_id.in_(bindparam("record_ids", expanding=True))
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A counter-entry as somebody asks for it: of a record as it stood at `version`, on a day, and why."""

    version: int | None
    day: date
    reason: str
    today: date
    by_account_id: int


def of_records(record_ids: Collection[int]) -> Mapping[int, int]:
    """The counter-entries of these records, by the id of the record each takes back."""
    rows = read_rows(_COUNTERS, {"record_ids": list(record_ids)})
    return {row.corrects_id: row.id for row in rows}


def without(records: Sequence[ActivityRecord]) -> list[ActivityRecord]:
    """Those of the records that nothing takes back. Raises HasCounterEntry when there are none."""
    taken_back = of_records([record.id for record in records])
    left = [record for record in records if record.id not in taken_back]
    if not left:
        raise HasCounterEntry
    return left


def make(member: Member, record_id: int, asked: Asked) -> ActivityRecord:
    """Take a record back. The member's own request waits for the coach; that of a coach or a manager counts at once.

    Raises RecordGone, ChangedMeanwhile, CounterInFuture, CounterTooEarly, MonthClosed and what `refuse` raises.
    """
    record = held(member.id, record_id, asked.version)
    paid = payments.of_record(record.id)
    refuse(record, paid)
    _refuse_day(record, asked)
    counter = _opposite(member, record, asked)
    db.session.add(counter)
    db.session.flush()
    taken_back = [_opposite_payment(counter, one) for one in paid]
    db.session.add_all(taken_back)
    db.session.flush()
    totals.recount(member.id, after=[totals.counted(counter, taken_back)])
    note_last_day(member.id)
    told = {name: value for name, value in told_of_record(counter, taken_back).items() if value}
    audit.record(
        COUNTERED, subject_type="activity_record", subject_id=record.id, after={"member_id": member.id, **told}
    )
    return counter


def refuse(record: ActivityRecord, paid: Sequence[ActivityPayment]) -> None:
    """Raises NotCorrectedSo, NeverCounted, HasCounterEntry, PaymentUndecided, MonthStillOpen."""
    if record.corrects_id is not None or record.kind is RecordKind.PROSPECT:
        raise NotCorrectedSo
    if record.status is not RecordStatus.VALIDATED:
        raise NeverCounted
    if of_records([record.id]):
        raise HasCounterEntry
    if not all(one.is_counted for one in paid):
        raise PaymentUndecided
    if months.first_closed(months.days_returning_takes_back(record, paid), months.closed_months()) is None:
        raise MonthStillOpen


def _refuse_day(record: ActivityRecord, asked: Asked) -> None:
    if asked.day > asked.today:
        raise CounterInFuture
    if asked.day < record.day:
        raise CounterTooEarly(record.day)
    if months.is_closed(asked.day):
        raise MonthClosed(asked.day)


def _opposite(member: Member, record: ActivityRecord, asked: Asked) -> ActivityRecord:
    is_decided, now = member.account_id != asked.by_account_id, clock.now()
    below_zero = {name: getattr(record, name) for name in BELOW_ZERO}
    return ActivityRecord(
        member_id=member.id,
        corrects_id=record.id,
        day=asked.day,
        note=asked.reason,
        status=RecordStatus.VALIDATED if is_decided else RecordStatus.SUBMITTED,
        submitted_at=now,
        decided_at=now if is_decided else None,
        decided_by=asked.by_account_id if is_decided else None,
        created_by=asked.by_account_id,
        **{name: getattr(record, name) for name in AS_IT_IS},
        **{name: None if value is None else -value for name, value in below_zero.items()},
    )


def _opposite_payment(counter: ActivityRecord, paid: ActivityPayment) -> ActivityPayment:
    return ActivityPayment(
        record_id=counter.id,
        paid_on=counter.day,
        amount_minor=-paid.amount_minor,
        net_minor=-paid.net_minor,
        means=paid.means,
        is_counted=counter.status is RecordStatus.VALIDATED,
    )
