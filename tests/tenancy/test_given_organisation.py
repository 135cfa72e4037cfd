"""The functions of kernel/sql.py go past the filter: they keep to the organisation they are given, whatever a row says."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.activity.models import ActivityStanding
from app.extensions import db
from app.kernel.notices import Notice
from app.kernel.sql import add_to_rows, count_rows, load_rows, next_number
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.network.models import VocabularyTerm
from tests.support.world import Place, World

pytestmark = pytest.mark.usefixtures("context")


def count(place: Place, *conditions: Any) -> int:
    with organisation_scope(place.id):
        counted = db.session.scalar(select(func.count()).select_from(VocabularyTerm).where(*conditions))
        db.session.rollback()
    return counted or 0


def test_rows_loaded_in_bulk_belong_to_it(context: Flask, world: World) -> None:
    row = {"id": 7, "vocabulary": "trade", "code": "bulk", "label_fr": "x", "label_ar": "x"}
    with write_transaction():
        load_rows(world.home.id, VocabularyTerm, [{**row, "organisation_id": world.abroad.id}])
    assert count(world.home, VocabularyTerm.code == "bulk") == 1
    assert count(world.abroad, VocabularyTerm.code == "bulk") == 0


def test_running_totals_are_added_to_it(context: Flask, world: World) -> None:
    row = {"organisation_id": world.abroad.id, "member_id": world.home.members["leila"], "waiting": 3}
    with write_transaction():
        add_to_rows(world.home.id, ActivityStanding, [row], sums=("waiting",))
    with organisation_scope(world.home.id):
        assert db.session.scalar(select(func.sum(ActivityStanding.waiting))) == 3


def test_its_rows_are_counted(context: Flask, world: World) -> None:
    account_id = world.accounts["manager@el-jadida.example"]
    for place, notices in ((world.home, 1), (world.abroad, 2)):
        with organisation_scope(place.id), write_transaction():
            for _time in range(notices):
                db.session.add(
                    Notice(
                        account_id=account_id,
                        message="x",
                        values={},
                        endpoint="accounts.show_account",
                        endpoint_values={},
                    )
                )
    assert count_rows(world.home.id, Notice, account_id=account_id) == 1
    assert count_rows(world.abroad.id, Notice, account_id=account_id, read_at=None) == 2


def test_each_counts_for_itself(context: Flask, world: World) -> None:
    with write_transaction():
        drawn = [next_number(place.id, "trial", 2026) for place in (world.home, world.home, world.abroad)]
    assert drawn == [1, 2, 1]
