"""Numbers are unique and without gaps, whoever issues at once and whatever fails."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.attestations.models import Attestation
from app.extensions import db
from app.kernel import clock, jobs
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import RollBack, write_transaction
from tests.attestations.conftest import Issue, issue_here
from tests.support.world import Place, World

WORKERS, EACH = 8, 10


def numbers_of(app: Flask, place: Place, year: int = 2026) -> list[int]:
    with app.app_context(), organisation_scope(place.id):
        found = list(
            db.session.scalars(select(Attestation.number).where(Attestation.year == year).order_by(Attestation.serial))
        )
        db.session.rollback()
    return found


@pytest.mark.usefixtures("quick_files")
def test_many_at_once_leave_neither_gap_nor_double(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight workers, one issue in ten rolled back after its number was drawn."""
    monkeypatch.setattr("app.attestations.services.hand_to_worker", lambda *_ids: None)

    def issue_some(worker: int) -> int:
        kept = 0
        for turn in range(EACH):
            fails = (worker * EACH + turn) % 10 == 3
            with app.app_context(), organisation_scope(world.home.id), write_transaction():
                issue_here(world, world.home, "member")
                if fails:
                    raise RollBack
            kept += not fails
        return kept

    with ThreadPoolExecutor(WORKERS) as pool:
        kept = sum(pool.map(issue_some, range(WORKERS)))
    assert kept == WORKERS * EACH * 9 // 10
    assert numbers_of(app, world.home) == list(range(1, kept + 1))


def test_each_organisation_counts_for_itself(
    app: Flask, world: World, issue: Issue, row: Callable[..., dict[str, Any]]
) -> None:
    issue()
    issue()
    abroad = issue(place=world.abroad)
    assert row(abroad, world.abroad)["number_text"] == "RJB-2026-00001"
    assert numbers_of(app, world.home) == [1, 2]


def test_the_counter_begins_again_with_the_local_year(
    app: Flask, world: World, issue: Issue, row: Callable[..., dict[str, Any]]
) -> None:
    issue(at=datetime(2026, 12, 31, 12, tzinfo=UTC))
    last = issue(at=datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    first = issue(at=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight in El Jadida
    assert row(last)["number_text"] == "ELJ-2026-00002"
    assert row(first)["number_text"] == "ELJ-2027-00001"
    assert row(first)["issued_on"] == date(2027, 1, 1)
    clock.fix_today(date(2027, 1, 2))
    assert row(issue())["number_text"] == "ELJ-2027-00002"


def test_a_failing_render_burns_no_number(
    app: Flask, world: World, issue: Issue, row: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_kind: object, _document: object) -> bytes:
        raise RuntimeError("no memory left")

    with monkeypatch.context() as broken:
        broken.setattr("app.attestations.jobs.render_in_child", fail)
        failed = issue()
    after = issue()
    assert (row(failed)["number"], row(failed)["state"], row(failed)["attempts"]) == (1, "rendering", 1)
    assert (row(after)["number"], row(after)["state"]) == (2, "ready")
    clock_moves(monkeypatch, minutes=2)
    with app.app_context():
        jobs.run_sweeps_now()
    assert row(failed)["state"] == "ready"
    assert numbers_of(app, world.home) == [1, 2]


def clock_moves(monkeypatch: pytest.MonkeyPatch, *, minutes: int) -> None:
    """As if so many minutes had gone by."""
    from datetime import timedelta

    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(minutes=minutes))
