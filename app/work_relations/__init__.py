"""Work relations: contracts of members, their amendments, what ends soon, and who is to be an associate."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.work_relations import labels  # noqa: F401  # how the log words what was changed
    from app.work_relations.amendment_views import blueprint as amendments
    from app.work_relations.list_views import blueprint as contracts
    from app.work_relations.settings_views import blueprint as settings
    from app.work_relations.views import blueprint

    for opened in (blueprint, amendments, contracts, settings):
        app.register_blueprint(opened)
