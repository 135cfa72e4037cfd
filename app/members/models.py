"""Members of an organisation: the words they are found by, their identity documents, parcours and support coaches."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code, sortable_text
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key
from app.members.errors import MergedAlready


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"


class Civility(StrEnum):
    """How a person is addressed, as they wish it: not told by the sex, nor by whether they are married."""

    MADAME = "mme"
    MONSIEUR = "m"


class IdentityKind(StrEnum):
    """Kinds of identity document; formats per country are in kernel.identity."""

    CIN = "cin"
    NIN = "nin"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"


class Settlement(StrEnum):
    """What kind of place a person lives in, as they say themselves; funders ask for it."""

    URBAN = "urban"
    PERI_URBAN = "peri_urban"
    RURAL = "rural"


FILTERED_BY = (
    "sex",
    "trade_id",
    "birth_date",
    "territory_code",
    "commune",
    "settlement",
    "nationality",
    "admitted_on",
    "account_id",
    "phone",
    "survivor_id",
)
"""What lists are reduced by stands in one index, so that sifting 10,000 people reads no file."""


class Member(OrganisationScoped, db.Model):
    """A person's file in one organisation; the person may have no account and no e-mail.

    A file with a `survivor_id` was merged into that one, which was merged into none: it says what it said, has left for
    the lists, and only members.queries and attestations look past `visible_to` for it.

    `is_coached` (an assignment is open, now or from a later date) and `last_activity_on` are kept by
    members.services in the transaction that changes what they tell of, so that lists need no sums.
    """

    __tablename__ = "member"
    number: Mapped[int] = mapped_column(Integer)  # from 1, without gaps, in the organisation
    family_name_latin: Mapped[str] = mapped_column(String(80), default="")
    given_name_latin: Mapped[str] = mapped_column(String(80), default="")
    family_name_arabic: Mapped[str] = mapped_column(String(80), default="")
    given_name_arabic: Mapped[str] = mapped_column(String(80), default="")
    birth_name_latin: Mapped[str] = mapped_column(String(80), default="")  # of a woman who took another name
    birth_name_arabic: Mapped[str] = mapped_column(String(80), default="")
    sort_name: Mapped[str] = mapped_column(sortable_text(200))  # kernel.names.sort_key
    sex: Mapped[Sex] = mapped_column(short_code(Sex))
    civility: Mapped[Civility | None] = mapped_column(short_code(Civility))
    birth_date: Mapped[date]
    birth_place: Mapped[str] = mapped_column(String(80), default="")
    nationality: Mapped[str] = mapped_column(String(2), default="")  # ISO 3166, XX for another one
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    second_phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    email: Mapped[str] = mapped_column(String(120), default="")
    territory_code: Mapped[str] = mapped_column(String(10), default="")  # province, governorate, wilaya
    commune: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    settlement: Mapped[Settlement | None] = mapped_column(short_code(Settlement))
    emergency_name: Mapped[str] = mapped_column(String(120), default="")  # whom to call, and on which number
    emergency_phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    trade_id: Mapped[int | None] = mapped_column(BigInteger)
    identity_kind: Mapped[IdentityKind | None] = mapped_column(short_code(IdentityKind))
    identity_country: Mapped[str] = mapped_column(String(2), default="")
    identity_number: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)  # decrypted when asked for
    identity_last_three: Mapped[str] = mapped_column(String(3), default="")
    identity_issued_on: Mapped[date | None]
    identity_issued_at: Mapped[str] = mapped_column(String(80), default="")  # the place
    identity_expires_on: Mapped[date | None]
    identity_index: Mapped[str | None] = mapped_column(String(64))  # keyed digest, to find the same number again
    admitted_on: Mapped[date]
    left_on: Mapped[date | None]
    photo_file_id: Mapped[int | None] = mapped_column(BigInteger)  # a small square, if the person agrees to one
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    survivor_id: Mapped[int | None] = mapped_column(BigInteger)
    is_coached: Mapped[bool] = mapped_column(Boolean, default=False)
    last_activity_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("organisation_id", "account_id"),
        UniqueConstraint("organisation_id", "identity_index"),
        scoped_foreign_key("trade_id", to="vocabulary_term"),
        scoped_foreign_key("photo_file_id", to="stored_file"),
        scoped_foreign_key("survivor_id", to="member"),
        CheckConstraint("left_on IS NULL OR left_on >= admitted_on", name="left_after_admission"),
        CheckConstraint(
            "survivor_id IS NULL OR (left_on IS NOT NULL AND account_id IS NULL AND survivor_id != id)",
            name="merged_is_gone",
        ),
        CheckConstraint("birth_date < admitted_on", name="born_before_admission"),
        CheckConstraint("identity_expires_on > identity_issued_on", name="document_expires_after_issue"),
        Index("ix_member_sorted", "organisation_id", "sort_name", "id", "survivor_id"),
        Index("ix_member_present_sorted", "organisation_id", "left_on", "sort_name", "id"),
        Index("ix_member_coached", "organisation_id", "left_on", "is_coached"),
        Index("ix_member_last_activity", "organisation_id", "left_on", "last_activity_on"),
        Index("ix_member_filtered", "organisation_id", "left_on", *FILTERED_BY, "sort_name", "id"),
        {"sqlite_with_rowid": False},
    )


@event.listens_for(Member, "refresh")
def _refuse_merged(member: Member, _context: object, attributes: object) -> None:
    """Whoever takes hold of a file to change it is told that it was merged since it was shown."""
    if attributes is None and member.survivor_id is not None:
        raise MergedAlready


_IS_MERGED = Member.survivor_id.is_not(None)
Index(  # of the merged ones alone, so that it is never taken for the others
    "ix_member_merged",
    Member.organisation_id,
    Member.survivor_id,
    sqlite_where=_IS_MERGED,
    postgresql_where=_IS_MERGED,
)


class MemberNameWord(InOrganisation, db.Model):
    """A folded word of a member's names, in either script, or their number: what the search looks up by prefix.

    Beside it stand all their words, each after a space, so that whoever has one word is known to have the others at once.
    """

    __tablename__ = "member_name_word"
    word: Mapped[str] = mapped_column(sortable_text(80), primary_key=True)
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    all_words: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        Index("ix_member_name_word_member", "organisation_id", "member_id"),
        {"sqlite_with_rowid": False},
    )


class MergedFile(InOrganisation, db.Model):
    """When a file was merged, by whom, what each room moved, and what stays readable with it.

    `moved` is JSON, `stayed` too: what could not stand beside what the survivor says, as `merging.Stayed`.
    """

    __tablename__ = "merged_file"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    merged_on: Mapped[date]
    merged_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    moved: Mapped[dict[str, int]] = mapped_column(JSON)
    stayed: Mapped[str] = mapped_column(EncryptedText)
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


class MemberCount(InOrganisation, db.Model):
    """How many members are present, and how many of them nobody supports: kept in the transaction that changes it."""

    __tablename__ = "member_count"
    present: Mapped[int] = mapped_column(Integer)
    without_coach: Mapped[int] = mapped_column(Integer)
    __table_args__ = {"sqlite_with_rowid": False}


class ParcoursStep(OrganisationScoped, db.Model):
    """From a day on a member is at a stage, until the day before the next step begins.

    `ended_on` is an end that was agreed, such as that of an agreement: when it has passed and no step follows, the person
    is still there and somebody should say what comes next. `holds_until` is the day before the next step, kept by
    members.parcours_services, so that a day's situations are found by an index.
    """

    __tablename__ = "parcours_step"
    member_id: Mapped[int] = mapped_column(BigInteger)
    stage_id: Mapped[int] = mapped_column(BigInteger)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    holds_until: Mapped[date | None]
    exit_reason_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")  # who, in which meeting
    objectives: Mapped[str] = mapped_column(Text, default="")
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("organisation_id", "member_id", "started_on"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("stage_id", to="vocabulary_term"),
        scoped_foreign_key("exit_reason_id", to="vocabulary_term"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        CheckConstraint("holds_until IS NULL OR holds_until >= started_on", name="holds_from_its_start"),
        Index("ix_parcours_step_stage", "organisation_id", "stage_id", "holds_until", "started_on", "member_id"),
        Index("ix_parcours_step_held", "organisation_id", "member_id", "started_on", "holds_until", "stage_id"),
        Index("ix_parcours_step_agreed_end", "organisation_id", "holds_until", "ended_on"),
        {"sqlite_with_rowid": False},
    )


class CoachAssignment(OrganisationScoped, db.Model):
    """Who supports a member, from a day to a day (both included; no end: still)."""

    __tablename__ = "coach_assignment"
    member_id: Mapped[int] = mapped_column(BigInteger)
    coach_id: Mapped[int] = mapped_column(BigInteger)  # a membership of this organisation
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        ForeignKeyConstraint(["organisation_id", "coach_id"], ["membership.organisation_id", "membership.id"]),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_start"),
        Index("ix_coach_assignment_member", "organisation_id", "member_id", "started_on", "ended_on", "coach_id"),
        Index("ix_coach_assignment_coach", "organisation_id", "coach_id", "ended_on", "member_id"),
        {"sqlite_with_rowid": False},
    )


class SavedList(OrganisationScoped, db.Model):
    """Filters and columns of the list of members under a name: whoever opens it finds whom it finds then, of those they may see.

    `wanted` is the address of the list, name to values: codes and ids, never words.
    """

    __tablename__ = "saved_list"
    name: Mapped[str] = mapped_column(String(80))
    wanted: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))  # whose it is
    is_shared: Mapped[bool] = mapped_column(Boolean, default=False)  # with all who see members here
    saved_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        Index("ix_saved_list_owner", "organisation_id", "account_id"),
        {"sqlite_with_rowid": False},
    )
