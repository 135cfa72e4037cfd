"""Our own style, scripts and pictures, served by WhiteNoise with the same headers as every answer."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from app.kernel.headers import EVERY_ANSWER

STATIC = Path(__file__).parent / "static"
ONE_MONTH = 30 * 24 * 3600


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """The address of a static file, which changes when its content does. FileNotFoundError for an unknown name."""
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={version}"


def serve_static_files(app: Flask) -> None:
    app.jinja_env.globals["static_url"] = static_url
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=ONE_MONTH,
        allow_all_origins=False,
        autorefresh=app.config["APP_ENV"] == "development",
        add_headers_function=_add_headers,
    )


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    for name, value in EVERY_ANSWER.items():
        headers[name] = value
