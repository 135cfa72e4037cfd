"""A new key for the identity numbers: every stored value is closed again with it.

At any moment the key file opens all that is stored, so that a rotation that was cut short is simply begun again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Text, and_, select, type_coerce, update

from app.kernel import cipher, key_file
from app.kernel.cipher import Keys
from app.kernel.database import db, writing
from app.operations.backup import refuse_running_house

ROWS_AT_ONCE = 500


def rotate(path: Path, *, forget_old: bool) -> int:
    """Close everything with a new key, and say how many values that were. Web server and worker must be stopped.

    The file keeps the old keys after the new one, for backups that were made before; with `forget_old` it does not, and
    those backups then need a copy of the former file. Raises BackupFailed while the house runs, KeysRefused, CannotDecrypt.
    """
    refuse_running_house()
    keys = cipher.with_new_encryption_key(key_file.open_key_file(path))
    key_file.replace_key_file(path, keys)
    cipher.configure(keys)
    newest = Keys(encryption=keys.encryption[:1], index=keys.index)
    closed = sum(_close_again(column, newest) for column in key_file.encrypted_columns())
    if forget_old:
        key_file.replace_key_file(path, newest)
        cipher.configure(newest)
    return closed


def _close_again(column: Column[str], newest: Keys) -> int:
    """Some rows at a time, each batch in a transaction of its own; counts what the new key opens afterwards."""
    with db.engine.connect() as opened:
        rows = opened.execute(select(*column.table.primary_key).where(column.is_not(None))).all()
    for start in range(0, len(rows), ROWS_AT_ONCE):
        token = writing.set(True)
        try:
            with db.engine.begin() as opened:
                for row in rows[start : start + ROWS_AT_ONCE]:
                    _close_one(opened, column, row=row, newest=newest)
        finally:
            writing.reset(token)
    return len(rows)


def _close_one(opened: Connection, column: Column[str], *, row: Any, newest: Keys) -> None:
    """The value as it is stored, never in clear."""
    here = and_(*(key == value for key, value in zip(column.table.primary_key, row, strict=True)))
    stored = opened.execute(select(type_coerce(column, Text)).where(here)).scalar_one()
    closed = cipher.rotate(stored)
    if not cipher.opens(newest, closed):
        raise cipher.CannotDecrypt("The new key does not open what it closed.")
    opened.execute(update(column.table).where(here).values({column: type_coerce(closed, Text)}))
