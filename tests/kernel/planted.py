"""An application with a few routes more, for what no real one does on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.throttle import Attempt, Limit, count_attempt
from tests.support.client import HouseClient

LIMIT = Limit(name="planted", attempts=1, window=timedelta(days=1))
View = Callable[[], object]


def plant(
    app: Flask, *, get: View | None = None, post: View | None = None, own_transaction: bool = False
) -> HouseClient:
    """A client of the application, which now has `/planted`. Asked for before the first request only."""
    planted = FeatureBlueprint("planted", __name__, scoped=False)
    if get is not None:
        planted.get("/planted", access=Permission.PUBLIC)(_named(get, "look"))
    if post is not None:
        planted.post("/planted", access=Permission.PUBLIC, own_transaction=own_transaction)(_named(post, "send"))
    app.register_blueprint(planted)
    client = app.test_client()
    assert isinstance(client, HouseClient)
    client.reads_pages = False
    return client


def _named(view: View, name: str) -> View:
    view.__name__ = name
    return view


def write_a_row() -> None:
    """A row that stands alone."""
    count_attempt(LIMIT, "somebody")


def rows_written(app: Flask) -> int:
    with app.app_context():
        counted = db.session.scalar(select(func.count()).select_from(Attempt)) or 0
        db.session.rollback()
    return counted
