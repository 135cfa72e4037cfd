"""What the views of the journal show, as files: CSV or XLSX. Of others' activity it is written down who took it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import Response, g

from app.activity.services import EXPORTED
from app.kernel import audit
from app.kernel.access import Actor, Permission
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import text_direction
from app.kernel.spreadsheets import xlsx_bytes
from app.kernel.tables import Cell, csv_bytes
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.members.models import Member

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a file holds. `code` is the view's, as the log and the file's name say it; rows may be read as they are written."""

    code: str
    title: str
    headers: Sequence[object]
    rows: Iterable[Sequence[Cell]]


def answer(table: Table, ending: str) -> Response:
    """The table as a file to keep; `ending` is `csv` or `xlsx`."""
    if ending == "xlsx":
        is_arabic = text_direction() == "rtl"
        content = xlsx_bytes(table.title, table.headers, table.rows, right_to_left=is_arabic)
        response = Response(content, mimetype=XLSX)
    else:
        response = Response(csv_bytes(table.headers, table.rows), mimetype="text/csv")
    name = f"activity-{table.code}-{g.organisation.slug}-{g.organisation.today.isoformat()}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def taken(actor: Actor, table: Table, ending: str, *, member: Member | None = None) -> Response:
    """The same, and a line in the log unless it is one's own activity; where that cannot be written nothing is given."""
    is_own = member is not None and member.account_id == actor.account_id
    if not is_own and actor.can(Permission.VALIDATE_ACTIVITY):
        after_read(write_down, g.organisation.id, actor.account_id, table.code, *([member.id] if member else []))
    return answer(table, ending)


def write_down(organisation_id: int, account_id: int, what: str, *member_ids: int) -> None:
    """The line in the log, in the organisation's scope."""
    kind, told = "member" if member_ids else "", {"what": what}
    subject_id = member_ids[0] if member_ids else None
    with organisation_scope(organisation_id):
        audit.record(EXPORTED, subject_type=kind, subject_id=subject_id, after=told, account_id=account_id)


def hours(minutes: int) -> Decimal | None:
    """Hours with two decimals, as spreadsheets add them up."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")) if minutes else None


def money(minor: int, currency: str) -> Decimal:
    """An amount as a number in its currency's units."""
    return Decimal(minor).scaleb(-EXPONENTS[currency])
