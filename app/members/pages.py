"""What the pages of this room show: filters read, choices offered, values gathered."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, TypeVar

from flask import flash, g, request, url_for
from sqlalchemy import inspect

from app.accounts import queries as account_queries
from app.kernel import identity
from app.kernel.access import Actor, current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, format_day, language
from app.kernel.ids import read_id
from app.kernel.paging import AnyRow, PageAsked
from app.members import labels, list_queries, parcours_pages, parcours_queries, queries, services
from app.members.errors import IdentityAlreadyRegistered, PossibleDuplicate
from app.members.forms import AdmissionForm, ChangeForm, CoachForm, MemberForm
from app.members.list_queries import MemberFilters
from app.members.models import Member
from app.members.nationalities import ANOTHER, country_names
from app.members.services import IdentityDocument
from app.network import queries as network_queries
from app.network import territories
from app.network.models import StageNature, Vocabulary
from app.network.queries import WordsOfMembers

SomeMemberForm = TypeVar("SomeMemberForm", bound=MemberForm)
LONGEST_SEARCH = 100


def asked_filters() -> MemberFilters:
    """The filters in the address; a value that cannot be one does not filter."""
    args = request.args.to_dict()
    situation = args.get("situation", "present")
    return MemberFilters(
        typed=args.get("q", "")[:LONGEST_SEARCH],
        situation=situation if situation in labels.SITUATION else "present",
        as_of=asked_day(),
        stage_id=read_id(args.get("stage")),
        coach="none" if args.get("coach") == "none" else str(read_id(args.get("coach")) or ""),
        trade_id=read_id(args.get("trade")),
        sex=args.get("sex", ""),
    )


def asked_day() -> date | None:
    """The past day in the address; today is where lists and reports stand anyway."""
    try:
        day = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day < g.organisation.today else None


def filters_in_address(filters: MemberFilters) -> dict[str, Any]:
    """The filters as an address says them, without those that do not bite."""
    said = {
        "q": filters.typed,
        "situation": filters.situation if filters.situation != "present" else "",
        "stage": filters.stage_id,
        "on": filters.as_of.isoformat() if filters.as_of else "",
        "coach": filters.coach,
        "trade": filters.trade_id,
        "sex": filters.sex,
    }
    return {name: value for name, value in said.items() if value}


ListedMember = namedtuple(  # type: ignore[misc]  # a line as `fetch_members_page` reads it, quick to compare
    "ListedMember",
    [
        *(column.key for column in list_queries.LIST_COLUMNS),
        *("stage_id", "coach_id"),
    ],
)


def members_list(actor: Actor, filters: MemberFilters, asked: PageAsked, *, today: date) -> dict[str, Any]:
    """One page of the list with what its rows, filters and links need."""
    page, count = list_queries.fetch_members_page(actor, filters, asked, on=today)
    words, coaches = network_queries.words_of_members(language()), account_queries.every_coach()
    coach_names = {coach.id: account_queries.name_of(coach) for coach in coaches}
    kept = filters_in_address(filters)
    here = url_for("members.list_members", **kept)
    join = "&" if kept else "?"
    return {
        "rows": [_line(ListedMember._make(row), words, coach_names) for row in page.rows],
        "filters": filters,
        "chosen": replace(filters, typed=""),
        "count": count,
        "trades": tuple(words.trades.items()),
        "stages": tuple(words.stages.items()),
        "coaches": tuple((coach.id, coach_names[coach.id]) for coach in coaches if coach.ended_at is None),
        "active_filters": len(kept.keys() - {"q"}),
        "kept": kept,
        "links": {
            "first": here,
            "previous": f"{here}{join}before={page.before_id}" if page.before_id else None,
            "next": f"{here}{join}after={page.after_id}" if page.after_id else None,
            "last": f"{here}{join}page=last",
        },
        "labels": labels,
    }


def _line(row: Any, words: WordsOfMembers, coach_names: Mapping[int, str]) -> tuple[Hashable, ...]:
    """A row, and its trade, stage and coach in words."""
    stage_id = row.stage_id
    stage, nature = words.stages.get(stage_id, ""), words.natures.get(stage_id)
    return row, words.trades.get(row.trade_id, ""), stage, nature, coach_names.get(row.coach_id, "")


def with_choices(form: SomeMemberForm) -> SomeMemberForm:
    """The lists of the open organisation, in the reader's language."""
    terms = network_queries.active_terms(Vocabulary.TRADE)
    form.offer(
        territories=territories.territory_choices(g.organisation.country, language()),
        trades={term.id: term.label(language()) for term in terms},
        country=g.organisation.country,
    )
    return form


def with_all_choices(form: ChangeForm) -> ChangeForm:
    """And the nationalities."""
    country = g.organisation.country
    form.nationality.choices = {**country_names(language(), country), ANOTHER: labels.COUNTRY[ANOTHER]}
    return with_choices(form)


def with_first_stages(form: AdmissionForm) -> AdmissionForm:
    """And where a parcours can begin; the first stage inside is chosen, and stands for a form that does not say."""
    form.stage_id.choices = parcours_pages.offered_stages(StageNature.CANDIDATE, StageNature.INSIDE)
    if form.stage_id.data is None and not form.is_submitted():
        form.stage_id.data = next(iter(parcours_pages.offered_stages(StageNature.INSIDE)))
    return with_choices(form)


def with_coaches(form: CoachForm) -> CoachForm:
    form.coach_id.choices = account_queries.coach_choices()
    return form


def editable(member: Member) -> SimpleNamespace:
    """The file as its form begins: everything but the identity number, which is typed anew or left alone."""
    names = {attribute.key for attribute in inspect(Member).column_attrs} - {"identity_number"}
    values = {name: getattr(member, name) for name in names}
    return SimpleNamespace(**{**values, "identity_number": "", "identity_country": member.identity_country or None})


def explain(refusal: Refusal, form: MemberForm) -> None:
    """Beside its field; whose number it is, only to who may see that file; who may be the same person, with their names."""
    if isinstance(refusal, IdentityAlreadyRegistered):
        holder = queries.find_member(current_actor(), refusal.holder_id, on=g.organisation.today)
        if holder is not None:
            said = services.named(holder, language())
            sentence = _("This identity number is already in the file of %(name)s (no. %(number)s).", **said)
            refusal = Refusal(sentence, field=refusal.field)
    if isinstance(refusal, PossibleDuplicate) and isinstance(form, AdmissionForm):
        form.lookalikes = refusal.found
    form.add_refusal(refusal)


def offer_newest(form: ChangeForm, member: Member, refusal: Refusal) -> None:
    """After somebody else's save: the next submission is compared with what stands now."""
    if isinstance(refusal, ChangedMeanwhile):
        form.version.typed, form.version.data = None, member.version


def flash_identity_warning(document: IdentityDocument | None) -> None:
    """An unusual number is kept, and the page says what is unusual."""
    if document is None:
        return
    number = identity.normalise(document.kind, document.country, document.number)
    warning = identity.warning(document.kind, document.country, number)
    if warning is not None:
        flash(_(warning), "warn")


def member_file(member: AnyRow) -> dict[str, Any]:
    """What the file shows: the person, their trade, place and support coaches."""
    actor = current_actor()
    terms = network_queries.term_labels(Vocabulary.TRADE, language())
    return {
        "member": member,
        "labels": labels,
        "trade": terms.get(member.trade_id or 0, ""),
        "nationality": labels.nationality_name(member.nationality),
        "territory": territories.territory_name(member.territory_code, language()) if member.territory_code else "",
        "masked_identity": identity.masked(member.identity_last_three) if member.identity_kind else "",
        "assignments": tuple(queries.assignments_of(member.id)),
        "steps": tuple(parcours_queries.steps_of(member.id)),
        "reader": parcours_pages.reader_of(member, today=g.organisation.today),
        "today": g.organisation.today,
        "is_own": member.account_id == actor.account_id,
    }


def coaching_of(member: Member) -> dict[str, Any]:
    return {"member": member, "assignments": queries.assignments_of(member.id), "today": g.organisation.today}


def when_supported(assignment: Any) -> str:
    """`from … to …` of an assignment in words."""
    if assignment.ended_on is None:
        return _("from %(start)s", start=format_day(assignment.started_on))
    return _("%(start)s to %(end)s", start=format_day(assignment.started_on), end=format_day(assignment.ended_on))
