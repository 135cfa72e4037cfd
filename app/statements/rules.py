"""What a month's contribution is, line by line, and what an account can carry as pay. Pure: amounts in minor units.

A rule has a base, tiers that each price the part of the base between their bounds, a fixed part and a minimum. Tiers by
the year price a month's slice of the year: what the base of the months from January on comes to after the month, less
what it came to before. So a year's lines add up to the rule applied to the whole year, and a rule that changes in
between prices the slices from its first month on. A base below zero (goods that came back) is taken off the next
months of the same year; a contribution is never below zero. Each line is rounded once, halves up; the total is the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.statements.errors import FirstTierFromZero, NotAFirstDay, NothingAsked, TierIncomplete, TierTwice

WHOLE = 10_000  # hundredths of a percent


class Base(StrEnum):
    """What a contribution is reckoned on, before tax."""

    SOLD = "sold"
    COLLECTED = "collected"
    MARGIN = "margin"  # what was sold less what was spent to produce it


class TierPeriod(StrEnum):
    """Whether bounds are of each month, or of the year from January on."""

    MONTH = "month"
    YEAR = "year"


class Spared(StrEnum):
    """What an exemption takes away."""

    FIXED = "fixed"
    MINIMUM = "minimum"
    ALL = "all"


class LineKind(StrEnum):
    """What a line of the computation is."""

    TIER = "tier"
    FIXED = "fixed"
    FIXED_SPARED = "fixed_spared"
    MINIMUM = "minimum"  # what is missing to the minimum
    MINIMUM_SPARED = "minimum_spared"
    ALL_SPARED = "all_spared"


@dataclass(frozen=True, kw_only=True)
class Tier:
    """From this amount of the base on, this rate, in hundredths of a percent."""

    from_minor: int
    rate: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What is asked from a month on."""

    base: Base
    period: TierPeriod = TierPeriod.MONTH
    tiers: tuple[Tier, ...] = ()  # by their bounds, the first from 0
    fixed_minor: int = 0  # a month
    minimum_minor: int = 0  # a month


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A month of the journal."""

    sold_minor: int = 0
    collected_minor: int = 0
    production_minor: int = 0

    def of(self, base: Base) -> int:
        """The base; below zero where more came back, or was spent, than was sold."""
        if base is Base.COLLECTED:
            return self.collected_minor
        return self.sold_minor - (self.production_minor if base is Base.MARGIN else 0)


@dataclass(frozen=True, kw_only=True)
class MonthAsked:
    """A month to reckon: None as rule where none holds. Who is not there owes neither fixed part nor minimum."""

    month: date
    rule: Rule | None
    figures: Figures = Figures()  # noqa: RUF009  # frozen
    spared: frozenset[Spared] = frozenset()
    is_there: bool = True


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the computation. `part_minor`: what of the base the tier prices; `to_minor` None: no upper bound."""

    kind: LineKind
    amount_minor: int
    part_minor: int = 0
    rate: int = 0
    from_minor: int = 0
    to_minor: int | None = None


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """A month's contribution. `counted_minor` is the month's base with what was carried into it, never below zero."""

    month: date
    rule: Rule
    base_minor: int
    carried_minor: int  # from earlier months of the year, 0 or below
    counted_minor: int
    left_minor: int  # for the next month of the year, 0 or below
    before_minor: int  # counted from January up to this month
    lines: tuple[Line, ...]

    @property
    def total_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines)


def contributions(months: Iterable[MonthAsked]) -> Iterator[Contribution | None]:
    """Each month's contribution, in the order given, which is that of time; None where no rule holds.

    Begin with a January, or with the first month of the account: tiers by the year count from there.
    """
    before = carried = 0
    for asked in months:
        if asked.month.month == 1:
            before = carried = 0
        if asked.rule is None:
            yield None
            continue
        base = asked.figures.of(asked.rule.base)
        counted = max(base + carried, 0)
        yield Contribution(
            month=asked.month,
            rule=asked.rule,
            base_minor=base,
            carried_minor=carried,
            counted_minor=counted,
            left_minor=base + carried - counted,
            before_minor=before,
            lines=tuple(_lines(asked, asked.rule, before=before, counted=counted)),
        )
        before, carried = before + counted, base + carried - counted


def compute(rule: Rule, figures: Figures, *, spared: frozenset[Spared] = frozenset()) -> Contribution:
    """One month by itself, as if the year began with it."""
    [found] = contributions([MonthAsked(month=date(2000, 1, 1), rule=rule, figures=figures, spared=spared)])
    assert found is not None
    return found


def _lines(asked: MonthAsked, rule: Rule, *, before: int, counted: int) -> Iterator[Line]:
    start = before if rule.period is TierPeriod.YEAR else 0
    made = list(_tier_lines(rule.tiers, start, start + counted))
    if rule.fixed_minor and asked.is_there:
        made.append(Line(kind=LineKind.FIXED, amount_minor=rule.fixed_minor))
        if Spared.FIXED in asked.spared:
            made.append(Line(kind=LineKind.FIXED_SPARED, amount_minor=-rule.fixed_minor))
    missing = rule.minimum_minor - sum(line.amount_minor for line in made)
    if missing > 0 and asked.is_there:
        made.append(Line(kind=LineKind.MINIMUM, amount_minor=missing))
        if Spared.MINIMUM in asked.spared:
            made.append(Line(kind=LineKind.MINIMUM_SPARED, amount_minor=-missing))
    total = sum(line.amount_minor for line in made)
    if Spared.ALL in asked.spared and total:
        made.append(Line(kind=LineKind.ALL_SPARED, amount_minor=-total))
    yield from made


def _tier_lines(tiers: Sequence[Tier], start: int, end: int) -> Iterator[Line]:
    """What each tier takes of the base between two amounts: what it took of all up to the second, less up to the first."""
    for place, tier in enumerate(tiers, 1):
        upper = tiers[place].from_minor if place < len(tiers) else None
        from_start, from_end = (_within(amount, tier.from_minor, upper) for amount in (start, end))
        if from_end > from_start:
            yield Line(
                kind=LineKind.TIER,
                amount_minor=share(from_end, tier.rate) - share(from_start, tier.rate),
                part_minor=from_end - from_start,
                rate=tier.rate,
                from_minor=tier.from_minor,
                to_minor=upper,
            )


def _within(amount: int, lower: int, upper: int | None) -> int:
    """How much of an amount lies between two bounds."""
    return max(0, (amount if upper is None else min(amount, upper)) - lower)


def share(amount: int, rate: int) -> int:
    """A part of an amount of 0 or more, `rate` in hundredths of a percent, halves rounded up."""
    return (2 * amount * rate + WHOLE) // (2 * WHOLE)


def refuse_impossible(rule: Rule, first_month: date) -> None:
    """Raises NotAFirstDay, NothingAsked, FirstTierFromZero, TierTwice."""
    if first_month.day != 1:
        raise NotAFirstDay
    if not (rule.tiers or rule.fixed_minor or rule.minimum_minor):
        raise NothingAsked
    bounds = [tier.from_minor for tier in rule.tiers]
    if bounds and bounds[0] != 0:
        raise FirstTierFromZero
    if sorted(set(bounds)) != bounds:
        raise TierTwice


def tiers_of(first_rate: int | None, further: Iterable[tuple[int | None, int | None]]) -> tuple[Tier, ...]:
    """Tiers as a form has them: the rate from 0 on, then amount and rate of each further one. Raises TierIncomplete."""
    found = [] if first_rate is None else [Tier(from_minor=0, rate=first_rate)]
    for bound, rate in further:
        if (bound is None) != (rate is None):
            raise TierIncomplete
        if bound is not None and rate is not None:
            found.append(Tier(from_minor=bound, rate=rate))
    return tuple(sorted(found, key=lambda tier: tier.from_minor))


@dataclass(frozen=True, kw_only=True)
class PayRates:
    """What employer and employee pay on gross pay, in hundredths of a percent."""

    employer: int
    employee: int


@dataclass(frozen=True, kw_only=True)
class Pay:
    """What an amount carries as pay: `available` is gross and the employer's part, gross is net and the employee's part."""

    available_minor: int
    employer_minor: int
    gross_minor: int
    employee_minor: int
    net_minor: int


def pay_carried(available_minor: int, rates: PayRates) -> Pay:
    """gross = available / (1 + employer's rate), net = gross × (1 - employee's rate); nothing from what is not there."""
    available = max(available_minor, 0)
    divisor = WHOLE + rates.employer
    gross = (2 * available * WHOLE + divisor) // (2 * divisor)
    employee = share(gross, rates.employee)
    return Pay(
        available_minor=available,
        employer_minor=available - gross,
        gross_minor=gross,
        employee_minor=employee,
        net_minor=gross - employee,
    )
