"""Every failure has a page in the reader's language with an id that the log also has; nothing typed is lost."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Conflict, HTTPException, InternalServerError, ServiceUnavailable

from app.kernel.blueprint import wants_json
from app.kernel.database import db
from app.kernel.typed import typed_answers

log = logging.getLogger(__name__)
PAGES = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)


def add_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(CSRFError, show_http_error)
    app.register_error_handler(DBAPIError, show_database_trouble)
    app.register_error_handler(NoFreeConnection, show_database_trouble)
    app.register_error_handler(IntegrityError, show_conflict)
    app.register_error_handler(StaleDataError, show_conflict)
    app.register_error_handler(Exception, show_unexpected_error)


def show_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    return _page(error.code, error)


def show_database_trouble(error: DBAPIError | NoFreeConnection) -> Response:
    """The database is busy, full, read-only or away: nothing was saved, and the page says so (503)."""
    db.session.rollback()
    log.error("database trouble %s: %s", _error_id(), type(error).__name__, exc_info=error)
    if not _may_pass(error):
        return _page(500, InternalServerError())
    answer = _page(503, ServiceUnavailable())
    answer.headers["Retry-After"] = "30"
    return answer


def _may_pass(error: DBAPIError | NoFreeConnection) -> bool:
    """Trouble that waiting may cure. psycopg files “read-only” elsewhere, under this SQLSTATE."""
    read_only = getattr(getattr(error, "orig", None), "sqlstate", None) == "25006"
    return isinstance(error, OperationalError | NoFreeConnection) or read_only


def show_conflict(error: IntegrityError | StaleDataError) -> Response:
    """Somebody saved the same thing in the same moment, which the database noticed after our own question (409)."""
    if isinstance(error, IntegrityError) and not _is_taken(error):
        return show_unexpected_error(error)
    db.session.rollback()
    log.warning("conflict %s: %s", _error_id(), type(error).__name__, exc_info=error)
    return _page(409, Conflict(), "meanwhile")


def _is_taken(error: IntegrityError) -> bool:
    """A value that may stand once stands already; any other broken constraint is a fault of ours."""
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return name in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "23505")


def show_unexpected_error(error: Exception) -> Response:
    db.session.rollback()
    log.error("unexpected error %s", _error_id(), exc_info=error)
    return _page(500, InternalServerError())


def _page(code: int, error: HTTPException, template: str = "") -> Response:
    shown = template or (code if code in PAGES else 400 if code < 500 else 500)
    if wants_json():
        answer = make_response(jsonify(error=code, error_id=_error_id()), code)
    else:
        answer = make_response(
            render_template(
                f"errors/{shown}.html",
                error_id=_error_id(),
                error=error,
                typed=list(typed_answers(request.form)) if code in (400, 409, 503) else [],
                retry_url=_own_address(),
                retry_after=getattr(error, "retry_after", None),
            ),
            code,
        )
    for name, value in error.get_response().headers.items():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _own_address() -> str:
    """This address with its query, on this site whatever it begins with."""
    return "/" + request.full_path.rstrip("?").lstrip("/\\")


def _error_id() -> str:
    """The same id in the log and on the page of one request."""
    if "error_id" not in g:
        g.error_id = secrets.token_hex(4)
    return str(g.error_id)
