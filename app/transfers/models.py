"""A member's move to another organisation: a row on each side, under one id, and between them a package for as long as nobody answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code
from app.kernel.tenancy import OrganisationScoped, scoped_foreign_key
from app.transfers.rules import Manner, TransferState


class OutgoingTransfer(OrganisationScoped, db.Model):
    """What the organisation that lets somebody go keeps: to whom, what was to be copied, the consent, what came of it.

    `parts` are the codes of `rules.Part` that were ticked. `admitted_on`: since when the person is a member there.
    """

    __tablename__ = "outgoing_transfer"
    member_id: Mapped[int] = mapped_column(BigInteger)
    to_organisation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("organisation.id"))
    state: Mapped[TransferState] = mapped_column(short_code(TransferState), default=TransferState.WAITING)
    parts: Mapped[list[str]] = mapped_column(JSON)
    consented_on: Mapped[date]
    manner: Mapped[Manner] = mapped_column(short_code(Manner))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    admitted_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")  # why it was declined, or withdrawn
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint("to_organisation_id != organisation_id", name="goes_to_another"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ends_once_answered"),
        Index("ix_outgoing_transfer_member", "organisation_id", "member_id", "state"),
        Index("ix_outgoing_transfer_state", "organisation_id", "state", "sent_at"),
        {"sqlite_with_rowid": False},
    )


class IncomingTransfer(OrganisationScoped, db.Model):
    """What the organisation that may receive somebody keeps. The package is there while it waits, and not a moment longer.

    `brought` is JSON: what the file now says of the time before, and what found no place here. `member_id`: who was
    admitted, or who was here already.
    """

    __tablename__ = "incoming_transfer"
    from_organisation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("organisation.id"))
    state: Mapped[TransferState] = mapped_column(short_code(TransferState), default=TransferState.WAITING)
    parts: Mapped[list[str]] = mapped_column(JSON)
    consented_on: Mapped[date]
    manner: Mapped[Manner] = mapped_column(short_code(Manner))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    package: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    ended_at: Mapped[datetime | None]
    ended_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    admitted_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    member_id: Mapped[int | None] = mapped_column(BigInteger)
    brought: Mapped[str] = mapped_column(EncryptedText, default="")
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint("from_organisation_id != organisation_id", name="comes_from_another"),
        CheckConstraint("(state = 'waiting') = (package IS NOT NULL)", name="package_goes_with_the_answer"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ends_once_answered"),
        CheckConstraint("(state IN ('accepted', 'here_already')) = (member_id IS NOT NULL)", name="who_came_is_known"),
        Index("ix_incoming_transfer_member", "organisation_id", "member_id"),
        Index("ix_incoming_transfer_state", "organisation_id", "state", "sent_at"),
        {"sqlite_with_rowid": False},
    )
