"""Money that came in for sales: kept with the sale, shared into what is before tax, added later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, select

from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.rules import Paid, net_parts
from app.kernel.database import db

_OF_RECORDS = (
    select(ActivityPayment)
    .where(ActivityPayment.record_id.in_(bindparam("record_ids", expanding=True)))
    .order_by(ActivityPayment.paid_on, ActivityPayment.id)
    .execution_options(populate_existing=True)
)


def of_record(record_id: int) -> list[ActivityPayment]:
    """The payments of one sale, in order of day."""
    return of_records([record_id])[record_id]


def of_records(record_ids: Sequence[int]) -> Mapping[int, list[ActivityPayment]]:
    """The payments of several sales, in order of day; an empty list for those without any."""
    found: dict[int, list[ActivityPayment]] = defaultdict(list)
    for paid in db.session.scalars(_OF_RECORDS, {"record_ids": list(record_ids)}):
        found[paid.record_id].append(paid)
    return found


def write(record: ActivityRecord, told: Iterable[Paid], *, is_counted: bool = False) -> list[ActivityPayment]:
    """Keep the payments of a new sale."""
    ordered = sorted(told, key=lambda paid: paid.paid_on)
    payments = [
        ActivityPayment(
            record_id=record.id,
            paid_on=paid.paid_on,
            amount_minor=paid.amount_minor,
            means=paid.means,
            is_counted=is_counted,
        )
        for paid in ordered
    ]
    share(record, payments)
    db.session.add_all(payments)
    return payments


def replace(record: ActivityRecord, kept: Sequence[ActivityPayment], told: Sequence[Paid]) -> list[ActivityPayment]:
    """The payments of a corrected sale instead of those it had; shared anew where its amount changed."""
    if sorted(map(as_told, kept), key=_order) == sorted(told, key=_order):
        share(record, kept)
        db.session.flush()
        return list(kept)
    for paid in kept:
        db.session.delete(paid)
    db.session.flush()
    written = write(record, told)
    db.session.flush()
    return written


def share(record: ActivityRecord, payments: Sequence[ActivityPayment]) -> None:
    """Work out what part of each payment is before tax; payments are in order of day."""
    parts = net_parts(
        [paid.amount_minor for paid in payments], amount_minor=record.amount_minor, tax_minor=record.tax_minor
    )
    for paid, net in zip(payments, parts, strict=True):
        paid.net_minor = net


def as_told(paid: ActivityPayment) -> Paid:
    return Paid(paid_on=paid.paid_on, amount_minor=paid.amount_minor, means=paid.means)


def told(payments: Iterable[Paid | ActivityPayment]) -> list[str]:
    """Payments as the log tells of them: `2026-08-09 45000 cash`."""
    ordered = sorted(payments, key=lambda paid: paid.paid_on)
    return [f"{paid.paid_on.isoformat()} {paid.amount_minor} {paid.means.value}" for paid in ordered]


def _order(paid: Paid) -> tuple[object, ...]:
    return (paid.paid_on, paid.amount_minor, paid.means)
