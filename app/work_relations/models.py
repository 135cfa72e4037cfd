"""Contracts of members and their amendments, and what an organisation decides about warnings and associates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key


class Contract(OrganisationScoped, db.Model):
    """What binds a member and the organisation from a day on, as it was signed; amendments say what changed since.

    `closed_on` is the last day of a contract that was ended before its time, or that had no end. `last_day` and
    `trial_last_day` say where it stands with all its amendments, kept by work_relations.services, so that lists find
    what ends soon by an index.
    """

    __tablename__ = "contract"
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind_id: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(String(60), default="")  # the number on the organisation's own paper
    signed_on: Mapped[date | None]
    started_on: Mapped[date]
    ends_on: Mapped[date | None]  # as agreed at first
    trial_ends_on: Mapped[date | None]
    weekly_minutes: Mapped[int | None] = mapped_column(Integer)
    post_fr: Mapped[str] = mapped_column(String(120), default="")
    post_ar: Mapped[str] = mapped_column(String(120), default="")
    pay_terms: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    end_reason_id: Mapped[int | None] = mapped_column(BigInteger)
    end_note: Mapped[str] = mapped_column(String(200), default="")
    last_day: Mapped[date | None]
    trial_last_day: Mapped[date | None]
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("kind_id", to="vocabulary_term"),
        scoped_foreign_key("end_reason_id", to="vocabulary_term"),
        CheckConstraint("ends_on IS NULL OR ends_on >= started_on", name="ends_after_start"),
        CheckConstraint("last_day IS NULL OR last_day >= started_on", name="lasts_from_its_start"),
        Index("ix_contract_member", "organisation_id", "member_id", "started_on", "last_day"),
        Index("ix_contract_end", "organisation_id", "last_day", "id"),
        Index("ix_contract_trial", "organisation_id", "trial_last_day", "id"),
        {"sqlite_with_rowid": False},
    )


class ContractAmendment(OrganisationScoped, db.Model):
    """What a contract says otherwise from a day on: an empty column leaves the term as it was."""

    __tablename__ = "contract_amendment"
    contract_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(Integer)  # from 1, without gaps, in the contract
    effective_on: Mapped[date]
    signed_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    ends_on: Mapped[date | None]
    trial_ends_on: Mapped[date | None]
    weekly_minutes: Mapped[int | None] = mapped_column(Integer)
    post_fr: Mapped[str] = mapped_column(String(120), default="")
    post_ar: Mapped[str] = mapped_column(String(120), default="")
    pay_terms: Mapped[str] = mapped_column(Text, default="")
    objectives: Mapped[str] = mapped_column(Text, default="")
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("organisation_id", "contract_id", "number"),
        scoped_foreign_key("contract_id", to="contract"),
        {"sqlite_with_rowid": False},
    )


class ContractRules(InOrganisation, db.Model):
    """How many days ahead an organisation wants to be warned, and by when its employees are to be associates.

    Without a row, the defaults of work_relations.rules hold.
    """

    __tablename__ = "contract_rules"
    warning_days: Mapped[int] = mapped_column(Integer)
    expects_associates: Mapped[bool] = mapped_column(Boolean)
    associate_months: Mapped[int] = mapped_column(Integer)
    deducts_agreements: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = {"sqlite_with_rowid": False}
