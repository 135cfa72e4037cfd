"""Our own style, scripts and pictures, served by WhiteNoise with the same headers as every answer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from app.assets import STATIC, init_assets, is_immutable
from app.kernel.headers import EVERY_ANSWER

ONE_HOUR = 3600
SERVICE_WORKER = re.compile(r"sw(\.[0-9a-f]+)?\.js")


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


def _add_headers(headers: Any, path: str, _url: str) -> None:
    for name, value in EVERY_ANSWER.items():
        headers[name] = value
    if SERVICE_WORKER.fullmatch(Path(path).name):
        headers["Service-Worker-Allowed"] = "/"  # it is registered for the journal of one organisation
