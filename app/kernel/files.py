"""Bytes that must stay as they are: written once under a random name, with their SHA-256 in the database.

The file is on disk, synced, before the transaction that speaks of it commits; a rolled-back transaction leaves a
file nobody names, which the nightly sweep removes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import OrganisationScoped, open_organisation_id


class StoredFile(OrganisationScoped, db.Model):
    """A file of one organisation in `DATA_DIR/files`."""

    __tablename__ = "stored_file"
    path: Mapped[str] = mapped_column(String(100))  # below DATA_DIR/files, random
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer)  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = {"sqlite_with_rowid": False}


class FileDamaged(RuntimeError):
    """A stored file is missing or its bytes are not those that were stored."""


def files_directory() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"


def store(content: bytes, media_type: str) -> StoredFile:
    """Write the bytes to disk and add their row to the open transaction."""
    name = secrets.token_hex(16)
    relative = f"{open_organisation_id()}/{name[:2]}/{name}"
    write_durably(files_directory() / relative, content)
    stored = StoredFile(
        organisation_id=open_organisation_id(),
        path=relative,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def read(stored_id: int) -> bytes:
    """The bytes of a file of the open organisation; `FileDamaged` if they are not what was stored."""
    return read_with_type(stored_id)[0]


def read_with_type(stored_id: int) -> tuple[bytes, str]:
    """The same, and its media type."""
    stored = db.session.get_one(StoredFile, (open_organisation_id(), stored_id))
    try:
        content = (files_directory() / stored.path).read_bytes()
    except OSError as error:
        raise FileDamaged(f"stored file {stored_id} cannot be read") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise FileDamaged(f"stored file {stored_id} has changed")
    return content, stored.media_type


def forget(stored_id: int) -> None:
    """No row names the file any longer; the nightly sweep then removes its bytes. Backups keep theirs until they go."""
    db.session.delete(db.session.get_one(StoredFile, (open_organisation_id(), stored_id)))


def write_durably(path: Path, content: bytes) -> None:
    """Write under a temporary name, sync, rename, sync the folder: after this the file survives a loss of power."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with temporary.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    temporary.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Names in a folder survive a loss of power once the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
