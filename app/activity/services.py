"""Logging, correcting, handing in and deleting records. Totals follow in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import bindparam, func, select

from app.activity import months, parties, payments, totals, trades
from app.activity.errors import NothingToSubmit, RecordGone
from app.activity.models import ActivityRecord
from app.activity.parties import PartyIds
from app.activity.rules import (
    Circumstances,
    Entry,
    RecordKind,
    RecordStatus,
    refuse_changing,
    refuse_closed,
    refuse_unsound,
)
from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members import services as member_services
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

LOGGED = audit.action("activity.logged", _l("Activity logged"))
CHANGED = audit.action("activity.changed", _l("Logged activity changed"))
DELETED = audit.action("activity.deleted", _l("Logged activity deleted"))
SUBMITTED = audit.action("activity.submitted", _l("Activity handed in"))
EXPORTED = audit.action("activity.exported", _l("Activity exported"))

Seen = Mapping[int, int]
"""Record id to the version that was on the page: what changed since is not decided unseen."""

VOCABULARIES = {RecordKind.WORK: Vocabulary.WORK_KIND, RecordKind.EXPENSE: Vocabulary.EXPENSE_CATEGORY}


@dataclass(frozen=True, kw_only=True)
class Log:
    """In whose house something is logged, by whom, and whether it is handed in at once."""

    organisation: OpenOrganisation
    by_account_id: int | None
    is_handed_in: bool = False


def log_record(member: Member, entry: Entry, log: Log) -> ActivityRecord:
    """Keep a new record. Raises what `rules.refuse_unsound` raises."""
    return log_records(member, [entry], log)[0]


def log_records(member: Member, entries: Sequence[Entry], log: Log) -> list[ActivityRecord]:
    """Keep several new records of one member, all or none. Raises what `rules.refuse_unsound` raises."""
    if not entries:
        return []
    totals.hold(member.id)
    db.session.refresh(member)
    _refuse_unsound(member, entries, organisation=log.organisation)
    party_ids = parties.remember(member.id, entries)
    records = [_new_record(member, entry, log, party_ids=party_ids) for entry in entries]
    db.session.add_all(records)
    db.session.flush()
    paid = [payments.write(record, entry.payments) for record, entry in zip(records, entries, strict=True)]
    db.session.flush()
    totals.recount(member.id, after=map(totals.counted, records, paid))
    note_last_day(member.id)
    for record, entry in zip(records, entries, strict=True):
        told = {"member_id": member.id, **{name: value for name, value in told_of(entry).items() if value}}
        audit.record(LOGGED, subject_type="activity_record", subject_id=record.id, after=told)
    return records


def change_record(
    member: Member, record_id: int, entry: Entry, *, version: int | None, organisation: OpenOrganisation
) -> ActivityRecord:
    """Correct a record that was shown at `version`; a returned one is handed in again.

    Raises RecordGone, ChangedMeanwhile, ValidatedStays, MonthClosed and what `rules.refuse_unsound` raises.
    """
    record = held(member.id, record_id, version)
    refuse_changing(record.status)
    kept = payments.of_record(record.id)
    refuse_closed([record.day, *(paid.paid_on for paid in kept)], months.closed_months())
    _refuse_unsound(member, [entry], organisation=organisation, current=record)
    counted, told = totals.counted(record, kept), told_of_record(record, kept)
    party_ids = parties.remember(member.id, [entry])
    for name, value in _columns(entry, party_ids).items():
        setattr(record, name, value)
    _hand_in_again(record)
    db.session.flush()
    paid = payments.replace(record, kept, entry.payments)
    totals.recount(member.id, before=[counted], after=[totals.counted(record, paid)])
    note_last_day(member.id)
    before, after = audit.only_changed(told, {**told_of(entry), "status": record.status})
    if after:
        audit.record(CHANGED, subject_type="activity_record", subject_id=record.id, before=before, after=after)
    return record


def delete_record(member: Member, record_id: int, *, version: int | None) -> None:
    """Delete a record that was shown at `version`. Raises RecordGone, ChangedMeanwhile, ValidatedStays, MonthClosed."""
    record = held(member.id, record_id, version)
    refuse_changing(record.status)
    kept = payments.of_record(record.id)
    refuse_closed([record.day, *(paid.paid_on for paid in kept)], months.closed_months())
    counted = totals.counted(record, kept)
    told = {name: value for name, value in told_of_record(record, kept).items() if value}
    for paid in kept:
        db.session.delete(paid)
    db.session.flush()
    db.session.delete(record)
    db.session.flush()
    totals.recount(member.id, before=[counted])
    note_last_day(member.id)
    audit.record(DELETED, subject_type="activity_record", subject_id=record_id, before={"member_id": member.id, **told})


def submit_records(member: Member, seen: Seen) -> int:
    """Hand in those of the seen drafts that did not change meanwhile; how many that were. Raises NothingToSubmit."""
    drafts = [record for record in unchanged(member.id, seen) if record.status is RecordStatus.DRAFT]
    if not drafts:
        raise NothingToSubmit
    paid = payments.of_records([record.id for record in drafts])
    counted = [totals.counted(record, paid[record.id]) for record in drafts]
    for record in drafts:
        record.status, record.submitted_at = RecordStatus.SUBMITTED, clock.now()
    db.session.flush()
    totals.recount(member.id, before=counted, after=[totals.counted(record, paid[record.id]) for record in drafts])
    told = {"first": drafts[0].day, "last": drafts[-1].day, "records": len(drafts)}
    audit.record(SUBMITTED, subject_type="member", subject_id=member.id, after=told)
    return len(drafts)


def held(member_id: int, record_id: int, version: int | None) -> ActivityRecord:
    """A member's record as it stands now, which nobody else changes until this transaction ends.

    Raises RecordGone, ChangedMeanwhile.
    """
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


def unchanged(member_id: int, seen: Seen) -> list[ActivityRecord]:
    """Those of the seen records that are as they were, by day; nobody else changes them until this transaction ends."""
    totals.hold(member_id)
    found = db.session.scalars(
        select(ActivityRecord)
        .where(ActivityRecord.member_id == member_id, ActivityRecord.id.in_(seen))
        .order_by(ActivityRecord.day, ActivityRecord.id)
        .execution_options(populate_existing=True)
    )
    return [record for record in found if record.version == seen[record.id]]


def note_last_day(member_id: int) -> None:
    """The file says when something was logged last."""
    member_services.note_activity(member_id, db.session.scalar(_LATEST, {"member_id": member_id}))


# --- What stands in a row -------------------------------------------------------------------------------------------

ENTRY_COLUMNS = tuple(field.name for field in fields(Entry) if field.name not in ("party", "payments"))
_OF_ONE_KIND = {
    RecordKind.WORK: {"minutes", "work_kind_id"},
    RecordKind.SALE: {
        "amount_minor", "tax_minor", "tax_rate", "foreign_currency", "foreign_minor", "foreign_rate",
        "foreign_rate_on", "quantity", "document_number",
    },
    RecordKind.EXPENSE: {
        "amount_minor", "tax_minor", "tax_rate", "foreign_currency", "foreign_minor", "foreign_rate",
        "foreign_rate_on", "expense_category_id", "distance_km", "km_rate_id", "document_number",
    },
    RecordKind.PROSPECT: {"amount_minor", "stage", "next_step", "next_step_on"},
}  # fmt: skip
_OF_EVERY_KIND = {"kind", "day", "trade_id", "description", "note"}
_NEUTRAL = {field.name: field.default for field in fields(Entry)}


def _columns(entry: Entry, party_ids: PartyIds) -> dict[str, object]:
    """The columns an entry fills: those of its kind, the others empty."""
    own = _OF_ONE_KIND[entry.kind] | _OF_EVERY_KIND
    values = {name: getattr(entry, name) if name in own else _NEUTRAL[name] for name in ENTRY_COLUMNS}
    key = parties.key_of(entry)
    is_production = network_queries.is_production_cost(entry.expense_category_id)
    return {**values, "party_id": party_ids[key] if key else None, "is_production": is_production}


def told_of(entry: Entry) -> dict[str, object]:
    """An entry as the log tells of it."""
    own = _OF_ONE_KIND[entry.kind] | _OF_EVERY_KIND
    told = {name: getattr(entry, name) for name in ENTRY_COLUMNS if name in own}
    return {**told, "party": entry.party, "payments": payments.told(entry.payments)}


def told_of_record(record: ActivityRecord, paid: Sequence[payments.ActivityPayment]) -> dict[str, object]:
    """A record as the log tells of it, named as in `told_of`."""
    own = _OF_ONE_KIND[record.kind] | _OF_EVERY_KIND
    values = audit.values_of(record, *(name for name in ENTRY_COLUMNS if name in own), "status", "remark")
    return {**values, "party": parties.name_of(record.party_id), "payments": payments.told(paid)}


def _new_record(member: Member, entry: Entry, log: Log, *, party_ids: PartyIds) -> ActivityRecord:
    return ActivityRecord(
        member_id=member.id,
        currency=log.organisation.currency,
        status=RecordStatus.SUBMITTED if log.is_handed_in else RecordStatus.DRAFT,
        submitted_at=clock.now() if log.is_handed_in else None,
        created_by=log.by_account_id,
        **_columns(entry, party_ids),
    )


def _hand_in_again(record: ActivityRecord) -> None:
    """A correction of what was returned goes back to the coach; a draft stays a draft."""
    if record.status is RecordStatus.RETURNED:
        record.status = RecordStatus.SUBMITTED
        record.decided_at, record.decided_by = None, None


# --- What an entry is judged by -------------------------------------------------------------------------------------


def _refuse_unsound(
    member: Member, entries: Sequence[Entry], *, organisation: OpenOrganisation, current: ActivityRecord | None = None
) -> None:
    """Judge entries one after the other, each knowing the work of its day before it; `current` is being replaced."""
    worked = _minutes_by_day(member.id, {entry.day for entry in entries}, except_id=current.id if current else 0)
    offered = {kind: _offered_terms(kind, current) for kind in {entry.kind for entry in entries}}
    days = [entry.day for entry in entries]
    practised = {
        *trades.practised(member, min(days), max(days)),
        *([current.trade_id] if current and current.trade_id else []),
    }
    closed = months.closed_months()
    for entry in entries:
        circumstances = Circumstances(
            today=organisation.today,
            admitted_on=member.admitted_on,
            left_on=member.left_on,
            currency=organisation.currency,
            minutes_that_day=worked[entry.day],
            offered_terms=offered[entry.kind],
            offered_trades=practised,
            closed_months=closed,
        )
        refuse_unsound(entry, circumstances)
        worked[entry.day] += entry.minutes


_WORKED = (
    select(ActivityRecord.day, func.sum(ActivityRecord.minutes).label("minutes"))
    .where(
        ActivityRecord.member_id == bindparam("member_id"),
        ActivityRecord.day.in_(bindparam("days", expanding=True)),
        ActivityRecord.id != bindparam("except_id"),
        ActivityRecord.minutes != 0,
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
