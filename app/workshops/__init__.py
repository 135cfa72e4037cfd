"""Collective events. They come with a later release; the page says so and what to do until then."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.workshops.views import blueprint

    app.register_blueprint(blueprint)
