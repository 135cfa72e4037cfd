"""The fields an organisation adds to its members' files by itself, their choices, and what a file says in them.

A value stands in the column of its kind, so that numbers compare as numbers and days as days; one of a sensitive field
stands encrypted instead, and is not compared at all.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code, sortable_text
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Audience(StrEnum):
    """Who reads a field; whoever of the house reads it fills it in too."""

    MANAGERS = "managers"
    COACHES = "coaches"
    PERSON = "person"


class OwnField(OrganisationScoped, db.Model):
    """A question of one organisation. Code, kind and whether it is sensitive are chosen once, since values depend on them."""

    __tablename__ = "own_field"
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[FieldKind] = mapped_column(short_code(FieldKind))
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    label_fr: Mapped[str] = mapped_column(String(80))
    label_ar: Mapped[str] = mapped_column(String(80))
    help_fr: Mapped[str] = mapped_column(String(200), default="")
    help_ar: Mapped[str] = mapped_column(String(200), default="")
    is_required: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(short_code(Audience))
    position: Mapped[int] = mapped_column(Integer, default=0)
    withdrawn_at: Mapped[datetime | None]  # no longer asked; values stay
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        Index("ix_own_field_list", "organisation_id", "position"),
        {"sqlite_with_rowid": False},
    )

    def label(self, language: str) -> str:
        return self.label_ar if language == "ar" else self.label_fr

    def help(self, language: str) -> str:
        return self.help_ar if language == "ar" else self.help_fr


class OwnFieldChoice(OrganisationScoped, db.Model):
    """One answer of a field that is chosen from; a withdrawn one stays where it was chosen."""

    __tablename__ = "own_field_choice"
    field_id: Mapped[int] = mapped_column(BigInteger)
    code: Mapped[str] = mapped_column(String(40))
    label_fr: Mapped[str] = mapped_column(String(80))
    label_ar: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(Integer, default=0)
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("organisation_id", "field_id", "code"),
        scoped_foreign_key("field_id", to="own_field"),
        {"sqlite_with_rowid": False},
    )

    def label(self, language: str) -> str:
        return self.label_ar if language == "ar" else self.label_fr


class OwnFieldSheet(InOrganisation, db.Model):
    """The own fields of one file as one thing: its version says whether somebody else saved them meanwhile."""

    __tablename__ = "own_field_sheet"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


_ONLY_ITS_COLUMN = " + ".join(
    f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)"
    for column in ("text", "thousandths", "day", "is_yes", "choice_id", "sealed")
)


class OwnFieldValue(InOrganisation, db.Model):
    """What a file says in a field. `words` are the folded words of a text, each after a space, for the search."""

    __tablename__ = "own_field_value"
    field_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[FieldKind] = mapped_column(short_code(FieldKind))
    text: Mapped[str | None] = mapped_column(String(500))
    words: Mapped[str | None] = mapped_column(sortable_text(1000))
    thousandths: Mapped[int | None] = mapped_column(BigInteger)
    day: Mapped[date | None]
    is_yes: Mapped[bool | None]
    choice_id: Mapped[int | None] = mapped_column(BigInteger)
    sealed: Mapped[str | None] = mapped_column(EncryptedText, deferred=True)  # rules.as_plain of a sensitive value
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("field_id", to="own_field"),
        scoped_foreign_key("choice_id", to="own_field_choice"),
        CheckConstraint(f"{_ONLY_ITS_COLUMN} = 1", name="one_value"),
        CheckConstraint("text IS NULL OR kind = 'text'", name="text_is_text"),
        CheckConstraint("thousandths IS NULL OR kind = 'number'", name="number_is_number"),
        CheckConstraint("day IS NULL OR kind = 'day'", name="day_is_day"),
        CheckConstraint("is_yes IS NULL OR kind = 'yes_no'", name="yes_or_no_is_one"),
        CheckConstraint("choice_id IS NULL OR kind = 'choice'", name="choice_is_choice"),
        CheckConstraint("words IS NULL OR text IS NOT NULL", name="words_of_a_text"),
        Index("ix_own_field_value_member", "organisation_id", "member_id"),
        Index("ix_own_field_value_number", "organisation_id", "field_id", "thousandths"),
        Index("ix_own_field_value_day", "organisation_id", "field_id", "day"),
        {"sqlite_with_rowid": False},
    )
