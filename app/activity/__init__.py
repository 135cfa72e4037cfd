"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import receipt_views, settings_views
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(receipt_views.blueprint)
    app.register_blueprint(settings_views.blueprint)
