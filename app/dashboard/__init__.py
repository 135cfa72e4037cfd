"""The landing page of each role. Reads every feature; nobody imports it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.dashboard.views import blueprint, network_blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(network_blueprint)
