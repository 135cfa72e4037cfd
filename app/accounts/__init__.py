"""People who sign in: login, invitations, sessions, and their roles in organisations."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.accounts import people_views

    app.register_blueprint(people_views.blueprint)
    app.register_blueprint(people_views.network_blueprint)
