"""What the pages of facts show: the kinds there are, their forms, and the numbers they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g

from app.kernel import identity
from app.kernel.i18n import LazyText, _l
from app.members.models import Member
from app.social import pages, queries
from app.social.fact_forms import FactForm, JobForm, OccupationForm, ProtectionForm, TradeForm
from app.social.models import MemberTrade, Occupation, OtherJob, Protection, SocialFact
from app.social.rules import Details, ProtectionDetails, unusual_number


@dataclass(frozen=True, kw_only=True)
class FactKind:
    """A kind of fact, by its code in addresses."""

    code: str
    model: type[SocialFact]
    form: type[FactForm]
    recording: LazyText
    correcting: LazyText
    deleting: LazyText


KINDS: Mapping[str, FactKind] = {
    kind.code: kind
    for kind in (
        FactKind(
            code="occupations",
            model=Occupation,
            form=OccupationForm,
            recording=_l("Record a situation"),
            correcting=_l("Correct a situation"),
            deleting=_l("Delete a situation"),
        ),
        FactKind(
            code="trades",
            model=MemberTrade,
            form=TradeForm,
            recording=_l("Add a trade"),
            correcting=_l("Correct a trade"),
            deleting=_l("Take a trade away"),
        ),
        FactKind(
            code="jobs",
            model=OtherJob,
            form=JobForm,
            recording=_l("Add another job"),
            correcting=_l("Correct another job"),
            deleting=_l("Delete another job"),
        ),
        FactKind(
            code="protection",
            model=Protection,
            form=ProtectionForm,
            recording=_l("Record a social protection"),
            correcting=_l("Correct a social protection"),
            deleting=_l("Delete a social protection"),
        ),
    )
}


def kind_or_404(code: str) -> FactKind:
    return KINDS.get(code) or abort(404)


def fact_or_404(code: str, member: Member, fact_id: int) -> tuple[FactKind, Any]:
    """A fact of this member, of the kind in the address."""
    kind = kind_or_404(code)
    return kind, queries.get_fact_or_404(kind.model, member.id, fact_id)


def new_form(kind: FactKind, member: Member) -> FactForm:
    """An occupation begins today unless said otherwise; the first trade is the main one, which lacks its sector."""
    form = kind.form()
    form.offer(pages.offered_words())
    if not form.is_submitted() and isinstance(form, OccupationForm):
        form.started_on.data = g.organisation.today
    if not form.is_submitted() and isinstance(form, TradeForm):
        known = {row.trade_id for row in queries.trades_of(member.id)}
        form.trade_id.data = member.trade_id if member.trade_id not in known else None
    return form


def form_of(kind: FactKind, fact: Any, *, is_typed: bool = True) -> FactForm:
    """The form of a fact: as it was sent, or (not `is_typed`) as it stands, without its number."""
    form = kind.form() if is_typed else kind.form(formdata=None, obj=_Shown(fact))
    form.offer(pages.offered_words(fact))
    return form


class _Shown:
    """A fact as its form begins: a number is typed anew or left alone, never shown."""

    number, drops_number = "", False

    def __init__(self, fact: Any) -> None:
        self._fact = fact

    def __getattr__(self, name: str) -> Any:
        return getattr(self._fact, name)


def known_number(fact: Any) -> str:
    """`•••456` of what is on file."""
    end = getattr(fact, "number_last_three", "")
    return identity.masked(end) if end else ""


def flash_unusual_number(details: Details) -> None:
    """An unusual number is kept, and the page says what is unusual."""
    if isinstance(details, ProtectionDetails) and details.number:
        unusual = unusual_number(g.organisation.country, queries.code_of_term(details.body_id), details.number)
        if unusual is not None:
            flash(str(unusual), "warn")
