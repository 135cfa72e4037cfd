"""The rows of a PostgreSQL database: kept, and put back where they changed. Each row says which transaction wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

CATALOGUES = ("pg_class", "pg_attribute", "pg_constraint", "pg_trigger", "pg_proc")
Look = dict[str, tuple[int, int]]  # by table: how many rows, and the youngest transaction that wrote one of them


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a database holds: the rows of each table as COPY writes them, their number, and where each sequence stands."""

    content: dict[str, bytes]
    count: dict[str, int]
    sequences: dict[str, int | None]


class Inside:
    """A connection to a database that nobody has changed since it was created."""

    def __init__(self, url: str) -> None:
        self.connection: psycopg.Connection[Any] = psycopg.connect(url, autocommit=True)
        tables = [row[0] for row in self._ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        self._tables, self._catalogues = _look_at(*tables), _look_at(*CATALOGUES)
        self._looked, self._looked_at_catalogues = self._look(self._tables), self._look(self._catalogues)

    @property
    def process(self) -> int:
        return self.connection.info.backend_pid

    def close(self) -> None:
        self.connection.close()

    def rows(self) -> Rows:
        return Rows(
            content={table: self._copied_out(table) for table in self._looked},
            count={table: count for table, (count, _youngest) in self._looked.items()},
            sequences=self._sequences(),
        )

    def has_other_tables(self) -> bool:
        """A table, column, trigger, … came, went or changed."""
        return self._look(self._catalogues) != self._looked_at_catalogues

    def put_back(self, rows: Rows, *, all_tables: bool) -> None:
        """In the tables that changed since these rows were in them; in all, when others were."""
        looks = self._look(self._tables)
        changed = [table for table in looks if all_tables or looks[table] != self._looked[table]]
        if changed:
            self._fill(changed, rows)
        for sequence, value in rows.sequences.items() - self._sequences().items():
            self._ask("SELECT setval(%s::regclass, %s, %s)", f'"{sequence}"', value or 1, value is not None)

    def _fill(self, tables: list[str], rows: Rows) -> None:
        """Without triggers: neither keys nor the rules of documents that never change are in the way."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            (transaction,) = self._ask("SELECT pg_current_xact_id()::text::bigint")[0]
            for table in tables:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))) as copy:
                    copy.write(rows.content[table])
                self._looked[table] = (rows.count[table], transaction if rows.count[table] else 0)

    def _ask(self, question: Any, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, values, prepare=True).fetchall()

    def _look(self, question: sql.Composed) -> Look:
        return {table: (count, youngest) for table, count, youngest in self._ask(question)}

    def _copied_out(self, table: str) -> bytes:
        question = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
        with self.connection.cursor() as cursor, cursor.copy(question) as copy:
            return b"".join(copy)

    def _sequences(self) -> dict[str, int | None]:
        return dict(self._ask("SELECT sequencename, last_value FROM pg_sequences"))  # type: ignore[arg-type]


def _look_at(*tables: str) -> sql.Composed:
    each = sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}")
    return sql.SQL(" UNION ALL ").join(each.format(sql.Literal(table), sql.Identifier(table)) for table in tables)
