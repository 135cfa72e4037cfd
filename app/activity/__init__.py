"""What entrepreneurs log: work, sales, expenses, prospects; and the coach's word on it."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

BLUEPRINTS = (
    "views",
    "half_day_views",
    "receipt_views",
    "settings_views",
    "trades_views",
    "contacts_views",
    "sync_views",
)
MORE_ROUTES = (
    "own_views",
    "overview_views",
    "corrections_views",
    "months_views",
    "reminders_views",
    "trades_labels",
    "upkeep",
)  # of the same blueprint as `views`, words of the log, and what the worker does


def open_room(app: Flask) -> None:
    for name in MORE_ROUTES:
        import_module(f"{__name__}.{name}")
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"{__name__}.{name}").blueprint)
