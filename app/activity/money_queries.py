"""What lists of records tell of their money beside the amount."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, select

from app.activity.models import ActivityRecord, KilometreRate
from app.activity.rules import RecordKind
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows

COLUMNS = (
    ActivityRecord.tax_rate,
    ActivityRecord.foreign_rate,
    ActivityRecord.foreign_rate_on,
    ActivityRecord.receipt_file_id,
    KilometreRate.per_km_minor,
)
IS_ITS_RATE = and_(
    KilometreRate.organisation_id == ActivityRecord.organisation_id, KilometreRate.id == ActivityRecord.km_rate_id
)
_LAST_TAX = (
    select(ActivityRecord.tax_rate)
    .where(ActivityRecord.member_id == bindparam("member_id"), ActivityRecord.kind == bindparam("kind"))
    .order_by(ActivityRecord.day.desc(), ActivityRecord.id.desc())
    .limit(1)
)


@once_a_reading
def last_tax_rate(member_id: int, kind: RecordKind) -> int | None:
    """The rate of tax of the member's latest sale or expense; None when it had none."""
    return read_rows(_LAST_TAX, {"member_id": member_id, "kind": kind}).scalar()
