"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import sync_views
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(sync_views.blueprint)
