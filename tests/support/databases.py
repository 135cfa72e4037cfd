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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.support.files import KeptFiles
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


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a template holds: the rows of each table as COPY writes them, their number, and where each sequence stands."""

    content: dict[str, bytes]
    count: dict[str, int]
    sequences: dict[str, int | None]


Look = dict[str, tuple[int, int]]  # by table: how many rows, and the youngest transaction that wrote one of them


class PostgresqlDatabase(TestDatabase):
    """A database of this process on a server of the run's own, and the templates it is created from.

    To create one costs more than most tests, and so does every connection that must learn it anew. So it stands as long
    as its tables do, and only rows that changed are put back: each row says which transaction wrote it.
    """

    RENEWALS = 200  # until it is created anew: what was put back leaves dead rows behind

    def __init__(self, server_uri: str, name: str, files: KeptFiles) -> None:
        super().__init__(files)
        self.name = name
        address, mark, query = server_uri.partition("?")
        self.url = f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"
        self.server = psycopg.connect(server_uri, autocommit=True)
        self.inside: psycopg.Connection[Any] | None = None
        self._rows: dict[str, Rows] = {}
        self._stands_as = ""  # the template whose rows it had after the last renewal
        self._looked: Look = {}  # and how its tables looked then
        self._catalogues: Look = {}
        self._renewals = 0
        self.another(name)

    def another(self, name: str) -> str:
        """The address of an empty database of this name."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
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
        if name not in self._rows or not self.inside or not self._put_back(name):
            self.disconnect()
            self._leave()
            self._copy(name, self.name)
            self.inside = psycopg.connect(self.url, autocommit=True)
            self._take_stock(name)

    def _end_unfinished_work(self) -> None:
        unfinished = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND state <> 'idle' AND pid <> %s"
        own = self.inside.info.backend_pid if self.inside else 0
        if self.server.execute(unfinished, (self.name, own)).fetchall():
            self.disconnect()

    def _take_stock(self, name: str) -> None:
        tables = [row[0] for row in self._ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        self._look_at_tables = _look_at(tables)
        self._look_at_catalogues = _look_at(["pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc"])
        self._catalogues, self._looked = self._look(self._look_at_catalogues), self._look(self._look_at_tables)
        self._rows[name] = Rows(
            content={table: self._copied_out(table) for table in tables},
            count={table: self._looked[table][0] for table in tables},
            sequences=self._sequences(),
        )
        self._stands_as, self._renewals = name, 0

    def _put_back(self, name: str) -> bool:
        """Whether the rows are as they were kept; not when the tables themselves have changed, or after many renewals."""
        self._renewals += 1
        if self._renewals > self.RENEWALS or self._look(self._look_at_catalogues) != self._catalogues:
            return False
        looks = self._look(self._look_at_tables)
        changed = [table for table in looks if name != self._stands_as or looks[table] != self._looked[table]]
        if changed:
            self._fill_again(changed, self._rows[name])
        moved = self._rows[name].sequences.items() - self._sequences().items()
        for sequence, value in moved:
            self._ask("SELECT setval(%s::regclass, %s, %s)", f'"{sequence}"', value or 1, value is not None)
        self._stands_as = name
        return True

    def _fill_again(self, tables: list[str], rows: Rows) -> None:
        """Without triggers: neither keys nor the rules of documents that never change are in the way."""
        assert self.inside
        with self.inside.transaction(), self.inside.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            (transaction,) = self._ask("SELECT pg_current_xact_id()::text::bigint")[0]
            for table in tables:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))) as copy:
                    copy.write(rows.content[table])
                self._looked[table] = (rows.count[table], transaction if rows.count[table] else 0)

    def _ask(self, question: Any, *values: object) -> list[tuple[Any, ...]]:
        assert self.inside
        return self.inside.execute(question, values, prepare=True).fetchall()

    def _look(self, question: Any) -> Look:
        return {table: (count, youngest) for table, count, youngest in self._ask(question)}

    def _copied_out(self, table: str) -> bytes:
        assert self.inside
        question = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self.inside.cursor() as cursor, cursor.copy(question) as copy:
            return b"".join(copy)

    def _sequences(self) -> dict[str, int | None]:
        return dict(self._ask("SELECT sequencename, last_value FROM pg_sequences"))  # type: ignore[arg-type]

    def _copy(self, source: str, target: str) -> None:
        self.run(
            f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
        )


def _look_at(tables: list[str]) -> sql.Composed:
    each = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
    looks = [each.format(sql.Literal(table), sql.Identifier(table)) for table in tables]
    return sql.SQL(" UNION ALL ").join(looks)


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
