"""Copies of a SQLite database: taken online through SQLite's own backup, in one read transaction with the counts."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.kernel.database import db


def _live_path() -> Path:
    return Path(db.engine.url.database or "")


def copy_database(target: Path) -> tuple[dict[str, int], str]:
    """Copy the live database; rows by table and the schema's revision at that moment."""
    with closing(sqlite3.connect(_live_path(), timeout=30, isolation_level=None)) as live:
        live.execute("BEGIN")
        rows = _rows(live)
        revision = _revision(live)
        with closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
        live.execute("ROLLBACK")
    return rows, revision


def problem_of(copy: Path, rows: dict[str, int]) -> str | None:
    """What is wrong with a copy, None if nothing is."""
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
            if opened.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return "the database is corrupt"
            if opened.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "rows of the database point nowhere"
            return None if _rows(opened) == rows else "the database does not hold the rows it should"
    except sqlite3.Error as error:
        return f"the database cannot be read: {error}"


def stored_files(copy: Path) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of each stored file that the copy names."""
    with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as opened:
        yield from opened.execute("SELECT path, sha256 FROM stored_file").fetchall()


def holds_data() -> bool:
    return _live_path().exists() and any(
        count for table, count in count_rows().items() if table not in ("alembic_version", "worker_heartbeat")
    )


def count_rows() -> dict[str, int]:
    with closing(sqlite3.connect(_live_path())) as live:
        return _rows(live)


def put_back(copy: Path) -> None:
    """The copy takes the live file's place; journals of the old one would be replayed over it, so they go."""
    live = _live_path()
    arriving = live.with_name(live.name + ".arriving")
    shutil.copyfile(copy, arriving)
    with arriving.open("rb") as opened:
        os.fsync(opened.fileno())
    for suffix in ("-wal", "-shm", "-journal"):
        live.with_name(live.name + suffix).unlink(missing_ok=True)
    arriving.rename(live)


def _rows(opened: sqlite3.Connection) -> dict[str, int]:
    tables = opened.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608


def _revision(opened: sqlite3.Connection) -> str:
    try:
        found = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return ""
    return found[0] if found else ""
