"""People who sign in: login, invitations, sessions, and their roles in organisations."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.accounts import letters, login_views, people_views, upkeep  # noqa: F401  # tasks and views are declared there
    from app.accounts.commands import account_commands
    from app.accounts.views import blueprint

    app.register_blueprint(blueprint)
    app.register_blueprint(people_views.blueprint)
    app.register_blueprint(people_views.network_blueprint)
    app.cli.add_command(account_commands)
