"""Blueprints whose every route says who may enter, and whose requests are one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.kernel import access, submissions
from app.kernel.access import Permission
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import RollBack, read_transaction, write_transaction

View = Callable[..., ResponseReturnValue]
Preparation = Callable[..., None]
INSIDE = "/o/<slug:slug>"  # where the pages of an organisation stand


class UndeclaredAccess(RuntimeError):
    """An endpoint does not say who may enter: the application refuses to start."""


class FeatureBlueprint(Blueprint):
    """`get` and `post` take the permission the endpoint asks for; leaving it out is a TypeError at import.

    A scoped blueprint stands below `/o/<slug>`: its views run inside that organisation's scope, so none is `PUBLIC`.
    """

    def __init__(self, name: str, import_name: str, *, scoped: bool = True) -> None:
        super().__init__(name, import_name, url_prefix=INSIDE if scoped else None)
        self.scoped = scoped

    def get(self, rule: str, *, access: Permission) -> Callable[[View], View]:  # type: ignore[override]
        """A reading route: rolled back whatever it did."""
        return self._route(rule, "GET", _Guard(access=access, scoped=self._is_scoped(rule), writes=False))

    def post(  # type: ignore[override]
        self,
        rule: str,
        *,
        access: Permission,
        own_transaction: bool = False,
        prepare: Preparation | None = None,
        largest: int | None = None,
    ) -> Callable[[View], View]:
        """A writing route: one transaction, committed when the answer's status is below 400.

        With `own_transaction` the view opens `write_transaction()` itself, around less than the whole request.
        `prepare` is called with the address's values before that, for who may enter: what is slow, such as an upload.
        `largest`: bytes of a form with files, in place of `MAX_CONTENT_LENGTH`, so that a file too large is refused
        beside its field.
        """
        scoped = self._is_scoped(rule)
        guard = _Guard(access=access, scoped=scoped, writes=not own_transaction, prepare=prepare)
        guard.largest = largest
        return self._route(rule, "POST", guard)

    def _is_scoped(self, rule: str) -> bool:
        """A room that stands outside organisations may have a page inside one: its rule then names the slug itself."""
        return self.scoped or rule.startswith(f"{INSIDE}/")

    def _route(self, rule: str, method: str, guard: _Guard) -> Callable[[View], View]:
        if not isinstance(guard.access, Permission) or (guard.scoped and guard.access is Permission.PUBLIC):
            raise TypeError(f"{self.name} {rule}: say who may enter; nobody unknown enters an organisation")

        def register(view: View) -> View:
            self.add_url_rule(rule, view.__name__, guard.around(view), methods=[method])
            return view

        return register


class _Guard:
    largest: int | None = None

    def __init__(self, *, access: Permission, scoped: bool, writes: bool, prepare: Preparation | None = None) -> None:
        self.access, self.scoped, self.writes, self.prepare = access, scoped, writes, prepare

    def around(self, view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            slug = values.pop("slug", None)
            if self.prepare is not None and (turned_away := self._get_ready(self.prepare, slug, values)):
                return turned_away
            with write_transaction() if self.writes else read_transaction():
                answer = self._answer(view, slug, values)
                if self.writes and answer.status_code >= 400:
                    g.refused_answer = answer
                    raise RollBack
            return answer if not self.writes else g.pop("refused_answer", answer)

        guarded.access = self.access  # type: ignore[attr-defined]  # read by refuse_undeclared_endpoints
        guarded.scoped = self.scoped  # type: ignore[attr-defined]
        guarded.largest = self.largest  # type: ignore[attr-defined]  # read by kernel.requests
        return guarded

    def _answer(self, view: View, slug: str | None, values: dict[str, Any]) -> Response:
        turned_away = self._enter(slug)
        if turned_away is not None:
            return turned_away
        if slug is None:
            return self._once(view, values)
        with organisation_scope(g.organisation.id):
            return self._once(view, values)

    def _get_ready(self, prepare: Preparation, slug: str | None, values: dict[str, Any]) -> Response | None:
        """Nobody's writing waits for this; who may not enter is turned away before any work."""
        with read_transaction():
            turned_away = self._enter(slug)
            if turned_away is None:
                with organisation_scope(g.organisation.id):
                    prepare(**values)
        return turned_away

    def _enter(self, slug: str | None) -> Response | None:
        """Say who acts; a signed-out person is led to sign in, what one may not know of is 404."""
        g.actor = None
        if not current_user.is_authenticated:
            return None if self.access is Permission.PUBLIC else _ask_to_sign_in()
        signed_in: access.SignedIn = current_user._get_current_object()
        g.account_language = signed_in.language
        if slug is None:
            g.actor = access.actor_of(signed_in, organisation_id=None, membership_ids={})
        else:
            entry = signed_in.entry
            if entry is None or entry.organisation.slug != slug:
                abort(404)
            g.organisation = entry.organisation
            g.actor = access.actor_of(
                signed_in, organisation_id=entry.organisation.id, membership_ids=entry.membership_ids
            )
        if self.access not in g.actor.permissions:
            abort(403)
        return None

    def _once(self, view: View, values: dict[str, Any]) -> Response:
        """Run the view; a form whose key was already used leads where it led the first time."""
        key = submissions.posted_key() if self.writes and g.actor else ""
        if not key or "_lang" in request.form:
            return make_response(view(**values))
        try:
            location = submissions.claim(g.actor.account_id, key)
        except submissions.SameKeyOtherContent:
            abort(409)
        if location is not None:
            return make_response(redirect(location or request.path))
        answer = make_response(view(**values))
        if answer.status_code < 400:
            submissions.remember(g.actor.account_id, key, answer.headers.get("Location", ""))
        return answer


def wants_json() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.is_json or best == "application/json"


def _ask_to_sign_in() -> Response:
    if wants_json():
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return make_response(redirect(url_for("accounts.show_login", next=wanted)))


def declared_access(app: Flask, endpoint: str) -> Permission | None:
    """What the endpoint asks for; None if it does not say."""
    return getattr(app.view_functions[endpoint], "access", None)


def refuse_undeclared_endpoints(app: Flask) -> None:
    """Walk the URL map; raise `UndeclaredAccess` for an endpoint that no `FeatureBlueprint` guards."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and declared_access(app, rule.endpoint) is None:
            raise UndeclaredAccess(f"{rule.endpoint} ({rule.rule}): declare it with FeatureBlueprint.get or .post")


def fill_in_slug(app: Flask) -> None:
    """Links inside an organisation need not name it."""

    @app.url_defaults
    def add_slug(endpoint: str, values: dict[str, Any]) -> None:
        if "slug" not in values and g and "organisation" in g and app.url_map.is_endpoint_expecting(endpoint, "slug"):
            values["slug"] = g.organisation.slug
