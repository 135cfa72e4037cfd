"""A member's move from one organisation to another, with the person's consent: a package, an answer, a trace on both sides."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.transfers import upkeep  # noqa: F401  # what the worker does is declared there
    from app.transfers.incoming_views import blueprint as incoming
    from app.transfers.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(incoming)
