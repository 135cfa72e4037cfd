"""What is still to receive: sales that are not paid whole, one's own or those of the people one sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, g, url_for
from sqlalchemy import ColumnElement, bindparam, func, select

from app.activity import exports, pages
from app.activity.models import ActivityParty, ActivityPayment, ActivityRecord
from app.activity.rules import RecordKind
from app.activity.taken_back import IS_TAKEN_BACK
from app.kernel.access import Actor, Permission
from app.kernel.database import db
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import _
from app.kernel.paging import AnyRow, AnySelect, PageAsked, fetch_page
from app.kernel.sql import read_rows
from app.kernel.tables import Cell, csv_bytes
from app.kernel.transaction import after_read
from app.members import queries as member_queries
from app.members.models import Member
from app.members.names_shown import full_name

_RECEIVED = (
    select(func.coalesce(func.sum(ActivityPayment.amount_minor), 0))
    .where(
        ActivityPayment.organisation_id == ActivityRecord.organisation_id,
        ActivityPayment.record_id == ActivityRecord.id,
    )
    .correlate(ActivityRecord)
    .scalar_subquery()
)
_UNPAID = (
    select(
        ActivityRecord.id,
        ActivityRecord.day,
        ActivityRecord.description,
        ActivityRecord.document_number,
        ActivityRecord.amount_minor,
        ActivityRecord.currency,
        _RECEIVED.label("received"),
        func.coalesce(ActivityParty.name, "").label("party"),
        ActivityRecord.member_id,
        Member.number,
        Member.family_name_latin,
        Member.given_name_latin,
        Member.family_name_arabic,
        Member.given_name_arabic,
    )
    .join(Member, (Member.organisation_id == ActivityRecord.organisation_id) & (Member.id == ActivityRecord.member_id))
    .outerjoin(
        ActivityParty,
        (ActivityParty.organisation_id == ActivityRecord.organisation_id)
        & (ActivityParty.id == ActivityRecord.party_id),
    )
    .where(
        ActivityRecord.kind == RecordKind.SALE,
        ActivityRecord.corrects_id.is_(None),
        ActivityRecord.amount_minor > _RECEIVED,
        ~IS_TAKEN_BACK,
    )
)
_DAY_OF = select(ActivityRecord.day).where(ActivityRecord.id == bindparam("record_id"))


def unpaid(actor: Actor, *, on: date) -> AnySelect:
    """Sales not paid whole: those of the members one supports or manages, else one's own."""
    return _UNPAID.where(_of_whom(actor, on=on))


def _of_whom(actor: Actor, *, on: date) -> ColumnElement[bool]:
    if actor.can(Permission.VALIDATE_ACTIVITY):
        return member_queries.visible_to(actor, on=on)
    own = member_queries.own_member(actor)
    return Member.id == (own.id if own else 0)


def listed(actor: Actor, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of what is still to receive, the oldest sale first."""
    page = fetch_page(
        unpaid(actor, on=today),
        asked,
        sort_key=ActivityRecord.day,
        row_id=ActivityRecord.id,
        key_of_row=lambda record_id: read_rows(_DAY_OF, {"record_id": record_id}).scalar(),
    )
    here = url_for("activity.list_receivable")
    return {
        "page": page,
        "tabs": pages.tabs(actor, "receivable"),
        "of_others": actor.can(Permission.VALIDATE_ACTIVITY),
        "today": today,
        "links": {
            "first": here,
            "previous": f"{here}?before={page.before_id}" if page.before_id else None,
            "next": f"{here}?after={page.after_id}" if page.after_id else None,
            "last": f"{here}?page=last",
        },
    }


def as_file(actor: Actor, *, today: date) -> Response:
    """The same as a file; of others' sales it is written down who took it."""
    statement = unpaid(actor, on=today).order_by(ActivityRecord.day, ActivityRecord.id)
    found = db.session.execute(statement.execution_options(yield_per=exports.ROWS_AT_ONCE))
    content = csv_bytes(_headers(), _cells(found))
    if actor.can(Permission.VALIDATE_ACTIVITY):
        after_read(exports.write_down, g.organisation.id, actor.account_id, "receivable")
    response = Response(content, mimetype="text/csv")
    name = f"receivable-{g.organisation.slug}-{today.isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _headers() -> Sequence[object]:
    return (
        _("Day"), _("Number"), _("Name"), _("Name in Arabic"), _("Client"), _("What"), _("Receipt number"),
        _("Amount sold"), _("Received"), _("Still to receive"), _("Currency"),
    )  # fmt: skip


def _cells(found: Any) -> Iterator[Sequence[Cell]]:
    for row in found:
        amounts = (_money(row, minor) for minor in (row.amount_minor, row.received, row.amount_minor - row.received))
        names = (full_name(row), full_name(row, "ar"))
        yield (row.day, row.number, *names, row.party, row.description, row.document_number, *amounts, row.currency)


def _money(row: AnyRow, minor: int) -> Decimal:
    return Decimal(minor).scaleb(-EXPONENTS[row.currency])
