"""What was done before the house was there: months of the journal from spreadsheets, checked whole, written whole, taken back whole."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.past_records import jobs, upkeep  # noqa: F401  # what the worker does is declared there
    from app.past_records.labels import STATE_TONE
    from app.past_records.views import blueprint

    app.register_blueprint(blueprint)
    app.jinja_env.filters["past_import_tone"] = STATE_TONE.get
