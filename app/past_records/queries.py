"""Reads of imports of past months. Who may import may see every import of the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from flask import abort
from sqlalchemy import Select, bindparam, extract, select

from app.accounts.models import Account
from app.activity.models import ActivityParty, ActivityPayment, ActivityRecord, OrganisationMonth
from app.activity.rules import RecordKind, RecordStatus
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member
from app.past_records.models import OPEN_STATES, ActivityImport, ActivityImportRow, RowState, State

SHOWN_ROWS = 100
CHUNK = 500


def get_import_or_404(import_id: int) -> ActivityImport:
    found = find_import(import_id)
    return found if found is not None else abort(404)


def find_import(import_id: int) -> ActivityImport | None:
    return db.session.scalar(select(ActivityImport).where(ActivityImport.id == import_id))


def locked_import(import_id: int) -> ActivityImport | None:
    """Nobody else moves it on until the transaction ends."""
    found = select(ActivityImport).where(ActivityImport.id == import_id).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def open_import() -> ActivityImport | None:
    """The one under way; an organisation has one at a time."""
    found = select(ActivityImport).where(ActivityImport.state.in_(OPEN_STATES))
    return db.session.scalar(found.order_by(ActivityImport.id).limit(1))


def written_before(digest: str) -> ActivityImport | None:
    """The last import of the very same file that stands."""
    found = select(ActivityImport).where(ActivityImport.file_digest == digest, ActivityImport.state == State.DONE)
    return db.session.scalar(found.order_by(ActivityImport.id.desc()).limit(1))


_HISTORY = (
    select(
        ActivityImport.id,
        ActivityImport.state,
        ActivityImport.sheet,
        ActivityImport.started_at,
        ActivityImport.total,
        ActivityImport.records,
        ActivityImport.refused,
        Account.display_name,
        Account.display_name_arabic,
    )
    .join(Account, Account.id == ActivityImport.started_by_account_id)
    .order_by(ActivityImport.id.desc())
    .limit(200)
)


def history() -> Sequence[AnyRow]:
    """The imports of the organisation, the latest first."""
    return read_rows(_HISTORY).all()


_ROWS = (
    select(ActivityImportRow.id, ActivityImportRow.row_number, ActivityImportRow.cells)
    .where(ActivityImportRow.import_id == bindparam("import_id"))
    .order_by(ActivityImportRow.row_number)
)
_SOME_ROWS = _ROWS.limit(40)


def rows_of(import_id: int) -> Sequence[AnyRow]:
    """Every row of the file, in its order."""
    return db.session.execute(_ROWS, {"import_id": import_id}).all()


def some_rows(import_id: int) -> Sequence[AnyRow]:
    """The first forty."""
    return db.session.execute(_SOME_ROWS, {"import_id": import_id}).all()


def rows_in(import_id: int, state: RowState) -> set[int]:
    """The ids of the rows in a state."""
    found = select(ActivityImportRow.id).where(ActivityImportRow.import_id == import_id)
    return set(db.session.scalars(found.where(ActivityImportRow.state == state)))


def refused_rows(import_id: int, *, most: int | None = None) -> Sequence[AnyRow]:
    """The rows that were refused, with what they said."""
    rows = select(ActivityImportRow.row_number, ActivityImportRow.cells, ActivityImportRow.found)
    refused = rows.where(ActivityImportRow.import_id == import_id, ActivityImportRow.state == RowState.REFUSED)
    return db.session.execute(refused.order_by(ActivityImportRow.row_number).limit(most)).all()


_RECORDS = (
    select(
        ActivityRecord.member_id,
        ActivityRecord.kind,
        ActivityRecord.day,
        ActivityRecord.minutes,
        ActivityRecord.amount_minor,
        ActivityRecord.tax_minor,
        ActivityParty.name_key,
    )
    .outerjoin(
        ActivityParty,
        (ActivityParty.organisation_id == ActivityRecord.organisation_id)
        & (ActivityParty.id == ActivityRecord.party_id),
    )
    .where(
        ActivityRecord.member_id.in_(bindparam("member_ids", expanding=True)),
        ActivityRecord.kind != RecordKind.PROSPECT,
    )
)


def records_of(member_ids: Sequence[int]) -> Iterator[AnyRow]:
    """What stands in the journals of these members, prospects aside."""
    for start in range(0, len(member_ids), CHUNK):
        yield from db.session.execute(_RECORDS, {"member_ids": member_ids[start : start + CHUNK]})


def imported_records(import_id: int) -> list[ActivityRecord]:
    """The records of an import as they stand now."""
    found = select(ActivityRecord).where(ActivityRecord.import_id == import_id).order_by(ActivityRecord.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def ids_of(import_id: int) -> Select[int]:
    """The ids of the records of an import, for other statements."""
    return select(ActivityRecord.id).where(ActivityRecord.import_id == import_id)


def are_corrected(import_id: int) -> bool:
    """Whether a counter-entry takes back one of its records."""
    correcting = select(ActivityRecord.id).where(ActivityRecord.corrects_id.in_(ids_of(import_id)))
    return db.session.scalar(correcting.limit(1)) is not None


_YEARS = (
    select(extract("year", OrganisationMonth.month).label("year"))
    .where(OrganisationMonth.records > 0)
    .distinct()
    .order_by(extract("year", OrganisationMonth.month).desc())
)


def years() -> list[int]:
    """The years in which something was logged, the latest first."""
    return [int(row.year) for row in read_rows(_YEARS)]


def validated_records(first: date, last: date) -> Sequence[AnyRow]:
    """What was validated between two days, with whose it is and to whom it was sold; neither prospects nor corrections."""
    of_party = (ActivityParty.organisation_id == ActivityRecord.organisation_id) & (
        ActivityParty.id == ActivityRecord.party_id
    )
    whose = (Member.organisation_id == ActivityRecord.organisation_id) & (Member.id == ActivityRecord.member_id)
    columns = [getattr(ActivityRecord, name) for name in EXPORTED]
    names = (Member.number, Member.given_name_latin, Member.family_name_latin)
    arabic = (Member.given_name_arabic, Member.family_name_arabic)
    found = (
        select(ActivityRecord.id, *columns, *names, *arabic, ActivityParty.name.label("party"))
        .join(Member, whose)
        .outerjoin(ActivityParty, of_party)
        .where(ActivityRecord.day.between(first, last), ActivityRecord.status == RecordStatus.VALIDATED)
        .where(ActivityRecord.kind != RecordKind.PROSPECT, ActivityRecord.corrects_id.is_(None))
    )
    return db.session.execute(found.order_by(ActivityRecord.day, ActivityRecord.id)).all()


EXPORTED = (
    "day",
    "kind",
    "minutes",
    "work_kind_id",
    "amount_minor",
    "tax_minor",
    "currency",
    "expense_category_id",
    "description",
    "document_number",
    "trade_id",
    "note",
)


def counted_payments(first: date, last: date) -> Sequence[AnyRow]:
    """The payments of what `validated_records` gives."""
    of_record = (ActivityRecord.organisation_id == ActivityPayment.organisation_id) & (
        ActivityRecord.id == ActivityPayment.record_id
    )
    found = (
        select(ActivityPayment.record_id, ActivityPayment.paid_on, ActivityPayment.amount_minor, ActivityPayment.means)
        .join(ActivityRecord, of_record)
        .where(ActivityRecord.day.between(first, last), ActivityPayment.is_counted)
    )
    return db.session.execute(found.order_by(ActivityPayment.paid_on, ActivityPayment.id)).all()
