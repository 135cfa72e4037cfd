"""Attestations: issuing, the register, their files, and the public check of a paper."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.attestations import jobs  # noqa: F401  # declares the task and the sweep
    from app.attestations.check_views import blueprint as check
    from app.attestations.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(check)
