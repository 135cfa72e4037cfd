"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import half_day_views, own_views  # noqa: F401  # the routes of `own_views` join those of `views`
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(half_day_views.blueprint)
