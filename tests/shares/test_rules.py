"""The ledger against a slow, obvious reference: one share at a time, each with what was paid on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Refusal
from app.shares import rules
from app.shares.errors import (
    MorePaidThanThere,
    MorePaidThanWorth,
    MoreThanHeld,
    MoreThanOwed,
    NoValueYet,
    TooLittlePaidLeaves,
)
from app.shares.rules import Asked, Holding, Movement, MovementKind, Value

START = date(2024, 1, 1)
PEOPLE = (1, 2, 3)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def movement(kind: MovementKind, number: int = 1, on: int = 1, **said: int) -> Movement:
    return Movement(kind=kind, number=number, day=day(on), member_id=said.pop("member_id", 1), **said)


WORTH = [Value(from_day=START, value_minor=100)]
SUBSCRIPTION = movement(MovementKind.SUBSCRIPTION, shares=10, paid_minor=250)


def test_a_holding_is_shares_what_was_paid_and_what_is_owed() -> None:
    held = rules.holdings_on([SUBSCRIPTION], WORTH)[1]
    assert (held.shares, held.paid_minor, held.owed_minor, held.subscribed_minor) == (10, 250, 750, 1000)
    assert held.held_since == held.owed_since == day(1)
    assert rules.holdings_on([SUBSCRIPTION], WORTH, START) == {}


@pytest.mark.parametrize(
    ("refusal", "movements", "values"),
    [
        (NoValueYet, [SUBSCRIPTION], []),
        (NoValueYet, [movement(MovementKind.SUBSCRIPTION, shares=1, on=-1)], WORTH),
        (MoreThanHeld, [movement(MovementKind.REFUND, shares=1)], WORTH),
        (MoreThanHeld, [SUBSCRIPTION, movement(MovementKind.TRANSFER, 2, to_member_id=2, shares=11)], WORTH),
        (MoreThanOwed, [SUBSCRIPTION, movement(MovementKind.PAYMENT, 2, paid_minor=751)], WORTH),
        (MorePaidThanWorth, [movement(MovementKind.SUBSCRIPTION, shares=1, paid_minor=101)], WORTH),
        (MorePaidThanWorth, [SUBSCRIPTION, movement(MovementKind.TRANSFER, 2, to_member_id=2, shares=1, paid_minor=101)], WORTH),
        (MorePaidThanWorth, [SUBSCRIPTION, movement(MovementKind.REFUND, 2, shares=1, paid_minor=101)], WORTH),
        (TooLittlePaidLeaves, [SUBSCRIPTION, movement(MovementKind.REFUND, 2, shares=8)], WORTH),
        (MorePaidThanThere, [SUBSCRIPTION, movement(MovementKind.REFUND, 2, shares=5, paid_minor=251)], WORTH),
    ],
)  # fmt: skip
def test_what_cannot_be(refusal: type[Refusal], movements: list[Movement], values: list[Value]) -> None:
    with pytest.raises(refusal):
        rules.refuse_impossible(movements, values)


def test_a_transfer_carries_its_paid_part_and_the_receiver_owes_the_rest() -> None:
    passed_on = movement(MovementKind.TRANSFER, 2, on=5, to_member_id=2, shares=4, paid_minor=100)
    held = rules.holdings_on([SUBSCRIPTION, passed_on], WORTH)
    assert (held[1].shares, held[1].paid_minor, held[1].owed_minor) == (6, 150, 450)
    assert (held[2].shares, held[2].paid_minor, held[2].owed_minor) == (4, 100, 300)
    assert held[1].owed_since == held[2].owed_since == day(1), "what is owed keeps its day"


def test_payments_settle_the_oldest_part_first() -> None:
    again = movement(MovementKind.SUBSCRIPTION, 2, on=40, shares=2)
    paid = movement(MovementKind.PAYMENT, 3, on=50, paid_minor=750)
    held = rules.holdings_on([SUBSCRIPTION, again, paid], WORTH)[1]
    assert held.owed == ((day(40), 200),)


def test_with_shares_that_leave_goes_what_is_owed_for_the_shortest_time() -> None:
    again = movement(MovementKind.SUBSCRIPTION, 2, on=40, shares=10)
    gone = movement(MovementKind.REFUND, 3, on=50, shares=8)
    held = rules.holdings_on([SUBSCRIPTION, again, gone], WORTH)[1]
    assert held.owed == ((day(1), 750), (day(40), 200))
    passed_on = movement(MovementKind.TRANSFER, 3, on=50, to_member_id=2, shares=12)
    assert rules.holdings_on([SUBSCRIPTION, again, passed_on], WORTH)[2].owed == ((day(1), 200), (day(40), 1000))


@pytest.mark.parametrize(
    ("value", "paid", "owed"),
    [
        (Value(from_day=day(9), value_minor=120), 250, 950),
        (Value(from_day=day(9), value_minor=120, from_reserves=True), 450, 750),
        (Value(from_day=day(9), value_minor=60), 250, 350),
        (Value(from_day=day(9), value_minor=20), 200, 0),
    ],
)
def test_a_new_value_is_brought_by_holders_or_reserves(value: Value, paid: int, owed: int) -> None:
    held = rules.holdings_on([SUBSCRIPTION], [*WORTH, value])[1]
    assert (held.paid_minor, held.owed_minor) == (paid, owed)


def test_who_gives_the_last_share_away_is_gone_and_may_come_back() -> None:
    gone = movement(MovementKind.REFUND, 2, on=9, shares=10, paid_minor=250)
    held = rules.holdings_on([SUBSCRIPTION, gone], WORTH)[1]
    assert (held.shares, held.held_since, held.gone_since, held.owed) == (0, None, day(9), ())
    back = movement(MovementKind.SUBSCRIPTION, 3, on=20, shares=1)
    held = rules.holdings_on([SUBSCRIPTION, gone, back], WORTH)[1]
    assert (held.held_since, held.gone_since) == (day(20), None)


def test_the_paid_part_that_leaves_is_said_unless_it_is_plain() -> None:
    partly = Holding(shares=10, paid_minor=250, owed=((START, 750),))
    assert rules.paid_part_of(partly, 10) == 250
    assert rules.paid_part_of(partly, 3) is None
    assert rules.paid_part_of(Holding(shares=10, paid_minor=1000), 3) == 300


def test_what_the_statutes_ask() -> None:
    asked = Asked(first_part_percent=25, months_to_pay=1)
    partly = movement(MovementKind.SUBSCRIPTION, shares=3, paid_minor=70)
    assert rules.first_part_missing(partly, 99, asked) == 5  # a quarter of 297 is 74.25
    owed = Holding(shares=3, paid_minor=70, owed=((date(2024, 1, 31), 100), (date(2024, 3, 1), 129)))
    assert rules.due_on(owed.owed_since, asked) == date(2024, 2, 29)
    assert rules.overdue_minor(owed, asked, date(2024, 2, 29)) == 0
    assert rules.overdue_minor(owed, asked, date(2024, 3, 1)) == 100
    assert rules.due_on(None, asked) is None
    assert rules.due_on(owed.owed_since, Asked()) is None
    assert rules.asked_by_law("MA").first_part_percent == 25
    assert rules.asked_by_law("TN").months_to_pay == 0


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_overdue_begins_on_the_day_the_due_day_says(today: date, months: int) -> None:
    asked = Asked(months_to_pay=months)
    latest = rules.overdue_since(asked, today)
    assert latest is not None
    for since in (latest + timedelta(days=offset) for offset in range(-3, 4)):
        assert ((rules.due_on(since, asked) or today) < today) == (since <= latest)
    assert rules.overdue_since(Asked(), today) is None


# A reference that is slow and obvious: every day in turn, and on it every entry, in plain sums.


def reference(movements: list[Movement], values: list[Value], until: date) -> dict[int, tuple[int, int]] | None:
    """Shares and paid part by member, None when something cannot be."""
    shares, paid, worth = dict.fromkeys(PEOPLE, 0), dict.fromkeys(PEOPLE, 0), 0
    today = START - timedelta(days=2)
    while today <= until:
        for value in (value for value in values if value.from_day == today):
            for person in PEOPLE:
                if value.from_reserves:
                    paid[person] += max(value.value_minor - worth, 0) * shares[person]
                paid[person] = min(paid[person], shares[person] * value.value_minor)
            worth = value.value_minor
        for entry in sorted((entry for entry in movements if entry.day == today), key=lambda entry: entry.number):
            if not worth or (entry.kind is not MovementKind.PAYMENT and entry.paid_minor > entry.shares * worth):
                return None
            gains = entry.kind is MovementKind.SUBSCRIPTION
            enters = gains or entry.kind is MovementKind.PAYMENT
            shares[entry.member_id] += entry.shares if gains else -entry.shares
            paid[entry.member_id] += entry.paid_minor if enters else -entry.paid_minor
            if entry.to_member_id:
                shares[entry.to_member_id] += entry.shares
                paid[entry.to_member_id] += entry.paid_minor
            if any(shares[p] < 0 or not 0 <= paid[p] <= shares[p] * worth for p in PEOPLE):
                return None
        today += timedelta(days=1)
    return {person: (shares[person], paid[person]) for person in PEOPLE}


VALUES = st.lists(
    st.builds(
        Value,
        from_day=st.integers(-1, 25).map(day),
        value_minor=st.integers(1, 5).map(lambda tens: tens * 10),
        from_reserves=st.booleans(),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda value: value.from_day,
)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Movement]:
    made = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        kind = draw(st.sampled_from([MovementKind.SUBSCRIPTION, *MovementKind]))
        member_id = draw(st.sampled_from(PEOPLE))
        others = [person for person in PEOPLE if person != member_id]
        made.append(
            Movement(
                number=number,
                kind=kind,
                day=day(draw(st.integers(-1, 30))),
                member_id=member_id,
                to_member_id=draw(st.sampled_from(others)) if kind is MovementKind.TRANSFER else None,
                shares=0 if kind is MovementKind.PAYMENT else draw(st.integers(1, 4)),
                paid_minor=draw(st.integers(0, 6)) * 10,
            )
        )
    return made


def is_possible(movements: list[Movement], values: list[Value]) -> bool:
    try:
        rules.refuse_impossible(movements, values)
    except Refusal:
        return False
    return True


@given(ledgers(), VALUES)
def test_possible_is_what_the_reference_says(movements: list[Movement], values: list[Value]) -> None:
    assert is_possible(movements, values) == (reference(movements, values, day(31)) is not None)


@given(ledgers(), VALUES, st.integers(-1, 31).map(day))
def test_any_ledger_gives_on_any_day_what_the_reference_gives(
    movements: list[Movement], values: list[Value], on: date
) -> None:
    kept: list[Movement] = []
    for entry in movements:  # as people record: what is refused is not in the ledger
        kept = [*kept, entry] if is_possible([*kept, entry], values) else kept
    expected = reference([entry for entry in kept if entry.day <= on], values, on)
    held = rules.holdings_on(kept, values, on)
    assert expected is not None
    assert {
        person: (held.get(person, rules.NOTHING).shares, held.get(person, rules.NOTHING).paid_minor)
        for person in PEOPLE
    } == expected
    worth = rules.value_on(values, on) or 0
    assert all(holding.subscribed_minor == holding.shares * worth for holding in held.values())
    opening, changes = rules.capital_between(kept, values, first=START, last=on)
    total = sum(changes.values(), opening)
    assert total.shares == sum(shares for shares, _paid in expected.values())
    assert total.paid_minor == sum(paid for _shares, paid in expected.values())
    assert total.associates == sum(shares > 0 for shares, _paid in expected.values())
