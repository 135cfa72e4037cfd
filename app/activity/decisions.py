"""Validating and returning what was handed in. Totals follow in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts import queries as account_queries
from app.activity import months, payments, totals
from app.activity.errors import NothingWaiting, OwnRecords, RemarkMissing
from app.activity.models import ActivityRecord
from app.activity.rules import RecordStatus, may_be_returned, may_be_validated, refuse_closed
from app.activity.services import Seen, unchanged
from app.kernel import audit, clock, notices
from app.kernel.database import db
from app.kernel.i18n import N_, _l
from app.members.models import Member

VALIDATED = audit.action("activity.validated", _l("Activity validated"))
RETURNED = audit.action("activity.returned", _l("Activity returned for correction"))

_VALIDATED = (
    N_("%(name)s validated what you logged for %(first)s."),
    N_("%(name)s validated what you logged from %(first)s to %(last)s."),
)
_RETURNED = (
    N_("%(name)s returned what you logged for %(first)s."),
    N_("%(name)s returned what you logged from %(first)s to %(last)s."),
)


def validate_records(member: Member, seen: Seen, *, by_account_id: int) -> int:
    """Validate those of the seen records that nobody changed or decided meanwhile; how many that were.

    What was paid since a sale was validated counts from then on too. Raises OwnRecords, NothingWaiting, MonthClosed.
    """
    _refuse_own(member, by_account_id)
    records = [
        record for record in unchanged(member.id, seen) if may_be_validated(record.status) or record.has_new_payment
    ]
    if not records:
        raise NothingWaiting
    refuse_closed((record.day for record in records if not record.has_new_payment), months.closed_months())
    _decide(member.id, records, status=RecordStatus.VALIDATED, remark="", by_account_id=by_account_id)
    _tell(member, records, by_account_id=by_account_id, sentences=_VALIDATED)
    return len(records)


def return_records(member: Member, seen: Seen, remark: str, *, by_account_id: int) -> int:
    """Return those of the seen records that nobody changed or decided meanwhile, with a remark; how many that were.

    Raises OwnRecords, RemarkMissing, NothingWaiting, MonthClosed.
    """
    _refuse_own(member, by_account_id)
    if not remark:
        raise RemarkMissing
    records = [record for record in unchanged(member.id, seen) if may_be_returned(record.status)]
    if not records:
        raise NothingWaiting
    refuse_closed((record.day for record in records), months.closed_months())
    _decide(member.id, records, status=RecordStatus.RETURNED, remark=remark, by_account_id=by_account_id)
    _tell(member, records, by_account_id=by_account_id, sentences=_RETURNED)
    return len(records)


def _refuse_own(member: Member, account_id: int) -> None:
    if member.account_id == account_id:
        raise OwnRecords


def _decide(
    member_id: int, records: Sequence[ActivityRecord], *, status: RecordStatus, remark: str, by_account_id: int
) -> None:
    paid = payments.of_records([record.id for record in records])
    counted = [totals.counted(record, paid[record.id]) for record in records]
    for record in records:
        _write_down(record, status, remark, by_account_id=by_account_id)
        record.status, record.remark, record.has_new_payment = status, remark, False
        record.decided_at, record.decided_by = clock.now(), by_account_id
        for one in paid[record.id]:
            one.is_counted = status is RecordStatus.VALIDATED
    db.session.flush()
    totals.recount(member_id, before=counted, after=[totals.counted(record, paid[record.id]) for record in records])


def _write_down(record: ActivityRecord, status: RecordStatus, remark: str, *, by_account_id: int) -> None:
    after = {"status": status, "remark": remark} if remark else {"status": status}
    audit.record(
        VALIDATED if status is RecordStatus.VALIDATED else RETURNED,
        subject_type="activity_record",
        subject_id=record.id,
        before=audit.values_of(record, *after),
        after=after,
        account_id=by_account_id,
    )


def _tell(member: Member, records: Sequence[ActivityRecord], *, by_account_id: int, sentences: tuple[str, str]) -> None:
    """Leave the entrepreneur a message, for one day or several, that leads to the first of the weeks concerned."""
    first, last = records[0].day, records[-1].day
    one_day, several = sentences
    decider = account_queries.get_account(by_account_id)
    notices.send(
        member.account_id,
        one_day if first == last else several,
        {"name": decider.display_name, "first": first, "last": last},
        endpoint="activity.show_activity",
        endpoint_values={"view": "mine", "week": first},
    )
