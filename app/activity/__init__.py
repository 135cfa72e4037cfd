"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import corrections_views, months_views, reminders_views, upkeep  # noqa: F401  # views and what the worker does are declared there
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
