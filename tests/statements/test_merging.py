"""Two files of one person become one: both accounts stay, and nothing silently stops counting."""

from __future__ import annotations

from flask import Flask

from app.members.merging import Pair
from app.statements import merging, services
from app.statements.accounts import account_of
from app.statements.kinds import EntryKind, Means
from app.statements.services import Entry
from tests.statements.conftest import Log, at_work, member_of
from tests.support.world import TODAY, World

THIS_MONTH = TODAY.replace(day=1)


def enter(world: World, name: str, kind: EntryKind, minor: int, *, back: int = 0) -> None:
    means = None if kind is EntryKind.OPENING else Means.CASH
    day = THIS_MONTH if back == 0 else THIS_MONTH.replace(month=THIS_MONTH.month - back)
    entry = Entry(kind=kind, day=day, amount_minor=minor, means=means)
    services.record(member_of(world, name), entry, by_account_id=None)


def pair_of(world: World) -> Pair:
    return Pair(gone=member_of(world, "member2"), kept=member_of(world), today=TODAY)


def test_both_accounts_are_one(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        enter(world, "member", EntryKind.PAYMENT, 10_00)
        enter(world, "member2", EntryKind.CONTRIBUTION, 25_00)
        pair = pair_of(world)
        assert merging.obstacles(pair) == []
        assert (merging.count(pair.kept.id), merging.count(pair.gone.id)) == (1, 1)
        merging.move(pair, {})
        assert (merging.count(pair.kept.id), merging.count(pair.gone.id)) == (2, 0)
        assert account_of(pair.kept, TODAY).months[-1].closing_minor == 15_00


def test_two_opening_balances_stand_in_the_way(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        for name in ("member", "member2"):
            enter(world, name, EntryKind.OPENING, 10_00)
        assert len(merging.obstacles(pair_of(world))) == 1


def test_entries_from_before_the_others_opening_balance_do_too(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        enter(world, "member", EntryKind.OPENING, 10_00)
        enter(world, "member2", EntryKind.PAYMENT, 10_00, back=1)
        assert len(merging.obstacles(pair_of(world))) == 1


def test_an_opening_balance_and_later_entries_do_not(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        enter(world, "member", EntryKind.OPENING, 10_00, back=1)
        enter(world, "member2", EntryKind.PAYMENT, 10_00)
        assert merging.obstacles(pair_of(world)) == []
