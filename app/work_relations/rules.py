"""What a contract may look like, what it says of a day, and by when an employee is to be an associate. Pure.

A contract is its terms as signed and its amendments in the order of their numbers. On any day the terms are those signed,
as changed by each amendment that had taken effect by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from app.kernel.calendar import add_months
from app.network.models import ContractNature
from app.work_relations.errors import (
    AmendmentAfterEnd,
    AmendmentAfterThatDay,
    AmendmentBeforeStart,
    AmendmentChangesNothing,
    AmendmentOutOfOrder,
    ContractEndsBeforeItStarts,
    ContractsOverlap,
    EndedAfterAgreedEnd,
    EndedBeforeItStarts,
    EndMissing,
    EndNotForThisKind,
    NewEndBeforeEffect,
    NewTrialEndBeforeEffect,
    StartsBeforeBirth,
    TrialBeforeStart,
    TrialBeyondEnd,
)

EMPLOYING = frozenset({ContractNature.OPEN_ENDED, ContractNature.FIXED_TERM})
HAVING_AN_END = frozenset({ContractNature.AGREEMENT, ContractNature.FIXED_TERM, ContractNature.PLACEMENT})
WITHOUT_END = frozenset({ContractNature.OPEN_ENDED})
EXCLUSIVE = HAVING_AN_END | WITHOUT_END  # none of these runs beside another one of them
ONE_DAY = timedelta(days=1)
WARNING_DAYS, ASSOCIATE_MONTHS = 60, 36  # until an organisation says otherwise


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an amendment can change. In an amendment, what is empty stays as it was."""

    ends_on: date | None = None
    trial_ends_on: date | None = None
    weekly_minutes: int | None = None
    post_fr: str = ""
    post_ar: str = ""
    pay_terms: str = ""
    objectives: str = ""

    def changed_by(self, changes: Terms) -> Terms:
        """The terms after an amendment. A post is named in both languages at once, so that they never disagree."""
        given = {name: value for name in TERM_NAMES if (value := getattr(changes, name))}
        if changes.post_fr or changes.post_ar:
            given |= {"post_fr": changes.post_fr, "post_ar": changes.post_ar}
        return replace(self, **given)


TERM_NAMES = tuple(field.name for field in fields(Terms))


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What changes from a day on."""

    effective_on: date
    changes: Terms


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A contract as far as rules go; amendments in the order of their numbers."""

    nature: ContractNature
    started_on: date
    terms: Terms
    amendments: tuple[Amendment, ...] = ()
    closed_on: date | None = None

    @property
    def final_terms(self) -> Terms:
        """With all amendments, those that are to take effect too."""
        return terms_on(self, date.max)

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None: no end is known."""
        return self.closed_on or self.final_terms.ends_on

    @property
    def is_employment(self) -> bool:
        return self.nature in EMPLOYING

    def holds_on(self, day: date) -> bool:
        return self.started_on <= day and (self.last_day is None or day <= self.last_day)


def terms_on(contract: Contract, day: date) -> Terms:
    """The terms that hold on a day: those signed, as changed by every amendment in effect by then."""
    terms = contract.terms
    for amendment in contract.amendments:
        if amendment.effective_on <= day:
            terms = terms.changed_by(amendment.changes)
    return terms


def count_renewals(contract: Contract, day: date = date.max) -> int:
    """How many of the amendments in effect by a day put the end off."""
    renewals, terms = 0, contract.terms
    for amendment in contract.amendments:
        before, terms = terms, terms.changed_by(amendment.changes)
        is_later = before.ends_on is not None and terms.ends_on is not None and terms.ends_on > before.ends_on
        renewals += is_later and amendment.effective_on <= day
    return renewals


def refuse_impossible(contract: Contract, *, born_on: date) -> None:
    """Raise the first thing that cannot be in a contract, with its amendments and its end."""
    if contract.started_on <= born_on:
        raise StartsBeforeBirth
    _refuse_terms(contract)
    terms = contract.terms
    for number, amendment in enumerate(contract.amendments, start=1):
        _refuse_amendment(contract, number, terms)
        terms = terms.changed_by(amendment.changes)
        if terms.trial_ends_on and terms.ends_on and terms.trial_ends_on > terms.ends_on:
            raise TrialBeyondEnd
    if contract.closed_on is not None:
        _refuse_closing(contract, contract.closed_on)


def _refuse_terms(contract: Contract) -> None:
    terms = contract.terms
    if contract.nature in HAVING_AN_END and terms.ends_on is None:
        raise EndMissing
    if contract.nature in WITHOUT_END and terms.ends_on is not None:
        raise EndNotForThisKind
    if terms.ends_on is not None and terms.ends_on < contract.started_on:
        raise ContractEndsBeforeItStarts
    if terms.trial_ends_on is not None and terms.trial_ends_on < contract.started_on:
        raise TrialBeforeStart
    if terms.trial_ends_on and terms.ends_on and terms.trial_ends_on > terms.ends_on:
        raise TrialBeyondEnd


def _refuse_amendment(contract: Contract, number: int, before: Terms) -> None:
    """`before`: the terms as the amendments with smaller numbers left them."""
    amendment = contract.amendments[number - 1]
    effective_on, changes = amendment.effective_on, amendment.changes
    if effective_on < contract.started_on:
        raise AmendmentBeforeStart(number)
    if number > 1 and effective_on < contract.amendments[number - 2].effective_on:
        raise AmendmentOutOfOrder(number)
    if contract.nature in WITHOUT_END and changes.ends_on is not None:
        raise EndNotForThisKind
    if before.ends_on is not None and effective_on > before.ends_on + (ONE_DAY if changes.ends_on else timedelta()):
        raise AmendmentAfterEnd(number)
    if changes.ends_on is not None and changes.ends_on < effective_on:
        raise NewEndBeforeEffect(number)
    if changes.trial_ends_on is not None and changes.trial_ends_on < effective_on:
        raise NewTrialEndBeforeEffect(number)
    if before.changed_by(changes) == before:
        raise AmendmentChangesNothing(number)


def _refuse_closing(contract: Contract, closed_on: date) -> None:
    if closed_on < contract.started_on:
        raise EndedBeforeItStarts
    agreed = contract.final_terms.ends_on
    if agreed is not None and closed_on > agreed:
        raise EndedAfterAgreedEnd
    if any(amendment.effective_on > closed_on for amendment in contract.amendments):
        raise AmendmentAfterThatDay


def refuse_overlap(contract: Contract, others: Iterable[Contract]) -> None:
    """Employment, agreements and placements of one person follow each other; who is independent may be so beside them."""
    if contract.nature not in EXCLUSIVE:
        return
    for other in others:
        if other.nature in EXCLUSIVE and overlap(contract, other):
            raise ContractsOverlap


def overlap(one: Contract, other: Contract) -> bool:
    """Whether some day lies in both."""
    return (one.last_day is None or other.started_on <= one.last_day) and (
        other.last_day is None or one.started_on <= other.last_day
    )


def employment_on(contracts: Iterable[Contract], day: date) -> Contract | None:
    """The employment that holds on a day, else the last one that had ended by then."""
    begun = [contract for contract in contracts if contract.is_employment and contract.started_on <= day]
    return max(begun, key=lambda contract: contract.started_on, default=None)


def employed_since(contracts: Iterable[Contract], employment: Contract) -> date:
    """Since when the person was employed without a day between two contracts, up to this one."""
    since = employment.started_on
    earlier = (one for one in contracts if one.is_employment and one.started_on < since)
    for contract in sorted(earlier, key=lambda contract: contract.started_on, reverse=True):
        if contract.last_day is not None and contract.last_day + ONE_DAY < since:
            break
        since = contract.started_on
    return since


@dataclass(frozen=True, kw_only=True)
class AssociateRule:
    """Within how many months of their first employment people become associates."""

    months: int = ASSOCIATE_MONTHS
    deducts_agreements: bool = False  # the days under an agreement before it count already


def associate_deadline(contracts: Sequence[Contract], rule: AssociateRule) -> date | None:
    """By when the person is to be an associate; None for who never was an employee.

    Counted from the first day of the first employment, interruptions included. What was spent before it under an
    agreement is taken off, day by day, where the rule says so; the first day of employment is the earliest deadline.
    """
    first = min((contract.started_on for contract in contracts if contract.is_employment), default=None)
    if first is None:
        return None
    agreements = [one for one in contracts if one.nature is ContractNature.AGREEMENT and one.started_on < first]
    spent = sum((_days_before(first, agreement) for agreement in agreements), timedelta())
    deadline = add_months(first, rule.months)
    return max(first, deadline - spent) if rule.deducts_agreements else deadline


def _days_before(day: date, contract: Contract) -> timedelta:
    """How long a contract that began before a day held until then; agreements never overlap."""
    last_day = contract.last_day
    return (day if last_day is None else min(day, last_day + ONE_DAY)) - contract.started_on
