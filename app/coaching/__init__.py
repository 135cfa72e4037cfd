"""What support coaches do. For now: who supports whom, and how many each."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.coaching.views import blueprint

    app.register_blueprint(blueprint)
