"""Recording the steps of a member's parcours: what changes the situation, today's or a past day's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members import parcours_rules as rules
from app.members import queries
from app.members.counts import add_to_counts, read_once
from app.members.errors import (
    BackBeforeGone,
    NobodyToComeBack,
    OnlyStep,
    PresenceIsTheManagers,
    ReasonNotOffered,
    StageNotOffered,
    StepFollowsExit,
)
from app.members.models import Member, ParcoursStep
from app.members.parcours_rules import Moment
from app.network import queries as network_queries
from app.network.models import StageNature, Vocabulary, VocabularyTerm

STEP_RECORDED = audit.action("member.step_recorded", _l("Step of the parcours recorded"))
STEP_CHANGED = audit.action("member.step_changed", _l("Step of the parcours changed"))
STEP_DELETED = audit.action("member.step_deleted", _l("Step of the parcours deleted"))
MEMBER_LEFT = audit.action("member.left", _l("Member left"))
MEMBER_RETURNED = audit.action("member.returned", _l("Member returned"))


@dataclass(frozen=True, kw_only=True)
class StepDetails:
    """What a form says of a step. `decided_by`: who decided, in which meeting."""

    stage_id: int
    started_on: date
    ended_on: date | None = None
    exit_reason_id: int | None = None
    reason: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    objectives: str = ""


def first_stage(stage_id: int | None = None) -> int:
    """Where a parcours begins: at the stage asked for, else the first one inside. Raises StageNotOffered."""
    offered = [
        stage
        for stage in read_once(network_queries.offered_stages)
        if stage.nature in (StageNature.CANDIDATE, StageNature.INSIDE)
    ]
    chosen = [stage for stage in offered if stage.id == stage_id or stage_id is None]
    if not chosen:
        raise StageNotOffered
    inside = [stage for stage in chosen if stage.nature is StageNature.INSIDE]
    first: int = (inside or chosen)[0].id
    return first


def record_step(
    member: Member, details: StepDetails, *, today: date, by_account_id: int | None, decides_presence: bool = True
) -> ParcoursStep:
    """Add a step, before, between or after the others. `decides_presence`: whether who records may let people go or back.

    Raises what `parcours_rules.refuse_impossible` raises, StageNotOffered, PresenceIsTheManagers.
    """
    _refuse_words_not_offered(details)
    kept, step = _locked_steps(member), ParcoursStep(member_id=member.id, recorded_by_account_id=by_account_id)
    _settle(member, kept, {**kept, step: details}, today=today, decides_presence=decides_presence)
    audit.record(STEP_RECORDED, subject_type="member", subject_id=member.id, after=_told(details))
    return step


def change_step(
    member: Member,
    step: ParcoursStep,
    details: StepDetails,
    *,
    version: int,
    today: date,
    decides_presence: bool = True,
) -> None:
    """Correct a step that was shown at `version`. Raises as `record_step`, and ChangedMeanwhile."""
    kept = _locked_steps(member)
    if step not in kept or step.version != version:
        raise ChangedMeanwhile
    _refuse_words_not_offered(details, kept=step)
    before, after = audit.only_changed(asdict(kept[step]), asdict(details))
    if after:
        told = (_which(kept[step]) | before, _which(details) | after)
        _settle(member, kept, {**kept, step: details}, today=today, decides_presence=decides_presence)
        audit.record(STEP_CHANGED, subject_type="member", subject_id=member.id, before=told[0], after=told[1])


def delete_step(member: Member, step: ParcoursStep, *, today: date, decides_presence: bool = True) -> None:
    """Take back a step that was recorded by mistake; the log keeps what it said.

    Raises as `record_step`, ChangedMeanwhile, OnlyStep.
    """
    kept = _locked_steps(member)
    if step not in kept:
        raise ChangedMeanwhile
    left = {other: details for other, details in kept.items() if other is not step}
    if not left:
        raise OnlyStep
    _settle(member, kept, left, today=today, decides_presence=decides_presence)
    db.session.delete(step)
    db.session.flush()
    audit.record(STEP_DELETED, subject_type="member", subject_id=member.id, before=_told(kept[step]))


def _which(details: StepDetails) -> dict[str, object]:
    """What a reader of the log knows a step by."""
    return {"started_on": details.started_on, "stage_id": details.stage_id}


def _told(details: StepDetails) -> dict[str, object]:
    return {name: value for name, value in asdict(details).items() if value not in (None, "")}


def record_exit(member: Member, details: StepDetails, *, today: date, by_account_id: int | None) -> ParcoursStep:
    """The member leaves on a day, after which nothing was recorded yet. Raises as `record_step`, and StepFollowsExit."""
    if any(step.started_on > details.started_on for step in _locked_steps(member)):
        raise StepFollowsExit
    return record_step(member, details, today=today, by_account_id=by_account_id)


def record_return(member: Member, details: StepDetails, *, today: date, by_account_id: int | None) -> ParcoursStep:
    """A member who had left is there again. Raises as `record_step`, NobodyToComeBack, BackBeforeGone."""
    _locked_steps(member)
    if member.left_on is None:
        raise NobodyToComeBack
    if details.started_on <= member.left_on:
        raise BackBeforeGone
    return record_step(member, details, today=today, by_account_id=by_account_id)


def nature_of(step: ParcoursStep) -> StageNature:
    return _natures([step.stage_id])[step.stage_id]


def stage_left_from(member: Member) -> int:
    """The latest stage that was not an exit or a refusal and is still offered, else the first one inside."""
    offered = set(network_queries.offered_term_ids(Vocabulary.STAGE))
    steps = [step for step in _steps(member.id) if step.stage_id in offered]
    natures = _natures(step.stage_id for step in steps)
    there = [step.stage_id for step in steps if natures[step.stage_id] in (StageNature.CANDIDATE, StageNature.INSIDE)]
    return there[-1] if there else _first_of(StageNature.INSIDE)


def _first_of(nature: StageNature) -> int:
    return next(stage.id for stage in network_queries.active_terms(Vocabulary.STAGE) if stage.nature is nature)


def _refuse_words_not_offered(details: StepDetails, kept: ParcoursStep | None = None) -> None:
    """A step that is corrected may keep a word that was withdrawn since."""
    stage_id, reason_id = details.stage_id, details.exit_reason_id
    is_kept = kept is not None and kept.stage_id == stage_id
    if not is_kept and stage_id not in network_queries.offered_term_ids(Vocabulary.STAGE):
        raise StageNotOffered
    is_kept = reason_id is None or (kept is not None and kept.exit_reason_id == reason_id)
    if not is_kept and reason_id not in network_queries.offered_term_ids(Vocabulary.EXIT_REASON):
        raise ReasonNotOffered


def _locked_steps(member: Member) -> dict[ParcoursStep, StepDetails]:
    """What each step says; nobody else changes one until the transaction ends."""
    db.session.refresh(member, with_for_update=True)
    names = StepDetails.__dataclass_fields__
    return {step: StepDetails(**{name: getattr(step, name) for name in names}) for step in _steps(member.id)}


def _steps(member_id: int) -> Sequence[ParcoursStep]:
    found = select(ParcoursStep).where(ParcoursStep.member_id == member_id).order_by(ParcoursStep.started_on)
    return db.session.scalars(found).all()


def _natures(stage_ids: Iterable[int]) -> dict[int, StageNature]:
    found = select(VocabularyTerm.id, VocabularyTerm.nature).where(VocabularyTerm.id.in_(set(stage_ids)))
    return {row.id: row.nature for row in db.session.execute(found) if row.nature is not None}


def steps_in_order(member_id: int) -> Sequence[ParcoursStep]:
    """A member's steps, for who changes several at once and holds the member."""
    return _steps(member_id)


def moments_of(steps: Sequence[ParcoursStep]) -> list[Moment]:
    """Steps as far as rules go, in order."""
    natures = _natures(step.stage_id for step in steps)
    return [
        Moment(started_on=step.started_on, nature=natures[step.stage_id], ended_on=step.ended_on)
        for step in sorted(steps, key=lambda step: step.started_on)
    ]


Wanted = Mapping[ParcoursStep, StepDetails]


def _settle(member: Member, kept: Wanted, wanted: Wanted, *, today: date, decides_presence: bool) -> None:
    """Refuse what cannot be, before anything is changed; then write the steps, until when each holds, and who is there."""
    moments = _moments(wanted.values())
    rules.refuse_impossible(moments, born_on=member.birth_date, admitted_on=member.admitted_on, today=today)
    if not decides_presence and rules.absences(moments) != rules.absences(_moments(kept.values())):
        raise PresenceIsTheManagers
    in_order = sorted(wanted.items(), key=lambda item: item[1].started_on)
    for (step, details), holds_until in zip(in_order, rules.last_days(moments), strict=True):
        for name, value in asdict(details).items():
            setattr(step, name, value)
        step.holds_until = holds_until
        db.session.add(step)
    _settle_presence(member, rules.left_on(moments, today))
    db.session.flush()


def _moments(told: Collection[StepDetails]) -> list[Moment]:
    """The steps as far as rules go, in order."""
    natures = _natures(details.stage_id for details in told)
    return [
        Moment(started_on=details.started_on, nature=natures[details.stage_id], ended_on=details.ended_on)
        for details in sorted(told, key=lambda details: details.started_on)
    ]


def _settle_presence(member: Member, left_on: date | None) -> None:
    before, member.left_on = member.left_on, left_on
    if before == left_on:
        return
    if left_on is None:
        add_to_counts(present=1, without_coach=0 if member.is_coached else 1)
        audit.record(MEMBER_RETURNED, subject_type="member", subject_id=member.id, before={"left_on": before})
        return
    for assignment in queries.assignments_beyond(member.id, left_on):
        if assignment.started_on > left_on:
            db.session.delete(assignment)  # it never began
        else:
            assignment.ended_on = left_on
    if before is None:
        add_to_counts(present=-1, without_coach=0 if member.is_coached else -1)
    member.is_coached = False
    audit.record(MEMBER_LEFT, subject_type="member", subject_id=member.id, after={"left_on": left_on})
