"""What the pages of transfers show in the organisation that receives: what waits, what a package holds, who may be here already."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import g

from app.kernel.access import current_actor
from app.kernel.i18n import language
from app.members import parcours_pages
from app.members import queries as member_queries
from app.members import services as member_services
from app.members.names_shown import both_names, full_name_here
from app.members.services import IdentityDocument, MemberDetails
from app.network.models import StageNature
from app.transfers import labels, pages, queries, services, wording
from app.transfers.errors import PackageUnreadable
from app.transfers.forms import AcceptanceForm, HereForm
from app.transfers.models import IncomingTransfer
from app.transfers.rules import TransferState
from app.transfers.unpacking import Arrival


def by_whom() -> dict[str, Any]:
    """Who decides, on which day: for a service."""
    return {"today": g.organisation.today, "by_account_id": current_actor().account_id}


def both_lists() -> dict[str, Any]:
    """What came and what went, the latest first; names only while a transfer waits."""
    names = queries.names()
    return {
        "incoming": [{**pages.in_words(row, names), "name": _name_of(row)} for row in queries.every_incoming()],
        "outgoing": [pages.in_words(row, names) for row in queries.every_outgoing()],
        "states": TransferState,
    }


def _name_of(row: Any) -> str:
    """Of who waits; afterwards the package is gone, and the name with it."""
    if row.state is not TransferState.WAITING:
        return ""
    arrival = _arrival(queries.get_incoming_or_404(row.id))
    return "" if arrival is None else full_name_here(arrival.person()[0])


def _arrival(transfer: IncomingTransfer) -> Arrival | None:
    try:
        return services.arrival_of(transfer, **by_whom())
    except PackageUnreadable:
        return None


def shown(transfer: IncomingTransfer) -> dict[str, Any]:
    """The page of one transfer; `package` is None once it is answered, or where it cannot be read."""
    names = queries.names()
    row = SimpleNamespace(**{name: getattr(transfer, name) for name in SHOWN}, other_id=transfer.from_organisation_id)
    waits = transfer.state is TransferState.WAITING
    arrival = _arrival(transfer) if waits else None
    return {
        **pages.in_words(row, names),
        "manner": labels.MANNER_THERE[transfer.manner],
        "transfer": transfer,
        "waits": waits,
        "package": None if arrival is None else _package(arrival),
    }


SHOWN = ("state", "manner", "parts", "sent_at")


def _package(arrival: Arrival) -> dict[str, Any]:
    """What would be received, in words, and who here may be the same person."""
    details, document = arrival.foresee()
    told = arrival.told
    return {
        "name": both_names(details, language()),
        "person": wording.person(details, told["trade"]),
        "document": wording.document(told.get("document")),
        "social": wording.social(told.get("social") or {}),
        "has_disability": "disability" in told,
        "papers": wording.papers(arrival.papers()),
        "parcours": wording.parcours(told),
        "contracts": wording.contracts(told),
        "signs_in": "sign_in" in told,
        "left_out": wording.left_out_in_words(arrival.left_out),
        **_who_may_be_here(details, document),
    }


def _who_may_be_here(details: MemberDetails, document: IdentityDocument | None) -> dict[str, Any]:
    """`holder`: in whose file the very identity number is; no second file can be opened beside it."""
    alike = {row.id: row for row in member_queries.lookalikes(details)[: member_queries.MOST_ALIKE]}
    holder = None
    if document is not None:
        holder = member_queries.holder_of_identity(member_services.identity_index(document))
    held = {} if holder is None else dict(member_queries.people_by_id([holder]))
    return {"alike": {**held, **alike}, "holder": holder}


def with_stages(form: AcceptanceForm) -> AcceptanceForm:
    """Where a parcours can begin here; the first stage inside is chosen."""
    form.stage_id.choices = parcours_pages.offered_stages(StageNature.CANDIDATE, StageNature.INSIDE)
    if form.stage_id.data is None and not form.is_submitted():
        form.stage_id.data = next(iter(parcours_pages.offered_stages(StageNature.INSIDE)))
    return form


def with_people(form: HereForm, package: Mapping[str, Any] | None) -> HereForm:
    """Whoever may be the person."""
    alike = package["alike"] if package else {}
    form.member_id.choices = {one: f"{full_name_here(row)} ({row.number})" for one, row in alike.items()}
    if len(alike) == 1 and not form.is_submitted():
        form.member_id.data = next(iter(alike))
    return form
