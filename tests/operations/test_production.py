"""Production starts on sound settings only, says which one is not, and never holds the demonstration's data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.network.models import Organisation
from config import UnsafeSettings, load_settings
from tests.support.world import World

SOUND = {"APP_ENV": "production", "SECRET_KEY": "s" * 32, "PUBLIC_BASE_URL": "https://cooperative.example"}


def test_sound_settings_are_taken(tmp_path: Path) -> None:
    settings = load_settings({**SOUND, "DATA_DIR": str(tmp_path), "DEMO_TODAY": "2026-11-18"})
    assert settings.is_production
    assert settings.trusted_hosts == ["cooperative.example"]
    assert settings.demo_today is None, "only the demonstration's day is fixed"
    assert settings.as_flask_config()["SESSION_COOKIE_SECURE"]
    assert not list(tmp_path.iterdir()), "production keeps no secret key of its own making"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "s" * 31}, "SECRET_KEY is shorter than 32 characters"),
        ({"PUBLIC_BASE_URL": ""}, "PUBLIC_BASE_URL is missing"),
        ({"PUBLIC_BASE_URL": "http://cooperative.example"}, "PUBLIC_BASE_URL must start with https://"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG must not be set"),
        ({"APP_ENV": "prod"}, "APP_ENV is 'prod'; it must be one of"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnsafeSettings) as refused:
        load_settings({**SOUND, "DATA_DIR": str(tmp_path), **changed})
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("wanted", [[], ["--members", "1"], ["--records", "1"]])
def test_production_loads_no_demonstration(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, wanted: list[str]
) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], environment="production"))
    done = app.test_cli_runner().invoke(args=["demo", "load", *wanted])
    assert (done.exit_code, done.output) == (1, "Error: Production never loads demonstration data.\n")
    with app.app_context():
        assert Organisation.query.count() == len(db.session.query(Organisation.id).all()) > 0


def test_the_demonstration_is_loaded_into_an_empty_database_only(app: Flask, world: World) -> None:
    with app.app_context():
        before = Organisation.query.count()
    done = app.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: The database is not empty")
    with app.app_context():
        assert Organisation.query.count() == before
