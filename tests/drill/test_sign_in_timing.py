"""How long an answer takes tells nothing: measured with the real cost of hashing, many attempts taken in turn.

Processor time is measured, since other programs on the machine do not disturb it; what an answer waits for is the
database, and `make test` holds that the statements are the same (tests/accounts/test_sign_in.py, test_forgotten.py).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from app.accounts import services
from app.accounts.models import Account
from app.extensions import db
from app.kernel import jobs, passwords
from app.kernel.throttle import Attempt
from app.kernel.transaction import write_transaction
from tests.accounts.conftest import Guesser
from tests.support.world import World

ROUNDS = int(os.environ.get("ROUNDS", "50"))
LARGEST_DIFFERENCE = 0.010  # seconds, between medians (trust.md P11)
KNOWN, UNKNOWN, CLOSED, NEW = (f"{name}@el-jadida.example" for name in ("manager", "nobody-knows", "coach", "new"))


@pytest.fixture
def real_cost(app: Flask, world: World) -> Iterator[None]:
    """Hashes as in production; one account closed, one without a password."""
    cheap = passwords.settings.cost
    passwords.settings.cost = passwords.HashingCost()
    with app.app_context(), write_transaction():
        services.create_account(services.Person(name_latin="New", email=NEW))
        for email in (KNOWN, CLOSED):
            account = db.session.get_one(Account, world.accounts[email])
            account.password_hash = passwords.hash_password("sept lampes dansent au grenier")
        services.deactivate_account(db.session.get_one(Account, world.accounts[CLOSED]))
    yield
    passwords.settings.cost = cheap


def largest_difference(app: Flask, ask: Callable[[str], Any]) -> float:
    """Between the medians of four kinds of login, asked in turn, in seconds."""
    taken: dict[str, list[float]] = {login: [] for login in (KNOWN, UNKNOWN, CLOSED, NEW)}
    for _round in range(ROUNDS + 1):
        for login, times in taken.items():
            started = time.process_time()
            ask(login)
            times.append(time.process_time() - started)
        with app.app_context(), write_transaction():
            db.session.execute(delete(Attempt))
    medians = {login: median(times[1:]) for login, times in taken.items()}
    print({login: f"{value * 1000:.1f} ms" for login, value in medians.items()})
    return max(medians.values()) - min(medians.values())


@pytest.mark.usefixtures("real_cost")
def test_signing_in_takes_as_long_for_everybody(app: Flask) -> None:
    client = Guesser(app, app.response_class)

    def guess(login: str) -> None:
        answer = client.submit("/login", {"login": login, "password": "ce n'est pas la bonne phrase"})
        assert answer.status_code == 422

    assert largest_difference(app, guess) <= LARGEST_DIFFERENCE


@pytest.mark.usefixtures("real_cost")
def test_asking_for_a_link_takes_as_long_for_everybody(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *_call: None)  # the worker is another process
    client = Guesser(app, app.response_class)

    def ask(login: str) -> None:
        assert client.submit("/forgotten", {"login": login}).status_code == 302

    assert largest_difference(app, ask) <= LARGEST_DIFFERENCE
