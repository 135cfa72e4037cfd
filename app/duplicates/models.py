"""Pairs of files that look alike and are of two people, as somebody said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import InOrganisation, scoped_foreign_key


class DifferentPeople(InOrganisation, db.Model):
    """These two are not the same person: the pair is proposed no longer. The smaller id stands first."""

    __tablename__ = "different_people"
    first_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    second_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    said_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    said_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        scoped_foreign_key("first_id", to="member"),
        scoped_foreign_key("second_id", to="member"),
        CheckConstraint("first_id != second_id", name="two_files"),
        Index("ix_different_people_second", "organisation_id", "second_id"),
        {"sqlite_with_rowid": False},
    )
