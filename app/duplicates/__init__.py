"""Files that may be of one person: the list of such pairs, what was said of them, and the way to merge two."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.duplicates.views import blueprint

    app.register_blueprint(blueprint)
