"""Associates of the two cooperatives that exist: most shares paid, some owed, one transfer, one refund, one mistake."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.kernel.database import db
from app.members.models import Member
from app.network.models import OrganisationKind
from app.network.queries import OpenOrganisation
from app.shares import services
from app.shares.rules import MovementKind, Value
from app.shares.services import Entry

SHARE = {"MA": 100_00, "TN": 20_000}  # 100 dirhams, 20 dinars
DAYS_TO_DECIDE = 60
ASSOCIATES = 14
MOST_LEFT = 3


def load(organisation: OpenOrganisation, *, today: date) -> None:
    """The first members who stayed two months, and of those who left the first three."""
    if organisation.kind is not OrganisationKind.COOPERATIVE:
        return
    value = Value(from_day=today - timedelta(days=700), value_minor=SHARE[organisation.country])
    services.set_value(value, decision="Assemblée constitutive", by_account_id=None)
    members = list(db.session.scalars(select(Member).order_by(Member.number)))
    there = [member for member in members if member.left_on is None][:ASSOCIATES]
    gone = [member for member in members if member.left_on and member.left_on - member.admitted_on > timedelta(days=90)]
    for rank, member in enumerate([*there, *gone[:MOST_LEFT]]):
        _subscribe(member, rank, value.value_minor, today=today)
    _go_on(there, gone, today=today)


def _subscribe(member: Member, rank: int, worth: int, *, today: date) -> None:
    day = min(member.admitted_on + timedelta(days=DAYS_TO_DECIDE), today)
    shares = 4 + rank % 4 * 2
    paid = shares * worth if rank % 3 else shares * worth // 4
    _record(member, MovementKind.SUBSCRIPTION, day, shares=shares, paid_minor=paid, reference=f"Bulletin {rank + 1}")
    if rank % 6 == 0:
        later = min(day + timedelta(days=75), today)
        _record(member, MovementKind.PAYMENT, later, paid_minor=shares * worth // 4, reference=f"Reçu {rank + 40}")


def _go_on(there: list[Member], gone: list[Member], *, today: date) -> None:
    """One gives two shares to another; one who left is refunded; an entry made twice is cancelled."""
    giver, receiver = there[1], there[2]
    _record(
        giver,
        MovementKind.TRANSFER,
        today - timedelta(days=20),
        shares=2,
        to_number=receiver.number,
        confirmed_number=receiver.number,
        reference="Bureau du mois",
    )
    if gone and gone[0].left_on is not None:
        _record(gone[0], MovementKind.REFUND, gone[0].left_on, shares=4, reference="Bureau du mois")
    twice = services.record(
        there[4],
        Entry(kind=MovementKind.SUBSCRIPTION, happened_on=today - timedelta(days=12), shares=1, reference="Bulletin 5"),
        by_account_id=None,
    )
    services.cancel(there[4], twice, reason="Saisie deux fois", by_account_id=None)


def _record(member: Member, kind: MovementKind, day: date, **said: object) -> None:
    services.record(member, Entry(kind=kind, happened_on=day, **said), by_account_id=None)  # type: ignore[arg-type]
