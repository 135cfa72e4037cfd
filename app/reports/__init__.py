"""Registers and printed reports: one module each, read-only; four plain renderers serve them all."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.reports import (
        labels,  # noqa: F401  # what the log words
        list_views,  # noqa: F401  # routes of the same blueprint
        prints_jobs,  # noqa: F401  # what the worker does
        social_views,  # noqa: F401  # routes of the same blueprint
    )
    from app.reports.prints_views import blueprint as prints
    from app.reports.share_views import blueprint as share_reports
    from app.reports.statement_views import blueprint as account_reports
    from app.reports.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(prints)
    app.register_blueprint(share_reports)
    app.register_blueprint(account_reports)
