"""Issuing, quickly: the engine is replaced by fixed bytes unless a test asks for real ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.attestations import services
from app.attestations.drafts import Wanted
from app.attestations.models import Attestation
from app.attestations.rules import PaperLanguage, Purpose
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from tests.support.world import Place, World

FIXED_BYTES = b"%PDF-1.7 made in a test"
Issue = Callable[..., int]


@pytest.fixture
def quick_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are made at once, of fixed bytes."""
    monkeypatch.setattr("app.attestations.jobs.render_in_child", lambda *_paper: FIXED_BYTES)


@pytest.fixture
def issue(app: Flask, world: World, quick_files: None) -> Issue:
    """`issue("member", language="fr")` in El Jadida, by its manager: the id."""

    def issued(name: str = "member", *, place: Place | None = None, at: datetime | None = None, **wanted: Any) -> int:
        here = place or world.home
        with app.app_context(), organisation_scope(here.id), write_transaction():
            return issue_here(world, here, name, at=at, **wanted).id

    return issued


def issue_here(world: World, place: Place, name: str, *, at: datetime | None = None, **wanted: Any) -> Attestation:
    """Inside an open scope and transaction."""
    member = db.session.get_one(Member, (place.id, place.members[name]))
    values: dict[str, Any] = {"language": PaperLanguage.BOTH, "purpose": Purpose.BANK, **wanted}
    values.setdefault("signatory_id", network_queries.active_signatories()[0].id)
    manager = world.accounts[f"manager@{place.slug}.example"]
    return services.issue(member, Wanted(**values), by_account_id=manager, at=at)


@pytest.fixture
def row(app: Flask, world: World) -> Callable[..., dict[str, Any]]:
    """The columns of an attestation as they stand now, by name."""

    def read(attestation_id: int, place: Place | None = None) -> dict[str, Any]:
        here = place or world.home
        with app.app_context(), organisation_scope(here.id):
            attestation = db.session.get_one(Attestation, (here.id, attestation_id))
            values = {column.key: getattr(attestation, column.key) for column in Attestation.__table__.columns}
            db.session.rollback()
            return values

    return read


@pytest.fixture
def events(app: Flask, world: World) -> Callable[[str], list[dict[str, Any]]]:
    """What the audit tells of an action in El Jadida."""

    def read(action: str) -> list[dict[str, Any]]:
        names = ("subject_id", "account_id", "after")
        with app.app_context(), organisation_scope(world.home.id):
            found = db.session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id))
            told = [{name: getattr(event, name) for name in names} for event in found]
            db.session.rollback()
        return told

    return read


@pytest.fixture
def signatory_id(app: Flask, world: World) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        return network_queries.active_signatories()[0].id
