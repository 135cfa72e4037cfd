"""Papers that an organisation asks for, at which stages, and what a member has brought of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key


class PaperKind(OrganisationScoped, db.Model):
    """A paper that an organisation asks for. Its code never changes; people read its labels.

    `is_identity`: it shows who somebody is, so a scan needs a reason. `is_confidential`: only managers and the person
    themself read it, coaches see whether it is there.
    """

    __tablename__ = "paper_kind"
    code: Mapped[str] = mapped_column(String(40))
    label_fr: Mapped[str] = mapped_column(String(80))
    label_ar: Mapped[str] = mapped_column(String(80))
    months_valid: Mapped[int | None] = mapped_column(Integer)
    is_identity: Mapped[bool] = mapped_column(Boolean, default=False)
    is_confidential: Mapped[bool] = mapped_column(Boolean, default=False)
    keeps_files: Mapped[bool] = mapped_column(Boolean, default=True)
    scan_reason: Mapped[str] = mapped_column(String(200), default="")  # why scans of an identity document are kept
    position: Mapped[int] = mapped_column(Integer, default=0)
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        CheckConstraint("months_valid > 0", name="valid_for_a_time"),
        CheckConstraint("NOT (is_identity AND keeps_files) OR scan_reason <> ''", name="identity_scans_have_a_reason"),
        {"sqlite_with_rowid": False},
    )

    def label(self, language: str) -> str:
        return self.label_ar if language == "ar" else self.label_fr


class PaperNeed(InOrganisation, db.Model):
    """At this stage of the parcours this paper is asked for."""

    __tablename__ = "paper_need"
    stage_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    __table_args__ = (
        scoped_foreign_key("stage_id", to="vocabulary_term"),
        scoped_foreign_key("kind_id", to="paper_kind"),
        Index("ix_paper_need_kind", "organisation_id", "kind_id"),
        {"sqlite_with_rowid": False},
    )


class PaperState(StrEnum):
    """Of what was brought. Only `RECEIVED` and `WAIVED` count, and a member has one of each kind that does."""

    TO_CHECK = "to_check"  # sent by the member, not looked at yet
    RETURNED = "returned"  # looked at and sent back with a remark
    RECEIVED = "received"
    WAIVED = "waived"  # this person need not bring it, for a reason
    REPLACED = "replaced"  # by a later one; kept as history
    NOT_WAIVED_ANY_MORE = "not_waived"  # a dispensation that a later paper replaced


COUNTED = (PaperState.RECEIVED, PaperState.WAIVED)
PENDING = (PaperState.TO_CHECK, PaperState.RETURNED)
REPLACES = {PaperState.RECEIVED: PaperState.REPLACED, PaperState.WAIVED: PaperState.NOT_WAIVED_ANY_MORE}


class Paper(OrganisationScoped, db.Model):
    """A paper that a member brought, or need not bring.

    Of each kind a member has one that counts and one that waits, at most: papers.services holds their row meanwhile.
    """

    __tablename__ = "paper"
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind_id: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[PaperState] = mapped_column(short_code(PaperState))
    received_on: Mapped[date]  # or sent, or waived
    number: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]  # the last day it is good for
    note: Mapped[str] = mapped_column(String(300), default="")
    remark: Mapped[str] = mapped_column(String(300), default="")  # why it was sent back
    file_id: Mapped[int | None] = mapped_column(BigInteger)
    recorded_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("kind_id", to="paper_kind"),
        scoped_foreign_key("file_id", to="stored_file"),
        CheckConstraint("expires_on >= issued_on", name="expires_after_issue"),
        Index("ix_paper_held", "organisation_id", "member_id", "kind_id", "state", "expires_on"),
        Index("ix_paper_expiry", "organisation_id", "state", "expires_on", "member_id", "kind_id"),
        {"sqlite_with_rowid": False},
    )


class PaperOfStep(InOrganisation, db.Model):
    """The step of the parcours that a paper belongs to. A step that is taken back lets its papers go; they stay."""

    __tablename__ = "paper_of_step"
    paper_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    step_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation_id", "paper_id"], ["paper.organisation_id", "paper.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["organisation_id", "step_id"], ["parcours_step.organisation_id", "parcours_step.id"], ondelete="CASCADE"
        ),
        Index("ix_paper_of_step_step", "organisation_id", "step_id"),
        {"sqlite_with_rowid": False},
    )
