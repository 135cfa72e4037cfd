"""What entrepreneurs log: work, sales, expenses; and the coach's word on it."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.activity import trades_labels  # noqa: F401  # how the log words what was changed
    from app.activity.contacts_views import blueprint as contacts
    from app.activity.trades_views import blueprint as trades
    from app.activity.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(trades)
    app.register_blueprint(contacts)
