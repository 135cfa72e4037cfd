"""The doors of the parcours and of the support by coaches: two histories in time that become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.i18n import _, _l, format_day_short, language
from app.members import merging_rules as rules
from app.members import parcours_rules, parcours_services, queries
from app.members.merging import Answers, Door, Pair, Question, Values, Which, answer, count_rows_of, doors, said
from app.members.merging_rules import Period
from app.members.models import CoachAssignment, Member, ParcoursStep
from app.members.parcours_rules import Moment
from app.members.parcours_services import StepDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary

PARCOURS_CODE = "parcours"


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """The steps that count, in order, those that do not, and since when the person is a member."""

    steps: Sequence[ParcoursStep]
    left_out: Sequence[ParcoursStep]
    admitted_on: date


def _outcome(pair: Pair, which: Which) -> _Outcome:
    kept, gone = (parcours_services.steps_in_order(member.id) for member in (pair.kept, pair.gone))
    if which is Which.KEPT:
        return _Outcome(steps=kept, left_out=gone, admitted_on=pair.kept.admitted_on)
    if which is Which.GONE:
        return _Outcome(steps=gone, left_out=kept, admitted_on=pair.gone.admitted_on)
    known = {(step.started_on, step.stage_id) for step in kept}
    twice = [step for step in gone if (step.started_on, step.stage_id) in known]
    together = sorted([*kept, *(step for step in gone if step not in twice)], key=lambda step: step.started_on)
    earliest = min(pair.kept.admitted_on, pair.gone.admitted_on)
    return _Outcome(steps=together, left_out=twice, admitted_on=earliest)


def _refuse_impossible(pair: Pair, outcome: _Outcome) -> Sequence[Moment]:
    moments = parcours_services.moments_of(outcome.steps)
    born_on, admitted_on = pair.kept.birth_date, outcome.admitted_on
    parcours_rules.refuse_impossible(moments, born_on=born_on, admitted_on=admitted_on, today=pair.today)
    return moments


def questions(pair: Pair) -> Sequence[Question]:
    """Which parcours counts; both where the rules accept the steps together."""
    answers: tuple[Which, ...] = (Which.KEPT, Which.GONE)
    both, advised = "", None
    try:
        together = _outcome(pair, Which.BOTH)
        _refuse_impossible(pair, together)
    except Refusal:
        pass
    else:
        answers, both = (Which.BOTH, *answers), _in_words(together.steps)
        advised = _advised(pair, together)
    told = [_in_words(parcours_services.steps_in_order(member.id)) for member in (pair.kept, pair.gone)]
    question = Question(
        code=PARCOURS_CODE,
        label=_l("Parcours"),
        kept=told[0],
        gone=told[1],
        both=both,
        answers=answers,
        advised=advised,
    )
    return [question]


def _advised(pair: Pair, together: _Outcome) -> Which | None:
    """Nobody leaves by a merge unless somebody says so: an exit in one file is often no more than its being the second."""
    moments = parcours_services.moments_of(together.steps)
    if parcours_rules.left_on(moments, pair.today) is None:
        return None
    there = (which for which, one in ((Which.KEPT, pair.kept), (Which.GONE, pair.gone)) if one.left_on is None)
    return next(there, None)


def _in_words(steps: Sequence[ParcoursStep]) -> str:
    words = network_queries.term_labels(Vocabulary.STAGE, language())
    told = [
        _("%(stage)s (%(day)s)", stage=words.get(step.stage_id, ""), day=format_day_short(step.started_on))
        for step in steps
    ]
    return _(", ").join(told)


def move_parcours(pair: Pair, answers: Answers) -> Sequence[Values]:
    """Those that count become the survivor's, the others are told. Raises what `parcours_rules.refuse_impossible` raises."""
    outcome = _outcome(pair, answer(questions(pair)[0], answers))
    moments = _refuse_impossible(pair, outcome)
    told = [said(step, *StepDetails.__dataclass_fields__) for step in outcome.left_out]
    _follow_steps(outcome)
    for step in outcome.left_out:
        db.session.delete(step)
    db.session.flush()
    for step, holds_until in zip(outcome.steps, parcours_rules.last_days(moments), strict=True):
        step.member_id, step.holds_until = pair.kept.id, holds_until
    pair.kept.admitted_on, pair.kept.left_on = outcome.admitted_on, parcours_rules.left_on(moments, pair.today)
    db.session.flush()
    return told


def _follow_steps(outcome: _Outcome) -> None:
    """Where both have a step, what rooms keep of the one that goes follows."""
    stays = {(step.started_on, step.stage_id): step.id for step in outcome.steps}
    for step in outcome.left_out:
        if (kept_id := stays.get((step.started_on, step.stage_id))) is not None:
            for door in doors():
                door.follow_step(step.id, kept_id)


def move_coaches(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """On a day on which each file had a coach, that of the survivor counts; nobody has two."""
    held, last = {one: _period(one) for one in _assignments(pair.kept)}, pair.kept.left_on
    theirs = {one: rules.left_free(_period(one), tuple(held.values())) for one in _assignments(pair.gone)}
    mine = {one: [period] for one, period in held.items()}
    left = {one: rules.until(periods, last) for one, periods in {**theirs, **mine}.items()}
    names = {coach.id: coach.display_name for coach in account_queries.every_coach()}
    told = [
        {"coach": names.get(one.coach_id, ""), **said(one, "started_on", "ended_on")}
        for one, periods in left.items()
        if periods != [_period(one)]
    ]
    for one, periods in left.items():
        _become(one, periods, pair.kept)
    db.session.flush()
    pair.kept.is_coached = pair.kept.left_on is None and bool(queries.open_assignments(pair.kept.id))
    return told


def _assignments(member: Member) -> Sequence[CoachAssignment]:
    found = select(CoachAssignment).where(CoachAssignment.member_id == member.id)
    return db.session.scalars(found.order_by(CoachAssignment.started_on, CoachAssignment.id)).all()


def _period(assignment: CoachAssignment) -> Period:
    return Period(started_on=assignment.started_on, ended_on=assignment.ended_on)


def _become(assignment: CoachAssignment, periods: Sequence[Period], member: Member) -> None:
    """The survivor's, for these periods; without one it goes."""
    if not periods:
        db.session.delete(assignment)
        return
    first, *others = periods
    assignment.member_id, assignment.started_on, assignment.ended_on = member.id, first.started_on, first.ended_on
    same: Mapping[str, object] = {
        "coach_id": assignment.coach_id,
        "note": assignment.note,
        "made_at": assignment.made_at,
    }
    for period in others:
        row = CoachAssignment(member_id=member.id, started_on=period.started_on, ended_on=period.ended_on, **same)
        db.session.add(row)


PARCOURS = Door(
    code=PARCOURS_CODE,
    label=_l("Steps of the parcours"),
    tables=frozenset({"parcours_step"}),
    count=count_rows_of(ParcoursStep),
    move=move_parcours,
    questions=questions,
)
COACHES = Door(
    code="coaches",
    label=_l("Support coaches"),
    tables=frozenset({"coach_assignment"}),
    count=count_rows_of(CoachAssignment),
    move=move_coaches,
)
