"""A bare application that speaks: for what needs a language and a request, but no database."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.kernel.i18n import init_i18n


@pytest.fixture
def plain_app(tmp_path: Path) -> Flask:
    """It has no catalogue, so sentences stand as they are in the code."""
    app = Flask("plain")
    app.config.update(SECRET_KEY="plain", TESTING=True, WTF_CSRF_ENABLED=False, TRANSLATIONS=tmp_path)
    init_i18n(app)
    return app
