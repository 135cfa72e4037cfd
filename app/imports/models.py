"""An import of members from a spreadsheet: its rows as they were read, what was found of each, and what columns meant before."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code
from app.kernel.tenancy import OrganisationScoped, scoped_foreign_key


class ImportState(StrEnum):
    """From the file that was read to the members that are written."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    DISCARDED = "discarded"


OPEN_STATES = (ImportState.MAPPING, ImportState.CHECKING, ImportState.CHECKED, ImportState.WRITING)
RUNNING_STATES = (ImportState.CHECKING, ImportState.WRITING)


class RowState(StrEnum):
    """What became of a row. The first five but `waiting` are what the dry run found; the last two are written."""

    WAITING = "waiting"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ALIKE = "alike"
    REFUSED = "refused"
    SKIPPED = "skipped"
    CREATED = "created"
    UPDATED = "updated"


class Import(OrganisationScoped, db.Model):
    """One file of one organisation. Its rows are personal data and go when it ends; counts stay.

    `columns` and `mapping` are JSON: the headers as they stand in the file, and what each column and word means.
    `moved_at` is when somebody last did something: an import that stands still is queued again. `checked_at` is when the dry
    run ended, whatever was decided since.
    """

    __tablename__ = "member_import"
    state: Mapped[ImportState] = mapped_column(short_code(ImportState), default=ImportState.MAPPING)
    file_kind: Mapped[str] = mapped_column(String(4))  # xlsx, xls, ods, csv
    file_digest: Mapped[str] = mapped_column(String(64))  # SHA-256, to notice the same file again
    how_read: Mapped[str] = mapped_column(EncryptedText)  # JSON: encoding and separator, or the name of the sheet
    columns: Mapped[str] = mapped_column(EncryptedText)
    mapping: Mapped[str] = mapped_column(EncryptedText)
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer, default=0)
    left_out: Mapped[int] = mapped_column(Integer, default=0)  # lines of totals, headers said again
    created: Mapped[int] = mapped_column(Integer, default=0)
    updated: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    started_by_account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    checked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_member_import_state", "organisation_id", "state", "moved_at"),
        {"sqlite_with_rowid": False},
    )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES


class ImportRow(OrganisationScoped, db.Model):
    """A row of the file. `cells` and `found` are JSON and empty once they are no longer needed.

    `found`: sentences by column, changes from and to, who may be the same person. `is_another`: what was decided of
    that, which holds as long as the same people are found. `person_key` and `identity_key` find the
    same person twice in one file.
    """

    __tablename__ = "member_import_row"
    import_id: Mapped[int] = mapped_column(BigInteger)
    row_number: Mapped[int] = mapped_column(Integer)  # as the spreadsheet counts
    state: Mapped[RowState] = mapped_column(short_code(RowState), default=RowState.WAITING)
    is_another: Mapped[bool | None]
    cells: Mapped[str] = mapped_column(EncryptedText)
    found: Mapped[str] = mapped_column(EncryptedText, default="")
    person_key: Mapped[str] = mapped_column(String(64), default="")
    identity_key: Mapped[str] = mapped_column(String(64), default="")
    member_id: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        UniqueConstraint("organisation_id", "import_id", "row_number"),
        scoped_foreign_key("import_id", to="member_import"),
        scoped_foreign_key("member_id", to="member"),
        Index("ix_member_import_row_state", "organisation_id", "import_id", "state", "row_number"),
        Index("ix_member_import_row_member", "organisation_id", "member_id"),
        {"sqlite_with_rowid": False},
    )


class ImportHabit(OrganisationScoped, db.Model):
    """What the columns of a file meant the last time, so that the next file with the same headers asks nothing."""

    __tablename__ = "member_import_habit"
    headers_digest: Mapped[str] = mapped_column(String(64))
    columns: Mapped[str] = mapped_column(EncryptedText)
    mapping: Mapped[str] = mapped_column(EncryptedText)
    used_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (UniqueConstraint("organisation_id", "headers_digest"), {"sqlite_with_rowid": False})
