"""What both sides of a transfer do, by their services: for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.transfers import services
from app.transfers.models import IncomingTransfer, OutgoingTransfer
from app.transfers.rules import Manner, Part
from app.transfers.services import Admission, Wanted
from tests.support.world import TODAY, Place


def wanted(to: Place, *parts: Part, **changed: Any) -> Wanted:
    told: dict[str, Any] = {
        "to_organisation_id": to.id,
        "parts": parts,
        "has_consented": True,
        "consented_on": TODAY - timedelta(days=2),
        "manner": Manner.SIGNED,
    }
    return Wanted(**{**told, **changed})


def send(place: Place, name: str, what: Wanted) -> int:
    """In a context. The id that both rows have."""
    with organisation_scope(place.id), write_transaction():
        member = db.session.get_one(Member, (place.id, place.members[name]))
        return services.send(member, what, today=TODAY, by_account_id=None).id


def accept(place: Place, transfer_id: int, *, admitted_on: date = TODAY, is_another_person: bool = False) -> int:
    """In a context. The id of the new member."""
    with organisation_scope(place.id), write_transaction():
        admission = Admission(admitted_on=admitted_on, stage_id=None, is_another_person=is_another_person)
        return services.accept(incoming(place, transfer_id), admission, today=TODAY, by_account_id=None).id


def incoming(place: Place, transfer_id: int) -> IncomingTransfer:
    """In the scope of the place."""
    return db.session.get_one(IncomingTransfer, (place.id, transfer_id))


def outgoing(place: Place, transfer_id: int) -> OutgoingTransfer:
    """In the scope of the place."""
    return db.session.get_one(OutgoingTransfer, (place.id, transfer_id))


def newest(place: Place) -> Member:
    """In the scope of the place."""
    return db.session.scalars(select(Member).order_by(Member.number.desc()).limit(1)).one()
