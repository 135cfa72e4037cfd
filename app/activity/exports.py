"""What a reader sees of the journal, as a file: a week, the records that wait, the people who are silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from flask import Response, abort, g, request

from app.activity import labels, pages, queries
from app.activity.rules import RecordKind
from app.activity.services import EXPORTED
from app.kernel import audit
from app.kernel.access import Actor, Permission, Role
from app.kernel.database import db
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import _
from app.kernel.ids import LARGEST_ID
from app.kernel.paging import AnyRow
from app.kernel.tables import Cell, csv_bytes
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.members.models import Member
from app.members.names_shown import full_name

ROWS_AT_ONCE = 500


def answer(actor: Actor, *, today: date) -> Response:
    """The file for the tab, week and filters in the address; of others' records it is written down who took them."""
    view = "week" if "member" in request.args else pages.view_asked(actor)
    headers, rows = _TABLES[view](actor, today)
    if view != "mine":
        after_read(_write_down, g.organisation.id, actor.account_id, view)
    content = csv_bytes(headers, rows)
    response = Response(content, mimetype="text/csv")
    name = f"activity-{g.organisation.slug}-{today.isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


Table = tuple[Sequence[object], Iterable[Sequence[Cell]]]


def _own_week(actor: Actor, _today: date) -> Table:
    return _week(pages.own_file_or_404(actor))


def _member_week(actor: Actor, _today: date) -> Table:
    asked = request.args["member"]
    if not actor.can(Permission.VALIDATE_ACTIVITY):
        abort(403)
    if not (asked.isascii() and asked.isdigit() and len(asked) <= pages.LONGEST_ID and int(asked) <= LARGEST_ID):
        abort(404)
    return _week(pages.visible_member(int(asked)))


def _week(member: Member) -> Table:
    week = pages.week_shown(member, pages.day_asked())
    return _record_headers(), (_record_cells(record, member) for shown in week.days for record in shown.records)


def _waiting(actor: Actor, today: date) -> Table:
    statement = queries.waiting_records(actor, coach=_coach(actor), on=today)
    found = db.session.execute(statement.execution_options(yield_per=ROWS_AT_ONCE))
    return _record_headers(), (_record_cells(row, row) for row in found)


def _silent(actor: Actor, today: date) -> Table:
    found = db.session.execute(queries.silent_members(actor, coach=_coach(actor), on=today).order_by(Member.sort_name))
    headers = (_("Number"), _("Name"), _("Name in Arabic"), _("Phone"), _("Admitted on"), _("Last activity"))
    return headers, _silent_cells(found)


def _silent_cells(found: Iterable[AnyRow]) -> Iterator[Sequence[Cell]]:
    for row in found:
        yield row.number, full_name(row), full_name(row, "ar"), row.phone, row.admitted_on, row.last_activity_on


def _coach(actor: Actor) -> str:
    return pages.coach_asked() if Role.MANAGER in actor.roles else ""


_TABLES = {"mine": _own_week, "week": _member_week, "waiting": _waiting, "silent": _silent}


def _record_headers() -> Sequence[object]:
    return (
        _("Day"), _("Number"), _("Name"), _("Name in Arabic"), _("Kind"), _("Kind of work or category"), _("Hours"),
        _("Amount sold"), _("Amount spent"), _("Currency"), _("Client or supplier"), _("What"), _("Note"), _("Status"), _("Remark"),
    )  # fmt: skip


def _record_cells(record: AnyRow, person: AnyRow | Member) -> Sequence[Cell]:
    return (
        record.day,
        person.number,
        full_name(person),
        full_name(person, "ar"),
        str(labels.KIND[record.kind]),
        pages.term_label(record),
        _hours(record.minutes),
        _money(record) if record.kind is RecordKind.SALE else None,
        _money(record) if record.kind is RecordKind.EXPENSE else None,
        record.currency,
        record.party,
        record.description,
        record.note,
        str(labels.STATUS[record.status].label),
        record.remark,
    )


def _hours(minutes: int) -> Decimal | None:
    """Hours with two decimals, as spreadsheets add them up."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01")) if minutes else None


def _money(record: AnyRow) -> Decimal:
    return Decimal(record.amount_minor).scaleb(-EXPONENTS[record.currency])


def _write_down(organisation_id: int, account_id: int, view: str) -> None:
    with organisation_scope(organisation_id):
        audit.record(EXPORTED, after={"what": view}, account_id=account_id)
