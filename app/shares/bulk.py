"""A subscription for each of many members at once, for benches: one in three owes a part of it."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from sqlalchemy import select

from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.sql import load_rows, raise_counter
from app.members.models import Member
from app.network.queries import OpenOrganisation
from app.shares import services
from app.shares.models import ShareMovement, ShareValue
from app.shares.rules import MovementKind, Value

WORTH_MINOR = 10_000


def add_subscriptions(organisation: OpenOrganisation, *, chance: Random) -> None:
    """One entry a member, numbered after those there are; what each holds is then written anew."""
    first = db.session.query(ShareMovement).count() + 1
    if db.session.query(ShareValue).count() == 0:
        value = Value(from_day=organisation.today.replace(year=2000), value_minor=WORTH_MINOR)
        services.set_value(value, decision="", by_account_id=None)
    found = db.session.execute(select(Member.id, Member.admitted_on).order_by(Member.number)).all()
    now = clock.now()
    rows = [
        _entry(number, member.id, member.admitted_on, chance=chance, now=now)
        for number, member in enumerate(found, first)
    ]
    load_rows(organisation.id, ShareMovement, [{**row, "currency": organisation.currency} for row in rows])
    raise_counter(organisation.id, services.COUNTER, first + len(rows) - 1)
    services.settle(None)


def _entry(number: int, member_id: int, admitted_on: date, *, chance: Random, now: datetime) -> dict[str, object]:
    shares = chance.randint(1, 20)
    worth = shares * WORTH_MINOR
    return {
        "id": new_id(),
        "number": number,
        "kind": MovementKind.SUBSCRIPTION,
        "happened_on": admitted_on,
        "member_id": member_id,
        "shares": shares,
        "paid_minor": worth // 4 if number % 3 == 0 else worth,
        "refunded_minor": 0,
        "reference": "",
        "recorded_at": now,
        "cancellation_reason": "",
    }
