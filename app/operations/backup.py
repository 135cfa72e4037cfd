"""Backups: database and files of one moment in one archive, checked after writing; and back again.

A file is written before the transaction that names it commits and never changes, so files copied after the database
always hold all that the copy names. Copying a live SQLite file would not do: of 40 such copies under load 22 were
corrupt. The key of identity numbers is kept apart, so it is not in the archive.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from app.kernel import clock
from app.kernel.database import db
from app.kernel.files import files_directory
from app.kernel.jobs import worker_is_alive

FORMAT = 1
DATABASE = "database"
MANIFEST = "manifest.json"


class BackupFailed(Exception):
    """The archive was not made, or is not what it says: the message tells why."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What an archive holds: rows by table, SHA-256 by file, and what made it."""

    format: int
    made_at: str
    dialect: str
    revision: str
    rows: dict[str, int]
    files: dict[str, str]


def default_directory() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "backups"


def create_backup(directory: Path, *, keep: int | None = None) -> Path:
    """Write a checked archive into the directory and return it; with `keep`, only the newest that many stay.

    Raises BackupFailed when the copy is not whole, OSError when it cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    archive = directory / f"moucharaka-{clock.now():%Y%m%dT%H%M%S}Z.tar"
    with _work_folder(directory) as folder:
        rows, revision = _copier().copy_database(folder / DATABASE)
        _copy_files(folder / "files")
        _refuse_missing_files(folder)
        _write_manifest(folder, rows, revision)
        _pack(folder, archive)
    check_backup(archive)
    if keep is not None:
        for old in sorted(directory.glob("moucharaka-*.tar"))[:-keep]:
            old.unlink()
    return archive


def check_backup(archive: Path) -> Manifest:
    """Open an archive again and compare every byte and every count with its manifest. Raises BackupFailed."""
    with _work_folder(archive.parent) as folder:
        return _unpack_and_check(archive, folder)


def restore_backup(archive: Path, *, replace: bool) -> Manifest:
    """Put an archive in the place of the database and files.

    Raises BackupFailed: the archive is damaged, the house is running, or there is data and `replace` is not said.
    """
    refuse_running_house()
    with _work_folder(archive.parent) as folder:
        manifest = _unpack_and_check(archive, folder)
        if manifest.dialect != db.engine.dialect.name:
            raise BackupFailed(f"The archive is of {manifest.dialect}, this database is {db.engine.dialect.name}.")
        if not replace and _copier().holds_data():
            raise BackupFailed("The database is not empty. Say --replace to put the archive in its place.")
        db.session.remove()
        db.engine.dispose()
        _copier().put_back(folder / DATABASE)
        _put_files_back(folder / "files")
    if _copier().count_rows() != manifest.rows:
        raise BackupFailed("The restored database does not hold the rows that the archive names.")
    return manifest


def _copier() -> Any:
    if db.engine.dialect.name == "postgresql":
        from app.operations import postgresql_copy  # and its driver, only where it is in use

        return postgresql_copy
    from app.operations import sqlite_copy

    return sqlite_copy


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as name:
        yield Path(name)


def _copy_files(target: Path) -> None:
    target.mkdir()
    if files_directory().exists():
        shutil.copytree(files_directory(), target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))


def _refuse_missing_files(folder: Path) -> None:
    """Every stored file that the copied database names is in the copy, with the bytes it had."""
    for path, sha256 in _copier().stored_files(folder / DATABASE):
        copied = folder / "files" / path
        if not copied.exists() or _sha256(copied) != sha256:
            raise BackupFailed(f"The stored file {path} is missing or damaged.")


def _write_manifest(folder: Path, rows: dict[str, int], revision: str) -> None:
    manifest = Manifest(
        format=FORMAT,
        made_at=clock.now().isoformat(timespec="seconds"),
        dialect=db.engine.dialect.name,
        revision=revision,
        rows=rows,
        files={str(path.relative_to(folder)): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()},
    )
    (folder / MANIFEST).write_text(json.dumps(manifest.__dict__, indent=1))


def _pack(folder: Path, archive: Path) -> None:
    unfinished = archive.with_suffix(".part")
    with unfinished.open("wb") as out:
        unfinished.chmod(0o600)
        with tarfile.open(fileobj=out, mode="w") as packed:
            packed.add(folder / MANIFEST, MANIFEST)
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.name != MANIFEST:
                    packed.add(path, str(path.relative_to(folder)))
        out.flush()
        os.fsync(out.fileno())
    unfinished.rename(archive)


def _unpack_and_check(archive: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(archive) as packed:
            _unpack(packed, folder)
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise BackupFailed(f"{archive.name} cannot be read: {error}") from error
    (folder / "files").mkdir(exist_ok=True)
    for name, sha256 in manifest.files.items():
        if not (folder / name).is_file() or _sha256(folder / name) != sha256:
            raise BackupFailed(f"{archive.name}: {name} is missing or damaged.")
    problem = _copier().problem_of(folder / DATABASE, manifest.rows)
    if problem:
        raise BackupFailed(f"{archive.name}: {problem}")
    return manifest


def _unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Write the archive's plain files below the folder, and nothing elsewhere (Debian 12's tarfile knows no `filter`)."""
    for member in packed:
        target = (folder / member.name).resolve()
        content = packed.extractfile(member) if member.isfile() else None
        if content is None or not target.is_relative_to(folder.resolve()):
            raise BackupFailed(f"The archive holds something else than plain files: {member.name!r}.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as out:
            shutil.copyfileobj(content, out)


def refuse_running_house() -> None:
    try:
        running = worker_is_alive()
    except Exception:  # no table, no database: nothing runs
        running = False
    db.session.rollback()
    if running:
        raise BackupFailed("The house is running: stop the web server and the worker first.")


def _put_files_back(copied: Path) -> None:
    """The archive's files take the place of today's, which stay beside it until they are in."""
    place = files_directory()
    aside = place.with_name(f"{place.name}-replaced")
    shutil.rmtree(aside, ignore_errors=True)
    if place.exists():
        place.rename(aside)
    shutil.copytree(copied, place)
    shutil.rmtree(aside, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
