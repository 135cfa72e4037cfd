"""Reads of the journal. Lists carry columns, sums come from the running totals, and a member is one the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from flask import abort
from sqlalchemy import ColumnElement, bindparam, false, func, or_, select, true

from app.accounts.models import Account
from app.activity import money_queries
from app.activity.models import (
    ActivityMonth,
    ActivityParty,
    ActivityPayment,
    ActivityRecord,
    ActivityStanding,
    KilometreRate,
    OrganisationMonth,
)
from app.activity.rules import RecordKind, RecordStatus
from app.activity.taken_back import COUNTER_ID
from app.activity.totals import NAMES, NOTHING, PAID_SUMS, SUMS, WAITS, Figures
from app.kernel.access import Actor, Role
from app.kernel.calendar import add_months
from app.kernel.database import db
from app.kernel.ids import LARGEST_ID
from app.kernel.paging import AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.reading import Number, once_a_reading, read_number
from app.kernel.sql import read_rows
from app.members import queries as member_queries
from app.members.models import CoachAssignment, Member
from app.network.models import VocabularyTerm

SILENT_DAYS = 30
NEVER = date(1900, 1, 1)  # sorts a member who logged nothing before all others

# --- Records ------------------------------------------------------------------------------------------------------

_TERM_ID = func.coalesce(ActivityRecord.work_kind_id, ActivityRecord.expense_category_id)
RECORDS = (
    select(
        ActivityRecord.id,
        ActivityRecord.member_id,
        ActivityRecord.kind,
        ActivityRecord.day,
        ActivityRecord.trade_id,
        ActivityRecord.minutes,
        ActivityRecord.work_kind_id,
        ActivityRecord.expense_category_id,
        ActivityRecord.is_production,
        ActivityRecord.distance_km,
        ActivityRecord.amount_minor,
        ActivityRecord.tax_minor,
        ActivityRecord.currency,
        ActivityRecord.foreign_currency,
        ActivityRecord.foreign_minor,
        ActivityRecord.quantity,
        ActivityRecord.document_number,
        ActivityRecord.stage,
        ActivityRecord.next_step,
        ActivityRecord.next_step_on,
        ActivityRecord.description,
        ActivityRecord.note,
        ActivityRecord.status,
        ActivityRecord.has_new_payment,
        ActivityRecord.remark,
        ActivityRecord.comment,
        ActivityRecord.corrects_id,
        COUNTER_ID,
        ActivityRecord.decided_at,
        ActivityRecord.version,
        VocabularyTerm.label_fr,
        VocabularyTerm.label_ar,
        func.coalesce(ActivityParty.name, "").label("party"),
        *money_queries.COLUMNS,
        Account.display_name,
        Account.display_name_arabic,
    )
    .outerjoin(
        VocabularyTerm,
        (VocabularyTerm.organisation_id == ActivityRecord.organisation_id) & (VocabularyTerm.id == _TERM_ID),
    )
    .outerjoin(
        ActivityParty,
        (ActivityParty.organisation_id == ActivityRecord.organisation_id)
        & (ActivityParty.id == ActivityRecord.party_id),
    )
    .outerjoin(KilometreRate, money_queries.IS_ITS_RATE)
    .outerjoin(Account, Account.id == ActivityRecord.decided_by)
)
_OF_MEMBER = ActivityRecord.member_id == bindparam("member_id")
_BETWEEN = ActivityRecord.day.between(bindparam("start"), bindparam("end"))
_MEMBER_PERIOD = RECORDS.where(_OF_MEMBER, _BETWEEN).order_by(ActivityRecord.day, ActivityRecord.id)
_MEMBER_RETURNED = RECORDS.where(_OF_MEMBER, ActivityRecord.status == RecordStatus.RETURNED).order_by(
    ActivityRecord.day, ActivityRecord.id
)
_ONE_RECORD = RECORDS.where(ActivityRecord.id == bindparam("record_id"))
_DAILY = (
    select(ActivityRecord.day, *SUMS)
    .where(_OF_MEMBER, _BETWEEN)
    .group_by(ActivityRecord.day)
    .order_by(ActivityRecord.day)
)
_DAILY_PAID = (
    select(ActivityPayment.paid_on.label("day"), *PAID_SUMS)
    .join(
        ActivityRecord,
        (ActivityRecord.organisation_id == ActivityPayment.organisation_id)
        & (ActivityRecord.id == ActivityPayment.record_id),
    )
    .where(_OF_MEMBER, ActivityPayment.paid_on.between(bindparam("start"), bindparam("end")))
    .group_by(ActivityPayment.paid_on)
)


def records_between(member_id: int, start: date, end: date) -> Sequence[AnyRow]:
    """A member's records from a day to a day, both included, with the labels of their kind and who decided."""
    return read_rows(_MEMBER_PERIOD, {"member_id": member_id, "start": start, "end": end}).all()


def find_shown_record(record_id: int) -> AnyRow | None:
    """One record with what `records_between` tells of it."""
    return read_rows(_ONE_RECORD, {"record_id": record_id}).one_or_none()


def returned_records(member_id: int) -> Sequence[AnyRow]:
    """What waits for the entrepreneur's correction, the oldest first."""
    return read_rows(_MEMBER_RETURNED, {"member_id": member_id}).all()


def find_record(record_id: int) -> ActivityRecord | None:
    """A record of the open organisation."""
    return db.session.scalar(select(ActivityRecord).where(ActivityRecord.id == record_id))


def get_own_record_or_404(member: Member, record_id: int) -> ActivityRecord:
    """A record of this member; unknown, foreign and other people's ones are all 404."""
    record = find_record(record_id)
    return record if record is not None and record.member_id == member.id else abort(404)


_LAST_TERM = (
    select(_TERM_ID)
    .where(_OF_MEMBER, ActivityRecord.kind == bindparam("kind"))
    .order_by(ActivityRecord.day.desc(), ActivityRecord.id.desc())
    .limit(1)
)


@once_a_reading
def last_used_term(member_id: int, kind: RecordKind) -> int | None:
    """The kind of work or category of the member's latest record of this sort."""
    return read_rows(_LAST_TERM, {"member_id": member_id, "kind": kind}).scalar()


# --- Sums ---------------------------------------------------------------------------------------------------------

_DRAFTS = select(ActivityStanding.drafts).where(ActivityStanding.member_id == bindparam("member_id"))
_STANDING = select(ActivityStanding.waiting, ActivityStanding.returned, ActivityStanding.oldest_waiting_on).where(
    ActivityStanding.member_id == bindparam("member_id")
)
_MEMBER_MONTHS = (
    select(ActivityMonth.month, *(getattr(ActivityMonth, name) for name in NAMES))
    .where(
        ActivityMonth.member_id == bindparam("member_id"),
        ActivityMonth.month.between(bindparam("first"), bindparam("last")),
    )
    .order_by(ActivityMonth.month)
)
_ORGANISATION_MONTHS = (
    select(OrganisationMonth.month, *(getattr(OrganisationMonth, name) for name in NAMES))
    .where(OrganisationMonth.month.between(bindparam("first"), bindparam("last")))
    .order_by(OrganisationMonth.month)
)


def period_figures(member_id: int, start: date, end: date) -> Figures:
    """The sums of a member's records and payments from a day to a day, both included."""
    return sum(daily_figures(member_id, start, end).values(), NOTHING)


def daily_figures(member_id: int, start: date, end: date) -> dict[date, Figures]:
    """The sums of each day that has records or payments, in order."""
    wanted = {"member_id": member_id, "start": start, "end": end}
    found: dict[date, Figures] = {}
    for row in (*read_rows(_DAILY, wanted), *read_rows(_DAILY_PAID, wanted)):
        figures = Figures(**{name: int(value) for name, value in row._mapping.items() if name in NAMES})
        found[row.day] = found.get(row.day, NOTHING) + figures
    return dict(sorted(found.items()))


def member_month(member_id: int, month: date) -> Figures:
    """A member's running totals of the month that holds the day."""
    return member_months(member_id, month, month).get(month.replace(day=1), NOTHING)


def member_months(member_id: int, first: date, last: date) -> dict[date, Figures]:
    """A member's running totals by month (its first day), of the months that have any."""
    wanted = {"member_id": member_id, "first": first.replace(day=1), "last": last.replace(day=1)}
    return _figures_by_month(read_rows(_MEMBER_MONTHS, wanted))


def organisation_month(month: date) -> Figures:
    """The open organisation's running totals of the month that holds the day."""
    return organisation_months(month, count=1)[month.replace(day=1)]


def organisation_months(last: date, *, count: int = 6) -> dict[date, Figures]:
    """The open organisation's running totals of so many months up to the one that holds the day, oldest first."""
    months = [add_months(last.replace(day=1), -back) for back in reversed(range(count))]
    found = _figures_by_month(read_rows(_ORGANISATION_MONTHS, {"first": months[0], "last": months[-1]}))
    return {month: found.get(month, NOTHING) for month in months}


def _figures_by_month(rows: Iterable[AnyRow]) -> dict[date, Figures]:
    return {row.month: Figures(**{name: getattr(row, name) for name in NAMES}) for row in rows}


def standing(member_id: int) -> tuple[int, int, date | None]:
    """How many of a member's records wait, how many were returned, and the oldest waiting day."""
    row = read_rows(_STANDING, {"member_id": member_id}).one_or_none()
    return (row.waiting, row.returned, row.oldest_waiting_on) if row else (0, 0, None)


def drafts(member_id: int) -> int:
    """How many of a member's records are not handed in yet."""
    return read_rows(_DRAFTS, {"member_id": member_id}).scalar() or 0


def first_and_last_validated_day(member_id: int) -> tuple[date, date] | None:
    """From when to when a member's activity is validated; None when nothing is."""
    validated = (
        ActivityRecord.member_id == member_id,
        ActivityRecord.status == RecordStatus.VALIDATED,
        ActivityRecord.kind != RecordKind.PROSPECT,
        ActivityRecord.corrects_id.is_(None),
    )
    first = db.session.scalar(select(func.min(ActivityRecord.day)).where(*validated))
    return (first, db.session.scalar(select(func.max(ActivityRecord.day)).where(*validated))) if first else None  # type: ignore[return-value]


def has_validated_activity_since(member_id: int, day: date) -> bool:
    """Whether something on this day or later is validated."""
    found = first_and_last_validated_day(member_id)
    return found is not None and found[1] >= day


# --- The queue ----------------------------------------------------------------------------------------------------

_ALL_WAITING = select(func.coalesce(func.sum(OrganisationMonth.waiting), 0))
_PERSON = (
    Member.id,
    Member.number,
    Member.family_name_latin,
    Member.given_name_latin,
    Member.family_name_arabic,
    Member.given_name_arabic,
)


def waiting_count(actor: Actor, *, coach: str = "", on: date) -> int:
    """How many records wait for a decision this actor could take; their own wait for somebody else."""
    if not coach:
        return read_number(waiting_number(actor, on=on))
    return int(db.session.scalar(_sum_of_waiting(waiting_members(actor, coach=coach, on=on))) or 0)


def waiting_number(actor: Actor, *, on: date) -> Number:
    """The same of every coach."""
    if Role.MANAGER in actor.roles and Role.ENTREPRENEUR not in actor.roles:
        return Number(statement=_ALL_WAITING)
    return Number(statement=_waiting_number(member_queries.visible_to(actor, on=on), actor.account_id))


@lru_cache(maxsize=200)
def _waiting_number(visible: ColumnElement[bool], account_id: int) -> AnySelect:
    return _sum_of_waiting(_WAITING.where(visible, not_of(account_id)))


def _sum_of_waiting(listed: AnySelect) -> AnySelect:
    return listed.with_only_columns(func.sum(ActivityStanding.waiting), maintain_column_froms=True)


def waiting_members(actor: Actor, *, coach: str = "", on: date) -> AnySelect:
    """Members with records that wait, for `fetch_waiting_page`; the actor is not in their own queue."""
    return _WAITING.where(member_queries.visible_to(actor, on=on), not_own(actor), supported_by(coach, on=on))


_IS_THEIRS = (ActivityStanding.organisation_id == Member.organisation_id) & (ActivityStanding.member_id == Member.id)
_WAITING = (
    select(*_PERSON, ActivityStanding.waiting, ActivityStanding.returned, ActivityStanding.oldest_waiting_on)
    .join(ActivityStanding, _IS_THEIRS)
    .where(ActivityStanding.oldest_waiting_on.is_not(None))
)


def fetch_waiting_page(actor: Actor, asked: PageAsked, *, coach: str = "", on: date) -> Page:
    """One page of the queue, those who wait longest first: a person, `waiting`, `returned`, `oldest_waiting_on`."""
    return fetch_page(
        waiting_members(actor, coach=coach, on=on),
        asked,
        sort_key=ActivityStanding.oldest_waiting_on,
        row_id=ActivityStanding.member_id,  # its own column, so that the index gives the order
        key_of_row=lambda member_id: standing(member_id)[2],
    )


def silent_members(actor: Actor, *, coach: str = "", on: date) -> AnySelect:
    """Present members who logged nothing in the last 30 days, for `fetch_silent_page`."""
    among = (member_queries.visible_to(actor, on=on), not_own(actor), supported_by(coach, on=on))
    return _silent_on(on).where(*among)


@lru_cache(maxsize=50)
def _silent_on(day: date) -> AnySelect:
    since = day - timedelta(days=SILENT_DAYS)
    return select(*_PERSON, Member.phone, Member.admitted_on, Member.last_activity_on).where(
        Member.left_on.is_(None), or_(Member.last_activity_on.is_(None), Member.last_activity_on < since)
    )


def silent_number(actor: Actor, *, on: date) -> Number:
    """How many present members, among those the actor sees, logged nothing in the last 30 days; nobody waits for themself."""
    if Role.MANAGER in actor.roles and Role.ENTREPRENEUR not in actor.roles:
        return member_queries.silent_since(on - timedelta(days=SILENT_DAYS))
    return Number(statement=_silent_number(member_queries.visible_to(actor, on=on), actor.account_id, on))


@lru_cache(maxsize=200)
def _silent_number(visible: ColumnElement[bool], account_id: int, on: date) -> AnySelect:
    listed = _silent_on(on).where(visible, not_of(account_id))
    return listed.with_only_columns(func.count(), maintain_column_froms=True)


def fetch_silent_page(actor: Actor, asked: PageAsked, *, coach: str = "", on: date) -> Page:
    """One page of silent members: those who never logged anything, then those silent longest."""
    last_day = func.coalesce(Member.last_activity_on, NEVER)

    def key_of(member_id: int) -> date | None:
        return db.session.scalar(select(last_day).where(Member.id == member_id))

    statement = silent_members(actor, coach=coach, on=on)
    return fetch_page(statement, asked, sort_key=last_day, row_id=Member.id, key_of_row=key_of)


def silent_count(actor: Actor, *, coach: str = "", on: date) -> int:
    """How many of those the actor sees are silent."""
    listed = silent_members(actor, coach=coach, on=on).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(listed) or 0


def not_own(actor: Actor) -> ColumnElement[bool]:
    """Everybody but the actor themself."""
    return not_of(actor.account_id)


@lru_cache(maxsize=500)
def not_of(account_id: int) -> ColumnElement[bool]:
    """Everybody but this account."""
    return or_(Member.account_id.is_(None), Member.account_id != account_id)


def supported_by(coach: str, *, on: date) -> ColumnElement[bool]:
    """The filter by coach: a membership id, `none`, or "" for everybody; anything else finds nobody."""
    if coach == "none":
        return Member.is_coached.is_(False)
    if not coach:
        return true()
    if not (coach.isascii() and coach.isdigit() and len(coach) <= 19 and int(coach) <= LARGEST_ID):
        return false()
    held = select(CoachAssignment.member_id).where(CoachAssignment.coach_id == int(coach), member_queries.open_on(on))
    return Member.id.in_(held)


def waiting_records(actor: Actor, *, coach: str = "", on: date) -> AnySelect:
    """The records behind the queue, with whose they are, oldest first: what its export holds."""
    return (
        RECORDS.add_columns(*_PERSON[1:])
        .join(
            Member, (Member.organisation_id == ActivityRecord.organisation_id) & (Member.id == ActivityRecord.member_id)
        )
        .where(
            WAITS,
            member_queries.visible_to(actor, on=on),
            not_own(actor),
            supported_by(coach, on=on),
        )
        .order_by(ActivityRecord.day, ActivityRecord.id)
    )
