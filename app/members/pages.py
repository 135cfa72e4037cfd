"""What the pages of this room show: filters read, choices offered, values gathered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, TypeVar

from flask import flash, g
from sqlalchemy import inspect

from app.accounts import queries as account_queries
from app.kernel import identity
from app.kernel.access import current_actor
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.i18n import _, format_day, language
from app.kernel.paging import AnyRow
from app.members import labels, parcours_pages, parcours_queries, queries, services
from app.members.errors import IdentityAlreadyRegistered, PossibleDuplicate
from app.members.forms import AdmissionForm, ChangeForm, CoachForm, MemberForm
from app.members.models import Member
from app.members.nationalities import ANOTHER, country_names
from app.members.services import IdentityDocument
from app.network import queries as network_queries
from app.network import territories, territory_rules
from app.network.models import StageNature, Vocabulary

SomeMemberForm = TypeVar("SomeMemberForm", bound=MemberForm)


def with_choices(form: SomeMemberForm, *, held: str = "") -> SomeMemberForm:
    """The lists of the open organisation, in the reader's language; `held`: the territory on file, which may be no more."""
    here, today = g.organisation.country, g.organisation.today
    terms = network_queries.active_terms(Vocabulary.TRADE)
    form.offer(
        territories=territories.territory_choices(here, language(), today, held=held),
        localities=territories.localities(here, language(), today),
        trades={term.id: term.label(language()) for term in terms},
        country=here,
    )
    return form


def with_all_choices(form: ChangeForm, member: Member) -> ChangeForm:
    """And the nationalities."""
    country = g.organisation.country
    form.nationality.choices = {**country_names(language(), country), ANOTHER: labels.COUNTRY[ANOTHER]}
    return with_choices(form, held=member.territory_code)


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
        "territory": territories.territory_name(member.territory_code, language(), g.organisation.today),
        "ended_territory": _ended_territory(member.territory_code),
        "masked_identity": identity.masked(member.identity_last_three) if member.identity_kind else "",
        "assignments": tuple(queries.assignments_of(member.id)),
        "steps": tuple(parcours_queries.steps_of(member.id)),
        "reader": parcours_pages.reader_of(member, today=g.organisation.today),
        "merged": queries.merged_here(member.id) if member.has_merged else (),
        "today": g.organisation.today,
        "is_own": member.account_id == actor.account_id,
    }


def _ended_territory(code: str) -> dict[str, Any] | None:
    """The territory on file, where it no longer stands: its name, since when, and what took its place."""
    found, today = territories.territory(code), g.organisation.today
    if found is None or not found.has_ended(today):
        return None
    others = territory_rules.in_place_of(territories.listed(g.organisation.country), found)
    return {
        "name": found.name(language(), found.valid_until),
        "since": found.ended_on,
        "others": [each.name(language(), today) for each in others],
    }


def coaching_of(member: Member) -> dict[str, Any]:
    return {"member": member, "assignments": queries.assignments_of(member.id), "today": g.organisation.today}


def when_supported(assignment: Any) -> str:
    """`from … to …` of an assignment in words."""
    if assignment.ended_on is None:
        return _("from %(start)s", start=format_day(assignment.started_on))
    return _("%(start)s to %(end)s", start=format_day(assignment.started_on), end=format_day(assignment.ended_on))
