"""How migrations reach the database.

On SQLite a table is changed by making a copy of it. With foreign keys enforced, dropping the old table would delete the
rows that point to it; so they are off during a migration and checked at its end, before it commits.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.kernel.database import UtcInstant, writing

db = current_app.extensions["migrate"].db


class ForeignKeysBroken(RuntimeError):
    """A migration left rows that point nowhere; nothing of it is kept."""


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Our own column types are written as what they are in the database."""
    if kind == "type" and isinstance(item, UtcInstant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__name__ == "EncryptedText":
        return "sa.Text()"
    return False


def migrate(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone() is not None:
            raise ForeignKeysBroken


def run() -> None:
    token = writing.set(True)
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
            migrate(connection)
            if connection.dialect.name == "sqlite":
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")
    finally:
        writing.reset(token)


run()
