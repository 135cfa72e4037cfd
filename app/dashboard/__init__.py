from __future__ import annotations

from flask import Flask


def open_room(app: Flask) -> None:
    """Nothing stands here yet."""
