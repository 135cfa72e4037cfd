"""Flask as this house uses it: what every page asks for again and again is worked out once and kept."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import cached_property
from math import inf
from time import monotonic
from types import NoneType
from typing import Any

from flask import Flask, Request, g, has_request_context, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask.templating import Environment
from itsdangerous import URLSafeTimedSerializer

from app.kernel.requests import BoundedRequest

MOST_KEPT = 5_000
PLAIN = {str, int, NoneType}
UNSAID = {"_anchor", "_method", "_scheme", "_external"}  # which `flask.url_for` hands on as None
BELIEVED_SECONDS = 60  # after which the signature and the age of a cookie are looked at again


class HouseEnvironment(Environment):
    """Globals are looked up for every sentence and import of a page; Jinja's own chain of maps made that slow.

    What is added to `jinja_env.globals` after the first page was shown is not seen by templates that are loaded.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class SignedSessions(SecureCookieSessionInterface):
    """Cookies as Flask signs them, by one signer instead of a new one for each; one that was just read is believed."""

    def __init__(self) -> None:
        self._signers: dict[object, URLSafeTimedSerializer | None] = {}
        self._believed: dict[str, tuple[float, dict[str, Any]]] = {}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        read_at, content = self._believed.get(cookie, (-inf, {}))
        if monotonic() - read_at < BELIEVED_SECONDS:
            return self.session_class(content)
        session = super().open_session(app, request)
        if session and all(isinstance(value, str | bool) for value in session.values()):
            if len(self._believed) >= MOST_KEPT:
                self._believed.clear()
            self._believed[cookie] = (monotonic(), dict(session))
        return session

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = (app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ()))
        if keys not in self._signers:
            self._signers[keys] = super().get_signing_serializer(app)
        return self._signers[keys]


class House(Flask):
    """The application."""

    request_class = BoundedRequest
    jinja_environment = HouseEnvironment

    @cached_property
    def _paths(self) -> dict[tuple[object, ...], str]:
        return {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask's; the path of an endpoint with plain values is built once for each organisation."""
        plain = {name: value for name, value in values.items() if value is not None or name not in UNSAID}
        if not has_request_context() or any(
            name[0] == "_" or type(value) not in PLAIN for name, value in plain.items()
        ):
            return super().url_for(endpoint, **values)
        organisation = g.get("organisation")
        key = (endpoint, request.script_root, organisation and organisation.slug, *plain.items())
        path = self._paths.get(key)
        if path is None:
            if len(self._paths) >= MOST_KEPT:
                self._paths.clear()
            path = self._paths[key] = super().url_for(endpoint, **values)
        return path
