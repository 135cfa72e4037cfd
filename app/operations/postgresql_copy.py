"""Copies of a PostgreSQL database: `pg_dump` on the snapshot that the counts were taken in."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from app.kernel.database import db

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class ToolMissing(RuntimeError):
    """`pg_dump` or `pg_restore` is not installed: the package is postgresql-client."""


def copy_database(target: Path) -> tuple[dict[str, int], str]:
    """Dump the live database in PostgreSQL's own format; rows by table and the revision in the same snapshot."""
    with psycopg.connect(_address()) as live, live.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str(cursor.fetchone()[0])  # type: ignore[index]
        rows = _rows(cursor)
        revision = _revision(cursor)
        stored = cursor.execute("SELECT path, sha256 FROM stored_file").fetchall()
        _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}", _address())
    target.with_suffix(".stored").write_text("".join(f"{path} {sha256}\n" for path, sha256 in stored))
    return rows, revision


def stored_files(copy: Path) -> Iterator[tuple[str, str]]:
    """Path and SHA-256 of each stored file that the dump names, as noted when it was made."""
    for line in copy.with_suffix(".stored").read_text().splitlines():
        path, _space, sha256 = line.partition(" ")
        yield path, sha256


def problem_of(copy: Path, rows: dict[str, int]) -> str | None:
    """What is wrong with a dump, None if its table of contents is whole and names every table."""
    listed = subprocess.run([_tool("pg_restore"), "--list", str(copy)], capture_output=True, text=True, check=False)
    if listed.returncode:
        return f"the dump cannot be read: {listed.stderr.strip()}"
    missing = [table for table in rows if f"TABLE DATA public {table} " not in listed.stdout]
    return f"the dump lacks {', '.join(missing)}" if missing else None


def holds_data() -> bool:
    return any(count for table, count in count_rows().items() if table not in ("alembic_version", "worker_heartbeat"))


def count_rows() -> dict[str, int]:
    with psycopg.connect(_address()) as live, live.cursor() as cursor:
        return _rows(cursor)


def put_back(copy: Path) -> None:
    """Replace the live tables by the dump's, all in one transaction."""
    _run(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
        f"--dbname={_address()}", str(copy),
    )  # fmt: skip


def _rows(cursor: psycopg.Cursor) -> dict[str, int]:
    tables = [name for (name,) in cursor.execute(TABLES).fetchall()]
    counted = {}
    for name in tables:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        counted[name] = int(cursor.fetchone()[0])  # type: ignore[index]
    return counted


def _revision(cursor: psycopg.Cursor) -> str:
    found = cursor.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(found[0]) if found else ""


def _address() -> str:
    url: URL = db.engine.url
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _tool(name: str) -> str:
    """The tool, from `PG_BIN` or the path."""
    found = shutil.which(name, path=os.environ.get("PG_BIN", os.environ.get("PATH")))
    if found is None:
        raise ToolMissing(f"{name} is not installed; the package is postgresql-client.")
    return found


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run([_tool(name), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr.strip()}")
