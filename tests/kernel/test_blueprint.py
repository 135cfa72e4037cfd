"""A route that does not say who may enter cannot be written, and an application that has one does not start."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Blueprint, Flask

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint, UndeclaredAccess, refuse_undeclared_endpoints


def view() -> str:
    return "ok"


def blueprint(*, scoped: bool = False) -> FeatureBlueprint:
    return FeatureBlueprint("planted", __name__, scoped=scoped)


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_access_out_is_a_type_error(method: str) -> None:
    with pytest.raises(TypeError, match="access"):
        getattr(blueprint(), method)("/planted")


@pytest.mark.parametrize("access", [None, "public", "", True])
def test_access_is_a_permission_and_nothing_like_one(access: Any) -> None:
    with pytest.raises(TypeError, match="who may enter"):
        blueprint().get("/planted", access=access)


def test_no_page_of_an_organisation_is_public() -> None:
    with pytest.raises(TypeError, match="who may enter"):
        blueprint(scoped=True).get("/planted", access=Permission.PUBLIC)
    with pytest.raises(TypeError, match="who may enter"):
        blueprint().get("/o/<slug:slug>/planted", access=Permission.PUBLIC)


def plant_with_flask(app: Flask) -> None:
    app.add_url_rule("/planted", view_func=view)


def plant_with_blueprint(app: Flask) -> None:
    planted = Blueprint("planted", __name__)
    planted.get("/planted")(view)
    app.register_blueprint(planted)


def plant_past_the_methods(app: Flask) -> None:
    planted = blueprint()
    planted.add_url_rule("/planted", view_func=view)
    app.register_blueprint(planted)


@pytest.mark.parametrize("plant", [plant_with_flask, plant_with_blueprint, plant_past_the_methods])
def test_an_undeclared_endpoint_refuses_to_start(plant: Any) -> None:
    app = Flask("planted", static_folder=None)
    plant(app)
    with pytest.raises(UndeclaredAccess, match=r"declare it with FeatureBlueprint\.get or \.post"):
        refuse_undeclared_endpoints(app)


def test_a_declared_endpoint_starts() -> None:
    app = Flask("planted", static_folder=None)
    planted = blueprint()
    planted.get("/planted", access=Permission.PUBLIC)(view)
    app.register_blueprint(planted)
    refuse_undeclared_endpoints(app)


def test_the_application_itself_looks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """`create_app` walks its map: a room with an undeclared route keeps the whole house shut."""
    from app import create_app, workshops

    monkeypatch.setattr(workshops, "open_room", plant_with_flask)
    with pytest.raises(UndeclaredAccess):
        create_app(app.config["SETTINGS"])


def test_reading_and_writing_are_two_functions() -> None:
    planted, app = blueprint(), Flask("planted", static_folder=None)
    planted.get("/planted", access=Permission.PUBLIC)(view)
    planted.post("/planted", access=Permission.LOGGED_IN)(view)
    with pytest.raises(AssertionError, match="overwriting"):
        app.register_blueprint(planted)
