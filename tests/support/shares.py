"""Shares as tests live with them."""

from __future__ import annotations

from datetime import timedelta

from app.extensions import db
from app.members.models import Member
from app.shares import queries, services
from app.shares.models import ShareValue
from app.shares.rules import Asked, MovementKind, Value
from app.shares.services import Entry
from tests.support.world import TODAY


def live_with_shares(member: Member, *, leila_id: int, by_account_id: int) -> dict[str, object]:
    """Shares subscribed, passed on to Leïla, and an entry cancelled; what a share is worth, and the rules."""
    if not queries.values():
        worth = Value(from_day=TODAY - timedelta(days=400), value_minor=100_000)
        services.set_value(worth, decision="Assemblée constitutive", by_account_id=by_account_id)
        services.change_rule(Asked(least_shares=2), before=Asked(), version=0)
    leila = db.session.get_one(Member, (member.organisation_id, leila_id))
    long_ago = TODAY - timedelta(days=90)
    subscription = Entry(
        kind=MovementKind.SUBSCRIPTION, happened_on=long_ago, shares=5, paid_minor=200_000, reference="Reçu 7"
    )
    to_leila = {"to_number": leila.number, "confirmed_number": leila.number}
    transfer = Entry(kind=MovementKind.TRANSFER, happened_on=TODAY, shares=1, paid_minor=0, **to_leila)
    made, passed_on, mistake = (
        services.record(member, entry, by_account_id=by_account_id) for entry in (subscription, transfer, subscription)
    )
    services.cancel(member, mistake, reason="Saisie deux fois", by_account_id=by_account_id)
    return {
        "movement_kind": "subscription",
        "movement_id": made.id,
        "share_value_id": db.session.query(ShareValue).one().id,
        "share_report": "associates",
        "file_format": "csv",
        "passed_on_id": passed_on.id,
        "leila_number": leila.number,
    }
