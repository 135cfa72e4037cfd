"""What the list of members can be reduced by, of what this room knows: papers that are missing or have expired.

Today these are the people of the list of papers to ask for. On a past day they are those who had not brought by then
what their stage of that day asks for now.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor
from app.kernel.i18n import _, _l, language
from app.members.list_filters import AsOf, Choices, ListFilter, Values, an_id
from app.members.models import Member, ParcoursStep
from app.members.own_filters import one_of
from app.members.parcours_queries import holding_on
from app.papers import queries
from app.papers.models import REPLACES, Paper, PaperKind, PaperNeed, PaperState
from app.papers.rules import Standing

ANY = "any"
_NEEDED = (
    select(ParcoursStep.member_id, PaperNeed.kind_id)
    .select_from(ParcoursStep)
    .join(
        PaperNeed,
        and_(PaperNeed.organisation_id == ParcoursStep.organisation_id, PaperNeed.stage_id == ParcoursStep.stage_id),
    )
    .join(
        PaperKind,
        and_(
            PaperKind.organisation_id == PaperNeed.organisation_id,
            PaperKind.id == PaperNeed.kind_id,
            PaperKind.retired_at.is_(None),
        ),
    )
    .order_by(PaperKind.position, PaperKind.id)
)


def wanting(standing: Standing, as_of: AsOf) -> Select[int, int]:
    """Member and kind of each paper that is missing or has expired, as `rules.standing` says; what was sent waits."""
    is_missing = standing is Standing.MISSING
    needed = _NEEDED.where(holding_on(as_of.day), ~_held(as_of, is_good=not is_missing))
    return needed if is_missing else needed.where(_held(as_of, is_good=False))


def _held(as_of: AsOf, *, is_good: bool) -> ColumnElement[bool]:
    """A paper of this person and kind counts or waits; `is_good`: and is not beyond its last day."""
    paper = aliased(Paper)
    conditions = [
        paper.organisation_id == PaperNeed.organisation_id,
        paper.member_id == ParcoursStep.member_id,
        paper.kind_id == PaperNeed.kind_id,
        paper.state.in_(_held_states(as_of)),
    ]
    if as_of.is_past:
        conditions.append(paper.received_on <= as_of.day)
    if is_good:
        conditions.append(or_(paper.expires_on.is_(None), paper.expires_on >= as_of.day))
    return select(paper.id).where(*conditions).correlate(ParcoursStep, PaperNeed).exists()


def _beyond(as_of: AsOf) -> Select[int]:
    """Who has a paper beyond its last day: few, found by an index, so that the others need not be looked at."""
    return select(Paper.member_id).where(Paper.state.in_(_held_states(as_of)), Paper.expires_on < as_of.day)


def _held_states(as_of: AsOf) -> list[PaperState]:
    counted = [PaperState.RECEIVED, PaperState.WAIVED, PaperState.TO_CHECK]
    return [*counted, *REPLACES.values()] if as_of.is_past else counted


def _with(standing: Standing) -> Any:
    def condition(values: Values, as_of: AsOf) -> ColumnElement[bool]:
        its_own = (ParcoursStep.organisation_id == Member.organisation_id) & (ParcoursStep.member_id == Member.id)
        found = wanting(standing, as_of).where(its_own).order_by(None)
        if ANY not in values:
            found = found.where(one_of(PaperKind.id, [int(value) for value in values]))
        looked_up: ColumnElement[bool] = found.correlate(Member).exists()
        return looked_up if standing is Standing.MISSING else and_(Member.id.in_(_beyond(as_of)), looked_up)

    return condition


def _kinds(_actor: Actor) -> Choices:
    """Those asked for now; of another nothing is missing."""
    spoken = language()
    asked = {
        str(kind.id): kind.label_ar if spoken == "ar" else kind.label_fr
        for kind in queries.kinds()
        if kind.retired_at is None
    }
    return {ANY: _("Any paper")} | asked


def _of_papers(code: str, standing: Standing, label: Any) -> ListFilter:
    return ListFilter(
        code=code,
        label=label,
        condition=_with(standing),
        choices=_kinds,
        reads=lambda value: value == ANY or an_id(value),
        takes_several=True,
    )


FILTERS = (
    _of_papers("missing_paper", Standing.MISSING, _l("Missing paper")),
    _of_papers("expired_paper", Standing.EXPIRED, _l("Expired paper")),
)


def list_filters() -> tuple[ListFilter, ...]:
    return FILTERS
