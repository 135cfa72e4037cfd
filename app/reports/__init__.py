"""Registers and printed reports: one module each, read-only; four plain renderers serve them all."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.reports import labels, list_views, prints_jobs  # noqa: F401  # what the log words, and what the worker does
    from app.reports.prints_views import blueprint as prints
    from app.reports.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(prints)
