"""What the share ledger may contain, and what it says of a day. Pure.

A holder has shares, and has paid a part of what they are worth; the rest is owed. Both follow from the movements up to a
day and from what a share was worth meanwhile, in that order: a new value begins with its day, movements of one day stand
in the order of their numbers.

Morocco, law 112-12, article 26: a quarter is paid at subscription, the rest within three years at the latest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter

from app.kernel.calendar import add_months
from app.kernel.errors import Refusal
from app.shares.errors import (
    MorePaidThanThere,
    MorePaidThanWorth,
    MoreThanHeld,
    MoreThanOwed,
    NoValueYet,
    TooLittlePaidLeaves,
)


class MovementKind(StrEnum):
    """How shares, or what is paid for them, move."""

    SUBSCRIPTION = "subscription"  # new shares
    PAYMENT = "payment"  # what was still owed for them (libération)
    TRANSFER = "transfer"  # from one associate to another
    REFUND = "refund"  # shares end, and what was paid is given back


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a share is worth from a day on, in minor units."""

    from_day: date
    value_minor: int
    from_reserves: bool = False


@dataclass(frozen=True, kw_only=True)
class Movement:
    """An entry of the ledger as far as rules go; `paid_minor` moves with the shares, or is paid in."""

    number: int
    kind: MovementKind
    day: date
    member_id: int
    to_member_id: int | None = None
    shares: int = 0
    paid_minor: int = 0


Parts = tuple[tuple[date, int], ...]  # amounts, each by the day since when it is owed


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one holder has: shares, what was paid on them, and what is owed, by the day since when."""

    shares: int = 0
    paid_minor: int = 0
    held_since: date | None = None  # the first day of the present unbroken time
    gone_since: date | None = None  # the day the last share went
    owed: Parts = ()  # the oldest first

    @property
    def owed_minor(self) -> int:
        return sum(amount for _day, amount in self.owed)

    @property
    def owed_since(self) -> date | None:
        return self.owed[0][0] if self.owed else None

    @property
    def subscribed_minor(self) -> int:
        return self.paid_minor + self.owed_minor


NOTHING = Holding()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the statutes ask of a subscription; 0: nothing."""

    least_shares: int = 0
    first_part_percent: int = 0
    months_to_pay: int = 0


BY_LAW = {"MA": Asked(least_shares=1, first_part_percent=25, months_to_pay=36)}


def asked_by_law(country: str) -> Asked:
    """Where the statutes say nothing: Morocco as above, elsewhere nothing."""
    return BY_LAW.get(country, Asked(least_shares=1))


def value_on(values: Iterable[Value], day: date) -> int | None:
    """What a share is worth on a day, in minor units; None before the first value."""
    begun = [value for value in values if value.from_day <= day]
    return max(begun, key=lambda value: value.from_day).value_minor if begun else None


def holdings_on(movements: Iterable[Movement], values: Iterable[Value], day: date = date.max) -> dict[int, Holding]:
    """What each holder has at the end of a day, by member; whoever once held something is there."""
    return {state.member_id: state.holding for state in _states(movements, values) if state.day <= day}


def refuse_impossible(movements: Iterable[Movement], values: Iterable[Value]) -> None:
    """Raise the first thing that cannot be, in the order of days.

    Raises NoValueYet, MoreThanHeld, MoreThanOwed, MorePaidThanThere, MorePaidThanWorth, TooLittlePaidLeaves.
    """
    found = first_impossible(movements, values)
    if found is not None:
        raise found[1]


def first_impossible(movements: Iterable[Movement], values: Iterable[Value]) -> tuple[Movement, Refusal] | None:
    """The first entry that cannot be, and why; None where all can. A new value by itself makes nothing impossible."""
    for state in _states(movements, values):
        if isinstance(state.step, Value):
            continue
        refusal = _wrong_with(state, state.step)
        if refusal is not None:
            return state.step, refusal
    return None


@dataclass(frozen=True, kw_only=True)
class _State:
    """A holding before and after an entry or a new value; `value_minor` is that of the day."""

    step: Movement | Value
    day: date
    member_id: int
    before: Holding
    holding: Holding
    value_minor: int | None


def _wrong_with(state: _State, step: Movement) -> Refusal | None:
    holding, value = state.holding, state.value_minor
    if value is None:
        return NoValueYet()
    if step.kind is not MovementKind.PAYMENT and step.paid_minor > step.shares * value:
        return MorePaidThanWorth()
    if holding.shares < 0:
        return MoreThanHeld()
    if holding.paid_minor < 0:
        return MorePaidThanThere()
    if holding.paid_minor > holding.shares * value:
        return MoreThanOwed() if step.kind is MovementKind.PAYMENT else TooLittlePaidLeaves()
    return None


def _states(movements: Iterable[Movement], values: Iterable[Value]) -> Iterator[_State]:
    """Every holding after every step that touches it."""
    held: dict[int, Holding] = {}
    worth: int | None = None
    for step in _in_order(movements, values):
        if isinstance(step, Value):
            changed = {member_id: _revalued(holding, worth or 0, step) for member_id, holding in held.items()}
            worth, day = step.value_minor, step.from_day
        else:
            changed, day = _moved(held, step, worth or 0), step.day
        for member_id, holding in changed.items():
            before = held.get(member_id, NOTHING)
            yield _State(step=step, day=day, member_id=member_id, before=before, holding=holding, value_minor=worth)
        held |= changed


def _in_order(movements: Iterable[Movement], values: Iterable[Value]) -> list[Movement | Value]:
    steps: list[tuple[date, int, Movement | Value]] = [(value.from_day, 0, value) for value in values]
    steps += [(movement.day, movement.number, movement) for movement in movements]
    return [step for _day, _number, step in sorted(steps, key=itemgetter(0, 1))]


def _moved(held: Mapping[int, Holding], movement: Movement, worth: int) -> dict[int, Holding]:
    """The holdings of giver and receiver after a movement.

    A payment settles the oldest part that is owed. With shares that leave goes the youngest, under its own day, so that
    nothing is owed for less time than it was.
    """
    person, day = held.get(movement.member_id, NOTHING), movement.day
    owed = max(movement.shares * worth - movement.paid_minor, 0)
    if movement.kind is MovementKind.PAYMENT:
        return {movement.member_id: _paying(person, movement.paid_minor)}
    if movement.kind is MovementKind.SUBSCRIPTION:
        return {movement.member_id: _gaining(person, movement, ((day, owed),) if owed else ())}
    kept, leaving = _without_youngest(person.owed, owed)
    after = replace(
        person, shares=person.shares - movement.shares, paid_minor=person.paid_minor - movement.paid_minor, owed=kept
    )
    if person.shares > 0 >= after.shares:
        after = replace(after, held_since=None, gone_since=day)
    if movement.to_member_id is None:
        return {movement.member_id: after}
    receiver = held.get(movement.to_member_id, NOTHING)
    return {movement.member_id: after, movement.to_member_id: _gaining(receiver, movement, leaving)}


def _gaining(before: Holding, movement: Movement, owed: Parts) -> Holding:
    after = replace(
        before,
        shares=before.shares + movement.shares,
        paid_minor=before.paid_minor + movement.paid_minor,
        owed=tuple(sorted((*before.owed, *owed))),
    )
    return replace(after, held_since=movement.day, gone_since=None) if before.shares <= 0 < after.shares else after


def _paying(before: Holding, paid: int) -> Holding:
    kept, left = list(before.owed), paid
    while kept and left >= kept[0][1]:
        left -= kept.pop(0)[1]
    if kept and left:
        kept[0] = (kept[0][0], kept[0][1] - left)
    return replace(before, paid_minor=before.paid_minor + paid, owed=tuple(kept))


def _without_youngest(owed: Parts, amount: int) -> tuple[Parts, Parts]:
    """What stays owed, and the youngest parts of that amount; of less where less is owed."""
    kept, gone = list(owed), []
    while kept and amount:
        day, part = kept.pop()
        taken = min(part, amount)
        gone.append((day, taken))
        amount -= taken
        if part > taken:
            kept.append((day, part - taken))
    return tuple(kept), tuple(reversed(gone))


def _revalued(holding: Holding, before: int, value: Value) -> Holding:
    """From reserves, or when the value falls, nobody comes to owe more: what was paid follows the value."""
    rise = holding.shares * (value.value_minor - before)
    if rise >= 0 and value.from_reserves:
        return replace(holding, paid_minor=holding.paid_minor + rise)
    if rise >= 0:
        return replace(holding, owed=(*holding.owed, (value.from_day, rise)) if rise else holding.owed)
    kept, forgiven = _without_youngest(holding.owed, -rise)
    lost = -rise - sum(amount for _day, amount in forgiven)
    return replace(holding, paid_minor=holding.paid_minor - lost, owed=kept)


@dataclass(frozen=True, kw_only=True)
class Capital:
    """A sum over holders, or a change of it: associates, shares, amounts in minor units; `entries` that made it."""

    entries: int = 0
    associates: int = 0
    shares: int = 0
    subscribed_minor: int = 0
    paid_minor: int = 0

    def __add__(self, other: Capital) -> Capital:
        return Capital(**{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__})


NEW_VALUE = "new_value"


def capital_between(
    movements: Iterable[Movement], values: Iterable[Value], *, first: date, last: date
) -> tuple[Capital, dict[str, Capital]]:
    """The capital before the first day, and what changed it until the last: by kind of movement, and NEW_VALUE."""
    opening, changes = Capital(), dict.fromkeys((*MovementKind, NEW_VALUE), Capital())
    counted: set[tuple[str, object]] = set()
    for state in _states(movements, values):
        if state.day > last:
            break
        change = _change(state)
        if state.day < first:
            opening += change
            continue
        line, which = _line_of(state.step)
        changes[line] += replace(change, entries=(line, which) not in counted)
        counted.add((line, which))
    return opening, changes


def _change(state: _State) -> Capital:
    before, after = state.before, state.holding
    return Capital(
        associates=(after.shares > 0) - (before.shares > 0),
        shares=after.shares - before.shares,
        subscribed_minor=after.subscribed_minor - before.subscribed_minor,
        paid_minor=after.paid_minor - before.paid_minor,
    )


def _line_of(step: Movement | Value) -> tuple[str, object]:
    """The line of the statement a step belongs to, and which one it is."""
    return (NEW_VALUE, step.from_day) if isinstance(step, Value) else (step.kind, step.number)


def paid_part_of(holding: Holding, shares: int) -> int | None:
    """The paid-up part that leaves with some of the shares; None where it has to be said.

    All of it leaves with the last share, and with wholly paid shares their value.
    """
    if shares == holding.shares:
        return holding.paid_minor
    if holding.owed_minor == 0 and holding.shares:
        return holding.paid_minor * shares // holding.shares
    return None


def first_part_missing(movement: Movement, worth: int, asked: Asked) -> int:
    """What the first part of a subscription lacks on its day, in minor units, rounded up."""
    wanted = -(-movement.shares * worth * asked.first_part_percent // 100)
    return max(wanted - movement.paid_minor, 0)


def due_on(owed_since: date | None, asked: Asked) -> date | None:
    """The last day to pay a part that is owed since a day; None: nothing is owed, or no day was set."""
    if owed_since is None or not asked.months_to_pay:
        return None
    return add_months(owed_since, asked.months_to_pay)


def overdue_since(asked: Asked, today: date) -> date | None:
    """The latest day since when something may be owed that is overdue today; None where no day was set."""
    if not asked.months_to_pay:
        return None
    day = add_months(today, -asked.months_to_pay) + timedelta(days=3)  # months end on different days
    while add_months(day, asked.months_to_pay) >= today:
        day -= timedelta(days=1)
    return day


def overdue_minor(holding: Holding, asked: Asked, day: date) -> int:
    """What should have been paid before a day, in minor units."""
    return sum(amount for since, amount in holding.owed if (due_on(since, asked) or date.max) < day)
