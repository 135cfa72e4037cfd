"""The share ledger: what a share is worth from when, every movement, and what each holder has now."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key
from app.shares.rules import MovementKind


class ShareValue(OrganisationScoped, db.Model):
    """What one share is worth from a day on, in minor units of the organisation's currency.

    `from_reserves` says who brings the difference to the value before: the reserves, or (False) the holders, who owe it.
    """

    __tablename__ = "share_value"
    from_day: Mapped[date]
    value_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    from_reserves: Mapped[bool] = mapped_column(Boolean, default=False)
    decision: Mapped[str] = mapped_column(String(120), default="")  # who decided, in which meeting
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        UniqueConstraint("organisation_id", "from_day"),
        CheckConstraint("value_minor > 0", name="worth_something"),
        {"sqlite_with_rowid": False},
    )


class ShareRule(InOrganisation, db.Model):
    """What the statutes ask of a subscription; without a row, what the country's law asks (shares.rules)."""

    __tablename__ = "share_rule"
    least_shares: Mapped[int] = mapped_column(Integer)  # of each associate; 0: no such rule
    first_part_percent: Mapped[int] = mapped_column(Integer)  # paid on the day of subscription; 0: no such rule
    months_to_pay: Mapped[int] = mapped_column(Integer)  # for the rest; 0: no such rule
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("least_shares >= 0 AND months_to_pay >= 0", name="not_negative"),
        CheckConstraint("first_part_percent BETWEEN 0 AND 100", name="a_percentage"),
        {"sqlite_with_rowid": False},
    )


class ShareMovement(OrganisationScoped, db.Model):
    """One entry of the ledger. It is never changed nor deleted: an entry made by mistake is cancelled, and stays readable.

    `shares` pass from the member to nobody, from nobody to the member, or to `to_member_id`. `paid_minor` is the paid-up
    part that moves with them, or what is paid in; `refunded_minor` what the person was given back.
    """

    __tablename__ = "share_movement"
    number: Mapped[int] = mapped_column(Integer)  # from 1, without gaps, in the organisation
    kind: Mapped[MovementKind] = mapped_column(short_code(MovementKind))
    happened_on: Mapped[date]
    member_id: Mapped[int] = mapped_column(BigInteger)
    to_member_id: Mapped[int | None] = mapped_column(BigInteger)
    shares: Mapped[int] = mapped_column(Integer, default=0)
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    refunded_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(String(120), default="")  # a receipt, a decision
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    cancelled_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    cancellation_reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("to_member_id", to="member"),
        CheckConstraint("shares >= 0 AND paid_minor >= 0 AND refunded_minor >= 0", name="not_negative"),
        CheckConstraint("(kind = 'payment') = (shares = 0)", name="all_but_payments_move_shares"),
        CheckConstraint("kind != 'payment' OR paid_minor > 0", name="payments_pay"),
        CheckConstraint("(kind = 'transfer') = (to_member_id IS NOT NULL)", name="transfers_have_a_receiver"),
        CheckConstraint("to_member_id != member_id", name="transfers_go_to_another"),
        CheckConstraint("kind = 'refund' OR refunded_minor = 0", name="refunds_give_back"),
        CheckConstraint("refunded_minor <= paid_minor", name="no_more_back_than_was_paid"),
        Index("ix_share_movement_member", "organisation_id", "member_id"),
        Index("ix_share_movement_receiver", "organisation_id", "to_member_id"),
        {"sqlite_with_rowid": False},
    )


class ShareHolding(InOrganisation, db.Model):
    """What a holder has now, kept by shares.services in the transaction that changes the ledger, so that lists need no sums."""

    __tablename__ = "share_holding"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    shares: Mapped[int] = mapped_column(Integer)
    paid_minor: Mapped[int] = mapped_column(BigInteger)
    owed_minor: Mapped[int] = mapped_column(BigInteger)
    held_since: Mapped[date | None]  # of whoever holds shares
    owed_since: Mapped[date | None]  # the oldest part not yet paid; no part: nothing is owed
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        Index("ix_share_holding_owed", "organisation_id", "owed_since"),
        {"sqlite_with_rowid": False},
    )
