"""An import of past months: the file's rows as they were read, what was found of each, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code
from app.kernel.tenancy import OrganisationScoped, scoped_foreign_key


class SheetKind(StrEnum):
    """What a file has in a row."""

    RECORDS = "records"
    MONTHS = "months"


class State(StrEnum):
    """From the file that was read to the records that are written, and perhaps taken back."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    DISCARDED = "discarded"
    TAKEN_BACK = "taken_back"


OPEN_STATES = (State.MAPPING, State.CHECKING, State.CHECKED, State.WRITING)
RUNNING_STATES = (State.CHECKING, State.WRITING)


class RowState(StrEnum):
    """What became of a row."""

    WAITING = "waiting"
    NEW = "new"
    TWICE = "twice"  # the journal says it already
    REFUSED = "refused"


class ActivityImport(OrganisationScoped, db.Model):
    """One file of one organisation. What its rows say goes when it ends; counts stay, and its records bear its id.

    `columns` and `mapping` are JSON: the headers of the file, and what they mean. `records` and `payments`: how many were
    written, so that taking back notices what came or went since. `moved_at`: when something last happened to it.
    """

    __tablename__ = "activity_import"
    state: Mapped[State] = mapped_column(short_code(State), default=State.MAPPING)
    sheet: Mapped[SheetKind] = mapped_column(short_code(SheetKind))
    file_kind: Mapped[str] = mapped_column(String(4))  # xlsx, xls, ods, csv
    file_digest: Mapped[str] = mapped_column(String(64))  # SHA-256, to notice the same file again
    columns: Mapped[str] = mapped_column(EncryptedText)
    mapping: Mapped[str] = mapped_column(EncryptedText, default="")
    total: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    left_out: Mapped[int] = mapped_column(Integer, default=0)  # lines of totals, headers said again
    accepted: Mapped[int] = mapped_column(Integer, default=0)
    twice: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    records: Mapped[int] = mapped_column(Integer, default=0)
    payments: Mapped[int] = mapped_column(Integer, default=0)
    started_by_account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_activity_import_state", "organisation_id", "state", "moved_at"),
        {"sqlite_with_rowid": False},
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES


class ActivityImportRow(OrganisationScoped, db.Model):
    """A row of the file. `cells` and `found` are JSON; `found` says what is wrong, by column."""

    __tablename__ = "activity_import_row"
    import_id: Mapped[int] = mapped_column(BigInteger)
    row_number: Mapped[int] = mapped_column(Integer)  # as the spreadsheet counts
    state: Mapped[RowState] = mapped_column(short_code(RowState), default=RowState.WAITING)
    cells: Mapped[str] = mapped_column(EncryptedText)
    found: Mapped[str] = mapped_column(EncryptedText, default="")
    __table_args__ = (
        UniqueConstraint("organisation_id", "import_id", "row_number"),
        scoped_foreign_key("import_id", to="activity_import"),
        Index("ix_activity_import_row_state", "organisation_id", "import_id", "state", "row_number"),
        {"sqlite_with_rowid": False},
    )
