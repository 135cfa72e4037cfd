"""What a member's phone delivered, as tests live with it."""

from __future__ import annotations

from app.activity.models import ActivityRecord
from app.activity.sync_models import ActivityAside, ActivityDelivery
from app.extensions import db
from app.kernel import clock
from tests.support.world import TODAY


def live_with_phone(record: ActivityRecord) -> int:
    """The record came from a phone, and then something else under its mark: the id of that."""
    told = {"member_id": record.member_id, "account_id": record.created_by, "uid": f"phone-of-{record.id}"}
    answer = {"uid": told["uid"], "state": "kept", "id": str(record.id), "said": "Production"}
    typed = {
        "amount_minor": "120",
        "party": "Hôtel du Port",
        "description": "Deux nappes",
        "day": TODAY.isoformat(),
        "paid": "full",
        "means": "cash",
    }
    aside = ActivityAside(
        **told, payload_digest="b" * 64, kind="sale", fields=[list(pair) for pair in typed.items()], made_at=clock.now()
    )
    delivery = ActivityDelivery(**told, payload_digest="a" * 64, answer=answer, made_at=clock.now(), clock_ahead=700)
    db.session.add_all([delivery, aside])
    db.session.flush()
    return aside.id
