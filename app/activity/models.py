"""What entrepreneurs log, and the running totals kept in the same transaction."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.activity.rules import MINUTES_A_DAY, RecordKind, RecordStatus
from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key

LONGEST_CLIENT = 120
LONGEST_DESCRIPTION = 200
LONGEST_NOTE = 1000
LONGEST_REMARK = 500


class ActivityRecord(OrganisationScoped, db.Model):
    """One piece of work, one sale (what was collected) or one expense of a member, on a day.

    A remark is the coach's; it stays after the correction, until the record is validated.
    """

    __tablename__ = "activity_record"
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[RecordKind] = mapped_column(short_code(RecordKind))
    day: Mapped[date]
    minutes: Mapped[int] = mapped_column(Integer, default=0)  # of work
    work_kind_id: Mapped[int | None] = mapped_column(BigInteger)
    expense_category_id: Mapped[int | None] = mapped_column(BigInteger)
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # of a sale or an expense
    currency: Mapped[str] = mapped_column(String(3))  # the organisation's, of work too
    client: Mapped[str] = mapped_column(String(LONGEST_CLIENT), default="")
    description: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTION), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[RecordStatus] = mapped_column(short_code(RecordStatus), default=RecordStatus.SUBMITTED)
    remark: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("work_kind_id", to="vocabulary_term"),
        scoped_foreign_key("expense_category_id", to="vocabulary_term"),
        CheckConstraint(f"minutes BETWEEN 0 AND {MINUTES_A_DAY}", name="minutes_of_one_day"),
        CheckConstraint("(kind = 'work') = (minutes > 0)", name="work_has_minutes"),
        CheckConstraint("(kind = 'work') = (work_kind_id IS NOT NULL)", name="work_has_a_kind"),
        CheckConstraint("(kind = 'expense') = (expense_category_id IS NOT NULL)", name="expense_has_a_category"),
        CheckConstraint(
            "(kind = 'work' AND amount_minor = 0) OR (kind <> 'work' AND amount_minor > 0)", name="money_has_an_amount"
        ),
        CheckConstraint("(status = 'submitted') = (decided_at IS NULL)", name="decided_when_decided"),
        CheckConstraint("status <> 'returned' OR remark <> ''", name="returned_with_a_remark"),
        Index("ix_activity_record_day", "organisation_id", "member_id", "day"),
        Index("ix_activity_record_member_status", "organisation_id", "member_id", "status", "day"),
        Index("ix_activity_record_status", "organisation_id", "status", "day"),
        {"sqlite_with_rowid": False},
    )


class _MonthFigures:
    """What is summed by month: all records whatever their status, of which `waiting` are submitted."""

    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    minutes: Mapped[int] = mapped_column(BigInteger, default=0)
    sales_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    expenses_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    records: Mapped[int] = mapped_column(BigInteger, default=0)
    waiting: Mapped[int] = mapped_column(BigInteger, default=0)


class ActivityMonth(_MonthFigures, InOrganisation, db.Model):
    """A member's month. Money in the organisation's currency."""

    __tablename__ = "activity_month"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


class OrganisationMonth(_MonthFigures, InOrganisation, db.Model):
    """An organisation's month, over all its members."""

    __tablename__ = "activity_organisation_month"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy's own declaration


class ActivityStanding(InOrganisation, db.Model):
    """Where a member's journal stands: what waits for the coach and since which day, what was returned."""

    __tablename__ = "activity_standing"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    waiting: Mapped[int] = mapped_column(Integer, default=0)
    returned: Mapped[int] = mapped_column(Integer, default=0)
    oldest_waiting_on: Mapped[date | None]
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        Index("ix_activity_standing_queue", "organisation_id", "oldest_waiting_on", "member_id"),
        {"sqlite_with_rowid": False},
    )
