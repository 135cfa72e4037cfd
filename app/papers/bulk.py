"""Papers for benches: of each member, most of what their stage asks for."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import select

from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import open_organisation_id
from app.members.models import ParcoursStep
from app.members.parcours_queries import holding_on
from app.papers.models import Paper, PaperNeed, PaperState

BATCH = 5_000


def add_papers(*, today: date, chance: random.Random) -> None:
    """Nine of ten for who has none yet; a third of them expires some day."""
    have_some = set(db.session.scalars(select(Paper.member_id)))
    asked = (
        select(ParcoursStep.member_id, PaperNeed.kind_id)
        .join(PaperNeed, PaperNeed.stage_id == ParcoursStep.stage_id)
        .where(holding_on(today))
    )
    rows = [
        _paper(row.member_id, row.kind_id, today=today, chance=chance)
        for row in db.session.execute(asked)
        if row.member_id not in have_some and chance.random() < 0.9
    ]
    for start in range(0, len(rows), BATCH):
        load_rows(open_organisation_id(), Paper, rows[start : start + BATCH])


def _paper(member_id: int, kind_id: int, *, today: date, chance: random.Random) -> dict[str, object]:
    expires_on = today + timedelta(days=chance.randint(-10, 700)) if chance.random() < 0.33 else None
    return {
        "id": new_id(),
        "member_id": member_id,
        "kind_id": kind_id,
        "state": PaperState.RECEIVED,
        "received_on": today - timedelta(days=chance.randint(0, 300)),
        "number": "",
        "issued_on": None,
        "expires_on": expires_on,
        "note": "",
        "remark": "",
        "file_id": None,
        "recorded_by_account_id": None,
        "recorded_at": clock.now(),
        "version": 1,
    }
