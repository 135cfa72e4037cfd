"""Our own style, scripts and pictures, served by WhiteNoise with the same headers as every answer."""

from __future__ import annotations

from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from app.assets import STATIC, init_assets, is_immutable
from app.kernel.headers import EVERY_ANSWER

ONE_HOUR = 3600


def serve_static_files(app: Flask) -> None:
    init_assets(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=ONE_HOUR,
        allow_all_origins=False,
        immutable_file_test=is_immutable,
        autorefresh=app.config["APP_ENV"] == "development",
        add_headers_function=_add_headers,
    )


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    for name, value in EVERY_ANSWER.items():
        headers[name] = value
