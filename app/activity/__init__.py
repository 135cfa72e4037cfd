"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import overview_views  # noqa: F401  # more pages of the same room
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
