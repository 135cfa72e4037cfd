"""Shares of the organisation: what each associate holds, paid and owes, on any day."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.shares.views import blueprint

    app.register_blueprint(blueprint)
