"""Members from spreadsheets: a file that was read, what its columns mean, a dry run, and the files that come of it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.imports import jobs, upkeep  # noqa: F401  # what the worker does is declared there
    from app.imports.labels import STATE_TONE
    from app.imports.views import blueprint

    app.register_blueprint(blueprint)
    app.jinja_env.filters["import_tone"] = STATE_TONE.get
