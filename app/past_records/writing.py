"""Writing what an import was accepted for into the journal, all at once; and taking it back, all at once.

The log tells of the import as a whole: each record bears its id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.activity import months, parties, payments, services, totals
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.rules import Entry, RecordStatus, net_parts, refuse_closed
from app.activity.services import ENTRY_COLUMNS
from app.activity.totals import Counted
from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import open_organisation_id
from app.network import queries as network_queries
from app.past_records import queries
from app.past_records.errors import NotAsImported
from app.past_records.judging import OfMember
from app.past_records.models import ActivityImport
from app.past_records.people import everybody
from app.past_records.sheets import JudgedRow, ReadRow, Written

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Load:
    """The rows of tables that an import becomes, and what they count for."""

    moved: ActivityImport
    currency: str
    production: frozenset[int]
    records: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)

    def add(self, member_id: int, entry: Entry, party_ids: parties.PartyIds) -> Counted:
        key, now = parties.key_of(entry), clock.now()
        decided = {"submitted_at": now, "decided_at": now, "decided_by": self.moved.started_by_account_id}
        record = {
            "id": new_id(),
            "member_id": member_id,
            **{name: getattr(entry, name) for name in ENTRY_COLUMNS},
            "party_id": party_ids[key] if key else None,
            "is_production": entry.expense_category_id in self.production,
            "currency": self.currency,
            "status": RecordStatus.VALIDATED,
            "has_new_payment": False,
            "remark": "",
            "import_id": self.moved.id,
            "created_by": self.moved.started_by_account_id,
            "version": 1,
            **decided,
        }
        paid = _paid(record["id"], entry)
        self.records.append(record)
        self.payments.extend(paid)
        return totals.counted(
            cast(ActivityRecord, _as_row(record)), [cast(ActivityPayment, _as_row(one)) for one in paid]
        )


def _paid(record_id: int, entry: Entry) -> list[Row]:
    told = sorted(entry.payments, key=lambda paid: paid.paid_on)
    parts = net_parts([paid.amount_minor for paid in told], amount_minor=entry.amount_minor, tax_minor=entry.tax_minor)
    return [
        {
            "id": new_id(),
            "record_id": record_id,
            "paid_on": paid.paid_on,
            "amount_minor": paid.amount_minor,
            "net_minor": net,
            "means": paid.means,
            "is_counted": True,
        }
        for paid, net in zip(told, parts, strict=True)
    ]


def _as_row(values: Mapping[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**values)


def hold(rows: Sequence[ReadRow]) -> None:
    """Nobody else changes the journals of those meant until the transaction ends."""
    for member_id in everybody().ids_meant(rows):
        totals.hold(member_id)


def write(moved: ActivityImport, accepted: Sequence[JudgedRow]) -> Written:
    """Every record, validated by who imports, with its payments, parties and sums."""
    organisation = network_queries.open_organisation(open_organisation_id())
    load = _Load(moved=moved, currency=organisation.currency, production=_production(accepted))
    counted = {
        member_id: _add_all(load, member_id, entries) for member_id, entries in sorted(_by_member(accepted).items())
    }
    load_rows(organisation.id, ActivityRecord, load.records)
    load_rows(organisation.id, ActivityPayment, load.payments)
    for member_id, after in counted.items():
        totals.recount(member_id, after=after)
        services.note_last_day(member_id)
    return Written(records=len(load.records), payments=len(load.payments))


def _by_member(accepted: Iterable[JudgedRow]) -> dict[int, list[Entry]]:
    found: dict[int, list[Entry]] = defaultdict(list)
    for row in accepted:
        made: OfMember = row.made
        found[made.person.id] += made.entries
    return found


def _add_all(load: _Load, member_id: int, entries: Sequence[Entry]) -> list[Counted]:
    party_ids = parties.remember(member_id, entries)
    return [load.add(member_id, entry, party_ids) for entry in entries]


def _production(accepted: Iterable[JudgedRow]) -> frozenset[int]:
    """The categories of these records that the gross margin takes off."""
    used = {entry.expense_category_id for row in accepted for entry in row.made.entries}
    return frozenset(term_id for term_id in used if term_id and network_queries.is_production_cost(term_id))


def take_back(moved: ActivityImport) -> None:
    """Delete what an import wrote. Raises MonthClosed, and NotAsImported where something of it is no longer as it was."""
    for member_id in sorted({record.member_id for record in queries.imported_records(moved.id)}):
        totals.hold(member_id)
    records = queries.imported_records(moved.id)
    paid = payments.of_records([record.id for record in records])
    _refuse_touched(moved, records, paid)
    days = [record.day for record in records]
    refuse_closed([*days, *(one.paid_on for some in paid.values() for one in some)], months.closed_months())
    counted: dict[int, list[Counted]] = defaultdict(list)
    for record in records:
        counted[record.member_id].append(totals.counted(record, paid[record.id]))
    _delete(moved)
    for member_id, before in sorted(counted.items()):
        totals.recount(member_id, before=before)
        services.note_last_day(member_id)


def _refuse_touched(
    moved: ActivityImport, records: Sequence[ActivityRecord], paid: Mapping[int, Sequence[ActivityPayment]]
) -> None:
    is_whole = len(records) == moved.records and sum(map(len, paid.values())) == moved.payments
    if not is_whole or any(record.version != 1 for record in records) or queries.are_corrected(moved.id):
        raise NotAsImported


def _delete(moved: ActivityImport) -> None:
    """Raises NotAsImported where something else points to a record by now."""
    its = queries.ids_of(moved.id)
    try:
        with db.session.begin_nested():
            for gone in (
                delete(ActivityPayment).where(ActivityPayment.record_id.in_(its)),
                delete(ActivityRecord).where(ActivityRecord.import_id == moved.id),
            ):
                db.session.execute(gone.execution_options(synchronize_session=False))
    except IntegrityError:
        raise NotAsImported from None
    db.session.expire_all()
