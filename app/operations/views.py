"""`/healthz`: well or not, and nothing more to strangers."""

from __future__ import annotations

import logging

from flask import Response
from sqlalchemy.exc import SQLAlchemyError

from app.kernel.access import Permission
from app.kernel.blueprint import FeatureBlueprint
from app.kernel.jobs import worker_is_alive
from app.kernel.sql import database_answers

blueprint = FeatureBlueprint("operations", __name__, scoped=False)
log = logging.getLogger(__name__)


@blueprint.get("/healthz", access=Permission.PUBLIC)
def show_health() -> Response:
    """200 when the database and the worker answer, else 503; the log says which."""
    try:
        is_well = database_answers() and worker_is_alive()
    except SQLAlchemyError:
        log.exception("the database does not answer")
        is_well = False
    return Response("ok\n" if is_well else "not well\n", 200 if is_well else 503, mimetype="text/plain")
