"""A new key for the identity numbers: every stored value is closed again with it.

At any moment the key file opens all that is stored, so that a rotation that was cut short is simply begun again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Text, and_, select, type_coerce, update

from app.kernel import cipher, key_file
from app.kernel.cipher import Keys
from app.kernel.database import db, writing
from app.operations.backup import refuse_running_house

ROWS_AT_ONCE = 500


def rotate(path: Path) -> int:
    """Close everything with a new key, and say how many values that were. Web server and worker must be stopped.

    The file keeps the old keys after the new one, for backups that were made before. Raises BackupFailed while the house
    runs, KeysRefused, CannotDecrypt.
    """
    refuse_running_house()
    with key_file.alone_with_key_file(path):
        keys = cipher.with_new_encryption_key(key_file.open_key_file(path))
        key_file.replace_key_file(path, keys)
        cipher.configure(keys)
        return sum(_close_again(column) for column in key_file.encrypted_columns())


def forget_old_keys(path: Path) -> int:
    """Leave only the newest key in the file, and say how many went; backups that need one of them cannot be read any more.

    Raises BackupFailed while the house runs, and KeysRefused when something is stored that the newest key does not open.
    """
    refuse_running_house()
    with key_file.alone_with_key_file(path):
        keys = key_file.open_key_file(path)
        newest = Keys(encryption=keys.encryption[:1], index=keys.index)
        if not all(cipher.opens(newest, value) for value in _stored()):
            raise cipher.KeysRefused("Something is still closed with an older key: rotate first.")
        key_file.replace_key_file(path, newest)
        cipher.configure(newest)
        return len(keys.encryption) - 1


def _stored() -> Iterator[str]:
    """Every encrypted value as the database keeps it."""
    with db.engine.connect() as opened:
        for column in key_file.encrypted_columns():
            yield from opened.execute(select(type_coerce(column, Text)).where(column.is_not(None))).scalars()


def _close_again(column: Column[str]) -> int:
    """Some rows at a time, each batch in a transaction of its own."""
    with db.engine.connect() as opened:
        rows = opened.execute(select(*column.table.primary_key).where(column.is_not(None))).all()
    for start in range(0, len(rows), ROWS_AT_ONCE):
        token = writing.set(True)
        try:
            with db.engine.begin() as opened:
                for row in rows[start : start + ROWS_AT_ONCE]:
                    _close_one(opened, column, row)
        finally:
            writing.reset(token)
    return len(rows)


def _close_one(opened: Connection, column: Column[str], row: Any) -> None:
    """The value as it is stored, never in clear."""
    here = and_(*(key == value for key, value in zip(column.table.primary_key, row, strict=True)))
    stored = opened.execute(select(type_coerce(column, Text)).where(here).with_for_update()).scalar_one_or_none()
    if stored is not None:
        closed = type_coerce(cipher.rotate(stored), Text)
        opened.execute(update(column.table).where(here).values({column: closed}))
