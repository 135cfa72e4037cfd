"""Entries of the share ledger, what a share is worth, and what the statutes ask; nobody writes the ledger beside another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, select

from app.kernel import audit, clock
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _l
from app.kernel.sql import load_rows, next_number
from app.kernel.tenancy import open_organisation_id
from app.members import parcours_queries
from app.members.models import Member
from app.network.models import Organisation
from app.shares import queries, rules
from app.shares.errors import (
    AlreadyCancelled,
    ConfirmReceiver,
    HasLeft,
    HoldsBeforeAdmission,
    LaterEntriesForbid,
    MoreBackThanPaid,
    MoreThanHeld,
    NoSuchReceiver,
    ReceiverIsGiver,
    SayWhatWasPaid,
    ValueForbidsEntries,
    ValueSameDay,
    ValueUnchanged,
)
from app.shares.models import ShareHolding, ShareMovement, ShareRule, ShareValue
from app.shares.rules import Asked, Movement, MovementKind, Value

RECORDED = audit.action("share.recorded", _l("Entry of the share ledger recorded"))
CANCELLED = audit.action("share.cancelled", _l("Entry of the share ledger cancelled"))
VALUE_SET = audit.action("share.value_set", _l("Value of a share fixed"))
VALUE_REMOVED = audit.action("share.value_removed", _l("Value of a share taken back"))
RULE_CHANGED = audit.action("share.rule_changed", _l("Rules of subscription changed"))
COUNTER = "share_movement"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a form says of a movement. Amounts in minor units; None: as `rules.paid_part_of`, and all of it given back."""

    kind: MovementKind
    happened_on: date
    shares: int = 0
    paid_minor: int | None = None
    refunded_minor: int | None = None
    to_number: int | None = None
    confirmed_number: int | None = None  # whose name was looked at
    reference: str = ""


def record(member: Member, entry: Entry, *, by_account_id: int | None) -> ShareMovement:
    """Add an entry to the ledger, of today or of a past day.

    Raises NoSuchReceiver, ReceiverIsGiver, ConfirmReceiver, HoldsBeforeAdmission, HasLeft, SayWhatWasPaid,
    MoreBackThanPaid, LaterEntriesForbid, and what `rules.refuse_impossible` raises.
    """
    organisation = open_ledger()
    receiver = _receiver(member, entry)
    touched = _there(member, receiver, entry)
    kept, values = queries.movements(touched), queries.values()
    paid = _paid_part(member, entry, kept, values=values)
    row = ShareMovement(
        number=next_number(organisation.id, COUNTER),
        kind=entry.kind,
        happened_on=entry.happened_on,
        member_id=member.id,
        to_member_id=receiver.id if receiver else None,
        shares=entry.shares,
        paid_minor=paid,
        refunded_minor=_given_back(entry, paid),
        currency=organisation.currency,
        reference=entry.reference,
        recorded_by_account_id=by_account_id,
    )
    _refuse_impossible([*kept, as_rules_see(row)], values, day=entry.happened_on)
    db.session.add(row)
    settle(touched)
    audit.record(RECORDED, subject_type="member", subject_id=member.id, after=_told(row))
    return row


def cancel(member: Member, movement: ShareMovement, *, reason: str, by_account_id: int | None) -> None:
    """An entry made by mistake no longer counts; it stays in the ledger, with who cancelled it and why.

    Raises AlreadyCancelled, LaterEntriesForbid.
    """
    open_ledger()
    db.session.refresh(movement)
    if movement.cancelled_at is not None:
        raise AlreadyCancelled
    touched = [member_id for member_id in (movement.member_id, movement.to_member_id) if member_id is not None]
    left = [kept for kept in queries.movements(touched) if kept.number != movement.number]
    _refuse_later(rules.first_impossible(left, queries.values()))
    movement.cancelled_at, movement.cancelled_by_account_id = clock.now(), by_account_id
    movement.cancellation_reason = reason
    settle(touched)
    told = _told(movement)
    audit.record(CANCELLED, subject_type="member", subject_id=member.id, before=told, after={"reason": reason})


def set_value(value: Value, *, decision: str, by_account_id: int | None) -> ShareValue:
    """A share is worth this from a day on, of today or of the past. Raises ValueSameDay, ValueUnchanged, ValueForbidsEntries."""
    organisation = open_ledger()
    values = queries.values()
    if value.from_day in [known.from_day for known in values]:
        raise ValueSameDay
    if rules.value_on(values, value.from_day) == value.value_minor:
        raise ValueUnchanged
    found = rules.first_impossible(queries.movements(), [*values, value])
    if found is not None:
        raise ValueForbidsEntries(number=found[0].number, day=found[0].day)
    row = ShareValue(**asdict(value), currency=organisation.currency, decision=decision)
    row.recorded_by_account_id = by_account_id
    db.session.add(row)
    settle(None)
    audit.record(VALUE_SET, after={**asdict(value), "decision": decision})
    return row


def remove_value(row: ShareValue) -> None:
    """A value that was fixed by mistake is taken back. Raises LaterEntriesForbid, ChangedMeanwhile when it is gone."""
    open_ledger()
    left = [value for value in queries.values() if value.from_day != row.from_day]
    if len(left) == len(queries.values()):
        raise ChangedMeanwhile
    _refuse_later(rules.first_impossible(queries.movements(), left))
    told = audit.values_of(row, "from_day", "value_minor", "from_reserves", "decision")
    db.session.delete(row)
    settle(None)
    audit.record(VALUE_REMOVED, before=told)


def change_rule(asked: Asked, *, before: Asked, version: int) -> None:
    """What the statutes ask from now on; `version` 0 when none was recorded yet. Raises ChangedMeanwhile."""
    open_ledger()
    row = queries.recorded_rule()
    if (row.version if row is not None else 0) != version:
        raise ChangedMeanwhile
    told = audit.only_changed(asdict(before), asdict(asked))
    if row is None:
        row = ShareRule(**asdict(asked))
        db.session.add(row)
    for name, wanted in asdict(asked).items():
        setattr(row, name, wanted)
    db.session.flush()
    if told[1]:
        audit.record(RULE_CHANGED, before=told[0], after=told[1])


def open_ledger() -> Organisation:
    """Until the transaction ends nobody else writes this organisation's ledger."""
    organisation: Organisation = db.session.get_one(
        Organisation, open_organisation_id(), with_for_update={"key_share": True}, populate_existing=True
    )
    return organisation


def _receiver(member: Member, entry: Entry) -> Member | None:
    if entry.kind is not MovementKind.TRANSFER:
        return None
    receiver = queries.find_by_number(entry.to_number or 0)
    if receiver is None:
        raise NoSuchReceiver
    if receiver.id == member.id:
        raise ReceiverIsGiver
    if entry.confirmed_number != receiver.number:
        raise ConfirmReceiver
    return receiver


def _there(member: Member, receiver: Member | None, entry: Entry) -> list[int]:
    """The ids of giver and receiver, as they stand now. Raises HoldsBeforeAdmission, HasLeft."""
    people = [member] if receiver is None else [member, receiver]
    for person in people:
        db.session.refresh(person, with_for_update={"read": True})
        _refuse_absent(person, entry, takes=person is receiver)
    return [person.id for person in people]


def _refuse_absent(person: Member, entry: Entry, *, takes: bool) -> None:
    if entry.happened_on < person.admitted_on:
        raise HoldsBeforeAdmission
    takes = takes or entry.kind is MovementKind.SUBSCRIPTION
    if takes and person.id in parcours_queries.gone_on(entry.happened_on, person.id):
        raise HasLeft


def _paid_part(member: Member, entry: Entry, kept: Sequence[Movement], *, values: Sequence[Value]) -> int:
    if entry.paid_minor is not None:
        return entry.paid_minor
    if entry.kind in (MovementKind.SUBSCRIPTION, MovementKind.PAYMENT):
        return 0
    holding = rules.holdings_on(kept, values, entry.happened_on).get(member.id, rules.NOTHING)
    if entry.shares > holding.shares:
        raise MoreThanHeld
    part = rules.paid_part_of(holding, entry.shares)
    if part is None:
        raise SayWhatWasPaid
    return part


def _given_back(entry: Entry, paid: int) -> int:
    if entry.kind is not MovementKind.REFUND:
        return 0
    back = paid if entry.refunded_minor is None else entry.refunded_minor
    if back > paid:
        raise MoreBackThanPaid
    return back


def _refuse_impossible(movements: Sequence[Movement], values: Sequence[Value], *, day: date) -> None:
    """First what the entry itself does, then what it does to entries of later days."""
    rules.refuse_impossible([known for known in movements if known.day <= day], values)
    _refuse_later(rules.first_impossible(movements, values))


def _refuse_later(found: tuple[Movement, Refusal] | None) -> None:
    if found is not None:
        raise LaterEntriesForbid(number=found[0].number, day=found[0].day)


def as_rules_see(row: ShareMovement) -> Movement:
    """An entry as far as rules go."""
    return Movement(
        number=row.number,
        kind=row.kind,
        day=row.happened_on,
        member_id=row.member_id,
        to_member_id=row.to_member_id,
        shares=row.shares,
        paid_minor=row.paid_minor,
    )


def settle(touched: Collection[int] | None) -> None:
    """Write anew what these members hold, and everybody `queries.movements` reaches from them; None: all."""
    db.session.flush()
    held = rules.holdings_on(queries.movements(touched), queries.values())
    stale = delete(ShareHolding).execution_options(synchronize_session=False)
    if touched is not None:
        stale = stale.where(ShareHolding.member_id.in_({*touched, *held}))
    db.session.execute(stale)
    rows = [
        {
            "member_id": member_id,
            "shares": holding.shares,
            "paid_minor": holding.paid_minor,
            "owed_minor": holding.owed_minor,
            "held_since": holding.held_since,
            "owed_since": holding.owed_since,
        }
        for member_id, holding in held.items()
    ]
    load_rows(open_organisation_id(), ShareHolding, rows)


def _told(row: ShareMovement) -> dict[str, object]:
    names = ("number", "kind", "happened_on", "shares", "paid_minor", "refunded_minor", "reference")
    told = {name: value for name, value in audit.values_of(row, *names).items() if value}
    if row.to_member_id is None:
        return told
    return {**told, "to_number": db.session.scalar(select(Member.number).where(Member.id == row.to_member_id))}
