"""The file of the identity keys: made at the very first start, and missed from the day something is encrypted.

Whether keys may be made is asked of the database, not of a setting: where no encrypted value is stored, new keys lose
nothing; where one is, only the file that closed it will do (docs/adr/0018).
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Text, inspect, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from app.kernel import cipher
from app.kernel.cipher import Keys, KeysRefused
from app.kernel.columns import EncryptedText
from app.kernel.database import db
from app.kernel.files import sync_folder


def open_key_file(path: Path) -> Keys:
    """The keys of this installation; a first start makes them.

    Raises `KeysRefused` when they are missing although something is encrypted, open nothing that is stored, or when the
    database cannot be asked while they are missing. A database that does not answer is no reason to refuse keys that are there.
    """
    try:
        stored = list(_stored_values())
    except SQLAlchemyError:
        if not path.exists():
            raise KeysRefused(
                f"{path} is missing, and the database does not answer, so nobody can tell whether it is needed: "
                "start the database, or restore the file from its safe place."
            ) from None
        stored = []
    if stored and not path.exists():
        raise KeysRefused(
            f"{path} is missing, and the database holds identity numbers that only this file opens: "
            "restore the copy of it that was put in a safe place (its owner the application's account, mode 0600)."
        )
    keys = load_keys(path, may_create=True)
    if not all(cipher.opens(keys, value) for value in stored):
        raise KeysRefused(
            f"{path} is not the file that closed the identity numbers in the database: restore the copy of that one."
        )
    return keys


def load_keys(path: Path, *, may_create: bool = False) -> Keys:
    """The keys of a file; with `may_create` a missing one is made, for its owner only.

    Raises `KeysRefused` when it is missing, cannot be made or read, or when everybody on the machine may read it.
    """
    try:
        if may_create and not path.exists():
            create_key_file(path)
        if not path.exists():
            raise KeysRefused(f"{path} is missing: restore the copy of it that was put in a safe place.")
        if path.stat().st_mode & 0o007:
            raise KeysRefused(f"Everybody on this machine may read {path}: chmod 600 {path}")
        return cipher.parse_keys(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a key file"
        raise KeysRefused(f"{path}, the file of the identity keys, cannot be made or read: {reason}.") from None


def create_key_file(path: Path) -> None:
    """Fresh keys, for their owner only; a file that is there already is left alone.

    Written whole under another name, then linked: of two processes starting at once one wins, and both read the same.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft_of(path, cipher.new_keys())
    try:
        os.link(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def replace_key_file(path: Path, keys: Keys) -> None:
    """Other keys in the place of those that are there, whole or not at all; owner, group and mode stay.

    Raises PermissionError for who may not give the file back to its owner.
    """
    path = path.resolve()  # a link to another volume stays one
    former = path.stat()
    draft = _draft_of(path, keys)
    try:
        os.chown(draft, former.st_uid, former.st_gid)
        draft.chmod(former.st_mode & 0o777)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def alone_with_key_file(path: Path) -> Iterator[None]:
    """Nobody else changes the keys meanwhile; what an interrupted change left behind goes. Raises KeysRefused."""
    path = path.resolve()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        _lock(folder)
        for draft in path.parent.glob(f".{path.name}.*"):
            draft.unlink()
        yield
    finally:
        os.close(folder)


def _lock(folder: int) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise KeysRefused("Somebody else is changing the keys right now: wait until that is done.") from None


def _draft_of(path: Path, keys: Keys) -> Path:
    """The keys on the disk, under another name beside the file, for its owner only."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(cipher.as_text(keys))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _stored_values() -> Iterator[str]:
    """One encrypted value of each column that holds any, as the database keeps it: unreadable, and of no organisation."""
    if _is_a_file_yet_to_be_made():
        return
    with db.engine.connect() as opened:
        present = set(inspect(opened).get_table_names())
        for column in encrypted_columns():
            if column.table.name in present:
                found = select(type_coerce(column, Text)).where(column.is_not(None)).limit(1)
                yield from opened.execute(found).scalars()
    db.engine.dispose()  # no connection stays open: the web server may fork, and the application may not be used at all


def encrypted_columns() -> Iterator[Column[str]]:
    """Every column whose values the keys open."""
    for table in db.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, EncryptedText))


def _is_a_file_yet_to_be_made() -> bool:
    """Asking a SQLite database that is not there would make it, and others take a file that is there for a whole one."""
    url = db.engine.url
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()
