"""What stands in the database, in one digest a table: two equal ones mean that nothing was changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import closing
from typing import Any

from flask import Flask
from sqlalchemy import Connection

from app.extensions import db


def fingerprint(app: Flask, *, of_organisation: int | None = None, without: Collection[str] = ()) -> dict[str, str]:
    """Digest by table, of all rows, or of those that belong to an organisation."""
    with app.app_context(), db.engine.connect() as connection, closing(_driver(connection).cursor()) as cursor:
        digests = {}
        for table in db.metadata.sorted_tables:
            if table.name in without or (of_organisation is not None and "organisation_id" not in table.columns):
                continue
            asked = f'SELECT * FROM "{table.name}"'
            if of_organisation is not None:
                asked += f" WHERE organisation_id = {of_organisation}"
            cursor.execute(asked)
            rows = sorted(map(repr, cursor.fetchall()))
            digests[table.name] = hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
        return digests


def _driver(connection: Connection) -> Any:
    """The driver's own connection: walks ask for every table hundreds of times, and nobody looks at the rows."""
    return connection.connection


def changed_tables(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}
