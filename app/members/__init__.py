"""The member's file: who the person is, and who supports them from when to when."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.members.views import blueprint

    app.register_blueprint(blueprint)
