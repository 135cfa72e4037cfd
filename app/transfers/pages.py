"""What the pages of transfers show in the organisation that sends, and in every file that came or went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

from flask import abort, g

from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, language, speaking
from app.kernel.paging import AnyRow
from app.members import queries as member_queries
from app.members.models import Member
from app.members.names_shown import full_name
from app.transfers import labels, packing, queries, wording
from app.transfers.coding import from_json
from app.transfers.forms import ChoiceForm
from app.transfers.models import OutgoingTransfer
from app.transfers.rules import WAITS_DAYS, Part, TransferState

SomeForm = TypeVar("SomeForm", bound=ChoiceForm)


def may_transfer() -> bool:
    return current_actor().can(Permission.TRANSFER_MEMBERS)


def is_own(member: Any) -> bool:
    return member.account_id is not None and member.account_id == current_actor().account_id


def readable(member_id: int) -> AnyRow:
    """A file whose transfers the reader may see: the managers', and the person's own."""
    member = member_queries.get_file_or_404(current_actor(), member_id, on=g.organisation.today)
    return member if may_transfer() or is_own(member) else abort(403)


def own_transfer(member_id: int, transfer_id: int) -> tuple[Member, OutgoingTransfer]:
    """A transfer that concerns the reader themself."""
    member = member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)
    if not is_own(member):
        abort(403)
    return member, queries.get_outgoing_or_404(member.id, transfer_id)


def managed(member_id: int) -> Member:
    return member_queries.get_member_or_404(current_actor(), member_id, on=g.organisation.today)


def name_in(names: Mapping[int, Any], organisation_id: int) -> str:
    """An organisation's name in the language spoken."""
    row = names.get(organisation_id)
    return "" if row is None else str(row.name_ar if language() == "ar" else row.name_fr)


def section(member: AnyRow) -> dict[str, Any]:
    """The transfers of a member: gone to whom, come from where."""
    names, sent = queries.names(), queries.sent(member.id)
    return {
        "member": member,
        "sent": [in_words(row, names) for row in sent],
        "came": [{**in_words(row, names), **_brought(row)} for row in queries.came(member.id)],
        "is_own": is_own(member),
        "sends": may_transfer() and not any(row.state is TransferState.WAITING for row in sent),
        "states": TransferState,
    }


def in_words(row: Any, names: Mapping[int, Any]) -> dict[str, Any]:
    """A transfer for a page, of either side."""
    return {
        "row": row,
        "other_side": name_in(names, row.other_id),
        "state": labels.STATE[row.state],
        "tone": labels.TONE.get(row.state, ""),
        "manner": labels.MANNER[row.manner],
        "parts": [labels.PERSON, *(labels.PART[part] for part in Part if part in row.parts)],
        "waits_until": row.sent_at + timedelta(days=WAITS_DAYS),
    }


def _brought(row: AnyRow) -> dict[str, Any]:
    told = from_json(row.brought)
    return {
        "manner": labels.MANNER_THERE[row.manner],
        "left_out": wording.left_out_in_words(told.get("left_out", [])),
        "parcours": wording.parcours(told),
        "contracts": wording.contracts(told),
    }


def with_choices(form: SomeForm, member: Member) -> SomeForm:
    """The organisations that can receive, and what there is to copy."""
    receivers = queries.receivers()
    form.offer(
        receivers={one: name_in(receivers, one) for one in receivers},
        on_file=packing.on_file(member),
    )
    return form


def consent_texts(form: ChoiceForm, member: Member, spoken: str) -> dict[str, Any]:
    """The sheet that the person signs, in one of its two languages."""
    here, there = g.organisation.name(spoken), queries.names()[form.to_organisation_id.data]
    with speaking(spoken):
        said = {
            "name": full_name(member, spoken),
            "number": member.number,
            "here": here,
            "there": name_in({0: there}, 0),
        }
        ticked = form.ticked()
        return {
            "title": _("Consent to the transfer of my file"),
            "agrees": _(
                "I, %(name)s, member no. %(number)s of “%(here)s”, agree that it hands over to “%(there)s” a copy of:",
                **said,
            ),
            "parts": [str(labels.PERSON), *(str(labels.PART[part]) for part in Part if part in ticked)],
            "knows": _(
                "Nothing else is handed over. Nothing is copied before the other organisation accepts; until then I can take my consent back at any time."
            ),
            "day": _("Date"),
            "signature": _("Signature"),
        }


def went_to(transfer: OutgoingTransfer) -> str:
    return name_in(queries.names(), transfer.to_organisation_id)
