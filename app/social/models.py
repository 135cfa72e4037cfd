"""The social file of a member: what is known of their situation, kept apart from who they are and how they are reached."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key

MOST_PEOPLE_AT_HOME = 30
MOST_WEEKLY_HOURS = 100


class Education(StrEnum):
    """The highest level reached; the steps that funders ask for (ISCED 0, 1, 2, 3, 4 vocational, 5 to 8)."""

    NONE = "none"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"
    HIGHER = "higher"


class FamilyStatus(StrEnum):
    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class Language(StrEnum):
    """Languages spoken; the spoken Arabic of the country, and its Amazigh languages by their own names."""

    ARABIC = "ar"
    DARIJA = "darija"
    TASHELHIT = "shi"
    TAMAZIGHT = "tzm"
    TARIFIT = "rif"
    KABYLE = "kab"
    CHAOUI = "shy"
    HASSANIYA = "mey"
    FRENCH = "fr"
    ENGLISH = "en"
    SPANISH = "es"
    ITALIAN = "it"
    SIGNS = "sign"
    OTHER = "other"


class Proof(StrEnum):
    """What was seen of a social protection."""

    CARD = "card"
    CERTIFICATE = "certificate"
    PAYSLIP = "payslip"
    WORD = "word"  # the person says so


class SocialFile(InOrganisation, db.Model):
    """What is known of one member besides dated facts; made when something is first said."""

    __tablename__ = "social_file"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    education: Mapped[Education | None] = mapped_column(short_code(Education))
    antenna_id: Mapped[int | None] = mapped_column(BigInteger)  # where the person is followed
    prescriber_id: Mapped[int | None] = mapped_column(BigInteger)  # who sent them
    prescriber_name: Mapped[str] = mapped_column(String(120), default="")
    channel_id: Mapped[int | None] = mapped_column(BigInteger)  # how they heard of the organisation
    family_status: Mapped[FamilyStatus | None] = mapped_column(short_code(FamilyStatus))
    children: Mapped[int | None] = mapped_column(Integer)
    dependants: Mapped[int | None] = mapped_column(Integer)  # whoever lives on their income, children included
    is_first_business: Mapped[bool | None]
    objectives: Mapped[str] = mapped_column(Text, default="")
    objectives_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("antenna_id", to="vocabulary_term"),
        scoped_foreign_key("prescriber_id", to="vocabulary_term"),
        scoped_foreign_key("channel_id", to="vocabulary_term"),
        CheckConstraint(f"children BETWEEN 0 AND {MOST_PEOPLE_AT_HOME}", name="children_can_be_counted"),
        CheckConstraint(f"dependants BETWEEN 0 AND {MOST_PEOPLE_AT_HOME}", name="dependants_can_be_counted"),
        Index("ix_social_file_education", "organisation_id", "education"),
        {"sqlite_with_rowid": False},
    )


class SpokenLanguage(InOrganisation, db.Model):
    __tablename__ = "spoken_language"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    language: Mapped[Language] = mapped_column(short_code(Language), primary_key=True)
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


class SocialFact(OrganisationScoped):
    """Mixin of what is known from a day on: several to a member, each recorded, corrected and deleted by itself."""

    member_id: Mapped[int] = mapped_column(BigInteger)
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy's way
        return {"version_id_col": cls.version}


class Occupation(SocialFact, db.Model):
    """From a day on the person is employed, without work, studying …, until the day before the next one begins."""

    __tablename__ = "occupation"
    occupation_id: Mapped[int] = mapped_column(BigInteger)
    started_on: Mapped[date]
    holds_until: Mapped[date | None]  # kept by social.fact_services
    note: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        UniqueConstraint("organisation_id", "member_id", "started_on"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("occupation_id", to="vocabulary_term"),
        CheckConstraint("holds_until IS NULL OR holds_until >= started_on", name="holds_from_its_start"),
        Index("ix_occupation_held", "organisation_id", "occupation_id", "started_on", "holds_until", "member_id"),
        {"sqlite_with_rowid": False},
    )


class MemberTrade(SocialFact, db.Model):
    """A trade the person has; the main one stands in their file, and may have its sector here."""

    __tablename__ = "member_trade"
    trade_id: Mapped[int] = mapped_column(BigInteger)
    sector_id: Mapped[int | None] = mapped_column(BigInteger)
    started_on: Mapped[date | None]
    __table_args__ = (
        UniqueConstraint("organisation_id", "member_id", "trade_id"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("trade_id", to="vocabulary_term"),
        scoped_foreign_key("sector_id", to="vocabulary_term"),
        {"sqlite_with_rowid": False},
    )


class OtherJob(SocialFact, db.Model):
    """Work beside the organisation: for whom, or of what kind."""

    __tablename__ = "other_job"
    employer: Mapped[str] = mapped_column(String(120))
    weekly_hours: Mapped[int | None] = mapped_column(Integer)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint(f"weekly_hours BETWEEN 1 AND {MOST_WEEKLY_HOURS}", name="hours_of_a_week"),
        Index("ix_other_job_member", "organisation_id", "member_id"),
        {"sqlite_with_rowid": False},
    )


class Protection(SocialFact, db.Model):
    """A body of social protection covers the person from a day to a day (both included; no end: still)."""

    __tablename__ = "protection"
    body_id: Mapped[int] = mapped_column(BigInteger)
    body_number: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)
    number_last_three: Mapped[str] = mapped_column(String(3), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    proof: Mapped[Proof | None] = mapped_column(short_code(Proof))
    proof_on: Mapped[date | None]
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("body_id", to="vocabulary_term"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        Index("ix_protection_member", "organisation_id", "member_id", "started_on"),
        Index("ix_protection_held", "organisation_id", "body_id", "started_on", "ended_on", "member_id"),
        {"sqlite_with_rowid": False},
    )


class Disability(InOrganisation, db.Model):
    """What the person wished to say of a disability, encrypted, with the day of their consent and who recorded it."""

    __tablename__ = "disability"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    said: Mapped[str] = mapped_column(EncryptedText, deferred=True)
    consented_on: Mapped[date]
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})
