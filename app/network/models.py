"""Organisations, and the words and signatories each one chooses."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.ids import new_id
from app.kernel.tenancy import OrganisationScoped
from app.network.territory_rules import ChangeKind


class OrganisationKind(StrEnum):
    """A cooperative, one being created, or an association that runs workshops."""

    COOPERATIVE = "cooperative"
    PROJECT = "project"
    PARTNER = "partner"


class Country(StrEnum):
    MOROCCO = "MA"
    TUNISIA = "TN"
    ALGERIA = "DZ"


CURRENCIES = {Country.MOROCCO: "MAD", Country.TUNISIA: "TND", Country.ALGERIA: "DZD"}


class TerritoryChange(db.Model):
    """One change of a country's list of territories, numbered from 1 in the country. Only added to; all organisations share it.

    Two at once draw the same number, and the second is told that somebody changed the list meanwhile. The `id` of the last
    one names the list as it then is; ids are never drawn twice, not even after a rollback.
    """

    __tablename__ = "territory_change"
    country: Mapped[Country] = mapped_column(short_code(Country), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    id: Mapped[int] = mapped_column(BigInteger, unique=True, default=new_id)
    kind: Mapped[ChangeKind] = mapped_column(short_code(ChangeKind))
    code: Mapped[str] = mapped_column(String(10))
    day: Mapped[date | None]
    level: Mapped[str] = mapped_column(String(20), default="")  # of a new one, what it is
    parent: Mapped[str] = mapped_column(String(10), default="")
    name_fr: Mapped[str] = mapped_column(String(80), default="")
    name_ar: Mapped[str] = mapped_column(String(80), default="")
    other: Mapped[str] = mapped_column(
        String(10), default=""
    )  # where a new one came out of, what took a closed one's place
    takes_back: Mapped[int | None] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))


class Organisation(db.Model):
    """A tenant. Global: the network lists all of them."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(40), unique=True)  # in addresses
    code: Mapped[str] = mapped_column(String(5), unique=True)  # in document numbers, never changed
    kind: Mapped[OrganisationKind] = mapped_column(short_code(OrganisationKind))
    country: Mapped[Country] = mapped_column(short_code(Country))
    name_fr: Mapped[str] = mapped_column(String(120))
    name_ar: Mapped[str] = mapped_column(String(120))
    legal_form_fr: Mapped[str] = mapped_column(String(120), default="")
    legal_form_ar: Mapped[str] = mapped_column(String(120), default="")
    registration_number: Mapped[str] = mapped_column(String(60), default="")  # ODCO, RNE, agreement
    tax_number: Mapped[str] = mapped_column(String(40), default="")  # ICE, matricule fiscal, NIF
    social_security_number: Mapped[str] = mapped_column(String(40), default="")
    address_fr: Mapped[str] = mapped_column(String(200), default="")
    address_ar: Mapped[str] = mapped_column(String(200), default="")
    city_fr: Mapped[str] = mapped_column(String(80), default="")  # where papers are done
    city_ar: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    email: Mapped[str] = mapped_column(String(120), default="")
    created_on: Mapped[date]
    became_cooperative_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    territory_revision: Mapped[int] = column_property(
        func.coalesce(
            select(TerritoryChange.id)
            .where(TerritoryChange.country == country)
            .order_by(TerritoryChange.number.desc())
            .limit(1)
            .scalar_subquery(),
            0,
        ),
        deferred=True,
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def currency(self) -> str:
        return CURRENCIES[self.country]


class Signatory(OrganisationScoped, db.Model):
    """A person whose name and quality stand under the papers of an organisation."""

    __tablename__ = "signatory"
    name_latin: Mapped[str] = mapped_column(String(120))
    name_arabic: Mapped[str] = mapped_column(String(120))
    quality_fr: Mapped[str] = mapped_column(String(80))
    quality_ar: Mapped[str] = mapped_column(String(80))
    sex: Mapped[str] = mapped_column(String(1), default="F")  # F or M: agreement in both languages
    retired_at: Mapped[datetime | None]
    __table_args__ = {"sqlite_with_rowid": False}


class Vocabulary(StrEnum):
    """Lists whose words an organisation chooses; each later feature adds its own."""

    TRADE = "trade"
    WORK_KIND = "work_kind"
    EXPENSE_CATEGORY = "expense_category"
    STAGE = "stage"
    EXIT_REASON = "exit_reason"
    CONTRACT_KIND = "contract_kind"
    CONTRACT_END = "contract_end"
    OCCUPATION = "occupation"
    PRESCRIBER = "prescriber"
    CHANNEL = "channel"
    ANTENNA = "antenna"
    SECTOR = "sector"
    PROTECTION_BODY = "protection_body"


class StageNature(StrEnum):
    """What a stage of the parcours means for being there, however an organisation words it."""

    CANDIDATE = "candidate"  # met, informed, diagnosed
    INSIDE = "inside"  # under agreement, testing, salaried, cooperator, associate
    PAUSED = "paused"
    LEFT = "left"
    REFUSED = "refused"


CLOSING = (StageNature.LEFT, StageNature.REFUSED)  # the person is no longer counted among the members present


class ContractNature(StrEnum):
    """What a kind of contract binds to, however an organisation words it: employment or not, with an end or without."""

    AGREEMENT = "agreement"  # support before any employment, for a time
    OPEN_ENDED = "open_ended"  # employment without an end
    FIXED_TERM = "fixed_term"  # employment until a day
    PLACEMENT = "placement"  # learning on the spot, for a time
    INDEPENDENT = "independent"  # paid on their activity, or in their own name; beside anything else


class VocabularyTerm(OrganisationScoped, db.Model):
    """One word of a list: reports match its code, which never changes; people read its labels."""

    __tablename__ = "vocabulary_term"
    vocabulary: Mapped[Vocabulary] = mapped_column(short_code(Vocabulary))
    code: Mapped[str] = mapped_column(String(40))
    label_fr: Mapped[str] = mapped_column(String(80))
    label_ar: Mapped[str] = mapped_column(String(80))
    nature: Mapped[StageNature | None] = mapped_column(short_code(StageNature))  # of stages, and never changed
    contract_nature: Mapped[ContractNature | None] = mapped_column(short_code(ContractNature))  # of contract kinds, too
    is_production: Mapped[bool] = mapped_column(default=False)  # of expense categories: a cost of what is sold
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]  # no longer offered; old records keep it
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        UniqueConstraint("organisation_id", "vocabulary", "code"),
        CheckConstraint("NOT is_production OR vocabulary = 'expense_category'", name="expenses_are_production_costs"),
        CheckConstraint("(vocabulary = 'stage') = (nature IS NOT NULL)", name="stages_have_a_nature"),
        CheckConstraint(
            "(vocabulary = 'contract_kind') = (contract_nature IS NOT NULL)", name="contract_kinds_have_a_nature"
        ),
        Index("ix_vocabulary_term_list", "organisation_id", "vocabulary", "position"),
        {"sqlite_with_rowid": False},
    )

    def label(self, language: str) -> str:
        return self.label_ar if language == "ar" else self.label_fr
