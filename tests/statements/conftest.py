"""A journal whose months the test writes, so that accounts are tested by themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from app.activity.accounts import AccountMonth
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.statements import accounts
from tests.support.world import World

Log = Callable[..., None]


@contextmanager
def at_work(world: World) -> Iterator[None]:
    """In a write transaction of El Jadida."""
    with organisation_scope(world.home.id), write_transaction():
        yield


def member_of(world: World, name: str = "member") -> Member:
    return db.session.get_one(Member, (world.home.id, world.home.members[name]))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch, world: World) -> Log:
    """`log(month, sold=…, collected=…, spent=…, production=…)` of Amina, or of another; minor units."""
    told: dict[int, dict[date, AccountMonth]] = {}

    def months(member_ids: Collection[int], since: date, until: date) -> dict[int, dict[date, AccountMonth]]:
        return {
            member_id: {month: figures for month, figures in told.get(member_id, {}).items() if since <= month <= until}
            for member_id in member_ids
        }

    def note(month: date, *, name: str = "member", **figures: Any) -> None:
        minor = {f"{figure}_minor": figures.get(figure, 0) for figure in ("sold", "collected", "spent", "production")}
        told.setdefault(world.home.members[name], {})[month] = AccountMonth(month=month, **minor)

    monkeypatch.setattr(accounts, "account_months", months)
    return note
