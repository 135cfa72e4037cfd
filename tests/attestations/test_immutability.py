"""What was issued stays: refused by the model, and by the database to whoever speaks SQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.attestations import ddl, services
from app.attestations.models import Attestation, FrozenAttestation
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network.models import Organisation
from tests.attestations.conftest import Issue
from tests.support.world import World


def test_every_column_is_either_frozen_or_known_to_change() -> None:
    assert {*ddl.FROZEN, *ddl.CHANGING} == {column.key for column in Attestation.__table__.columns}
    assert not set(ddl.FROZEN) & set(ddl.CHANGING)


def other_than(value: Any) -> Any:
    """A value of the same type that is not this one."""
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return value + 1
    return "x" if value != "x" else "y"


def test_the_model_refuses_to_change(app: Flask, world: World, issue: Issue) -> None:
    key = (world.home.id, issue())
    for column in (name for name in ddl.FROZEN if name not in ("organisation_id", "id")):
        refused = pytest.raises(FrozenAttestation, match=column)
        with app.app_context(), organisation_scope(world.home.id), refused, write_transaction():
            attestation = db.session.get_one(Attestation, key)
            setattr(attestation, column, other_than(getattr(attestation, column)))


def test_the_model_refuses_to_delete(app: Flask, world: World, issue: Issue) -> None:
    attestation_id = issue()
    with app.app_context(), organisation_scope(world.home.id), pytest.raises(FrozenAttestation), write_transaction():
        db.session.delete(db.session.get_one(Attestation, (world.home.id, attestation_id)))


def test_the_model_refuses_another_file(app: Flask, world: World, issue: Issue) -> None:
    key = (world.home.id, issue())
    for column in ddl.FILE:
        refused = pytest.raises(FrozenAttestation, match=column)
        with app.app_context(), organisation_scope(world.home.id), refused, write_transaction():
            setattr(db.session.get_one(Attestation, key), column, None)


def run_sql(app: Flask, statement: str, **values: Any) -> None:
    """As somebody with a database client would, past every hook of the session."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_the_database_refuses_to_change(app: Flask, issue: Issue, row: Callable[..., dict[str, Any]]) -> None:
    attestation_id = issue()
    before = row(attestation_id)
    for column in ddl.FROZEN:
        with pytest.raises(IntegrityError, match="does not change"):
            run_sql(
                app,
                f"UPDATE attestation SET {column} = :value WHERE id = :id",
                value=other_than(before[column]),
                id=attestation_id,
            )
    assert row(attestation_id) == before


def test_the_database_refuses_another_file(app: Flask, issue: Issue) -> None:
    attestation_id = issue()
    for change in (
        "state = 'rendering', stored_file_id = NULL, sha256 = NULL",
        "sha256 = 'other'",
        "stored_file_id = NULL",
    ):
        with pytest.raises(IntegrityError):
            run_sql(app, f"UPDATE attestation SET {change} WHERE id = :id", id=attestation_id)


def test_the_database_refuses_to_delete(app: Flask, issue: Issue, row: Callable[..., dict[str, Any]]) -> None:
    attestation_id = issue()
    with pytest.raises(IntegrityError, match="is not deleted"):
        run_sql(app, "DELETE FROM attestation")
    assert row(attestation_id)["number"] == 1


def test_sqlite_refuses_to_replace(app: Flask, issue: Issue, row: Callable[..., dict[str, Any]]) -> None:
    """INSERT OR REPLACE would delete without asking the delete trigger."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("INSERT OR REPLACE is SQLite's")
    attestation_id = issue()
    before = row(attestation_id)
    names = ", ".join(column.key for column in Attestation.__table__.columns)
    for key in ("id", "number"):
        other = names.replace(f" {key},", f" {key} + 1,", 1)
        with pytest.raises(IntegrityError):
            run_sql(app, f"INSERT OR REPLACE INTO attestation ({names}) SELECT {other} FROM attestation")
    assert row(attestation_id) == before


def test_a_revocation_is_written_once(
    app: Flask, world: World, issue: Issue, row: Callable[..., dict[str, Any]]
) -> None:
    attestation_id = issue()
    by = world.accounts["manager@el-jadida.example"]
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        services.revoke(
            db.session.get_one(Attestation, (world.home.id, attestation_id)), reason="trade", by_account_id=by
        )
    before = row(attestation_id)
    for change in (
        "revocation_reason = 'other'",
        "revoked_at = NULL, revoked_by_account_id = NULL, revocation_reason = ''",
    ):
        with pytest.raises(IntegrityError, match="does not change"):
            run_sql(app, f"UPDATE attestation SET {change} WHERE id = :id", id=attestation_id)
    with app.app_context(), organisation_scope(world.home.id), pytest.raises(FrozenAttestation), write_transaction():
        db.session.get_one(Attestation, (world.home.id, attestation_id)).revocation_reason = "other"
    assert row(attestation_id) == before


def test_a_paper_keeps_what_it_says_when_everything_else_changes(
    app: Flask, world: World, issue: Issue, row: Callable[..., dict[str, Any]], sign_in: Any
) -> None:
    attestation_id = issue()
    before = row(attestation_id)
    with app.app_context(), organisation_scope(world.home.id), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
        member.family_name_latin, member.family_name_arabic = "Autrement", "أخرى"
        organisation = db.session.get_one(Organisation, world.home.id)
        organisation.name_fr, organisation.name_ar = "Nom nouveau", "اسم جديد"
    assert row(attestation_id) == before
    client = sign_in("manager@el-jadida.example")
    page = client.get(world.home.url(f"attestations/{attestation_id}")).text
    assert "Amina Benali" in page
    paper = app.test_client().get(f"/check/{before['token']}").text
    assert "Nom nouveau" not in paper.split("<main")[1]
