"""What the pages of clients and suppliers show, and the file of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, g, request, url_for

from app.activity import contacts_queries as queries
from app.activity.contacts_forms import MergeForm
from app.activity.contacts_services import EXPORTED
from app.activity.models import ActivityParty
from app.activity.rules import PartyRole
from app.kernel import audit
from app.kernel.formats import EXPONENTS
from app.kernel.i18n import _
from app.kernel.paging import Page, page_asked
from app.kernel.tables import csv_bytes
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import after_read
from app.members.models import Member

LONGEST_QUERY = 80


def role_asked() -> PartyRole:
    asked = request.args.get("role", "")
    return PartyRole(asked) if asked in tuple(PartyRole) else PartyRole.CLIENT


def query_asked() -> str:
    return request.args.get("q", "")[:LONGEST_QUERY].strip()


def listed(member: Member, here: str) -> dict[str, Any]:
    """One page of a member's clients or suppliers; `here` is the address of the list."""
    role, query = role_asked(), query_asked()
    page = queries.fetch_contacts(member.id, role, query, asked=page_asked(request.args))
    return {
        "member": member,
        "role": role,
        "query": query,
        "page": page,
        "count": queries.count_contacts(member.id, role, query),
        "here": here,
        "tabs": _tabs(here, role),
        "links": _links(page, role, query),
    }


def _tabs(here: str, current: PartyRole) -> list[dict[str, Any]]:
    named = {PartyRole.CLIENT: _("Clients"), PartyRole.SUPPLIER: _("Suppliers")}
    return [{"label": label, "url": f"{here}?role={role}", "current": role is current} for role, label in named.items()]


def _links(page: Page, role: PartyRole, query: str) -> dict[str, str | None]:
    def to(**where: Any) -> str:
        endpoint, kept = request.endpoint or "", request.view_args or {}
        return url_for(endpoint, **kept, role=role.value, q=query or None, **where)

    return {
        "first": to(),
        "previous": to(before=page.before_id) if page.before_id else None,
        "next": to(after=page.after_id) if page.after_id else None,
        "last": to(page="last"),
    }


def merging(party: ActivityParty) -> MergeForm:
    form = MergeForm()
    form.into_id.choices = queries.others(party)
    return form


def as_file(member: Member, *, today: date, by_account_id: int) -> Response:
    """All that the list shows; of another person it is written down who took it."""
    rows = queries.every_contact(member.id, role_asked(), query_asked())
    scale = -EXPONENTS[g.organisation.currency]
    headers = (_("Name"), _("Phone"), _("Records"), _("Amount before tax"), _("Currency"), _("Last used on"))
    cells = (
        (
            row.name,
            row.phone,
            row.records,
            Decimal(row.net_minor).scaleb(scale),
            g.organisation.currency,
            row.last_used_on,
        )
        for row in rows
    )
    if member.account_id != by_account_id:
        after_read(_write_down, g.organisation.id, by_account_id, member.id)
    response = Response(csv_bytes(headers, cells), mimetype="text/csv")
    name = f"contacts-{g.organisation.slug}-{today.isoformat()}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _write_down(organisation_id: int, account_id: int, member_id: int) -> None:
    with organisation_scope(organisation_id):
        audit.record(EXPORTED, subject_type="member", subject_id=member_id, account_id=account_id)
