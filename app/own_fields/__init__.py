"""Fields that an organisation adds to its members' files by itself: their definitions, and what each file says in them."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.own_fields.views import blueprint

    app.register_blueprint(blueprint)
