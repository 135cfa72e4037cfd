"""Registers and printed reports: one module each, read-only; four plain renderers serve them all."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.reports import (
        labels,  # noqa: F401  # how the log words what was taken away
        social_views,  # noqa: F401  # its routes
    )
    from app.reports.share_views import blueprint as share_reports
    from app.reports.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(share_reports)
