"""What the pages of the parcours show: steps in words, choices offered, the counts of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for

from app.kernel.access import Permission, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, format_day, language
from app.kernel.paging import AnyRow
from app.members import parcours_services
from app.members.models import Member, ParcoursStep
from app.members.parcours_forms import ExitForm, ReturnForm, StepForm
from app.network import labels as network_labels
from app.network import queries as network_queries
from app.network.models import CLOSING, StageNature, Vocabulary


def stage_of(row: Any) -> str:
    """The words of a row's stage in the language spoken."""
    return (row.stage_ar if language() == "ar" else row.stage_fr) or ""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What the timeline of a parcours depends on besides its steps."""

    today: date
    here: str  # the address of the file
    corrects: bool
    decides_presence: bool


def reader_of(member: AnyRow, *, today: date) -> Reader:
    return Reader(
        today=today,
        here=url_for("members.show_member", member_id=member.id),
        corrects=may_correct(member),
        decides_presence=may_decide_presence(),
    )


def steps_in_words(steps: Sequence[AnyRow], reader: Reader) -> list[dict[str, Any]]:
    """The parcours as a timeline; who may correct a step finds the way there."""
    return [_step_in_words(step, reader) for step in steps]


def _step_in_words(step: AnyRow, reader: Reader) -> dict[str, Any]:
    may_correct = reader.corrects and (reader.decides_presence or step.nature not in CLOSING)
    return {
        "when": _when(step),
        "datetime": step.started_on.isoformat(),
        "name": stage_of(step),
        "lines": _lines(step),
        "tone": _tone(step, reader.today),
        "url": f"{reader.here}/steps/{step.id}" if may_correct else None,
        "action": _("Correct"),
    }


def _when(step: AnyRow) -> str:
    if step.holds_until is None:
        return _("from %(start)s", start=format_day(step.started_on))
    return _("%(start)s to %(end)s", start=format_day(step.started_on), end=format_day(step.holds_until))


def _tone(step: AnyRow, today: date) -> str:
    if step.started_on > today or (step.holds_until is not None and step.holds_until < today):
        return "muted"
    return "warn" if has_lapsed(step, today) else network_labels.NATURE_TONE[step.nature].replace("info", "")


def has_lapsed(step: AnyRow, today: date) -> bool:
    """Whether a step that holds should have ended, and nothing follows."""
    return (
        step.ended_on is not None and step.ended_on < today and step.holds_until is None and step.nature not in CLOSING
    )


def _lines(step: AnyRow) -> list[str]:
    exit_reason = step.exit_reason_ar if language() == "ar" else step.exit_reason_fr
    agreed = (
        _("Agreed until %(day)s", day=format_day(step.ended_on))
        if step.ended_on not in (None, step.holds_until)
        else ""
    )
    return [line for line in (exit_reason, step.reason, agreed, _decision(step), step.objectives) if line]


def _decision(step: AnyRow) -> str:
    if step.decided_by and step.decided_on:
        return _("Decided on %(day)s: %(who)s", day=format_day(step.decided_on), who=step.decided_by)
    if step.decided_on:
        return _("Decided on %(day)s", day=format_day(step.decided_on))
    return _("Decided by: %(who)s", who=step.decided_by) if step.decided_by else ""


def offered_stages(*natures: StageNature) -> dict[int, str]:
    """The stages of these natures that are offered now, in their order."""
    stages = network_queries.active_terms(Vocabulary.STAGE)
    return {stage.id: stage.label(language()) for stage in stages if stage.nature in natures}


def _reasons() -> dict[int, str]:
    return {term.id: term.label(language()) for term in network_queries.active_terms(Vocabulary.EXIT_REASON)}


THERE = tuple(nature for nature in StageNature if nature not in CLOSING)


def with_choices(form: StepForm, kept: ParcoursStep | None = None) -> StepForm:
    """All stages to who lets people go and back, else those of people who are there; a step keeps words that were withdrawn."""
    stages, reasons = offered_stages(*(StageNature if may_decide_presence() else THERE)), _reasons()
    if kept is not None:
        stages = _with_kept(Vocabulary.STAGE, kept.stage_id, stages)
        reasons = _with_kept(Vocabulary.EXIT_REASON, kept.exit_reason_id, reasons)
    form.offer(stages=stages, reasons=reasons)
    return form


def _with_kept(vocabulary: Vocabulary, term_id: int | None, offered: dict[int, str]) -> dict[int, str]:
    if term_id is None or term_id in offered:
        return offered
    return {term_id: network_queries.term_labels(vocabulary, language())[term_id]} | offered


def with_exits(form: ExitForm, why: str = "") -> ExitForm:
    """`why`: the code of the reason that is chosen at first."""
    form.stage_id.choices, form.exit_reason_id.choices = offered_stages(*CLOSING), _reasons()
    if why and not form.is_submitted():
        coded = network_queries.active_terms(Vocabulary.EXIT_REASON)
        form.exit_reason_id.data = next((term.id for term in coded if term.code == why), None)
    if form.stage_id.data is None and not form.is_submitted():
        form.stage_id.data = next(iter(form.stage_id.choices))
    return form


def with_returns(form: ReturnForm, member: Member) -> ReturnForm:
    form.stage_id.choices = offered_stages(StageNature.CANDIDATE, StageNature.INSIDE)
    if form.stage_id.data is None and not form.is_submitted():
        form.stage_id.data = parcours_services.stage_left_from(member)
    return form


def may_correct(member: AnyRow | Member) -> bool:
    """A coach who is a member too leaves their own parcours to others."""
    actor = current_actor()
    is_own = member.account_id is not None and member.account_id == actor.account_id
    return actor.can(Permission.EDIT_MEMBERS) and (may_decide_presence() or not is_own)


def may_decide_presence() -> bool:
    return current_actor().can(Permission.ADMIT_MEMBERS)


def closes(step: ParcoursStep) -> bool:
    return parcours_services.nature_of(step) in CLOSING


def by_whom() -> dict[str, Any]:
    """Who records, on which day: for a service."""
    return {"today": g.organisation.today, "by_account_id": current_actor().account_id}


def at_what_right() -> dict[str, Any]:
    """The day, and whether the reader lets people go and come back: for a service."""
    return {"today": g.organisation.today, "decides_presence": may_decide_presence()}


def offer_newest(form: StepForm, step: ParcoursStep, refusal: Refusal) -> None:
    """After somebody else's save: the next submission is compared with what stands now."""
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, step.version
