"""What entrepreneurs log, and the running totals kept in the same transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.activity.rules import (
    MINUTES_A_DAY,
    Means,
    PartyRole,
    ProspectStage,
    RecordKind,
    RecordStatus,
    ReminderMeans,
)
from app.kernel import clock
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key

LONGEST_PARTY = 120
LONGEST_DESCRIPTION = 200
LONGEST_NOTE = 1000
LONGEST_REMARK = 500
LONGEST_NUMBER = 40
LONGEST_STEP = 200


class ActivityParty(OrganisationScoped, db.Model):
    """A client or a supplier whom a member wrote down once; nobody else's."""

    __tablename__ = "activity_party"
    member_id: Mapped[int] = mapped_column(BigInteger)
    role: Mapped[PartyRole] = mapped_column(short_code(PartyRole))
    name: Mapped[str] = mapped_column(String(LONGEST_PARTY))
    name_key: Mapped[str] = mapped_column(String(LONGEST_PARTY * 2))  # folded: how the same name is found again
    last_used_on: Mapped[date]
    phone: Mapped[str] = mapped_column(String(20), default="")  # E.164
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        UniqueConstraint("organisation_id", "member_id", "role", "name_key"),
        Index("ix_activity_party_recent", "organisation_id", "member_id", "role", "last_used_on"),
        {"sqlite_with_rowid": False},
    )


class ActivityTrade(OrganisationScoped, db.Model):
    """A trade that a member practises beside the one in their file, from a day and perhaps until one."""

    __tablename__ = "activity_trade"
    member_id: Mapped[int] = mapped_column(BigInteger)
    trade_id: Mapped[int] = mapped_column(BigInteger)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]  # the last day, included
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("trade_id", to="vocabulary_term"),
        CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ends_after_it_starts"),
        Index("ix_activity_trade_member", "organisation_id", "member_id", "started_on"),
        {"sqlite_with_rowid": False},
    )


class KilometreRate(OrganisationScoped, db.Model):
    """What a kilometre by one's own vehicle is worth, from a day until the next rate."""

    __tablename__ = "activity_kilometre_rate"
    starts_on: Mapped[date]
    per_km_minor: Mapped[int] = mapped_column(Integer)
    currency: Mapped[str] = mapped_column(String(3))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    __table_args__ = (
        UniqueConstraint("organisation_id", "starts_on"),
        CheckConstraint("per_km_minor > 0", name="is_worth_something"),
        {"sqlite_with_rowid": False},
    )


class ActivityMoneyRule(InOrganisation, db.Model):
    """What an organisation asks about money in the journal; without a row, nothing more than the amount."""

    __tablename__ = "activity_money_rule"
    asks_tax: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy's own declaration


class ActivityRecord(OrganisationScoped, db.Model):
    """One piece of work, one sale, one expense or one prospect of a member, on a day.

    Money is in minor units: `amount_minor` with tax, `tax_minor` of it is tax. A remark is the coach's; it stays after
    the correction, until the record is validated. A counter-entry (`corrects_id`) takes back what stands in a closed
    month: its figures are the other's, below zero.
    """

    __tablename__ = "activity_record"
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[RecordKind] = mapped_column(short_code(RecordKind))
    day: Mapped[date]
    trade_id: Mapped[int | None] = mapped_column(BigInteger)
    shared_trade_id: Mapped[int | None] = mapped_column(
        BigInteger
    )  # then accounts share it out by the split of its day
    minutes: Mapped[int] = mapped_column(Integer, default=0)  # of work
    work_kind_id: Mapped[int | None] = mapped_column(BigInteger)
    expense_category_id: Mapped[int | None] = mapped_column(BigInteger)
    is_production: Mapped[bool] = mapped_column(default=False)  # an expense that the gross margin takes off
    distance_km: Mapped[int | None] = mapped_column(Integer)  # of an expense by one's own vehicle
    km_rate_id: Mapped[int | None] = mapped_column(BigInteger)
    amount_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # of a prospect: what is expected
    tax_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    tax_rate: Mapped[int | None] = mapped_column(
        Integer
    )  # hundredths of a percent; None: no tax, or typed as an amount
    currency: Mapped[str] = mapped_column(String(3))  # the organisation's, of work too
    foreign_currency: Mapped[str] = mapped_column(String(3), default="")
    foreign_minor: Mapped[int | None] = mapped_column(BigInteger)  # what was agreed in that currency
    foreign_rate: Mapped[int | None] = mapped_column(BigInteger)  # millionths of our unit for one of theirs
    foreign_rate_on: Mapped[date | None]
    receipt_file_id: Mapped[int | None] = mapped_column(BigInteger)  # the photo of an expense's receipt
    receipt_small_id: Mapped[int | None] = mapped_column(BigInteger)  # the same, small enough for a list
    party_id: Mapped[int | None] = mapped_column(BigInteger)
    quantity: Mapped[int | None] = mapped_column(BigInteger)  # thousandths
    document_number: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="")  # of the receipt or the invoice
    stage: Mapped[ProspectStage | None] = mapped_column(short_code(ProspectStage))
    next_step: Mapped[str] = mapped_column(String(LONGEST_STEP), default="")
    next_step_on: Mapped[date | None]
    description: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTION), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[RecordStatus] = mapped_column(short_code(RecordStatus), default=RecordStatus.DRAFT)
    has_new_payment: Mapped[bool] = mapped_column(default=False)  # money came after the validation, and is to be read
    remark: Mapped[str] = mapped_column(Text, default="")
    comment: Mapped[str] = mapped_column(Text, default="")  # the coach's last word on it, whatever its state
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    corrects_id: Mapped[int | None] = mapped_column(BigInteger)
    prospect_id: Mapped[int | None] = mapped_column(BigInteger)  # of a sale: what it came of
    import_id: Mapped[int | None] = mapped_column(BigInteger)  # the file of past months that it came from
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("trade_id", to="vocabulary_term"),
        scoped_foreign_key("shared_trade_id", to="shared_trade"),
        scoped_foreign_key("work_kind_id", to="vocabulary_term"),
        scoped_foreign_key("expense_category_id", to="vocabulary_term"),
        scoped_foreign_key("km_rate_id", to="activity_kilometre_rate"),
        scoped_foreign_key("receipt_file_id", to="stored_file"),
        scoped_foreign_key("receipt_small_id", to="stored_file"),
        scoped_foreign_key("party_id", to="activity_party"),
        scoped_foreign_key("corrects_id", to="activity_record"),
        scoped_foreign_key("prospect_id", to="activity_record"),
        scoped_foreign_key("import_id", to="activity_import"),
        UniqueConstraint("organisation_id", "corrects_id"),
        CheckConstraint(f"minutes BETWEEN -{MINUTES_A_DAY} AND {MINUTES_A_DAY}", name="minutes_of_one_day"),
        CheckConstraint("(kind = 'work') = (minutes <> 0)", name="work_has_minutes"),
        CheckConstraint("(kind = 'work') = (work_kind_id IS NOT NULL)", name="work_has_a_kind"),
        CheckConstraint("(kind = 'expense') = (expense_category_id IS NOT NULL)", name="expense_has_a_category"),
        CheckConstraint("(kind = 'prospect') = (stage IS NOT NULL)", name="prospect_has_a_stage"),
        CheckConstraint("kind NOT IN ('sale', 'expense') OR amount_minor <> 0", name="money_has_an_amount"),
        CheckConstraint("kind <> 'work' OR (amount_minor = 0 AND tax_minor = 0)", name="work_has_no_amount"),
        CheckConstraint(
            "corrects_id IS NOT NULL OR (minutes >= 0 AND amount_minor >= 0 AND tax_minor >= 0 AND tax_minor <= amount_minor)",
            name="below_zero_only_to_correct",
        ),
        CheckConstraint("shared_trade_id IS NULL OR trade_id IS NOT NULL", name="shared_trade_is_a_trade"),
        CheckConstraint("(distance_km IS NULL) = (km_rate_id IS NULL)", name="kilometres_have_a_rate"),
        CheckConstraint("(receipt_file_id IS NULL) = (receipt_small_id IS NULL)", name="receipt_has_two_sizes"),
        CheckConstraint("receipt_file_id IS NULL OR kind = 'expense'", name="receipt_of_an_expense"),
        CheckConstraint("(foreign_currency = '') = (foreign_minor IS NULL)", name="foreign_has_an_amount"),
        CheckConstraint("(foreign_currency = '') = (foreign_rate IS NULL)", name="foreign_has_a_rate"),
        CheckConstraint("(foreign_currency = '') = (foreign_rate_on IS NULL)", name="foreign_rate_has_a_day"),
        CheckConstraint("(status = 'draft') = (submitted_at IS NULL)", name="submitted_when_no_draft"),
        CheckConstraint("(status IN ('draft', 'submitted')) = (decided_at IS NULL)", name="decided_when_decided"),
        CheckConstraint("status <> 'returned' OR remark <> ''", name="returned_with_a_remark"),
        CheckConstraint("NOT has_new_payment OR status = 'validated'", name="new_payment_of_a_validated_sale"),
        Index("ix_activity_record_day", "organisation_id", "member_id", "day"),
        Index("ix_activity_record_member_status", "organisation_id", "member_id", "status", "day"),
        Index("ix_activity_record_status", "organisation_id", "status", "day"),
        Index("ix_activity_record_party", "organisation_id", "party_id", "day"),
        Index("ix_activity_record_period", "organisation_id", "day"),
        Index("ix_activity_record_kind", "organisation_id", "kind", "day"),
        Index("ix_activity_record_import", "organisation_id", "import_id"),
        {"sqlite_with_rowid": False},
    )


_CAME_OF_ONE = ActivityRecord.prospect_id.is_not(None)
Index(
    "ix_activity_record_prospect",
    ActivityRecord.organisation_id,
    ActivityRecord.prospect_id,
    sqlite_where=_CAME_OF_ONE,
    postgresql_where=_CAME_OF_ONE,
)
_IS_SHARED = ActivityRecord.shared_trade_id.is_not(None)
Index(
    "ix_activity_record_shared",
    ActivityRecord.organisation_id,
    ActivityRecord.shared_trade_id,
    ActivityRecord.day,
    sqlite_where=_IS_SHARED,
    postgresql_where=_IS_SHARED,
)
Index(
    "ix_activity_record_new_payment",
    ActivityRecord.organisation_id,
    ActivityRecord.member_id,
    sqlite_where=ActivityRecord.has_new_payment,
    postgresql_where=ActivityRecord.has_new_payment,
)


class ActivityPayment(OrganisationScoped, db.Model):
    """Money that came in for a sale, on a day.

    `net_minor` is its part before tax: payments in order of day share the sale's amount before tax, so that a sale that
    is paid whole has collected exactly that. It counts once the sale is validated and `is_counted`.
    """

    __tablename__ = "activity_payment"
    record_id: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    net_minor: Mapped[int] = mapped_column(BigInteger)
    means: Mapped[Means] = mapped_column(short_code(Means))
    is_counted: Mapped[bool] = mapped_column(default=False)  # it was there when the sale was validated
    remark: Mapped[str] = mapped_column(Text, default="")  # why a coach does not count it
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        scoped_foreign_key("record_id", to="activity_record"),
        CheckConstraint("amount_minor <> 0", name="is_something"),
        CheckConstraint("NOT is_counted OR remark = ''", name="counted_or_refused"),
        Index("ix_activity_payment_record", "organisation_id", "record_id", "paid_on"),
        Index("ix_activity_payment_day", "organisation_id", "paid_on"),
        {"sqlite_with_rowid": False},
    )


class MonthClosing(OrganisationScoped, db.Model):
    """That a month was closed, and perhaps reopened: nothing in it changes while it is closed. Only added to."""

    __tablename__ = "activity_month_closing"
    month: Mapped[date]  # its first day
    closed_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # of reopening
    __table_args__ = (
        CheckConstraint("(reopened_at IS NULL) = (reason = '')", name="reopened_with_a_reason"),
        {"sqlite_with_rowid": False},
    )


_IS_CLOSED = MonthClosing.reopened_at.is_(None)
Index(
    "ix_activity_month_closing_closed",
    MonthClosing.organisation_id,
    MonthClosing.month,
    unique=True,
    sqlite_where=_IS_CLOSED,
    postgresql_where=_IS_CLOSED,
)


class _MonthFigures:
    """What is summed by month, in minor units before tax; what was paid stands in the month of its payment.

    The first figures are of all records, whatever their status (a prospect's amount is only hoped for, and never counts); `counted_…` of validated ones only: these
    are what contributions and statements rest on.
    """

    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    minutes: Mapped[int] = mapped_column(BigInteger, default=0)
    sold_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    collected_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    spent_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    records: Mapped[int] = mapped_column(BigInteger, default=0)
    drafts: Mapped[int] = mapped_column(BigInteger, default=0)
    waiting: Mapped[int] = mapped_column(BigInteger, default=0)
    counted_sold_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    counted_collected_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    counted_spent_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    counted_production_minor: Mapped[int] = mapped_column(BigInteger, default=0)


class ActivityMonth(_MonthFigures, InOrganisation, db.Model):
    """A member's month. Money in the organisation's currency."""

    __tablename__ = "activity_month"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        Index("ix_activity_month_sold", "organisation_id", "month", "sold_minor", "member_id"),
        {"sqlite_with_rowid": False},
    )


class OrganisationMonth(_MonthFigures, InOrganisation, db.Model):
    """An organisation's month, over all its members."""

    __tablename__ = "activity_organisation_month"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  # SQLAlchemy's own declaration


class ActivityStanding(InOrganisation, db.Model):
    """Where a member's journal stands: what waits for the coach and since which day, what was returned."""

    __tablename__ = "activity_standing"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    drafts: Mapped[int] = mapped_column(Integer, default=0)
    waiting: Mapped[int] = mapped_column(Integer, default=0)
    returned: Mapped[int] = mapped_column(Integer, default=0)
    oldest_waiting_on: Mapped[date | None]
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        Index("ix_activity_standing_queue", "organisation_id", "oldest_waiting_on", "member_id"),
        {"sqlite_with_rowid": False},
    )


class ActivityUndo(InOrganisation, db.Model):
    """What a member did last and may take back for some minutes, while nothing of it changed since; see `undo`."""

    __tablename__ = "activity_undo"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, sort_order=-10)
    act_key: Mapped[int] = mapped_column(BigInteger)  # which act a page offers to take back
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    after_facts: Mapped[list[Any]] = mapped_column(JSON)  # how each record stood after it
    before_facts: Mapped[list[Any]] = mapped_column(JSON)  # how those stood that were there before it
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


class ReminderRule(InOrganisation, db.Model):
    """After how many days without a record somebody is reminded; without a row, `reminders.USUAL_DAYS`."""

    __tablename__ = "activity_reminder_rule"
    after_days: Mapped[int] = mapped_column(Integer)  # 0: nobody is
    version: Mapped[int] = mapped_column(Integer, default=1)
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("after_days BETWEEN 0 AND 365", name="some_days"),
        {"sqlite_with_rowid": False},
    )


class ReminderRefusal(InOrganisation, db.Model):
    """A member who wants no reminders by e-mail."""

    __tablename__ = "activity_reminder_refusal"
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    refused_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (scoped_foreign_key("member_id", to="member"), {"sqlite_with_rowid": False})


class Reminder(OrganisationScoped, db.Model):
    """That a member was reminded to log: by e-mail, sent by the worker, or by somebody who called or wrote."""

    __tablename__ = "activity_reminder"
    member_id: Mapped[int] = mapped_column(BigInteger)
    means: Mapped[ReminderMeans] = mapped_column(short_code(ReminderMeans))
    silent_since: Mapped[date]  # the day of the last record, or of the admission
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_at: Mapped[datetime | None]  # when the worker last tried to send it
    sent_at: Mapped[datetime | None]
    by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    __table_args__ = (
        scoped_foreign_key("member_id", to="member"),
        CheckConstraint("means = 'email' OR sent_at IS NOT NULL", name="a_call_was_made"),
        Index("ix_activity_reminder_member", "organisation_id", "member_id", "asked_at"),
        {"sqlite_with_rowid": False},
    )
