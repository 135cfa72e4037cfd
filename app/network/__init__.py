"""The consortium: organisations, and what each one decides about itself."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.network import labels, settings_views, territory_views, views

    app.register_blueprint(views.blueprint)
    app.register_blueprint(settings_views.blueprint)
    app.register_blueprint(territory_views.blueprint)
    app.jinja_env.globals["organisation_kinds"] = labels.KIND
