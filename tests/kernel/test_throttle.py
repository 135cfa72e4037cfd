"""Limits that hold across processes, forgive as they should, and name nobody in the table."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kernel import clock, throttle
from app.kernel.throttle import Attempt, Limit
from app.kernel.transaction import write_transaction

THREE = Limit(name="three", attempts=3, window=timedelta(minutes=5))
OTHER = Limit(name="other", attempts=3, window=timedelta(minutes=5))


def admit(*asked: tuple[Limit, str]) -> int:
    with write_transaction():
        return throttle.admit(*asked)


def counted() -> int:
    return db.session.scalar(select(func.count()).select_from(Attempt)) or 0


def test_so_many_and_no_more(context: Flask) -> None:
    assert [admit((THREE, "a")) for _turn in range(3)] == [0, 0, 0]
    assert 0 < admit((THREE, "a")) <= 300
    assert counted() == 3, "a refused attempt is not counted: waiting ends"


def test_keys_and_limits_are_apart(context: Flask) -> None:
    for _turn in range(3):
        admit((THREE, "a"))
    assert admit((THREE, "b")) == 0
    assert admit((OTHER, "a")) == 0


def test_of_two_keys_the_fuller_one_decides_and_neither_is_counted(context: Flask) -> None:
    for _turn in range(3):
        admit((THREE, "a"))
    assert admit((THREE, "a"), (OTHER, "z")) > 0
    assert counted() == 3


def test_the_window_slides(context: Flask) -> None:
    clock.fix_today(None)
    with time_machine.travel("2026-11-18T09:00:00Z", tick=False) as traveller:
        for _turn in range(3):
            assert admit((THREE, "a")) == 0
            traveller.shift(timedelta(minutes=1))
        assert admit((THREE, "a")) == 120, "until the first of them is five minutes old"
        traveller.shift(timedelta(seconds=121))
        assert admit((THREE, "a")) == 0
        assert admit((THREE, "a")) > 0


def test_what_was_right_is_taken_back(context: Flask) -> None:
    for _turn in range(3):
        admit((THREE, "a"))
    with write_transaction():
        throttle.take_back(THREE, "a")
    assert counted() == 2
    assert admit((THREE, "a")) == 0


def test_forgiving_forgets_one_key(context: Flask) -> None:
    for key in "aab":
        admit((THREE, key))
    with write_transaction():
        throttle.forgive(THREE, "a")
    assert counted() == 1


def test_yesterday_is_swept_away(context: Flask) -> None:
    with write_transaction():
        db.session.add(Attempt(key="old", happened_at=clock.ago(days=1, minutes=1)))
        db.session.add(Attempt(key="new", happened_at=clock.ago(hours=23)))
    with write_transaction():
        throttle.forget_old_attempts()
    assert db.session.scalars(select(Attempt.key)).all() == ["new"]


def test_of_many_at_once_so_many_pass(app: Flask) -> None:
    def try_once(_turn: int) -> int:
        with app.app_context():
            return admit((THREE, "a"))

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(try_once, range(16)))
    assert waits.count(0) == 3


def test_nobody_stands_in_the_table(context: Flask) -> None:
    admit((THREE, "amina@example.org"))
    (key,) = db.session.scalars(select(Attempt.key)).all()
    assert len(key) == 64
    assert "amina" not in key


def test_any_text_is_a_key(context: Flask) -> None:
    for value in ("", "\x00", "\udc80", "a" * 100_000, "é\u202e"):
        assert admit((THREE, value)) == 0


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1234:5678::1", "2001:0db8:1234"),
        ("2001:db8:1234:ffff::2", "2001:0db8:1234"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("not an address", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_stands_for_its_subscriber(address: str | None, group: str) -> None:
    assert throttle.address_group(address) == group
