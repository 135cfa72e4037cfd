"""A form takes what it asks for: every other column sent along changes nothing (T26)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import Connection, Table

from app.extensions import db
from app.members.parcours_services import StepDetails
from app.members.services import MemberDetails
from app.network.services import IDENTITY_FIELDS
from app.papers.kind_services import KindDetails
from app.papers.services import PaperDetails
from app.work_relations.services import AmendmentDetails, ContractDetails
from tests.support.databases import TestDatabase
from tests.support.forms import FORMS, Sender
from tests.support.life import Life

pytestmark = pytest.mark.usefixtures("quick_papers")
DRAWN = (
    "id",
    "_at",
    "_id",
    "since",
    "endpoint_values",
    "token",
    "code",
    "digest",
    "location",
    "sha256",
    "path",
    "facts",
    "document",
    "key",
    "identity_number",
    "body_number",
    "sealed",
    "said",
    "how_read",
    "columns",
    "mapping",
    "cells",
    "found",
    "package",
    "brought",
)
"""Ends of columns that differ from one time to the next: ids, instants, random tokens, ciphertexts."""
STEP, CONTRACT, AMENDMENT = (
    set(details.__dataclass_fields__) for details in (StepDetails, ContractDetails, AmendmentDetails)
)
PAPER, KIND = set(PaperDetails.__dataclass_fields__), set(KindDetails.__dataclass_fields__)
ASKED_TOO = {  # may be left empty
    "expense": {"note", "party"},
    "sale": {"paid_minor"},
    "prospect": {"amount_minor", "description", "note"},
    "change of an own field": {"is_required"},
    "own field": {"is_required", "is_sensitive"},
    "letterhead": set(IDENTITY_FIELDS),
    "change of a file": set(MemberDetails.__dataclass_fields__),
    **dict.fromkeys(("paper", "correction of a paper", "acceptance"), PAPER),
    **dict.fromkeys(("new kind of paper", "kind of paper"), KIND),
    **dict.fromkeys(("step", "correction of a step", "exit"), STEP),
    **dict.fromkeys(("contract", "correction of a contract"), CONTRACT),
    **dict.fromkeys(("amendment", "correction of an amendment"), AMENDMENT),
    **{name: {"sensitive"} for name in ("transfer", "consent to sign")},
    "withdrawal of a transfer": {"reason"},
    "rules of contracts": {"expects_associates", "deducts_agreements"},
    **dict.fromkeys(("step", "correction of a step", "exit", "step for several"), STEP),
    **{name: {"is_shared"} for name in ("list", "change of a list")},
}
HOSTILE = {
    "version": "99999",
    "status": "validated",
    "role": "manager",
    "network_role": "network_administrator",
    "kind": "cooperative",
}


def extra_fields(name: str) -> dict[str, str]:
    """Every column of every table that the form does not have, with a value that would show."""
    columns = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    more = columns | {"is_admin", "admin", "password", "confirmed_digest", "on_behalf_of"}
    asked = set(FORMS[name].data) | {"kind", "form_key", "view"} | ASKED_TOO.get(name, set())
    return {field: HOSTILE.get(field, "1") for field in sorted(more - asked)}


def rows(app: Flask) -> dict[str, list[str]]:
    """What stands in each table, without what is drawn anew each time."""
    with app.app_context(), db.engine.connect() as connection:
        return {table.name: _rows_of(connection, table) for table in db.metadata.sorted_tables}


def _rows_of(connection: Connection, table: Table) -> list[str]:
    kept = [f'"{column.name}"' for column in table.columns if not column.name.endswith(DRAWN)]
    asked = f'SELECT {", ".join(kept) or "1"} FROM "{table.name}"'
    return sorted(map(repr, connection.exec_driver_sql(asked).cursor.fetchall()))


@pytest.mark.parametrize("name", FORMS)
def test_what_was_not_asked_for_is_not_taken(lived_in: Flask, life: Life, database: TestDatabase, name: str) -> None:
    sender = Sender(lived_in, life, life.world.home)
    assert sender.send(name).status_code == FORMS[name].accepted
    plain = rows(lived_in)
    database.renew("lived_in")
    assert sender.send(name, **extra_fields(name)).status_code == FORMS[name].accepted
    more = rows(lived_in)
    for table, content in plain.items():
        assert more[table] == content, table
