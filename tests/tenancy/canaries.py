"""A word of its own in every text column of an organisation: wherever one of them is read, it leaked (T4)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import JSON, Column, Connection, Enum, String, Table, select, text, update
from sqlalchemy.exc import IntegrityError

from app.attestations import ddl
from app.extensions import db
from app.kernel.columns import EncryptedText
from app.kernel.tenancy import scoped_tables
from tests.support.databases import TestDatabase
from tests.support.life import Life
from tests.support.run import made_once

CANARY = re.compile(rb"kxq[0-9]{5}", re.IGNORECASE)
EXACT = {"attestation.token": 26, "attestation.code": 10}  # columns whose length is checked
SHORTEST = 8
LEFT_ALONE = {
    "organisation.slug": "the address itself",
    "account_token.token_digest": "a digest: nobody reads it",
    "email_change.token_digest": "a digest: nobody reads it",
    "login_session.token_digest": "a digest, and the way in of who walks",
    "submission.key": "random, of who sent the form",
    **{
        f"territory_change.{name}": "of a country, for all its organisations"
        for name in ("code", "level", "name_ar", "name_fr", "other", "parent")
    },
    "merged_file.stayed": "JSON of columns that have their own words; its page could not read another text",
}
PEOPLE = (
    "account",
    "membership",
    "login_session",
    "account_token",
    "email_change",
    "letter",
    "network_event",
    "submission",
)


@dataclass
class Canaries:
    """Where each word was planted."""

    planted: dict[bytes, str] = field(default_factory=dict)

    def heard_in(self, content: bytes) -> set[str]:
        """Where the words in these bytes were planted."""
        return {self.planted.get(word.lower(), "?") for found in readable(content) for word in CANARY.findall(found)}


def readable(content: bytes) -> Iterator[bytes]:
    """The bytes, and what a PDF or a spreadsheet hides in compressed parts."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from map(archive.read, archive.namelist())
    elif content.startswith(b"%PDF") and b"%%EOF" in content:
        pages = PdfReader(io.BytesIO(content)).pages
        yield "\n".join(page.extract_text() for page in pages).encode()


def text_columns(table: Table) -> list[Column[Any]]:
    """The columns that can hold a canary."""
    return [column for column in table.columns if _can_hold(column) and str(column) not in LEFT_ALONE]


def _can_hold(column: Column[Any]) -> bool:
    kind = column.type
    if isinstance(kind, Enum):
        return False
    if isinstance(kind, JSON | EncryptedText):
        return True
    return isinstance(kind, String) and (kind.length is None or kind.length >= SHORTEST)


def planted_once(name: str, app: Flask, database: TestDatabase, sow: Callable[[], Canaries]) -> Canaries:
    """The database has these words, kept as a template of this name: sown by whichever process of the run comes first."""

    def planted() -> Canaries:
        with app.app_context():
            canaries = sow()
        database.keep_as_template(name)
        return canaries

    canaries: Canaries = made_once(name, planted)
    database.renew(name)
    return canaries


def plant(life: Life) -> Canaries:
    """In a context, on a database that is thrown away."""
    canaries, abroad = Canaries(), life.world.abroad
    with db.engine.begin() as connection:
        _disarm(connection)
        for table in sorted(scoped_tables(), key=lambda table: table.name):
            _plant_in(connection, canaries, table, table.c.organisation_id == abroad.id)
        theirs = [
            life.world.accounts[email] for email in life.world.accounts if email.endswith(f"@{abroad.slug}.example")
        ]
        for name in PEOPLE:
            table = db.metadata.tables[name]
            owner = table.c.id if name == "account" else table.c.account_id
            _plant_in(connection, canaries, table, owner.in_(theirs))
        organisation = db.metadata.tables["organisation"]
        _plant_in(connection, canaries, organisation, organisation.c.id == abroad.id)
    return canaries


def plant_about(member_id: int) -> Canaries:
    """A word in all that is kept about one member."""
    canaries = Canaries()
    with db.engine.begin() as connection:
        _disarm(connection)
        for table in sorted(scoped_tables(), key=lambda table: table.name):
            owner = table.c.id if table.name == "member" else table.c.get("member_id")
            if owner is not None:
                _plant_in(connection, canaries, table, owner == member_id)
    return canaries


def _disarm(connection: Connection) -> None:
    """SQLite knows no other way past a trigger than to drop it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in ddl.DROP_TRIGGERS["sqlite"]:
            connection.execute(text(statement))


@contextmanager
def _unguarded(connection: Connection, table: Table) -> Iterator[None]:
    """On PostgreSQL triggers sleep while papers are written to, and so do the checks of keys."""
    asleep = connection.dialect.name == "postgresql" and table.name == "attestation"
    if asleep:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
    try:
        yield
    finally:
        if asleep:
            connection.execute(text("SET LOCAL session_replication_role = origin"))


def _plant_in(connection: Connection, canaries: Canaries, table: Table, condition: Any) -> None:
    """A word for each column of each row, but where a rule of the table wants it empty."""
    columns, key = text_columns(table), list(table.primary_key)
    columns.sort(key=lambda column: column.primary_key)  # the key last: the row is found by it
    for row in connection.execute(select(*key).where(condition)).all() if columns else ():
        this_row = [column == value for column, value in zip(key, row, strict=True)]
        for column in columns:
            where = f"{table.name}.{column.name}"
            word = f"kxq{len(canaries.planted):05d}"
            kept = word.ljust(EXACT.get(where, SHORTEST), "a")
            value = {"canary": kept} if isinstance(column.type, JSON) else kept
            with suppress(IntegrityError), _unguarded(connection, table), connection.begin_nested():
                connection.execute(update(table).where(*this_row).values({column.name: value}))
                canaries.planted[word.encode()] = where
