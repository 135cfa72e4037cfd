"""The ledger as it is kept: entries recorded and cancelled, values fixed and taken back; what is kept beside follows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.reading import read_number
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.shares import errors, queries, rules, services
from app.shares.models import ShareHolding, ShareMovement
from app.shares.rules import Asked, MovementKind, Value
from app.shares.services import Entry
from tests.support.parcours import record as record_step
from tests.support.world import TODAY, World

ADMITTED = TODAY - timedelta(days=200)
WORTH = Value(from_day=TODAY - timedelta(days=400), value_minor=10_000)


@contextmanager
def at_work(world: World) -> Iterator[None]:
    """In a write transaction of El Jadida."""
    with organisation_scope(world.home.id), write_transaction():
        yield


def member(world: World, name: str = "member") -> Member:
    return db.session.get_one(Member, (world.home.id, world.home.members[name]))


@pytest.fixture
def worth(context: Flask, world: World) -> None:
    with at_work(world):
        services.set_value(WORTH, decision="Assemblée constitutive", by_account_id=None)


def entry(kind: MovementKind, back: int = 0, **said: object) -> Entry:
    return Entry(kind=kind, happened_on=TODAY - timedelta(days=back), **said)  # type: ignore[arg-type]


def subscribe(world: World, name: str = "member", shares: int = 10, paid: int = 0, back: int = 100) -> ShareMovement:
    said = entry(MovementKind.SUBSCRIPTION, back, shares=shares, paid_minor=paid)
    return services.record(member(world, name), said, by_account_id=None)


def hand_over(world: World, shares: int, back: int = 10, **said: object) -> ShareMovement:
    receiver = {"to_number": 2, "confirmed_number": 2, **said}
    return services.record(
        member(world), entry(MovementKind.TRANSFER, back, shares=shares, **receiver), by_account_id=None
    )


def held(world: World, name: str = "member", on: date = TODAY) -> tuple[int, int, int]:
    holding = queries.holding_of(world.home.members[name], on)
    return holding.shares, holding.paid_minor, holding.owed_minor


@pytest.mark.usefixtures("worth")
def test_entries_are_numbered_without_gaps_and_counted_from_their_day(world: World) -> None:
    with at_work(world):
        first = subscribe(world, paid=30_000)
        with suppress(errors.MoreThanHeld), db.session.begin_nested():
            services.record(member(world), entry(MovementKind.REFUND, shares=11, paid_minor=0), by_account_id=None)
        second = services.record(member(world), entry(MovementKind.PAYMENT, 50, paid_minor=70_000), by_account_id=None)
        assert (first.number, second.number, first.currency) == (1, 2, "MAD")
    with organisation_scope(world.home.id):
        assert held(world) == (10, 100_000, 0)
        assert held(world, on=TODAY - timedelta(days=60)) == (10, 30_000, 70_000)
        assert held(world, on=TODAY - timedelta(days=101)) == (0, 0, 0)


@pytest.mark.usefixtures("worth")
def test_a_transfer_of_wholly_paid_shares_takes_what_was_paid_on_them(world: World) -> None:
    with at_work(world):
        subscribe(world, paid=100_000)
        hand_over(world, 4)
        assert held(world) == (6, 60_000, 0)
        assert held(world, "member2") == (4, 40_000, 0)


@pytest.mark.usefixtures("worth")
def test_a_refund_may_give_back_less_than_was_paid(world: World) -> None:
    with at_work(world):
        subscribe(world, paid=100_000)
        said = entry(MovementKind.REFUND, shares=10, refunded_minor=80_000)
        refund = services.record(member(world), said, by_account_id=None)
        assert (refund.paid_minor, refund.refunded_minor) == (100_000, 80_000)
        assert held(world) == (0, 0, 0)
        assert queries.certificate_of(world.home.members["member"], TODAY) is None


@pytest.mark.usefixtures("worth")
@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (errors.HoldsBeforeAdmission, entry(MovementKind.SUBSCRIPTION, 201, shares=1)),
        (errors.MoreThanHeld, entry(MovementKind.REFUND, shares=11, paid_minor=0)),
        (errors.MoreThanOwed, entry(MovementKind.PAYMENT, paid_minor=75_001)),
        (errors.MorePaidThanThere, entry(MovementKind.REFUND, shares=5, paid_minor=25_001)),
        (errors.MorePaidThanWorth, entry(MovementKind.SUBSCRIPTION, shares=1, paid_minor=10_001)),
        (errors.MoreThanHeld, entry(MovementKind.REFUND, shares=11)),
        (errors.MoreThanHeld, entry(MovementKind.REFUND, 150, shares=1)),
        (errors.SayWhatWasPaid, entry(MovementKind.REFUND, shares=5)),
        (errors.MoreBackThanPaid, entry(MovementKind.REFUND, shares=10, refunded_minor=25_001)),
        (errors.NoSuchReceiver, entry(MovementKind.TRANSFER, shares=1, to_number=999)),
        (errors.ReceiverIsGiver, entry(MovementKind.TRANSFER, shares=1, to_number=1)),
        (errors.ConfirmReceiver, entry(MovementKind.TRANSFER, shares=1, to_number=2)),
        (errors.ConfirmReceiver, entry(MovementKind.TRANSFER, shares=1, to_number=2, confirmed_number=3)),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_refused_leaves_no_entry(world: World, refusal: type[Refusal], said: Entry) -> None:
    with at_work(world):
        subscribe(world, paid=25_000)
    with pytest.raises(refusal), at_work(world):
        services.record(member(world), said, by_account_id=None)
    with organisation_scope(world.home.id):
        assert db.session.query(ShareMovement).count() == 1
        db.session.remove()


def test_nothing_is_recorded_before_a_share_has_a_value(context: Flask, world: World) -> None:
    with pytest.raises(errors.NoValueYet), at_work(world):
        subscribe(world)


@pytest.mark.usefixtures("worth")
def test_who_left_takes_no_shares_but_gives_them_up(world: World) -> None:
    with at_work(world):
        subscribe(world, paid=100_000)
        subscribe(world, "member2", paid=100_000)
        record_step(member(world), "exit", TODAY - timedelta(days=20))
        assert read_number(queries.LEFT_WITH_SHARES) == 1
    with pytest.raises(errors.HasLeft), at_work(world):
        subscribe(world, back=0)
    with at_work(world):
        record_step(member(world), "agreement", TODAY - timedelta(days=5))
    with pytest.raises(errors.HasLeft), at_work(world):
        subscribe(world, back=10)
    with at_work(world):
        record_step(member(world), "exit", TODAY - timedelta(days=1))
    back = {"to_number": 1, "confirmed_number": 1, "shares": 1}
    with pytest.raises(errors.HasLeft), at_work(world):
        services.record(member(world, "member2"), entry(MovementKind.TRANSFER, **back), by_account_id=None)
    with at_work(world):
        hand_over(world, 10)
        assert read_number(queries.LEFT_WITH_SHARES) == 0


@pytest.mark.usefixtures("worth")
def test_an_entry_of_the_past_does_not_undo_what_followed(world: World) -> None:
    with at_work(world):
        subscribe(world, paid=100_000)
        hand_over(world, 8)
    with pytest.raises(errors.LaterEntriesForbid, match="2"), at_work(world):
        services.record(member(world), entry(MovementKind.REFUND, 50, shares=5), by_account_id=None)


@pytest.mark.usefixtures("worth")
def test_a_cancelled_entry_stays_and_no_longer_counts(world: World) -> None:
    with at_work(world):
        subscription = subscribe(world, paid=100_000)
        transfer = hand_over(world, 8)
    with pytest.raises(errors.LaterEntriesForbid), at_work(world):
        services.cancel(member(world), db.session.merge(subscription), reason="Erreur", by_account_id=None)
    with at_work(world):
        services.cancel(member(world), db.session.merge(transfer), reason="Erreur", by_account_id=None)
        assert held(world) == (10, 100_000, 0)
        assert held(world, "member2") == (0, 0, 0)
        assert len(queries.entries_of(world.home.members["member2"])) == 1
    with pytest.raises(errors.AlreadyCancelled), at_work(world):
        services.cancel(member(world), db.session.merge(transfer), reason="Encore", by_account_id=None)
    with organisation_scope(world.home.id):
        told = db.session.scalars(select(AuditEvent).filter_by(action="share.cancelled")).one()
        assert told.before["number"] == 2
        assert told.after == {"reason": "Erreur"}
        db.session.remove()


@pytest.mark.usefixtures("worth")
def test_a_value_that_entries_need_is_not_taken_back(world: World) -> None:
    rise = Value(from_day=TODAY - timedelta(days=30), value_minor=12_000, from_reserves=True)
    with at_work(world):
        subscribe(world, paid=100_000)
        row = services.set_value(rise, decision="", by_account_id=None)
        assert held(world) == (10, 120_000, 0)
        kept = db.session.query(ShareHolding).one()
        assert (kept.shares, kept.paid_minor, kept.owed_minor) == (10, 120_000, 0)
        services.record(member(world), entry(MovementKind.REFUND, shares=10, paid_minor=120_000), by_account_id=None)
    with pytest.raises(errors.LaterEntriesForbid), at_work(world):
        services.remove_value(db.session.merge(row))
    for wrong, refusal in (
        (rise, errors.ValueSameDay),
        (Value(from_day=TODAY, value_minor=12_000), errors.ValueUnchanged),
        (Value(from_day=TODAY - timedelta(days=10), value_minor=5_000), errors.ValueForbidsEntries),
    ):
        with pytest.raises(refusal), at_work(world):
            services.set_value(wrong, decision="", by_account_id=None)


def test_a_value_fixed_by_mistake_is_taken_back(context: Flask, world: World) -> None:
    with at_work(world):
        row = services.set_value(WORTH, decision="", by_account_id=None)
    with at_work(world):
        services.remove_value(db.session.merge(row))
        assert queries.values() == []
    with pytest.raises(ChangedMeanwhile), at_work(world):
        services.remove_value(row)


def test_the_rules_of_the_statutes_take_the_place_of_the_law(context: Flask, world: World) -> None:
    asked = Asked(least_shares=5, first_part_percent=50, months_to_pay=12)
    with at_work(world):
        services.change_rule(asked, before=Asked(), version=0)
    with pytest.raises(ChangedMeanwhile), at_work(world):
        services.change_rule(Asked(), before=asked, version=0)
    with at_work(world):
        services.change_rule(Asked(), before=asked, version=1)


@pytest.mark.usefixtures("worth")
def test_who_owes_beyond_the_day_is_counted(world: World) -> None:
    with at_work(world):
        subscribe(world, paid=25_000, back=100)
        subscribe(world, "member2", paid=100_000, back=100)
        subscribe(world, "leila", paid=25_000, back=20)
        assert read_number(queries.late(Asked(months_to_pay=2), TODAY)) == 1
        assert read_number(queries.late(Asked(), TODAY)) == 0
        certificate = queries.certificate_of(world.home.members["member"], TODAY)
        assert certificate is not None
        assert (certificate.shares, certificate.subscribed_minor, certificate.paid_minor) == (10, 100_000, 25_000)


@pytest.mark.usefixtures("worth")
def test_what_the_receiver_owes_follows_from_all_that_the_giver_did(world: World) -> None:
    """With shares goes what is owed for the shortest time: what the giver subscribed before giving is felt two hands on."""
    with at_work(world):
        subscribe(world, paid=0, back=100)
        subscribe(world, paid=0, back=60)
        hand_over(world, 10, back=20, paid_minor=0)
        onward = entry(MovementKind.TRANSFER, 10, shares=5, paid_minor=0, to_number=3, confirmed_number=3)
        services.record(member(world, "member2"), onward, by_account_id=None)
    with organisation_scope(world.home.id):
        assert queries.holding_of(world.home.members["leila"], TODAY).owed_since == TODAY - timedelta(days=60)
        _compare()
        db.session.remove()
    with at_work(world):
        late = services.record(member(world), entry(MovementKind.SUBSCRIPTION, 30, shares=10), by_account_id=None)
        assert queries.holding_of(world.home.members["leila"], TODAY).owed_since == TODAY - timedelta(days=30)
        _compare()
        services.cancel(member(world), late, reason="Erreur", by_account_id=None)
        assert queries.holding_of(world.home.members["leila"], TODAY).owed_since == TODAY - timedelta(days=60)
        _compare()


@pytest.mark.usefixtures("worth")
def test_what_is_kept_beside_the_ledger_is_what_the_ledger_says(world: World) -> None:
    done = 0
    for _turn in range(30):
        with suppress(Refusal), at_work(world):
            _change_something(world)
            done += 1
        with organisation_scope(world.home.id):
            _compare()
            db.session.remove()
    assert done >= 5


def _change_something(world: World) -> None:
    """One act, by the seed that the run prints."""
    who, back = member(world, random.choice(("member", "member2", "leila"))), random.randint(0, 190)
    recorded = list(db.session.scalars(select(ShareMovement).filter_by(cancelled_at=None)))
    act = random.choice(("entry", "entry", "entry", "cancel", "value"))
    if act == "cancel" and recorded:
        services.cancel(who, random.choice(recorded), reason="Erreur", by_account_id=None)
    elif act == "value":
        day = TODAY - timedelta(days=back)
        value = Value(from_day=day, value_minor=random.choice((8_000, 12_000)), from_reserves=random.random() < 0.5)
        services.set_value(value, decision="", by_account_id=None)
    else:
        kind = random.choice((MovementKind.SUBSCRIPTION, *MovementKind))
        shares = 0 if kind is MovementKind.PAYMENT else random.randint(1, 5)
        paid, number = random.randint(1, 4) * 10_000, random.randint(1, 3)
        said = entry(
            kind, back, shares=shares, paid_minor=paid, refunded_minor=0, to_number=number, confirmed_number=number
        )
        services.record(who, said, by_account_id=None)


def _compare() -> None:
    expected = {
        member_id: (holding.shares, holding.paid_minor, holding.owed_minor, holding.held_since, holding.owed_since)
        for member_id, holding in rules.holdings_on(queries.movements(), queries.values()).items()
    }
    kept = {
        row.member_id: (row.shares, row.paid_minor, row.owed_minor, row.held_since, row.owed_since)
        for row in db.session.scalars(select(ShareHolding))
    }
    assert kept == expected
    numbers = sorted(db.session.scalars(select(ShareMovement.number)))
    assert numbers == list(range(1, len(numbers) + 1))
