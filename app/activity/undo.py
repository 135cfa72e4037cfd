"""Taking back what was just done: a member's last act, for some minutes, while nothing of it changed since.

`remember` keeps what the records were before an act and how the act left them; `take_back` compares, and puts all of it
back or nothing. What was deleted comes back as the very record it was, with its payments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Enum, delete, inspect, select, update

from app.activity import months, payments, services, totals
from app.activity.errors import NothingToUndo, UndoTooLate
from app.activity.models import ActivityParty, ActivityPayment, ActivityRecord, ActivityUndo
from app.activity.rules import RecordKind, refuse_closed
from app.kernel import audit, clock, jobs
from app.kernel.database import UtcInstant, db
from app.kernel.i18n import _l, country
from app.kernel.ids import new_id
from app.kernel.tenancy import all_organisations, open_organisation_id
from app.members.models import Member

MINUTES_LEFT = 10
PHOTOS = ("receipt_file_id", "receipt_small_id")  # a photo that was deleted or replaced is gone for good
UNDONE = audit.action("activity.undone", _l("Undone"))
RESTORED = audit.action("activity.restored", _l("Deleted activity put back"))

Values = Mapping[str, Any]
"""Columns as JSON: `{"record": {…}, "payments": [{…}, …]}`."""


@dataclass(frozen=True, kw_only=True)
class Undone:
    """How many records went away again, how many are again what they were, and the first day of all."""

    removed: int
    put_back: int
    day: date


def picture(record: ActivityRecord, paid: Iterable[ActivityPayment]) -> Values:
    """A record and its payments as they stand, for `remember`."""
    return {"record": _plain(record), "payments": [_plain(one) for one in paid]}


def pictures(records: Sequence[ActivityRecord]) -> list[Values]:
    paid = payments.of_records([record.id for record in records])
    return [picture(record, paid[record.id]) for record in records]


def remember(
    member_id: int,
    *,
    now: Sequence[ActivityRecord] = (),
    before: Sequence[Values] = (),
    by_account_id: int | None,
) -> int:
    """Keep what this act did: the records it left, and what was there before. Its id is what a page offers to undo.

    It takes the place of the act before it: only the last can be taken back. Everything is flushed already.
    """
    paid = payments.of_records([record.id for record in now])
    after = [_mark(record, paid[record.id]) for record in now]
    kept = db.session.get(ActivityUndo, (open_organisation_id(), member_id))
    if kept is None:
        kept = ActivityUndo(member_id=member_id)
        db.session.add(kept)
    kept.act_key, kept.account_id, kept.happened_at = new_id(), by_account_id, clock.now()
    kept.after_facts, kept.before_facts = after, list(before)
    db.session.flush()
    return kept.act_key


def last_act(member_id: int, act_id: int) -> ActivityUndo | None:
    """The act, when it is the member's last one and not too long ago."""
    act: ActivityUndo | None = db.session.scalar(
        select(ActivityUndo).where(ActivityUndo.member_id == member_id).execution_options(populate_existing=True)
    )
    if act is None or act.act_key != act_id or act.happened_at < clock.now() - timedelta(minutes=MINUTES_LEFT):
        return None
    return act


def take_back(member: Member, act_id: int) -> Undone:
    """Put everything back as it was before the act. Raises NothingToUndo, UndoTooLate, MonthClosed."""
    totals.hold(member.id)
    act = last_act(member.id, act_id)
    if act is None:
        raise NothingToUndo
    standing = _as_the_act_left_them(member.id, act)
    before = {values["record"]["id"]: values for values in act.before_facts}
    days = _days(standing, act.before_facts)
    refuse_closed(days, months.closed_months())
    _refuse_what_is_gone(act.before_facts)
    counted = [totals.counted(record, paid) for record, paid in standing.values()]
    removed = [pair for record_id, pair in standing.items() if record_id not in before]
    for record, paid in removed:
        _write_down(UNDONE, record.id, before=_told(record, paid))
        services.erase(record, paid)
    put_back = [_put_back(values, standing.get(record_id)) for record_id, values in before.items()]
    db.session.delete(act)
    db.session.flush()
    totals.recount(member.id, before=counted, after=[totals.counted(record, paid) for record, paid in put_back])
    services.note_last_day(member.id)
    return Undone(removed=len(removed), put_back=len(put_back), day=min(days, default=clock.today(country())))


Standing = Mapping[int, tuple[ActivityRecord, Sequence[ActivityPayment]]]


def _as_the_act_left_them(member_id: int, act: ActivityUndo) -> Standing:
    """The records of an act with their payments. Raises UndoTooLate when one changed since, or came back."""
    wanted = {mark["id"]: mark for mark in act.after_facts}
    gone = [values["record"]["id"] for values in act.before_facts if values["record"]["id"] not in wanted]
    found = db.session.scalars(
        select(ActivityRecord)
        .where(ActivityRecord.member_id == member_id, ActivityRecord.id.in_([*wanted, *gone]))
        .execution_options(populate_existing=True)
    ).all()
    paid = payments.of_records([record.id for record in found])
    if {record.id: _mark(record, paid[record.id]) for record in found} != wanted:
        raise UndoTooLate
    return {record.id: (record, paid[record.id]) for record in found}


def _mark(record: ActivityRecord, paid: Iterable[ActivityPayment]) -> dict[str, Any]:
    """How it is seen that a record is as it was: its version, and its payments, which have none."""
    return {"id": record.id, "version": record.version, "payments": payments.told(paid)}


def _days(standing: Standing, before: Iterable[Values]) -> list[date]:
    """Every day whose month the act or its undoing touches; prospects count in none."""
    days = [record.day for record, _paid in standing.values() if record.kind is not RecordKind.PROSPECT]
    days += [one.paid_on for _record, paid in standing.values() for one in paid]
    for values in before:
        if values["record"]["kind"] != RecordKind.PROSPECT:
            days.append(date.fromisoformat(values["record"]["day"]))
            days += [date.fromisoformat(one["paid_on"]) for one in values["payments"]]
    return days


def _refuse_what_is_gone(before: Iterable[Values]) -> None:
    """A client that was joined with another meanwhile cannot be named any more. Raises UndoTooLate."""
    parties = {values["record"]["party_id"] for values in before} - {None}
    if parties and len(db.session.scalars(select(ActivityParty.id).where(ActivityParty.id.in_(parties))).all()) < len(
        parties
    ):
        raise UndoTooLate


def _put_back(
    values: Values, standing: tuple[ActivityRecord, Sequence[ActivityPayment]] | None
) -> tuple[ActivityRecord, list[ActivityPayment]]:
    """Make a record what it was; one that was deleted is made again with its id, and a version nobody has seen."""
    record_values = {**_live(ActivityRecord, values["record"]), **dict.fromkeys(PHOTOS)}
    if standing is None:
        record = ActivityRecord(**record_values)
        db.session.add(record)
        db.session.flush()
        _raise_version(record, record_values["version"] + 1)
        _write_down(RESTORED, record.id, after=_told_of(record, values))
    else:
        record, paid = standing
        told = _told(record, paid)
        _replace(record, record_values, paid)
        _write_down(UNDONE, record.id, before=told, after=_told_of(record, values))
    restored = [ActivityPayment(**_live(ActivityPayment, one)) for one in values["payments"]]
    db.session.add_all(restored)
    db.session.flush()
    return record, restored


def _replace(record: ActivityRecord, values: Values, paid: Iterable[ActivityPayment]) -> None:
    for one in paid:
        db.session.delete(one)
    for name in values.keys() - {"id", "organisation_id", "member_id", "version", *PHOTOS}:
        setattr(record, name, values[name])
    db.session.flush()


def _raise_version(record: ActivityRecord, version: int) -> None:
    """A page that showed the record before it was deleted does not match it."""
    raised = update(ActivityRecord).where(ActivityRecord.id == record.id).values(version=version)
    db.session.execute(raised.execution_options(synchronize_session=False))
    db.session.refresh(record)


def _told(record: ActivityRecord, paid: Sequence[ActivityPayment]) -> dict[str, object]:
    told = services.told_of_record(record, paid)
    return {"member_id": record.member_id, **{name: value for name, value in told.items() if value}}


def _told_of(record: ActivityRecord, values: Values) -> dict[str, object]:
    return _told(record, [ActivityPayment(**_live(ActivityPayment, one)) for one in values["payments"]])


def _write_down(action: str, record_id: int, **told: Any) -> None:
    audit.record(action, subject_type="activity_record", subject_id=record_id, **told)


@jobs.nightly
def forget_old_acts() -> None:
    """What can no longer be taken back is not kept: a deleted record is then gone."""
    long_ago = clock.now() - timedelta(minutes=MINUTES_LEFT)
    with all_organisations():
        db.session.execute(delete(ActivityUndo).where(ActivityUndo.happened_at < long_ago))


# --- Rows as JSON and back ------------------------------------------------------------------------------------------


def _plain(row: ActivityRecord | ActivityPayment) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
    return {name: value.isoformat() if isinstance(value, (date, datetime)) else value for name, value in values.items()}


def _live(model: type[ActivityRecord | ActivityPayment], values: Values) -> dict[str, Any]:
    """JSON values as the columns hold them; a column that is newer than what was kept has its default."""
    columns = {column.key: column.type for column in inspect(model).columns}
    return {name: _value(columns[name], value) for name, value in values.items()}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcInstant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return kind.python_type(value) if isinstance(kind, Enum) else value
