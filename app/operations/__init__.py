"""Keeping the house running: is it well, and its backups."""

from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    from app.operations import upkeep  # noqa: F401  # what the worker does at night is declared there
    from app.operations.commands import backup_commands, key_commands
    from app.operations.views import blueprint

    app.register_blueprint(blueprint)
    app.cli.add_command(backup_commands)
    app.cli.add_command(key_commands)
