"""What a kilometre by one's own vehicle is worth: dated rates that are never changed, only followed by newer ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, exists, select

from app.activity.errors import RateDayTaken, RateUsed
from app.activity.models import ActivityRecord, KilometreRate
from app.kernel import audit
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.paging import AnyRow
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows

LARGEST_DISTANCE = 2_000  # kilometres in one record
LARGEST_RATES = {"MAD": 50_00, "TND": 15_000, "DZD": 700_00}
"""The most a kilometre may be worth, in minor units: about 5 euros. More is a slip of the finger."""

RATE_ADDED = audit.action("kilometre_rate.added", _l("Rate of a kilometre added"))
RATE_REMOVED = audit.action("kilometre_rate.removed", _l("Rate of a kilometre taken back"))


@dataclass(frozen=True, kw_only=True)
class Rate:
    """From a day until the next rate, in minor units a kilometre."""

    id: int
    starts_on: date
    per_km_minor: int
    currency: str


def rate_on(rates: Sequence[Rate], day: date) -> Rate | None:
    """The one in force on a day; `rates` are the newest first."""
    return next((rate for rate in rates if rate.starts_on <= day), None)


_RATES = select(KilometreRate.id, KilometreRate.starts_on, KilometreRate.per_km_minor, KilometreRate.currency).order_by(
    KilometreRate.starts_on.desc()
)
_USED = (
    exists()
    .where(
        ActivityRecord.organisation_id == KilometreRate.organisation_id, ActivityRecord.km_rate_id == KilometreRate.id
    )
    .correlate(KilometreRate)
)
_LISTED = _RATES.add_columns(_USED.label("is_used"))
_IS_USED = select(_USED).where(KilometreRate.id == bindparam("rate_id"))


@once_a_reading
def every_rate() -> list[Rate]:
    """The open organisation's, the newest first."""
    return [Rate(**row._mapping) for row in read_rows(_RATES)]


def listed() -> Sequence[AnyRow]:
    """The same with `is_used`: whether an expense was reckoned with it."""
    return read_rows(_LISTED).all()


def find(rate_id: int) -> KilometreRate | None:
    found: KilometreRate | None = db.session.scalar(select(KilometreRate).where(KilometreRate.id == rate_id))
    return found


def add(*, starts_on: date, per_km_minor: int, currency: str, by_account_id: int) -> KilometreRate:
    """Worth this from a day on; expenses already logged keep theirs. Raises RateDayTaken."""
    if db.session.scalar(select(KilometreRate.id).where(KilometreRate.starts_on == starts_on)):
        raise RateDayTaken
    rate = KilometreRate(starts_on=starts_on, per_km_minor=per_km_minor, currency=currency, created_by=by_account_id)
    db.session.add(rate)
    db.session.flush()
    told = {"starts_on": starts_on, "per_km_minor": per_km_minor}
    audit.record(RATE_ADDED, subject_type="activity_kilometre_rate", subject_id=rate.id, after=told)
    return rate


def remove(rate: KilometreRate) -> None:
    """Take back one that no expense was reckoned with. Raises RateUsed."""
    if db.session.scalar(_IS_USED, {"rate_id": rate.id}):
        raise RateUsed
    told = audit.values_of(rate, "starts_on", "per_km_minor")
    audit.record(RATE_REMOVED, subject_type="activity_kilometre_rate", subject_id=rate.id, before=told)
    db.session.delete(rate)
    db.session.flush()
