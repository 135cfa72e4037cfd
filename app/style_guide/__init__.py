"""The style guide: every macro of the pages on one page, in both languages, light, dark and for print. Development only."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.style_guide.views import style_guide

    app.register_blueprint(style_guide)
