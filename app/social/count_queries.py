"""Who was in which social situation on a day: counts, and the people behind each of them.

Everybody present on the day is counted; an answer that is missing is counted as such, and never spread over the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from app.kernel.access import Actor
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.sql import read_rows
from app.members.models import Member, ParcoursStep, Sex
from app.members.parcours_queries import holding_on
from app.members.queries import visible_to
from app.network.models import CLOSING, VocabularyTerm
from app.social.models import Occupation, Protection, SocialFile
from app.social.queries import covered_on, occupied_on


class Theme(StrEnum):
    """What people are counted by."""

    EDUCATION = "education"
    ENTRY = "entry"  # the occupation that held on the day of admission
    OCCUPATION = "occupation"
    PROTECTION = "protection"


_ANSWERS: dict[Theme, Any] = {
    Theme.EDUCATION: SocialFile.education,
    Theme.ENTRY: Occupation.occupation_id,
    Theme.OCCUPATION: Occupation.occupation_id,
    Theme.PROTECTION: Protection.body_id,
}


def present_on(actor: Actor, *, on: date, today: date) -> tuple[ColumnElement[bool], ...]:
    """Those the actor may see today who were present on a day: admitted by then, and not gone."""
    its_stage = and_(
        VocabularyTerm.organisation_id == ParcoursStep.organisation_id, VocabularyTerm.id == ParcoursStep.stage_id
    )
    steps = select(ParcoursStep.member_id).join(VocabularyTerm, its_stage)
    there = Member.id.in_(steps.where(holding_on(on), VocabularyTerm.nature.not_in(CLOSING)))
    return visible_to(actor, on=today), there, Member.admitted_on <= on


def _with_answers(statement: AnySelect, theme: Theme, on: date) -> AnySelect:
    """Beside each member what they answered, None where they did not; of protection, a row for each body."""
    model: Any = _ANSWERS[theme].class_
    holds: dict[Theme, ColumnElement[bool] | None] = {
        Theme.EDUCATION: None,
        Theme.ENTRY: occupied_on(Member.admitted_on),  # type: ignore[arg-type]
        Theme.OCCUPATION: occupied_on(on),
        Theme.PROTECTION: covered_on(on),
    }
    conditions = [model.organisation_id == Member.organisation_id, model.member_id == Member.id]
    if (holding := holds[theme]) is not None:
        conditions.append(holding)
    return statement.select_from(Member).outerjoin(model, and_(*conditions))


_COUNTS = [func.sum(case((Member.sex == sex, 1), else_=0)).label(sex.name.lower()) for sex in Sex]


def count_present(actor: Actor, *, on: date, today: date) -> AnyRow:
    """How many people there are to be counted: `female`, `male`, `all`."""
    counted = select(*_COUNTS, func.count().label("all")).where(*present_on(actor, on=on, today=today))
    return read_rows(counted).one()


def count_answers(actor: Actor, theme: Theme, *, on: date, today: date) -> Sequence[AnyRow]:
    """How many of them gave each answer: `answer` (a code, the id of a word, or None), `female`, `male`, `all`."""
    answer = _ANSWERS[theme].label("answer")
    counted = _with_answers(select(answer, *_COUNTS, func.count().label("all")), theme, on)
    return read_rows(counted.where(*present_on(actor, on=on, today=today)).group_by(_ANSWERS[theme])).all()


def people_counted(actor: Actor, theme: Theme, answer: Any, *, sex: str, on: date, today: date) -> Sequence[AnyRow]:
    """The people behind a count, by name; `sex` may be empty for both."""
    columns = (
        Member.id,
        Member.number,
        Member.family_name_latin,
        Member.given_name_latin,
        Member.family_name_arabic,
        Member.given_name_arabic,
        Member.left_on,
    )
    given = _ANSWERS[theme].is_(None) if answer is None else _ANSWERS[theme] == answer
    counted = _with_answers(select(*columns), theme, on).where(*present_on(actor, on=on, today=today), given)
    if sex in tuple(Sex):
        counted = counted.where(Member.sex == Sex(sex))
    return read_rows(counted.order_by(Member.sort_name, Member.id)).all()
