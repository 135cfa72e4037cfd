"""What the share ledger may contain, and what it says of a day. Pure.

A holder has shares, and has paid a part of what they are worth; the rest is owed. Both follow from the movements up to a
day and from what a share was worth meanwhile, in that order: a new value begins with its day, movements of one day stand
in the order of their numbers.

Morocco, law 112-12, article 26: a quarter is paid at subscription, the rest within three years at the latest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from operator import itemgetter

from app.kernel.calendar import add_months
from app.kernel.errors import Refusal
from app.shares.errors import MorePaidThanThere, MoreThanHeld, MoreThanOwed, NoValueYet


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


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one holder has: shares, what was paid on them, and what is owed, by the day since when."""

    shares: int = 0
    paid_minor: int = 0
    held_since: date | None = None  # the first day of the present unbroken time
    gone_since: date | None = None  # the day the last share went
    owed: tuple[tuple[date, int], ...] = ()  # the oldest first

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


def refuse_impossible(
    movements: Iterable[Movement], values: Iterable[Value], only: Collection[int] | None = None
) -> None:
    """Raise the first thing that cannot be, in the order of days. `only`: the members whose movements these are.

    Raises NoValueYet, MoreThanHeld, MoreThanOwed, MorePaidThanThere.
    """
    for state in _states(movements, values):
        refusal = _wrong_with(state)
        if refusal is not None and (only is None or state.member_id in only):
            raise refusal


@dataclass(frozen=True, kw_only=True)
class _State:
    """A holding before and after an entry or a new value; `value_minor` is that of the day."""

    step: Movement | Value
    day: date
    member_id: int
    before: Holding
    holding: Holding
    value_minor: int | None


def _wrong_with(state: _State) -> Refusal | None:
    holding, value = state.holding, state.value_minor
    if value is None:
        return NoValueYet()
    if holding.shares < 0:
        return MoreThanHeld()
    if holding.paid_minor < 0:
        return MorePaidThanThere()
    return MoreThanOwed() if holding.paid_minor > holding.shares * value else None


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
    """The holdings of giver and receiver after a movement."""
    shares = movement.shares if movement.kind is MovementKind.SUBSCRIPTION else -movement.shares
    enters = movement.kind in (MovementKind.SUBSCRIPTION, MovementKind.PAYMENT)
    paid = movement.paid_minor if enters else -movement.paid_minor
    changed = {
        movement.member_id: _with(
            held.get(movement.member_id, NOTHING), shares=shares, paid=paid, worth=worth, day=movement.day
        )
    }
    if movement.to_member_id is not None:
        before = held.get(movement.to_member_id, NOTHING)
        changed[movement.to_member_id] = _with(
            before, shares=movement.shares, paid=movement.paid_minor, worth=worth, day=movement.day
        )
    return changed


def _with(before: Holding, *, shares: int, paid: int, worth: int, day: date) -> Holding:
    after = replace(before, shares=before.shares + shares, paid_minor=before.paid_minor + paid)
    owed = _owed(before.owed, max(after.shares * worth - after.paid_minor, 0), day)
    if before.shares <= 0 < after.shares:
        return replace(after, owed=owed, held_since=day, gone_since=None)
    if after.shares <= 0 < before.shares:
        return replace(after, owed=owed, held_since=None, gone_since=day)
    return replace(after, owed=owed)


def _revalued(holding: Holding, before: int, value: Value) -> Holding:
    """From reserves, or when the value falls, nobody comes to owe more: what was paid follows the value."""
    subscribed = holding.shares * value.value_minor
    paid = holding.paid_minor
    if value.from_reserves and value.value_minor > before:
        paid += holding.shares * (value.value_minor - before)
    paid = min(paid, subscribed)
    return replace(holding, paid_minor=paid, owed=_owed(holding.owed, subscribed - paid, value.from_day))


def _owed(before: tuple[tuple[date, int], ...], now: int, day: date) -> tuple[tuple[date, int], ...]:
    """What is owed grows by a new part, and shrinks from the oldest."""
    less = sum(amount for _day, amount in before) - now
    if less < 0:
        return (*before, (day, -less))
    kept = list(before)
    while less:
        since, amount = kept.pop(0)
        if amount > less:
            kept.insert(0, (since, amount - less))
        less -= min(amount, less)
    return tuple(kept)


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


def first_part_missing(holding: Holding, asked: Asked) -> int:
    """What the first part still lacks, in minor units, rounded up."""
    wanted = -(-holding.subscribed_minor * asked.first_part_percent // 100)
    return max(wanted - holding.paid_minor, 0)


def due_on(holding_owed_since: date | None, asked: Asked) -> date | None:
    """By when the oldest part that is owed has to be paid; None: nothing is owed, or no day was set."""
    if holding_owed_since is None or not asked.months_to_pay:
        return None
    return add_months(holding_owed_since, asked.months_to_pay)
