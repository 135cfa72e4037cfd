"""An application with a place more, `/planted`, for what no real one does on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, request
from sqlalchemy import func, select

from app.extensions import db
from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.throttle import Attempt, Limit, count_attempt
from tests.conftest import make_app
from tests.support.client import HouseClient
from tests.support.databases import TestDatabase

LIMIT = Limit(name="planted", attempts=1, window=timedelta(days=1))
View = Callable[[], Any]


def application(database: TestDatabase, folder: Path, **overrides: object) -> Flask:
    """One of its own on the test's database, with nothing planted yet. Made once for each kind: to make one takes longer than
    most tests do."""
    kind = (database.url, *sorted(overrides.items()))
    if kind not in _made:
        _made[kind] = _with_places(make_app(database.url, folder, **overrides))
    _views(_made[kind]).clear()
    return _made[kind]


def plant(app: Flask, *, get: View | None = None, post: View | None = None) -> HouseClient:
    """A client of an `application`, in which `/planted` does this until the next test."""
    _views(app).update({"GET": get, "POST": post})
    client = app.test_client()
    assert isinstance(client, HouseClient)
    client.reads_pages = False
    return client


_made: dict[object, Flask] = {}


def _views(app: Flask) -> dict[str, View | None]:
    views: dict[str, View | None] = app.extensions.setdefault("planted", {})
    return views


def _with_places(app: Flask) -> Flask:
    """`/planted` for both methods; below it one that only reads, and one that holds a transaction of its own."""

    def act() -> Any:
        view = _views(app)[request.method]
        assert view is not None
        return view()

    planted = FeatureBlueprint("planted", __name__, scoped=False)
    for name, route, options in (
        ("look", planted.get, {"rule": "/planted"}),
        ("send", planted.post, {"rule": "/planted"}),
        ("only_look", planted.get, {"rule": "/planted/read"}),
        ("send_slowly", planted.post, {"rule": "/planted/slow", "own_transaction": True}),
    ):
        route(access=Permission.PUBLIC, **options)(_named(act, name))
    app.register_blueprint(planted)
    return app


def _named(view: View, name: str) -> View:
    def named() -> Any:
        return view()

    named.__name__ = name
    return named


def write_a_row() -> None:
    """A row that stands alone."""
    count_attempt(LIMIT, "somebody")


def rows_written(app: Flask) -> int:
    with app.app_context():
        counted = db.session.scalar(select(func.count()).select_from(Attempt)) or 0
        db.session.rollback()
    return counted
