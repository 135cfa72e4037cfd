"""What holds for several people on a day: the support and the step that each has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.kernel.sql import read_rows
from app.members.models import CoachAssignment, ParcoursStep
from app.members.parcours_queries import holding_on
from app.members.queries import open_on


def supports_held(member_ids: Sequence[int], *, on: date) -> dict[int, int]:
    """The id of the assignment of each who has a coach on a day, by member id."""
    found = select(CoachAssignment.member_id, CoachAssignment.id)
    rows = read_rows(found.where(CoachAssignment.member_id.in_(member_ids), open_on(on)))
    return {row.member_id: row.id for row in rows}


def steps_held(member_ids: Sequence[int], *, on: date) -> dict[int, int]:
    """The id of the step of each whose parcours had begun by a day, by member id."""
    found = select(ParcoursStep.member_id, ParcoursStep.id)
    rows = read_rows(found.where(ParcoursStep.member_id.in_(member_ids), holding_on(on)))
    return {row.member_id: row.id for row in rows}
