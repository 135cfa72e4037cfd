"""A house for each test, as full as the template: a database made once by the migrations, and the files of its data folder.

Templates are kept by name, for every process of a run; `renew` makes database and files as they were when the template
was kept.
"""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.files import KeptFiles
from tests.support.rows import Inside, Rows
from tests.support.run import postgresql_address, shared_folder

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
        self.files.put_back(name)
        self._renew_rows(name)

    @abstractmethod
    def _keep_rows(self, name: str) -> None: ...

    @abstractmethod
    def _renew_rows(self, name: str) -> None: ...


class SqliteFile(TestDatabase):
    """A file, and the templates it is copied from."""

    def __init__(self, path: Path, templates: Path, files: KeptFiles) -> None:
        super().__init__(files)
        self.path, self.templates = path, templates
        self.url = f"sqlite:///{self.path}"

    def _keep_rows(self, name: str) -> None:
        shutil.copyfile(self.path, self.templates / f"{name}.sqlite")

    def _renew_rows(self, name: str) -> None:
        self.disconnect()
        for suffix in ("-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.templates / f"{name}.sqlite", self.path)


class PostgresqlDatabase(TestDatabase):
    """A database of this process on a server of the run's own, and the templates it is created from.

    To create one costs more than most tests, and so does every connection that must learn it anew. So it stands as long
    as its tables do, and only rows that changed are put back.
    """

    RENEWALS = 200  # until it is created anew: what was put back leaves dead rows behind

    def __init__(self, server_uri: str, name: str, files: KeptFiles) -> None:
        super().__init__(files)
        self.name = name
        address, mark, query = server_uri.partition("?")
        self.url = f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"
        self.server = psycopg.connect(server_uri, autocommit=True)
        self.inside: Inside | None = None
        self._rows: dict[str, Rows] = {}
        self._stands_as = ""  # the template whose rows it had after the last renewal
        self._renewals = 0
        self.another(name)

    def another(self, name: str, *, like: str = "template1") -> str:
        """The address of a database of this name, made now: empty, or like another."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        return self.url.replace(f"/{self.name}", f"/{name}", 1)

    def run(self, *statements: str) -> None:
        """Statements about databases, from outside of them."""
        for statement in statements:
            self.server.execute(statement)  # type: ignore[call-overload]

    def close(self) -> None:
        self._leave()
        self.server.close()

    def _leave(self) -> None:
        if self.inside:
            self.inside.close()
            self.inside = None

    def _keep_rows(self, name: str) -> None:
        self._leave()
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM (FREEZE, ANALYZE)")
        self._copy(self.name, name)
        self._stands_as = ""

    def _renew_rows(self, name: str) -> None:
        """Connections of the application stay, unless a test left one in the middle of something."""
        self._end_unfinished_work()
        self._renewals += 1
        if self.inside and name in self._rows and self._renewals < self.RENEWALS and not self.inside.has_other_tables():
            self.inside.put_back(self._rows[name], all_tables=name != self._stands_as)
        else:
            self.disconnect()
            self._leave()
            self._copy(name, self.name)
            self.inside, self._renewals = Inside(self.url), 0
            self._rows[name] = self.inside.rows()
        self._stands_as = name

    def _end_unfinished_work(self) -> None:
        others = "datname = %s AND state <> 'idle' AND pid <> %s"
        unfinished = f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}"
        if self.server.execute(unfinished, (self.name, self.inside.process if self.inside else 0)).fetchall():
            self.disconnect()

    def _copy(self, source: str, target: str) -> None:
        self.run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )


@contextmanager
def test_database(folder: Path, files: KeptFiles) -> Iterator[TestDatabase]:
    """The database of this process, whose own folder this is: SQLite, or with TEST_DATABASE=postgresql one of the run's server."""
    if KIND == "sqlite":
        yield SqliteFile(folder / "test.sqlite", shared_folder(), files)
        return
    database = PostgresqlDatabase(postgresql_address(), f"test_{folder.name}", files)
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
        database.run(f"ALTER SYSTEM SET {setting} = off")
    database.run("SELECT pg_reload_conf()")
    yield database
    database.close()


test_database.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test
