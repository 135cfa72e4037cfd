"""Prints that are too large for a request: the worker makes them, and whoever asked fetches them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import OrganisationScoped, scoped_foreign_key


class PrintKind(StrEnum):
    LIST = "list"
    REGISTER = "register"

    @property
    def report(self) -> str:
        """The code of the report that is printed."""
        return "members" if self is PrintKind.REGISTER else "list"


class PrintState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PrintJob(OrganisationScoped, db.Model):
    """One print: of what, for whom, how far it is. `wanted` is the address of the list, name to values.

    Its rows are frozen when the work begins; `parts` are rendered one after the other, each a file beside the others,
    so that a worker that was killed goes on where it stood.
    """

    __tablename__ = "print_job"
    kind: Mapped[PrintKind] = mapped_column(short_code(PrintKind))
    wanted: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    state: Mapped[PrintState] = mapped_column(short_code(PrintState), default=PrintState.WAITING)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    rows_done: Mapped[int] = mapped_column(Integer, default=0)
    parts: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(Integer, default=0)  # since it last came further
    worked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stored_file_id: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        scoped_foreign_key("stored_file_id", to="stored_file"),
        CheckConstraint("(state = 'done') = (stored_file_id IS NOT NULL)", name="done_with_file"),
        Index("ix_print_job_state", "state", "worked_at"),
        Index("ix_print_job_account", "organisation_id", "account_id"),
        {"sqlite_with_rowid": False},
    )
