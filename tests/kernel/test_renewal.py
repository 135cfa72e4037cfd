"""What one test leaves behind, the next one does not find: neither rows, nor tables, nor files."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from app.extensions import db
from tests.support.databases import TestDatabase
from tests.support.fingerprint import fingerprint
from tests.support.life import Life


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE member SET commune = 'Ailleurs'",
        "DELETE FROM notice",
        "INSERT INTO attempt (id, key, happened_at) VALUES (1, 'somebody', '2026-11-18 10:00:00')",
        "ALTER TABLE member ADD COLUMN left_over TEXT",
        "CREATE TABLE left_over (id INTEGER)",
    ],
)
def test_rows_and_tables_are_as_they_were(lived_in: Flask, database: TestDatabase, change: str) -> None:
    before = fingerprint(lived_in), tables(lived_in)
    for template in ("lived_in", "filled", "lived_in"):
        with lived_in.app_context(), db.engine.begin() as connection:
            connection.execute(text(change))
        assert (fingerprint(lived_in), tables(lived_in)) != before
        database.renew(template)
    assert (fingerprint(lived_in), tables(lived_in)) == before


def tables(app: Flask) -> dict[str, list[str]]:
    """Columns by table."""
    with app.app_context():
        looked = inspect(db.engine)
        return {table: [column["name"] for column in looked.get_columns(table)] for table in looked.get_table_names()}


def test_files_are_as_they_were(lived_in: Flask, life: Life, database: TestDatabase, data_folder: Path) -> None:
    before = {path: path.is_file() and path.read_bytes() for path in data_folder.rglob("*")}
    paper = next(path for path, content in before.items() if content and "files" in path.parts)
    paper.write_bytes(b"changed")
    (data_folder / "left over").mkdir()
    database.renew("lived_in")
    assert {path: path.is_file() and path.read_bytes() for path in data_folder.rglob("*")} == before
