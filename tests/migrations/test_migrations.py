"""Migrations go up and down with data in the tables, and their head is what the models say."""

from __future__ import annotations

from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, text

from app.extensions import db
from tests.support.world import World


def test_the_head_equals_the_models(context: Flask) -> None:
    check()


def test_down_and_up_again_on_a_filled_database(context: Flask, world: World) -> None:
    assert rows("member") == len(world.home.members) + len(world.abroad.members)
    db.session.remove()
    downgrade(revision="base")
    left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    assert not left, "downgrade() leaves these tables"
    upgrade()
    assert rows("member") == 0


def test_upgrading_twice_changes_nothing(context: Flask) -> None:
    before = rows("member_name_word")
    db.session.remove()
    upgrade()
    assert rows("member_name_word") == before


def rows(table: str) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
