"""What each entrepreneur's account holds: contributions by dated rules, what was paid, and the statement of account."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.statements import contribution_views, rule_views, views

    for each in (views, contribution_views, rule_views):
        app.register_blueprint(each.blueprint)
