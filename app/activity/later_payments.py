"""Money that comes in after a sale was logged: added, deleted while it does not count, and refused by a coach.

A payment of a validated sale waits for the coach, while the sale stays validated. What counts already keeps its part before tax.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm.attributes import flag_modified

from app.accounts import queries as account_queries
from app.activity import counter_entries, months, payments, totals
from app.activity.correction_errors import (
    HasCounterEntry,
    NoSale,
    NotCorrectedSo,
    PaymentCounts,
    PaymentGone,
    PaymentNotWaiting,
)
from app.activity.errors import OwnRecords, PaymentMonthClosed, RemarkMissing
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.rules import Circumstances, Paid, RecordKind, RecordStatus, net_parts, refuse_payments
from app.activity.services import held
from app.kernel import audit, notices
from app.kernel.database import db
from app.kernel.i18n import N_, _l
from app.members.models import Member
from app.network.queries import OpenOrganisation

PAID = audit.action("activity.paid", _l("Payment of a sale logged"))
PAYMENT_DELETED = audit.action("activity.payment_deleted", _l("Payment of a sale deleted"))
PAYMENT_REFUSED = audit.action("activity.payment_refused", _l("Payment of a sale refused"))
REFUSED = N_("%(name)s does not count a payment of %(day)s: read why.")


def add(
    member: Member,
    record_id: int,
    paid: Paid,
    *,
    version: int | None,
    organisation: OpenOrganisation,
    by_account_id: int,
) -> ActivityPayment:
    """Log a payment. Of a validated sale, the member's own waits for the coach; that of a coach or manager counts at once.

    Raises RecordGone, ChangedMeanwhile, NoSale, NotCorrectedSo, HasCounterEntry, PaymentMonthClosed and what
    `rules.refuse_payments` raises.
    """
    record = held(member.id, record_id, version)
    kept = payments.of_record(record.id)
    _refuse_sale(record)
    _refuse(member, record, [*map(payments.as_told, kept), paid], new=paid, organisation=organisation)
    before = totals.counted(record, kept)
    is_validated = record.status is RecordStatus.VALIDATED
    added = payments.new(record, paid, is_counted=is_validated and member.account_id != by_account_id)
    added.net_minor = _next_part(record, kept, paid.amount_minor)
    db.session.add(added)
    _change(record, before, [*kept, added])
    audit.record(PAID, subject_type="activity_record", subject_id=record.id, after={"payments": payments.told([paid])})
    return added


def delete(member: Member, record_id: int, payment_id: int, *, version: int | None) -> None:
    """Delete a payment that does not count, in whatever month. Raises RecordGone, ChangedMeanwhile, PaymentGone, PaymentCounts."""
    record = held(member.id, record_id, version)
    kept = payments.of_record(record.id)
    gone = _one_of(kept, payment_id)
    if gone.is_counted or record.corrects_id is not None:
        raise PaymentCounts
    before, told = totals.counted(record, kept), payments.told([gone])
    left = [paid for paid in kept if paid.id != payment_id]
    db.session.delete(gone)
    _share_what_does_not_count(record, left)
    _change(record, before, left)
    audit.record(PAYMENT_DELETED, subject_type="activity_record", subject_id=record.id, before={"payments": told})


def refuse(
    member: Member, record_id: int, payment_id: int, *, remark: str, version: int | None, by_account_id: int
) -> None:
    """A payment that waits is not to count; the member reads why, and deletes it or logs it right.

    Raises OwnRecords, RemarkMissing, RecordGone, ChangedMeanwhile, PaymentGone, PaymentNotWaiting.
    """
    if member.account_id == by_account_id:
        raise OwnRecords
    if not remark:
        raise RemarkMissing
    record = held(member.id, record_id, version)
    kept = payments.of_record(record.id)
    refused = _one_of(kept, payment_id)
    if not record.has_new_payment or refused.is_counted or refused.remark:
        raise PaymentNotWaiting
    before = totals.counted(record, kept)
    refused.remark = remark
    _change(record, before, kept)
    told = {"payments": payments.told([refused]), "remark": remark}
    audit.record(PAYMENT_REFUSED, subject_type="activity_record", subject_id=record.id, after=told)
    _tell(member, record, refused, by_account_id=by_account_id)


def _refuse_sale(record: ActivityRecord) -> None:
    if record.kind is not RecordKind.SALE:
        raise NoSale
    if record.corrects_id is not None:
        raise NotCorrectedSo
    if counter_entries.of_records([record.id]):
        raise HasCounterEntry


def _refuse(
    member: Member, record: ActivityRecord, paid: Sequence[Paid], *, new: Paid, organisation: OpenOrganisation
) -> None:
    """The whole of the payments must be sound; only the new one's month need be open."""
    if months.is_closed(new.paid_on):
        raise PaymentMonthClosed(new.paid_on)
    circumstances = Circumstances(
        today=organisation.today, admitted_on=member.admitted_on, left_on=member.left_on, currency=record.currency
    )
    refuse_payments(paid, record.amount_minor, circumstances)


def _one_of(kept: Sequence[ActivityPayment], payment_id: int) -> ActivityPayment:
    found = next((paid for paid in kept if paid.id == payment_id), None)
    if found is None:
        raise PaymentGone
    return found


def _next_part(record: ActivityRecord, others: Sequence[ActivityPayment], amount_minor: int) -> int:
    """The part before tax of one payment more: what all of them share, less what the others have."""
    whole = sum(paid.amount_minor for paid in others) + amount_minor
    (shared,) = net_parts([whole], amount_minor=record.amount_minor, tax_minor=record.tax_minor)
    return shared - sum(paid.net_minor for paid in others)


def _share_what_does_not_count(record: ActivityRecord, left: Sequence[ActivityPayment]) -> None:
    """After a deletion; what counts, or stands in a closed month, keeps its part."""
    closed = months.closed_months()
    fixed = [paid for paid in left if paid.is_counted or months.first_closed([paid.paid_on], closed)]
    for paid in left:
        if paid not in fixed:
            paid.net_minor = _next_part(record, fixed, paid.amount_minor)
            fixed.append(paid)


def _change(record: ActivityRecord, before: totals.Counted, paid: Sequence[ActivityPayment]) -> None:
    """Say whether a coach is to read the sale again, and let the totals follow."""
    is_validated = record.status is RecordStatus.VALIDATED
    record.has_new_payment = is_validated and any(not one.is_counted and not one.remark for one in paid)
    flag_modified(record, "has_new_payment")  # its version moves on: whoever has the page open saw other payments
    db.session.flush()
    totals.recount(record.member_id, before=[before], after=[totals.counted(record, paid)])


def _tell(member: Member, record: ActivityRecord, paid: ActivityPayment, *, by_account_id: int) -> None:
    notices.send(
        member.account_id,
        REFUSED,
        {"name": account_queries.get_account(by_account_id).display_name, "day": paid.paid_on},
        endpoint="activity.show_record",
        endpoint_values={"record_id": record.id},
    )
