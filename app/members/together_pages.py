"""What the pages of an act on several people show: whom it takes, what each has now, and who stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, request, url_for

from app.accounts import queries as account_queries
from app.kernel.access import current_actor
from app.kernel.errors import Refusal
from app.kernel.i18n import _n, format_day, language
from app.kernel.paging import AnyRow
from app.members import list_pages, list_queries, parcours_pages
from app.members.errors import FiltersGone, NobodyChosen, SomeRefused, TooManyTogether
from app.members.list_filters import MemberFilters, no_longer_apply
from app.members.lists_forms import CoachTogetherForm, StepTogetherForm
from app.members.lists_rules import MOST_TOGETHER
from app.network import queries as network_queries
from app.network.models import StageNature

Held = Callable[..., dict[int, int]]
Form = CoachTogetherForm | StepTogetherForm


@dataclass(frozen=True, kw_only=True)
class Together:
    """Whom an act takes, by name, and why some are refused."""

    people: Sequence[AnyRow]
    count: int
    refused: dict[int, str]
    too_few_or_many: Refusal | None = None


def asked(form: Form, held: Held) -> Together:
    """The people ticked, or all of the list, as they are now; the form then carries them."""
    actor, today, filters = current_actor(), g.organisation.today, list_pages.asked_people()
    if not filters.only and "all" not in request.args:
        return Together(people=[], count=0, refused={}, too_few_or_many=NobodyChosen())
    if missing := no_longer_apply(filters, actor):
        return Together(people=[], count=0, refused={}, too_few_or_many=FiltersGone(missing))
    count = list_queries.count_members(actor, filters, on=today)
    if not 0 < count <= MOST_TOGETHER:
        refusal = TooManyTogether() if count else NobodyChosen()
        return Together(people=[], count=count, refused={}, too_few_or_many=refusal)
    people = list_queries.fetch_members(actor, filters, on=today)
    if not form.is_submitted():
        form.seen.data = _seen(people, held, today)
    return Together(people=people, count=len(people), refused={})


def _seen(people: Sequence[AnyRow], held: Held, today: date) -> dict[int, int]:
    now = held(tuple(row.id for row in people), on=today)
    return {row.id: now.get(row.id, 0) for row in people}


def shown_again(form: Form, held: Held, refusal: Refusal | None = None) -> Together:
    """After a refusal: those it took, with the reasons; the form goes on without those who stop it."""
    refused = {key: str(one.message) for key, one in getattr(refusal, "reasons", {}).items()}
    if refusal is not None:
        form.add_refusal(refusal)
    wanted = tuple(form.seen.data or ())
    if not wanted:
        return asked(form, held)
    filters = MemberFilters(situation="all", only=wanted)
    people = list_queries.fetch_members(current_actor(), filters, on=g.organisation.today)
    if isinstance(refusal, SomeRefused):
        others = {member_id: seen for member_id, seen in form.seen.data.items() if member_id not in refused}
        form.seen.typed, form.seen.data = None, others
    return Together(people=people, count=len(form.seen.data or ()), refused=refused)


def with_coaches(form: CoachTogetherForm) -> CoachTogetherForm:
    form.coach_id.choices = account_queries.coach_choices()
    return form


def with_stages(form: StepTogetherForm) -> StepTogetherForm:
    """Stages of people who are there: each exit is recorded with its own reason."""
    form.stage_id.choices = parcours_pages.offered_stages(StageNature.CANDIDATE, StageNature.INSIDE, StageNature.PAUSED)
    return form


def said_of_coach(form: CoachTogetherForm, count: int) -> str:
    name, day = form.coach_id.choices[form.coach_id.data], format_day(form.started_on.data)
    return _n(
        "%(name)s supports %(num)s person from %(day)s.",
        "%(name)s supports %(num)s people from %(day)s.",
        num=count,
        name=name,
        day=day,
    )


def said_of_step(count: int) -> str:
    return _n("The step is recorded for %(num)s person.", "The step is recorded for %(num)s people.", num=count)


def around(together: Together) -> dict[str, Any]:
    """The people with what they have now in words, and the way back."""
    actor, today = current_actor(), g.organisation.today
    coaches = {coach.id: account_queries.name_of(coach) for coach in account_queries.every_coach()}
    stages = network_queries.words_of_members(language()).stages
    return {
        "together": together,
        "people": [
            {"row": row, "stage": stages.get(row.stage_id, ""), "coach": coaches.get(row.coach_id, "")}
            for row in together.people
        ],
        "back": way_back(),
        "actor": actor,
        "today": today,
    }


def way_back() -> str:
    """The list these people were chosen in."""
    filters, columns = list_pages.asked_filters(), list_pages.asked_columns()
    return url_for("members.list_members", **list_pages.filters_in_address(filters, columns))
