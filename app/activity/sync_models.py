"""What phones delivered: each record once, by the mark the phone gave it, and what came under a mark already used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.submissions import LONGEST_KEY
from app.kernel.tenancy import OrganisationScoped, scoped_foreign_key

LONGEST_KIND = 20


class ActivityDelivery(OrganisationScoped, db.Model):
    """A record that a phone delivered and that was kept; `answer` is what the phone was told, word for word.

    The record may be corrected or deleted later: its id stands in the answer, and links nothing.
    """

    __tablename__ = "activity_delivery"
    member_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    uid: Mapped[str] = mapped_column(String(LONGEST_KEY))
    payload_digest: Mapped[str] = mapped_column(String(64))
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime | None]  # by the phone's clock
    clock_ahead: Mapped[int | None] = mapped_column(
        Integer
    )  # seconds, of the phone's clock at the delivery, where it was wrong
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        UniqueConstraint("organisation_id", "uid"),
        {"sqlite_with_rowid": False},
    )


class ActivityAside(OrganisationScoped, db.Model):
    """Other content under the mark of a record that was kept before: shown to the person, who says what becomes of it."""

    __tablename__ = "activity_aside"
    member_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    uid: Mapped[str] = mapped_column(String(LONGEST_KEY))
    payload_digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)  # names and what was typed
    made_at: Mapped[datetime | None]
    received_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        UniqueConstraint("organisation_id", "uid", "payload_digest"),
        Index("ix_activity_aside_open", "organisation_id", "member_id", "settled_at"),
        {"sqlite_with_rowid": False},
    )
