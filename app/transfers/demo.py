"""Transfers of the demonstration: somebody who went from El Jadida to Casablanca, and somebody who waits for El Jadida's answer."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.kernel import clock
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.tenancy import organisation_scope
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Organisation
from app.transfers import packing, services
from app.transfers.models import IncomingTransfer
from app.transfers.rules import Manner, Part
from app.transfers.services import Admission, Wanted

GONE = (Part.SOCIAL, Part.PARCOURS, Part.CONTRACTS, Part.PAPERS)
COMING = (Part.SOCIAL, Part.PARCOURS, Part.CONTRACTS, Part.PAPERS, Part.IDENTITY_NUMBER)


def load(*, today: date) -> None:
    """Between two organisations of one country; in one transaction."""
    home, other = network_queries.find_by_slug("el-jadida"), network_queries.find_by_slug("casablanca")
    if home is None or other is None:
        return
    _accept(other, _send(home, other, GONE, rank=11, days_ago=9, today=today), today=today)
    _send(other, home, COMING, rank=14, days_ago=4, today=today)


def _send(
    sender: Organisation, receiver: Organisation, parts: tuple[Part, ...], *, rank: int, days_ago: int, today: date
) -> int:
    """Some days ago, on a paper signed the day before."""
    with organisation_scope(sender.id):
        present = select(Member).where(Member.left_on.is_(None), Member.account_id.is_(None)).order_by(Member.number)
        member = db.session.scalars(present).all()[rank]
        wanted = Wanted(
            to_organisation_id=receiver.id,
            parts=tuple(part for part in parts if part in packing.on_file(member)),
            has_consented=True,
            consented_on=today - timedelta(days=days_ago + 1),
            manner=Manner.SIGNED,
        )
        sent = services.send(member, wanted, today=today, by_account_id=_manager_id())
        sent.sent_at = clock.ago(days=days_ago)
    with organisation_scope(receiver.id):
        db.session.get_one(IncomingTransfer, (receiver.id, sent.id)).sent_at = clock.ago(days=days_ago)
    return sent.id


def _accept(receiver: Organisation, transfer_id: int, *, today: date) -> None:
    admission = Admission(admitted_on=today - timedelta(days=7), stage_id=None, is_another_person=True)
    with organisation_scope(receiver.id):
        waiting = db.session.get_one(IncomingTransfer, (receiver.id, transfer_id))
        services.accept(waiting, admission, today=today, by_account_id=_manager_id())


def _manager_id() -> int | None:
    """Of the open organisation."""
    managers = (one for one in account_queries.people_with_access() if one.role is Role.MANAGER)
    return next((one.account_id for one in managers), None)
