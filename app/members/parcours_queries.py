"""Reads of the parcours: a member's steps, and how many were at which stage on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member, ParcoursStep, Sex
from app.members.queries import visible_to
from app.network.models import CLOSING, VocabularyTerm


def holding_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The steps of the parcours that hold on a day, one for each member who had begun by then."""
    return and_(
        ParcoursStep.started_on <= day, or_(ParcoursStep.holds_until.is_(None), ParcoursStep.holds_until >= day)
    )


_STAGE, _REASON = aliased(VocabularyTerm), aliased(VocabularyTerm)
_STEPS = (
    select(
        ParcoursStep.id,
        ParcoursStep.started_on,
        ParcoursStep.ended_on,
        ParcoursStep.holds_until,
        ParcoursStep.reason,
        ParcoursStep.decided_on,
        ParcoursStep.decided_by,
        ParcoursStep.objectives,
        _STAGE.label_fr.label("stage_fr"),
        _STAGE.label_ar.label("stage_ar"),
        _STAGE.nature,
        _REASON.label_fr.label("exit_reason_fr"),
        _REASON.label_ar.label("exit_reason_ar"),
    )
    .join(_STAGE, (_STAGE.organisation_id == ParcoursStep.organisation_id) & (_STAGE.id == ParcoursStep.stage_id))
    .outerjoin(
        _REASON,
        (_REASON.organisation_id == ParcoursStep.organisation_id) & (_REASON.id == ParcoursStep.exit_reason_id),
    )
    .where(ParcoursStep.member_id == bindparam("member_id"))
    .order_by(ParcoursStep.started_on.desc())
)


def steps_of(member_id: int) -> Sequence[AnyRow]:
    """A member's steps with the words of stage and reason, the latest first."""
    return read_rows(_STEPS, {"member_id": member_id}).all()


def begun_on(member_id: int) -> date:
    """The day of the first step; on the day of admission at the latest."""
    first = select(func.min(ParcoursStep.started_on)).where(ParcoursStep.member_id == member_id)
    return db.session.scalar(first) or date.max


def get_step_or_404(member: Member, step_id: int) -> ParcoursStep:
    """A step of this member's parcours."""
    step: ParcoursStep | None = db.session.scalar(
        select(ParcoursStep).where(ParcoursStep.member_id == member.id, ParcoursStep.id == step_id)
    )
    return step if step is not None else abort(404)


_COUNT_OF = {sex: func.sum(case((Member.sex == sex, 1), else_=0)).label(sex.name.lower()) for sex in Sex}
_SITUATIONS = (
    select(
        _STAGE.id,
        _STAGE.label_fr.label("stage_fr"),
        _STAGE.label_ar.label("stage_ar"),
        _STAGE.nature,
        *_COUNT_OF.values(),
        func.count().label("all"),
    )
    .select_from(ParcoursStep)
    .join(_STAGE, (_STAGE.organisation_id == ParcoursStep.organisation_id) & (_STAGE.id == ParcoursStep.stage_id))
    .join(Member, (Member.organisation_id == ParcoursStep.organisation_id) & (Member.id == ParcoursStep.member_id))
    .where(holding_on(bindparam("on", type_=Date)))
    .group_by(_STAGE.id, _STAGE.label_fr, _STAGE.label_ar, _STAGE.nature, _STAGE.position)
    .order_by(_STAGE.position, _STAGE.id)
)


def count_situations(actor: Actor, *, on: date, today: date) -> Sequence[AnyRow]:
    """How many of those the actor may see today were at each stage on a day: `female`, `male`, `all`, by stage."""
    return read_rows(_SITUATIONS.where(visible_to(actor, on=today)), {"on": on}).all()


_GONE = (
    select(ParcoursStep.member_id, ParcoursStep.started_on)
    .join(_STAGE, (_STAGE.organisation_id == ParcoursStep.organisation_id) & (_STAGE.id == ParcoursStep.stage_id))
    .where(holding_on(bindparam("on", type_=Date)), _STAGE.nature.in_(CLOSING))
)


def gone_on(day: date, member_id: int | None = None) -> dict[int, date]:
    """Since when somebody was no longer there on a day, by member; of all, or of one."""
    found = _GONE if member_id is None else _GONE.where(ParcoursStep.member_id == member_id)
    return dict(read_rows(found, {"on": day}).all())  # type: ignore[arg-type]  # pairs
