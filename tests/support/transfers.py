"""Transfers as tests live with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.extensions import db
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Member, Sex
from app.members.services import MemberDetails
from app.transfers import services
from app.transfers.door import side_of
from app.transfers.models import IncomingTransfer, OutgoingTransfer
from app.transfers.rules import Manner, Part
from app.transfers.services import Wanted
from tests.support.world import TODAY, Place, World

Ids = dict[str, Any]


def live_with_transfers(world: World, place: Place) -> Ids:
    """Leïla's file waits at the partner's; two people wait here who look like her, and of one it is said that she is."""
    leila = place.members["leila"]
    with side_of(world.partner.id), write_transaction():
        coming = [_somebody_like_leila().id for _time in range(2)]
    arrived = [_send(world.partner, member_id, place) for member_id in coming]
    with side_of(place.id), write_transaction():
        manager = world.accounts[f"manager@{place.slug}.example"]
        waiting, closed = (db.session.get_one(IncomingTransfer, (place.id, one)) for one in arrived)
        services.close_as_here(closed, leila, [leila], by_account_id=manager)
    gone = _send(place, place.members["member"], world.partner, Part.PARCOURS)
    with side_of(place.id), write_transaction():
        db.session.get_one(OutgoingTransfer, (place.id, gone)).sent_by_account_id = manager
    return {"transfer_id": gone, "incoming_id": waiting.id, "receiver": world.partner.id, "same_id": leila}


def _somebody_like_leila() -> Member:
    details = MemberDetails(
        family_name_latin="Haddad",
        given_name_latin="Leïla",
        sex=Sex.FEMALE,
        birth_date=date(1990, 5, 3),
        commune="Tunis",
    )
    return member_services.admit_member(details, None, admitted_on=TODAY - timedelta(days=90), is_another_person=True)


def _send(place: Place, member_id: int, to: Place, *parts: Part) -> int:
    wanted = Wanted(
        to_organisation_id=to.id, parts=parts, has_consented=True, consented_on=TODAY, manner=Manner.WRITTEN
    )
    with side_of(place.id), write_transaction():
        member = db.session.get_one(Member, (place.id, member_id))
        return services.send(member, wanted, today=TODAY, by_account_id=None).id
