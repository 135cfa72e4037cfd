"""Which files an actor may still open, of those that old messages lead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import g
from sqlalchemy import select

from app.kernel.access import Actor
from app.kernel.database import db
from app.members.models import Member
from app.members.queries import visible_to


def files_within_reach(actor: Actor, member_ids: Sequence[int]) -> Collection[int]:
    seen = select(Member.id).where(Member.id.in_(member_ids), visible_to(actor, on=g.organisation.today))
    return db.session.scalars(seen).all()
