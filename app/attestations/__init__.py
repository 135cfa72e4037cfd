"""Attestations: issuing, the register, their files, and the public check of a paper."""

from __future__ import annotations

from flask import Flask

from app.kernel.reach import answer_for


def open_room(app: Flask) -> None:
    from app.attestations import jobs  # noqa: F401  # declares the task and the sweep
    from app.attestations.check_views import blueprint as check
    from app.attestations.reach import papers_within_reach
    from app.attestations.views import blueprint

    app.register_blueprint(blueprint)
    answer_for("attestations.show_attestation", "attestation_id", papers_within_reach)
    app.register_blueprint(check)
