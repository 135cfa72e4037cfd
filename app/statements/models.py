"""Contribution rules, exemptions, rates of pay, and the entries of entrepreneurs' accounts. Nothing here is overwritten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key
from app.statements.kinds import EntryKind, Means
from app.statements.rules import WHOLE, Base, Spared, TierPeriod

LONGEST_REASON = 200


class _Recorded:
    """Who wrote it when; and, once it was withdrawn, who did and why. Withdrawn, it counts for no month."""

    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    withdrawal_reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")


class ContributionRule(_Recorded, OrganisationScoped, db.Model):
    """What is asked from a month on, until the next of the same kind of contract. Without a kind: of whoever has no rule of their own."""

    __tablename__ = "contribution_rule"
    contract_kind_id: Mapped[int | None] = mapped_column(BigInteger)
    first_month: Mapped[date]  # its first day
    base: Mapped[Base] = mapped_column(short_code(Base))
    period: Mapped[TierPeriod] = mapped_column(short_code(TierPeriod))
    fixed_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # a month
    minimum_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # a month
    currency: Mapped[str] = mapped_column(String(3))
    decision: Mapped[str] = mapped_column(String(120), default="")  # who decided, in which meeting
    __table_args__ = (
        scoped_foreign_key("contract_kind_id", to="vocabulary_term"),
        CheckConstraint("fixed_minor >= 0 AND minimum_minor >= 0", name="not_negative"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"),
        {"sqlite_with_rowid": False},
    )


class ContributionTier(InOrganisation, db.Model):
    """From this amount of the base on, this rate."""

    __tablename__ = "contribution_tier"
    rule_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    from_minor: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    rate: Mapped[int] = mapped_column(Integer)  # hundredths of a percent
    __table_args__ = (
        scoped_foreign_key("rule_id", to="contribution_rule"),
        CheckConstraint("from_minor >= 0", name="not_negative"),
        CheckConstraint(f"rate BETWEEN 0 AND {WHOLE}", name="a_part_of_the_whole"),
        {"sqlite_with_rowid": False},
    )


class ContributionExemption(_Recorded, OrganisationScoped, db.Model):
    """What a member does not owe, from a month to another, and why."""

    __tablename__ = "contribution_exemption"
    member_id: Mapped[int] = mapped_column(BigInteger)
    spared: Mapped[Spared] = mapped_column(short_code(Spared))
    first_month: Mapped[date]  # its first day
    last_month: Mapped[date | None]  # its first day; that month included
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint("last_month IS NULL OR last_month >= first_month", name="ends_after_start"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"),
        Index("ix_contribution_exemption_member", "organisation_id", "member_id"),
        {"sqlite_with_rowid": False},
    )


class PayParameters(_Recorded, OrganisationScoped, db.Model):
    """What employer and employee pay on gross pay from a month on, until the next; in hundredths of a percent."""

    __tablename__ = "pay_parameters"
    first_month: Mapped[date]  # its first day
    employer_rate: Mapped[int] = mapped_column(Integer)
    employee_rate: Mapped[int] = mapped_column(Integer)
    __table_args__ = (
        CheckConstraint(
            f"employer_rate BETWEEN 0 AND {WHOLE} AND employee_rate BETWEEN 0 AND {WHOLE}", name="parts_of_the_whole"
        ),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"),
        {"sqlite_with_rowid": False},
    )


class AccountEntry(OrganisationScoped, db.Model):
    """One entry of a member's account. It is never changed nor deleted: a counter-entry, which says why, takes it back.

    `amount_minor` is below zero in a counter-entry, and may be in an opening balance.
    """

    __tablename__ = "account_entry"
    number: Mapped[int] = mapped_column(Integer)  # from 1, without gaps, in the organisation
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[EntryKind] = mapped_column(short_code(EntryKind))
    day: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    means: Mapped[Means | None] = mapped_column(short_code(Means))  # how; of what was paid
    purpose: Mapped[str] = mapped_column(String(120), default="")  # what for
    reference: Mapped[str] = mapped_column(String(60), default="")  # of the receipt or transfer
    reverses_id: Mapped[int | None] = mapped_column(BigInteger)  # the entry this one takes back
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")  # why
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("organisation_id", "reverses_id"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("reverses_id", to="account_entry"),
        CheckConstraint("amount_minor <> 0 OR kind = 'opening'", name="an_amount"),
        CheckConstraint("kind = 'opening' OR (amount_minor < 0) = (reverses_id IS NOT NULL)", name="taken_back"),
        CheckConstraint("(reverses_id IS NULL) = (reason = '')", name="taken_back_for_a_reason"),
        CheckConstraint("(kind = 'opening') = (means IS NULL)", name="says_how"),
        Index("ix_account_entry_member", "organisation_id", "member_id", "day"),
        Index("ix_account_entry_day", "organisation_id", "day"),
        {"sqlite_with_rowid": False},
    )
