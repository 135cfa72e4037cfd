"""The lock that holds against SQL too: triggers that refuse to change, replace or delete an issued attestation.

A migration executes `CREATE_TRIGGERS[dialect]` after creating the table and `DROP_TRIGGERS[dialect]` before dropping it.
On SQLite a batch migration makes the table anew and so loses its triggers: it must create them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import DDL, event
from sqlalchemy.sql.schema import SchemaItem

FROZEN = (
    "organisation_id",
    "id",
    "member_id",
    "kind",
    "language",
    "year",
    "number",
    "serial",
    "number_text",
    "token",
    "code",
    "purpose",
    "purpose_fr",
    "purpose_ar",
    "holder_name_latin",
    "holder_name_arabic",
    "issuer_name_fr",
    "issuer_name_ar",
    "facts",
    "document",
    "wording_version",
    "issued_at",
    "issued_on",
    "valid_until",
    "issued_by_account_id",
    "signatory_id",
)
FILE = ("state", "stored_file_id", "sha256")  # change together, once
REVOCATION = ("revoked_at", "revoked_by_account_id", "revocation_reason")  # likewise
CHANGING = (*FILE, *REVOCATION, "attempts", "tried_at")

_CHANGED = "an issued attestation does not change"
_DELETED = "an issued attestation is not deleted"


def _differ(columns: Iterable[str], comparison: str) -> str:
    return " OR ".join(f"OLD.{column} {comparison} NEW.{column}" for column in columns)


def _forbidden(comparison: str) -> str:
    """True when an update touches what is frozen, or a file or revocation that is already written."""
    return (
        f"{_differ(FROZEN, comparison)}"
        f" OR (OLD.state = 'ready' AND ({_differ(FILE, comparison)}))"
        f" OR (OLD.revoked_at IS NOT NULL AND ({_differ(REVOCATION, comparison)}))"
    )


CREATE_TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER attestation_stays BEFORE UPDATE ON attestation FOR EACH ROW "
        f"WHEN {_forbidden('IS NOT')} BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
        "CREATE TRIGGER attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW "
        f"BEGIN SELECT RAISE(ABORT, '{_DELETED}'); END",
        # INSERT OR REPLACE deletes without asking the trigger above
        "CREATE TRIGGER attestation_is_not_replaced BEFORE INSERT ON attestation FOR EACH ROW "  # noqa: S608
        "WHEN EXISTS (SELECT 1 FROM attestation WHERE organisation_id = NEW.organisation_id "
        "AND (id = NEW.id OR (year = NEW.year AND number = NEW.number) OR token = NEW.token)) "
        f"BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION attestation_refuses() RETURNS trigger LANGUAGE plpgsql AS $refuses$ BEGIN "
        "RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', "
        f"MESSAGE = CASE TG_OP WHEN 'UPDATE' THEN '{_CHANGED}' ELSE '{_DELETED}' END; "
        "END $refuses$",
        "CREATE TRIGGER attestation_stays BEFORE UPDATE ON attestation FOR EACH ROW "
        f"WHEN ({_forbidden('IS DISTINCT FROM')}) EXECUTE FUNCTION attestation_refuses()",
        "CREATE TRIGGER attestation_is_kept BEFORE DELETE ON attestation FOR EACH ROW "
        "EXECUTE FUNCTION attestation_refuses()",
    ),
}
DROP_TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER attestation_stays",
        "DROP TRIGGER attestation_is_kept",
        "DROP TRIGGER attestation_is_not_replaced",
    ),
    "postgresql": (
        "DROP TRIGGER attestation_stays ON attestation",
        "DROP TRIGGER attestation_is_kept ON attestation",
        "DROP FUNCTION attestation_refuses()",
    ),
}


def attach_to(table: SchemaItem) -> None:
    """`create_all` and `drop_all` bring and take the triggers, as migrations do."""
    for dialect, statements in CREATE_TRIGGERS.items():
        for statement in statements:
            event.listen(table, "after_create", _only_for(dialect, statement))
    for dialect, statements in DROP_TRIGGERS.items():
        for statement in statements:
            event.listen(table, "before_drop", _only_for(dialect, statement))


def _only_for(dialect: str, statement: str) -> Any:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
