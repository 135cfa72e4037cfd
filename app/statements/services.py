"""Entries of accounts: written once, taken back by a counter-entry; nobody writes an organisation's accounts beside another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from app.activity.months import closed_months
from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import _l
from app.kernel.sql import next_number
from app.kernel.tenancy import open_organisation_id
from app.members import queries as member_queries
from app.members.models import Member
from app.network.models import Organisation
from app.statements import queries
from app.statements.errors import (
    AlreadyCancelled,
    BeforeAdmission,
    BeforeOpening,
    EntriesBeforeOpening,
    MonthClosed,
    NoSuchMember,
    OpeningNotAFirstDay,
    OpeningTwice,
)
from app.statements.kinds import EntryKind, Means
from app.statements.models import AccountEntry
from app.statements.pasting import PastedLine, WrongLines

RECORDED = audit.action("statement.entry_recorded", _l("Entry of an account recorded"))
CANCELLED = audit.action("statement.entry_cancelled", _l("Entry of an account cancelled"))
COUNTER = "account_entry"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a form says of an entry. `amount_minor` is below zero only in an opening balance."""

    kind: EntryKind
    day: date
    amount_minor: int
    means: Means | None = None
    purpose: str = ""
    reference: str = ""


def is_closed(day: date) -> bool:
    """Whether the month of a day is closed, so that its accounts stay as they are."""
    return day.replace(day=1) in closed_months()


def refuse_closed_since(first: date, last: date | None = None) -> None:
    """For what changes every month from one on, up to another where it ends. Raises MonthClosed."""
    if any(first <= month and (last is None or month <= last) for month in closed_months()):
        raise MonthClosed


def record(member: Member, entry: Entry, *, by_account_id: int | None) -> AccountEntry:
    """Add an entry, of today or of a past day.

    Raises MonthClosed, BeforeAdmission, BeforeOpening; of an opening balance OpeningNotAFirstDay, OpeningTwice,
    EntriesBeforeOpening.
    """
    organisation = open_accounts()
    db.session.refresh(member)
    _refuse_day(member, entry)
    row = AccountEntry(
        number=next_number(organisation.id, COUNTER),
        member_id=member.id,
        currency=organisation.currency,
        recorded_by_account_id=by_account_id,
        **asdict(entry),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(RECORDED, subject_type="member", subject_id=member.id, after=_told(row))
    return row


def record_pasted(lines: Sequence[PastedLine], *, kind: EntryKind, means: Means, by_account_id: int | None) -> int:
    """Record every line of a table, or none: how many. Raises WrongLines, which says whose line cannot be recorded."""
    open_accounts()
    known = member_queries.ids_by_number({line.number for line in lines})
    wrong: list[tuple[int, object]] = []
    for line in lines:
        said = {
            "day": line.day,
            "amount_minor": line.amount_minor,
            "purpose": line.purpose,
            "reference": line.reference,
        }
        try:
            if line.number not in known:
                raise NoSuchMember
            member = db.session.get_one(Member, (open_organisation_id(), known[line.number]))
            record(member, Entry(kind=kind, means=means, **said), by_account_id=by_account_id)  # type: ignore[arg-type]
        except Refusal as refusal:
            wrong.append((line.line, refusal.message))
    if wrong:
        raise WrongLines(wrong)
    return len(lines)


def cancel(member: Member, entry: AccountEntry, *, reason: str, today: date, by_account_id: int | None) -> AccountEntry:
    """Take an entry back by a counter-entry, of the same day while its month is open, else of today.

    Raises AlreadyCancelled, also for a counter-entry itself; MonthClosed where today's month is closed too, and for an
    opening balance that closed months begin with.
    """
    organisation = open_accounts()
    if entry.reverses_id is not None or queries.is_taken_back(entry):
        raise AlreadyCancelled
    if entry.kind is EntryKind.OPENING:
        refuse_closed_since(entry.day)
    day = today if is_closed(entry.day) else entry.day
    if is_closed(day):
        raise MonthClosed
    row = AccountEntry(
        number=next_number(organisation.id, COUNTER),
        member_id=member.id,
        kind=entry.kind,
        day=day,
        amount_minor=-entry.amount_minor,
        currency=entry.currency,
        means=entry.means,
        purpose=entry.purpose,
        reference=entry.reference,
        reverses_id=entry.id,
        reason=reason,
        recorded_by_account_id=by_account_id,
    )
    db.session.add(row)
    db.session.flush()
    told = {"number": row.number, "reason": reason}
    audit.record(CANCELLED, subject_type="member", subject_id=member.id, before=_told(entry), after=told)
    return row


def open_accounts() -> Organisation:
    """Until the transaction ends nobody else writes this organisation's accounts or rules."""
    organisation: Organisation = db.session.get_one(
        Organisation, open_organisation_id(), with_for_update={"key_share": True}, populate_existing=True
    )
    return organisation


def _refuse_day(member: Member, entry: Entry) -> None:
    if is_closed(entry.day):
        raise MonthClosed
    if entry.day < member.admitted_on.replace(day=1):
        raise BeforeAdmission
    opening = queries.openings_of([member.id]).get(member.id)
    if entry.kind is EntryKind.OPENING:
        _refuse_opening(member, entry, is_open=opening is not None)
    elif opening is not None and entry.day < opening.day:
        raise BeforeOpening


def _refuse_opening(member: Member, entry: Entry, *, is_open: bool) -> None:
    refuse_closed_since(entry.day)
    if entry.day.day != 1:
        raise OpeningNotAFirstDay
    if is_open:
        raise OpeningTwice
    if queries.has_entries_before(member.id, entry.day):
        raise EntriesBeforeOpening


def _told(row: AccountEntry) -> dict[str, object]:
    names = ("number", "kind", "day", "amount_minor", "means", "purpose", "reference")
    return {name: value for name, value in audit.values_of(row, *names).items() if value not in (None, "")}
