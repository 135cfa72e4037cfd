"""What a contract may look like, and what it says of a day, against a slow and obvious reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.calendar import add_months
from app.kernel.errors import Refusal
from app.network.models import ContractNature
from app.work_relations import errors, rules
from app.work_relations.rules import Amendment, AssociateRule, Contract, Terms

START, BORN = date(2026, 1, 1), date(1990, 5, 1)
N = ContractNature


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def contract(
    nature: N = N.FIXED_TERM, start: int = 0, end: int | None = 100, *amendments: Amendment, **told: object
) -> Contract:
    """From so many days after START to so many."""
    closed = told.pop("closed", None)
    return Contract(
        nature=nature,
        started_on=day(start),
        terms=Terms(ends_on=None if end is None else day(end), **told),  # type: ignore[arg-type]
        amendments=amendments,
        closed_on=None if closed is None else day(closed),  # type: ignore[arg-type]
    )


def amended(effective: int, end: int | None = None, trial: int | None = None, **told: object) -> Amendment:
    ends_on, trial_ends_on = (None if offset is None else day(offset) for offset in (end, trial))
    changes = Terms(ends_on=ends_on, trial_ends_on=trial_ends_on, **told)  # type: ignore[arg-type]
    return Amendment(effective_on=day(effective), changes=changes)


unhurried = settings(deadline=None)  # several processes share the machine
HOURS = {"weekly_minutes": 1200}


def refusal_of(tried: Contract) -> type[Refusal] | None:
    try:
        rules.refuse_impossible(tried, born_on=BORN)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    ("tried", "refusal"),
    [
        (contract(), None),
        (contract(end=0), None),
        (contract(N.OPEN_ENDED, 0, None), None),
        (contract(N.INDEPENDENT, 0, None), None),
        (contract(N.INDEPENDENT), None),
        (contract(N.OPEN_ENDED, 0, None, trial_ends_on=day(90), closed=400), None),
        (contract(N.FIXED_TERM, 0, 100, amended(101, 200), amended(101, **HOURS)), None),  # renewed the day after
        (contract(closed=100), None),
        (contract(closed=0), None),
        (replace(contract(), started_on=BORN), errors.StartsBeforeBirth),
        (contract(end=None), errors.EndMissing),
        (contract(N.AGREEMENT, 0, None), errors.EndMissing),
        (contract(N.PLACEMENT, 0, None), errors.EndMissing),
        (contract(N.OPEN_ENDED), errors.EndNotForThisKind),
        (contract(N.OPEN_ENDED, 0, None, amended(5, 50)), errors.EndNotForThisKind),
        (contract(end=-1), errors.ContractEndsBeforeItStarts),
        (contract(trial_ends_on=day(-1)), errors.TrialBeforeStart),
        (contract(trial_ends_on=day(101)), errors.TrialBeyondEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(5, trial=101)), errors.TrialBeyondEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(5, 20), trial_ends_on=day(30)), errors.TrialBeyondEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(-1, **HOURS)), errors.AmendmentBeforeStart),
        (contract(N.FIXED_TERM, 0, 100, amended(9, **HOURS), amended(8, 120)), errors.AmendmentOutOfOrder),
        (contract(N.FIXED_TERM, 0, 100, amended(101, **HOURS)), errors.AmendmentAfterEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(102, 200)), errors.AmendmentAfterEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(50, 49)), errors.NewEndBeforeEffect),
        (contract(N.FIXED_TERM, 0, 100, amended(50, trial=49)), errors.NewTrialEndBeforeEffect),
        (contract(N.FIXED_TERM, 0, 100, amended(50)), errors.AmendmentChangesNothing),
        (contract(N.FIXED_TERM, 0, 100, amended(50, 100)), errors.AmendmentChangesNothing),
        (contract(closed=-1), errors.EndedBeforeItStarts),
        (contract(closed=101), errors.EndedAfterAgreedEnd),
        (contract(N.FIXED_TERM, 0, 100, amended(50, **HOURS), closed=49), errors.AmendmentAfterThatDay),
    ],
)
def test_what_a_contract_may_look_like(tried: Contract, refusal: type[Refusal] | None) -> None:
    assert refusal_of(tried) is refusal


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (contract(), contract(N.AGREEMENT, 100, 200), True),
        (contract(), contract(N.AGREEMENT, 101, 200), False),
        (contract(), contract(N.OPEN_ENDED, -500, None), True),
        (contract(N.OPEN_ENDED, 0, None), contract(N.OPEN_ENDED, 900, None), True),
        (contract(N.OPEN_ENDED, 0, None, closed=899), contract(N.OPEN_ENDED, 900, None), False),
        (contract(N.FIXED_TERM, 0, 100, amended(90, 150)), contract(N.PLACEMENT, 120, 130), True),
        (contract(N.INDEPENDENT, 0, None), contract(), False),
        (contract(N.INDEPENDENT, 0, None), contract(N.INDEPENDENT, 0, None), False),
    ],
)
def test_what_runs_beside_what(one: Contract, other: Contract, *, excluded: bool) -> None:
    for tried, beside in ((one, other), (other, one)):
        if excluded:
            with pytest.raises(errors.ContractsOverlap):
                rules.refuse_overlap(tried, [contract(N.INDEPENDENT), beside])
        else:
            rules.refuse_overlap(tried, [beside])


offsets = st.integers(-30, 400)
texts = st.sampled_from(("", "a", "b"))
any_terms = st.builds(
    Terms,
    ends_on=st.none() | offsets.map(day),
    trial_ends_on=st.none() | offsets.map(day),
    weekly_minutes=st.none() | st.integers(1, 3),
    post_fr=texts,
    post_ar=texts,
    pay_terms=texts,
    objectives=texts,
)
any_amendments = st.lists(st.builds(Amendment, effective_on=offsets.map(day), changes=any_terms), max_size=6)
any_contracts = st.builds(
    Contract,
    nature=st.sampled_from(N),
    started_on=offsets.map(day),
    terms=any_terms,
    amendments=any_amendments.map(tuple),
    closed_on=st.none() | offsets.map(day),
)


@unhurried
@given(any_contracts, offsets)
def test_the_terms_of_a_day_are_walked_to_day_by_day(tried: Contract, asked: int) -> None:
    """Reference, for a contract that may be: from the first day on, each amendment overwrites what it names."""
    tried = replace(tried, amendments=tuple(sorted(tried.amendments, key=lambda amendment: amendment.effective_on)))
    held = {name: getattr(tried.terms, name) for name in rules.TERM_NAMES}
    for offset in range(-30, asked + 1):
        for amendment in tried.amendments:
            if amendment.effective_on == day(offset):
                changes = amendment.changes
                if changes.post_fr or changes.post_ar:
                    held["post_fr"], held["post_ar"] = changes.post_fr, changes.post_ar
                for name in ("ends_on", "trial_ends_on", "weekly_minutes", "pay_terms", "objectives"):
                    held[name] = getattr(changes, name) or held[name]
    assert rules.terms_on(tried, day(asked)) == Terms(**held)


@unhurried
@given(st.integers(0, 60), any_amendments, st.none() | offsets.map(day))
def test_a_contract_that_grew_amendment_by_amendment(
    length: int, offered: list[Amendment], closed_on: date | None
) -> None:
    """Each amendment that may follow is taken: all lie within the contract, in order, and the end that holds is the last said."""
    grown = contract(N.FIXED_TERM, 0, length)
    end, renewals = day(length), 0
    for amendment in offered:
        longer = replace(grown, amendments=(*grown.amendments, amendment))
        if refusal_of(longer) is None:
            renewals += (amendment.changes.ends_on or end) > end
            grown, end = longer, amendment.changes.ends_on or end
    assert grown.last_day == end
    assert rules.count_renewals(grown) == renewals
    effective = [amendment.effective_on for amendment in grown.amendments]
    assert effective == sorted(effective)
    assert all(started >= START for started in effective)
    closed = replace(grown, closed_on=closed_on)
    may_close = closed_on is None or (START <= closed_on <= end and all(started <= closed_on for started in effective))
    assert (refusal_of(closed) is None) is may_close


@unhurried
@given(st.lists(any_contracts, max_size=2), any_contracts)
def test_overlaps_are_days_that_both_hold(others: list[Contract], tried: Contract) -> None:
    """Reference: look at each day. Ends before starts never get so far."""
    known = [one for one in (*others, tried) if one.last_day is None or one.last_day >= one.started_on]
    held = [
        {offset for offset in range(-31, 402) if one.started_on <= day(offset) <= last} for one, last in _lasts(known)
    ]
    for one, days in zip(known, held, strict=True):
        for other, other_days in zip(known, held, strict=True):
            assert rules.overlap(one, other) is bool(days & other_days)


def _lasts(contracts: list[Contract]) -> list[tuple[Contract, date]]:
    return [(one, one.last_day or date.max) for one in contracts]


@unhurried
@given(st.lists(any_contracts, max_size=5), offsets)
def test_the_employment_of_a_day(contracts: list[Contract], asked: int) -> None:
    employments = [
        one for one in contracts if one.nature in (N.OPEN_ENDED, N.FIXED_TERM) and one.started_on <= day(asked)
    ]
    found = rules.employment_on(contracts, day(asked))
    assert (found is None) is (not employments)
    if found is not None:
        assert found.started_on == max(one.started_on for one in employments)


def test_employed_without_a_day_between() -> None:
    first, second, third = contract(end=99), contract(N.FIXED_TERM, 100, 200), contract(N.OPEN_ENDED, 201, None)
    agreement = contract(N.AGREEMENT, -50, -1)
    assert rules.employed_since([third, agreement, first, second], third) == START
    assert rules.employed_since([third, replace(second, closed_on=day(199)), first], third) == day(201)


@unhurried
@given(
    spans=st.lists(st.tuples(st.integers(1, 60), st.integers(1, 40)), max_size=4),
    allowed=st.integers(1, 60),
    deducts=st.booleans(),
)
def test_the_deadline_of_associates(spans: list[tuple[int, int]], allowed: int, *, deducts: bool) -> None:
    """Reference: count the days under an agreement before the first employment, one by one."""
    agreements, last, spent = [], 0, 0
    for gap, length in spans:
        first_day, last_day = last + gap, last + gap + length
        agreements.append(contract(N.AGREEMENT, first_day, last_day))
        spent += sum(offset < 90 for offset in range(first_day, last_day + 1))
        last = last_day + 1
    first, later = contract(N.FIXED_TERM, 90, 120), contract(N.OPEN_ENDED, 500, None)
    deadline = add_months(day(90), allowed)
    expected = max(day(90), deadline - timedelta(days=spent)) if deducts else deadline
    rule = AssociateRule(months=allowed, deducts_agreements=deducts)
    assert rules.associate_deadline([*agreements, later, first], rule) == expected


def test_who_was_never_an_employee_has_no_deadline() -> None:
    rule = AssociateRule()
    assert rules.associate_deadline([contract(N.AGREEMENT), contract(N.INDEPENDENT, 0, None)], rule) is None
    assert rules.associate_deadline([contract(N.OPEN_ENDED, 0, None)], rule) == date(2029, 1, 1)
