"""Trades that several members share, and who gets what part of them from which day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.activity.sharing import WHOLE
from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key

LONGEST_NAME = 80
LONGEST_AGREEMENT = 200


class SharedTrade(OrganisationScoped, db.Model):
    """A trade that several members practise together, from a day and perhaps until one."""

    __tablename__ = "shared_trade"
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    trade_id: Mapped[int] = mapped_column(BigInteger)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]  # the last day, included
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("trade_id", to="vocabulary_term"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        {"sqlite_with_rowid": False},
    )


class SharedTradeSplit(OrganisationScoped, db.Model):
    """Who gets what part from a day until the next split, as a written agreement says. Only added to.

    Of two that start on the same day the one written down last counts.
    """

    __tablename__ = "shared_trade_split"
    shared_trade_id: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date]
    signed_on: Mapped[date]  # the day the members signed the agreement
    agreement: Mapped[str] = mapped_column(String(LONGEST_AGREEMENT), default="")  # where it is, or what else it says
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    __table_args__ = (
        scoped_foreign_key("shared_trade_id", to="shared_trade"),
        Index("ix_shared_trade_split_trade", "organisation_id", "shared_trade_id", "starts_on"),
        {"sqlite_with_rowid": False},
    )


class SharedTradePart(InOrganisation, db.Model):
    """A member's part in a split. Places never change hands, so that merging two files moves nobody else's cents."""

    __tablename__ = "shared_trade_part"
    split_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-9)  # by member id, from 1
    member_id: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(Integer)  # hundredths of a percent
    __table_args__ = (
        scoped_foreign_key("split_id", to="shared_trade_split"),
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint(f"part BETWEEN 1 AND {WHOLE}", name="part_of_the_whole"),
        Index("ix_shared_trade_part_member", "organisation_id", "member_id"),
        {"sqlite_with_rowid": False},
    )
