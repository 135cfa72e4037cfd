"""Which papers an actor may still open, of those that old messages lead to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from flask import g
from sqlalchemy import select

from app.attestations.models import Attestation
from app.attestations.queries import visible_to
from app.kernel.access import Actor
from app.kernel.database import db


def papers_within_reach(actor: Actor, attestation_ids: Sequence[int]) -> Collection[int]:
    seen = select(Attestation.id).where(Attestation.id.in_(attestation_ids), visible_to(actor, on=g.organisation.today))
    return db.session.scalars(seen).all()
