"""What a month's contribution is: worked examples (domain facts 1.5), and what must hold of any rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.calendar import add_months
from app.statements import rules
from app.statements.errors import FirstTierFromZero, NotAFirstDay, NothingAsked, TierIncomplete, TierTwice
from app.statements.rules import (
    Base,
    Contribution,
    Figures,
    LineKind,
    MonthAsked,
    PayRates,
    Rule,
    Spared,
    Tier,
    TierPeriod,
    compute,
    contributions,
)

JANUARY = date(2026, 1, 1)
ENCOM1 = Rule(
    base=Base.COLLECTED,
    period=TierPeriod.YEAR,
    tiers=(
        Tier(from_minor=0, rate=10_00),
        Tier(from_minor=35_000_00, rate=8_00),
        Tier(from_minor=45_000_00, rate=6_00),
    ),
)
COOPANAME = Rule(base=Base.MARGIN, tiers=(Tier(from_minor=0, rate=13_50),), fixed_minor=30_00)
EQUINOXE = Rule(base=Base.SOLD, tiers=(Tier(from_minor=0, rate=12_00),))


def year_of(rule: Rule | None, *collected: int, **more: object) -> list[Contribution]:
    """Months from January on, by what was collected in each."""
    asked = [
        MonthAsked(month=add_months(JANUARY, place), rule=rule, figures=Figures(collected_minor=minor), **more)  # type: ignore[arg-type]
        for place, minor in enumerate(collected)
    ]
    return [told for told in contributions(asked) if told is not None]


def kinds(told: Contribution) -> list[tuple[LineKind, int]]:
    return [(line.kind, line.amount_minor) for line in told.lines]


def test_encom1_ten_percent_then_eight_then_six() -> None:
    whole = compute(ENCOM1, Figures(collected_minor=50_000_00))
    assert [(line.part_minor, line.rate, line.amount_minor) for line in whole.lines] == [
        (35_000_00, 10_00, 3_500_00),
        (10_000_00, 8_00, 800_00),
        (5_000_00, 6_00, 300_00),
    ]
    assert whole.total_minor == 4_600_00


def test_encom1_by_months_adds_up_to_the_year() -> None:
    months = year_of(ENCOM1, 20_000_00, 20_000_00, 10_000_00)
    assert [told.total_minor for told in months] == [2_000_00, 1_500_00 + 400_00, 400_00 + 300_00]
    assert [told.before_minor for told in months] == [0, 20_000_00, 40_000_00]


def test_coopaname_of_the_gross_margin_and_thirty_a_month() -> None:
    figures = Figures(sold_minor=2_000_00, collected_minor=9_999_00, production_minor=800_00)
    assert kinds(compute(COOPANAME, figures)) == [(LineKind.TIER, 162_00), (LineKind.FIXED, 30_00)]
    spared = compute(COOPANAME, figures, spared=frozenset({Spared.FIXED}))
    assert spared.total_minor == 162_00
    assert kinds(spared)[1:] == [(LineKind.FIXED, 30_00), (LineKind.FIXED_SPARED, -30_00)]


def test_equinoxe_whose_published_example_is_wrong() -> None:
    """Twelve percent of 22,000 leave 19,360; the page prints 19,800, which is what ten percent leave."""
    sold = Figures(sold_minor=22_000_00)
    assert 22_000_00 - compute(EQUINOXE, sold).total_minor == 19_360_00
    ten = Rule(base=Base.SOLD, tiers=(Tier(from_minor=0, rate=10_00),))
    assert 22_000_00 - compute(ten, sold).total_minor == 19_800_00


def test_what_is_missing_to_the_minimum_is_a_line() -> None:
    rule = Rule(base=Base.SOLD, tiers=(Tier(from_minor=0, rate=10_00),), fixed_minor=20_00, minimum_minor=100_00)
    assert kinds(compute(rule, Figures(sold_minor=300_00))) == [
        (LineKind.TIER, 30_00),
        (LineKind.FIXED, 20_00),
        (LineKind.MINIMUM, 50_00),
    ]
    assert compute(rule, Figures(sold_minor=800_00)).total_minor == 100_00
    assert compute(rule, Figures(sold_minor=900_00)).total_minor == 110_00


def test_exemptions_take_away_what_they_name() -> None:
    rule = Rule(base=Base.SOLD, tiers=(Tier(from_minor=0, rate=10_00),), fixed_minor=20_00, minimum_minor=100_00)
    figures = Figures(sold_minor=300_00)

    def spared(*what: Spared) -> int:
        return compute(rule, figures, spared=frozenset(what)).total_minor

    assert spared(Spared.MINIMUM) == 50_00
    assert spared(Spared.FIXED) == 100_00  # the minimum is still owed
    assert spared(Spared.FIXED, Spared.MINIMUM) == 30_00
    assert spared(Spared.ALL) == 0
    assert kinds(compute(rule, figures, spared=frozenset({Spared.ALL})))[-1] == (LineKind.ALL_SPARED, -100_00)


def test_who_is_not_there_owes_no_fixed_part_and_no_minimum() -> None:
    rule = Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=10_00),), fixed_minor=20_00, minimum_minor=100_00)
    [told] = year_of(rule, 50_00, is_there=False)
    assert kinds(told) == [(LineKind.TIER, 5_00)]


def test_goods_that_came_back_are_taken_off_the_next_months_of_the_year() -> None:
    months = year_of(ENCOM1, 1_000_00, -600_00, 200_00, 900_00)
    assert [told.total_minor for told in months] == [100_00, 0, 0, 50_00]
    assert [told.carried_minor for told in months] == [0, 0, -600_00, -400_00]
    assert [told.left_minor for told in months] == [0, -600_00, -400_00, 0]


def test_nothing_is_carried_into_a_new_year() -> None:
    months = year_of(ENCOM1, *[0] * 11, -500_00, 1_000_00)
    assert months[11].left_minor == -500_00
    assert (months[12].month, months[12].carried_minor, months[12].total_minor) == (date(2027, 1, 1), 0, 100_00)


def test_bounds_of_the_year_begin_anew_in_january() -> None:
    months = year_of(ENCOM1, 40_000_00, *[0] * 11, 10_000_00)
    assert months[0].total_minor == 3_900_00
    assert months[12].total_minor == 1_000_00


def test_a_rule_that_changes_in_mid_year_prices_from_its_month_on() -> None:
    """The place on the scale stays what the year came to: 30,000 under the old rule, then 10,000 across its bound."""
    newer = Rule(
        base=Base.COLLECTED,
        period=TierPeriod.YEAR,
        tiers=(Tier(from_minor=0, rate=12_00), Tier(from_minor=35_000_00, rate=5_00)),
    )
    asked = [
        MonthAsked(month=JANUARY, rule=ENCOM1, figures=Figures(collected_minor=30_000_00)),
        MonthAsked(month=date(2026, 2, 1), rule=newer, figures=Figures(collected_minor=10_000_00)),
    ]
    first, second = (told for told in contributions(asked) if told is not None)
    assert first.total_minor == 3_000_00
    assert second.total_minor == 600_00 + 250_00


def test_without_a_rule_nothing_is_asked_and_nothing_counted() -> None:
    asked = [
        MonthAsked(month=JANUARY, rule=None, figures=Figures(collected_minor=40_000_00)),
        MonthAsked(month=date(2026, 2, 1), rule=ENCOM1, figures=Figures(collected_minor=1_000_00)),
    ]
    none, february = contributions(asked)
    assert none is None
    assert february is not None
    assert (february.before_minor, february.total_minor) == (0, 100_00)


@pytest.mark.parametrize(
    ("rule", "first_month", "refusal"),
    [
        (EQUINOXE, date(2026, 1, 2), NotAFirstDay),
        (Rule(base=Base.SOLD), JANUARY, NothingAsked),
        (Rule(base=Base.SOLD, tiers=(Tier(from_minor=1, rate=10_00),)), JANUARY, FirstTierFromZero),
        (Rule(base=Base.SOLD, tiers=(Tier(from_minor=0, rate=1), Tier(from_minor=0, rate=2))), JANUARY, TierTwice),
    ],
)
def test_what_no_rule_may_be(rule: Rule, first_month: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        rules.refuse_impossible(rule, first_month)


def test_tiers_as_typed() -> None:
    assert rules.tiers_of(10_00, [(35_000_00, 8_00), (None, None)]) == ENCOM1.tiers[:2]
    assert rules.tiers_of(None, []) == ()
    for half in ((35_000_00, None), (None, 8_00)):
        with pytest.raises(TierIncomplete):
            rules.tiers_of(10_00, [half])


def test_what_an_account_carries_as_pay() -> None:
    """1,000.00 with 21.09 % on gross: 825.83 and 174.17; 6.74 % of that are 55.66."""
    pay = rules.pay_carried(1_000_00, PayRates(employer=21_09, employee=6_74))
    assert (pay.gross_minor, pay.employer_minor, pay.employee_minor, pay.net_minor) == (82583, 17417, 5566, 77017)
    assert rules.pay_carried(-5_00, PayRates(employer=21_09, employee=6_74)).net_minor == 0


rates = st.integers(0, rules.WHOLE)
amounts = st.integers(0, 10**9)


@st.composite
def some_rule(draw: st.DrawFn) -> Rule:
    bounds = [0, *sorted(draw(st.sets(st.integers(1, 10**8), max_size=4)))]
    return Rule(
        base=draw(st.sampled_from(Base)),
        period=draw(st.sampled_from(TierPeriod)),
        tiers=tuple(Tier(from_minor=bound, rate=draw(rates)) for bound in bounds),
        fixed_minor=draw(st.integers(0, 10**6)),
        minimum_minor=draw(st.integers(0, 10**7)),
    )


def figures_with(base: Base, minor: int) -> Figures:
    return Figures(collected_minor=minor) if base is Base.COLLECTED else Figures(sold_minor=minor)


@given(rule=some_rule(), minor=amounts, more=st.integers(0, 10**6))
def test_a_larger_base_never_owes_less_and_no_more_than_it_grew(rule: Rule, minor: int, more: int) -> None:
    """Monotone; and continuous: at a bound nothing jumps, beyond the rounding of each line."""
    one, other = (compute(rule, figures_with(rule.base, amount)).total_minor for amount in (minor, minor + more))
    assert 0 <= other - one <= more + len(rule.tiers)


@given(rule=some_rule(), minor=st.integers(-(10**9), 10**9), spared=st.sets(st.sampled_from(Spared)))
def test_parts_of_the_base_are_the_whole_of_it_and_lines_the_whole_of_the_contribution(
    rule: Rule, minor: int, spared: set[Spared]
) -> None:
    told = compute(rule, figures_with(rule.base, minor), spared=frozenset(spared))
    assert sum(line.part_minor for line in told.lines) == told.counted_minor == max(minor, 0)
    assert told.total_minor == sum(line.amount_minor for line in told.lines) >= 0
    assert told.counted_minor + told.left_minor == minor
    if not spared:
        assert told.total_minor >= rule.minimum_minor


@given(rule=some_rule(), minors=st.lists(st.integers(-(10**7), 10**8), min_size=1, max_size=12))
def test_the_months_of_a_year_add_up_to_the_rule_applied_to_the_year(rule: Rule, minors: list[int]) -> None:
    plain = Rule(base=Base.COLLECTED, period=TierPeriod.YEAR, tiers=rule.tiers)
    months = year_of(plain, *minors)
    counted = sum(told.counted_minor for told in months)
    assert sum(told.total_minor for told in months) == compute(plain, Figures(collected_minor=counted)).total_minor
    assert counted + months[-1].left_minor == sum(minors)
    assert all(told.total_minor >= 0 for told in months)


@given(part=amounts, rate=rates)
def test_a_part_is_rounded_to_the_nearest_minor_unit_halves_up(part: int, rate: int) -> None:
    exact, found = part * rate, rules.share(part, rate) * rules.WHOLE
    assert -rules.WHOLE < 2 * (exact - found) <= rules.WHOLE or 2 * (found - exact) == rules.WHOLE
    assert rules.share(1, 50_00) == 1  # half a centime is one; a millime likewise
    assert rules.share(1, 49_99) == 0


@given(available=amounts, employer=rates, employee=rates)
def test_pay_and_both_parts_are_the_whole(available: int, employer: int, employee: int) -> None:
    pay = rules.pay_carried(available, PayRates(employer=employer, employee=employee))
    assert pay.gross_minor + pay.employer_minor == available
    assert pay.net_minor + pay.employee_minor == pay.gross_minor
    assert min(pay.gross_minor, pay.employer_minor, pay.employee_minor, pay.net_minor) >= 0
    assert abs(pay.employer_minor - rules.share(pay.gross_minor, employer)) <= 2
