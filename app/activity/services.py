"""Logging, correcting and deleting records; validating and returning them. Totals follow in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date

from sqlalchemy import bindparam, func, select

from app.accounts import queries as account_queries
from app.activity import totals
from app.activity.errors import NothingWaiting, OwnRecords, RecordGone, RemarkMissing
from app.activity.models import ActivityRecord
from app.activity.rules import (
    Circumstances,
    Entry,
    RecordKind,
    RecordStatus,
    may_be_returned,
    may_be_validated,
    refuse_changing,
    refuse_unsound,
)
from app.kernel import audit, clock, notices
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import N_, _l
from app.members import services as member_services
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

LOGGED = audit.action("activity.logged", _l("Activity logged"))
CHANGED = audit.action("activity.changed", _l("Logged activity changed"))
DELETED = audit.action("activity.deleted", _l("Logged activity deleted"))
VALIDATED = audit.action("activity.validated", _l("Activity validated"))
RETURNED = audit.action("activity.returned", _l("Activity returned for correction"))
EXPORTED = audit.action("activity.exported", _l("Activity exported"))

Seen = Mapping[int, int]
"""Record id to the version that was on the page: what changed since is not decided unseen."""

VOCABULARIES = {RecordKind.WORK: Vocabulary.WORK_KIND, RecordKind.EXPENSE: Vocabulary.EXPENSE_CATEGORY}


def log_record(
    member: Member, entry: Entry, *, organisation: OpenOrganisation, by_account_id: int | None
) -> ActivityRecord:
    """Keep a new record, submitted to the coach. Raises what `rules.refuse_unsound` raises."""
    return log_records(member, [entry], organisation=organisation, by_account_id=by_account_id)[0]


def log_records(
    member: Member, entries: Sequence[Entry], *, organisation: OpenOrganisation, by_account_id: int | None
) -> list[ActivityRecord]:
    """Keep several new records of one member, all or none. Raises what `rules.refuse_unsound` raises."""
    totals.hold(member.id)
    db.session.refresh(member)
    _refuse_unsound(member, entries, organisation=organisation)
    records = [
        ActivityRecord(
            member_id=member.id,
            currency=organisation.currency,
            status=RecordStatus.SUBMITTED,
            created_by=by_account_id,
            **_values(entry),
        )
        for entry in entries
    ]
    db.session.add_all(records)
    db.session.flush()
    totals.recount(member.id, after=map(totals.counted, records))
    note_last_day(member.id)
    for record, entry in zip(records, entries, strict=True):
        told = {"member_id": member.id, **{name: value for name, value in _values(entry).items() if value}}
        audit.record(LOGGED, subject_type="activity_record", subject_id=record.id, after=told)
    return records


def change_record(
    member: Member, record_id: int, entry: Entry, *, version: int | None, organisation: OpenOrganisation
) -> ActivityRecord:
    """Correct a record that was shown at `version`; a returned one is submitted again.

    Raises RecordGone, ChangedMeanwhile, ValidatedStays and what `rules.refuse_unsound` raises.
    """
    record = _held(member.id, record_id, version)
    refuse_changing(record.status)
    _refuse_unsound(member, [entry], organisation=organisation, current=record)
    counted, values = totals.counted(record), {**_values(entry), "status": RecordStatus.SUBMITTED}
    before, after = audit.only_changed(audit.values_of(record, *values), values)
    for name, value in values.items():
        setattr(record, name, value)
    record.decided_at, record.decided_by = None, None
    db.session.flush()
    totals.recount(member.id, before=[counted], after=[totals.counted(record)])
    note_last_day(member.id)
    if after:
        audit.record(CHANGED, subject_type="activity_record", subject_id=record.id, before=before, after=after)
    return record


def delete_record(member: Member, record_id: int, *, version: int | None) -> None:
    """Delete a record that was shown at `version`. Raises RecordGone, ChangedMeanwhile, ValidatedStays."""
    record = _held(member.id, record_id, version)
    refuse_changing(record.status)
    counted = totals.counted(record)
    told = {name: value for name, value in audit.values_of(record, *_KEPT_OF_A_DELETED).items() if value}
    db.session.delete(record)
    db.session.flush()
    totals.recount(member.id, before=[counted])
    note_last_day(member.id)
    audit.record(DELETED, subject_type="activity_record", subject_id=record_id, before=told)


def validate_records(member: Member, seen: Seen, *, by_account_id: int) -> int:
    """Validate those of the seen records that nobody changed or decided meanwhile; how many that were.

    Raises OwnRecords, NothingWaiting.
    """
    _refuse_own(member, by_account_id)
    records = [record for record in _unchanged(member.id, seen) if may_be_validated(record.status)]
    if not records:
        raise NothingWaiting
    _decide(member.id, records, status=RecordStatus.VALIDATED, remark="", by_account_id=by_account_id)
    _tell(member, records, by_account_id=by_account_id, sentences=_VALIDATED)
    return len(records)


def return_records(member: Member, seen: Seen, remark: str, *, by_account_id: int) -> int:
    """Return those of the seen records that nobody changed or decided meanwhile, with a remark; how many that were.

    Raises OwnRecords, RemarkMissing, NothingWaiting.
    """
    _refuse_own(member, by_account_id)
    if not remark:
        raise RemarkMissing
    records = [record for record in _unchanged(member.id, seen) if may_be_returned(record.status)]
    if not records:
        raise NothingWaiting
    _decide(member.id, records, status=RecordStatus.RETURNED, remark=remark, by_account_id=by_account_id)
    _tell(member, records, by_account_id=by_account_id, sentences=_RETURNED)
    return len(records)


# --- Parts --------------------------------------------------------------------------------------------------------

_KEPT_OF_A_DELETED = (
    "member_id", "kind", "day", "minutes", "work_kind_id", "expense_category_id", "amount_minor", "client",
    "description", "note", "status", "remark",
)  # fmt: skip
_VALIDATED = (
    N_("%(name)s validated what you logged for %(first)s."),
    N_("%(name)s validated what you logged from %(first)s to %(last)s."),
)
_RETURNED = (
    N_("%(name)s returned what you logged for %(first)s."),
    N_("%(name)s returned what you logged from %(first)s to %(last)s."),
)


def _values(entry: Entry) -> dict[str, object]:
    """The columns an entry fills: those of its kind, the others empty."""
    values = asdict(entry)
    if entry.kind is RecordKind.WORK:
        return {**values, "amount_minor": 0, "expense_category_id": None, "client": ""}
    values |= {"minutes": 0, "work_kind_id": None}
    return values if entry.kind is RecordKind.EXPENSE else {**values, "expense_category_id": None}


def _refuse_unsound(
    member: Member, entries: Sequence[Entry], *, organisation: OpenOrganisation, current: ActivityRecord | None = None
) -> None:
    """Judge entries one after the other, each knowing the work of its day before it; `current` is being replaced."""
    worked = _minutes_by_day(member.id, {entry.day for entry in entries}, except_id=current.id if current else 0)
    offered = {kind: _offered_terms(kind, current) for kind in {entry.kind for entry in entries}}
    for entry in entries:
        circumstances = Circumstances(
            today=organisation.today,
            admitted_on=member.admitted_on,
            left_on=member.left_on,
            currency=organisation.currency,
            minutes_that_day=worked[entry.day],
            offered_terms=offered[entry.kind],
        )
        refuse_unsound(entry, circumstances)
        worked[entry.day] += entry.minutes


_WORKED = (
    select(ActivityRecord.day, func.sum(ActivityRecord.minutes).label("minutes"))
    .where(
        ActivityRecord.member_id == bindparam("member_id"),
        ActivityRecord.day.in_(bindparam("days", expanding=True)),
        ActivityRecord.id != bindparam("except_id"),
    )
    .group_by(ActivityRecord.day)
)
_LATEST = select(func.max(ActivityRecord.day)).where(ActivityRecord.member_id == bindparam("member_id"))


def _minutes_by_day(member_id: int, days: Collection[date], *, except_id: int) -> Counter[date]:
    rows = db.session.execute(_WORKED, {"member_id": member_id, "days": list(days), "except_id": except_id})
    return Counter({row.day: row.minutes for row in rows})


def _offered_terms(kind: RecordKind, current: ActivityRecord | None) -> set[int]:
    """The words one may choose; a record keeps its own although it is no longer offered."""
    if kind not in VOCABULARIES:
        return set()
    kept = (current.work_kind_id or current.expense_category_id) if current else None
    return {*network_queries.offered_term_ids(VOCABULARIES[kind]), *([kept] if kept else [])}


def _held(member_id: int, record_id: int, version: int | None) -> ActivityRecord:
    """A member's record as it stands now, which nobody else changes until this transaction ends."""
    totals.hold(member_id)
    record: ActivityRecord | None = db.session.scalar(
        select(ActivityRecord)
        .where(ActivityRecord.id == record_id, ActivityRecord.member_id == member_id)
        .execution_options(populate_existing=True)
    )
    if record is None:
        raise RecordGone
    if record.version != version:
        raise ChangedMeanwhile
    return record


def _unchanged(member_id: int, seen: Seen) -> list[ActivityRecord]:
    totals.hold(member_id)
    found = db.session.scalars(
        select(ActivityRecord)
        .where(ActivityRecord.member_id == member_id, ActivityRecord.id.in_(seen))
        .order_by(ActivityRecord.day, ActivityRecord.id)
        .execution_options(populate_existing=True)
    )
    return [record for record in found if record.version == seen[record.id]]


def _refuse_own(member: Member, account_id: int) -> None:
    if member.account_id == account_id:
        raise OwnRecords


def _decide(
    member_id: int, records: Sequence[ActivityRecord], *, status: RecordStatus, remark: str, by_account_id: int
) -> None:
    counted = [totals.counted(record) for record in records]
    action = VALIDATED if status is RecordStatus.VALIDATED else RETURNED
    for record in records:
        after = {"status": status, "remark": remark} if remark else {"status": status}
        audit.record(
            action,
            subject_type="activity_record",
            subject_id=record.id,
            before=audit.values_of(record, *after),
            after=after,
            account_id=by_account_id,
        )
        record.status, record.remark = status, remark
        record.decided_at, record.decided_by = clock.now(), by_account_id
    db.session.flush()
    totals.recount(member_id, before=counted, after=[totals.counted(record) for record in records])


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


def note_last_day(member_id: int) -> None:
    """The file says when something was logged last."""
    member_services.note_activity(member_id, db.session.scalar(_LATEST, {"member_id": member_id}))
