"""The papers an organisation asks its members for: which, at which stage, received until when, and whom to remind."""

from __future__ import annotations

from flask import Flask

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="papers.show_papers", label=_l("Papers of the file"))


def open_room(app: Flask) -> None:
    from app.papers.chase_views import blueprint as chase
    from app.papers.kind_views import blueprint as kinds
    from app.papers.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(chase)
    app.register_blueprint(kinds)
