"""Reads for one's own pages: what was logged last, and the prospects with what is to be done next."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, select

from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.queries import RECORDS
from app.activity.rules import Means, ProspectStage, RecordKind
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect, Page, PageAsked, fetch_page
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows

LATEST = 12
OPEN_STAGES = (ProspectStage.CONTACT, ProspectStage.OFFER)
NEVER = date(9999, 12, 31)  # sorts a prospect without a next step behind all others

_OF_MEMBER = ActivityRecord.member_id == bindparam("member_id")
_ITS_OWN = ActivityRecord.corrects_id.is_(None)
_LATEST = (
    RECORDS.where(_OF_MEMBER, _ITS_OWN, ActivityRecord.kind == bindparam("kind"))
    .order_by(ActivityRecord.day.desc(), ActivityRecord.id.desc())
    .limit(LATEST)
)
_LAST_WORKED = (
    select(ActivityRecord.day, func.sum(ActivityRecord.minutes).label("minutes"))
    .where(_OF_MEMBER, _ITS_OWN, ActivityRecord.minutes > 0, ActivityRecord.day <= bindparam("up_to"))
    .group_by(ActivityRecord.day)
    .order_by(ActivityRecord.day.desc())
    .limit(1)
)
_IS_OPEN_PROSPECT = (ActivityRecord.kind == RecordKind.PROSPECT) & ActivityRecord.stage.in_(OPEN_STAGES)
_DUE = select(func.count()).where(_OF_MEMBER, _IS_OPEN_PROSPECT, ActivityRecord.next_step_on <= bindparam("on"))

_LAST_MEANS = (
    select(ActivityPayment.means)
    .join(
        ActivityRecord,
        (ActivityRecord.organisation_id == ActivityPayment.organisation_id)
        & (ActivityRecord.id == ActivityPayment.record_id),
    )
    .where(_OF_MEMBER)
    .order_by(ActivityPayment.paid_on.desc(), ActivityPayment.id.desc())
    .limit(1)
)


@once_a_reading
def last_means(member_id: int) -> Means:
    """How the member was paid last; in cash when nobody paid yet."""
    return read_rows(_LAST_MEANS, {"member_id": member_id}).scalar() or Means.CASH


_LAST_TRADE = (
    select(ActivityRecord.trade_id, ActivityRecord.shared_trade_id)
    .where(_OF_MEMBER)
    .order_by(ActivityRecord.day.desc(), ActivityRecord.id.desc())
    .limit(1)
)


@once_a_reading
def last_used_trade(member_id: int) -> tuple[int | None, int | None]:
    """The trade of the member's latest record, and the shared one it was for."""
    row = read_rows(_LAST_TRADE, {"member_id": member_id}).one_or_none()
    return (row.trade_id, row.shared_trade_id) if row else (None, None)


def latest_records(member_id: int, kind: RecordKind) -> list[AnyRow]:
    """The member's last records of a kind, the newest first, with what `queries.records_between` tells of each."""
    return list(read_rows(_LATEST, {"member_id": member_id, "kind": kind}).all())


def last_day_worked(member_id: int, *, up_to: date) -> AnyRow | None:
    """The last day that work was logged for, up to this one: `day` and its `minutes`."""
    return read_rows(_LAST_WORKED, {"member_id": member_id, "up_to": up_to}).first()


def count_due_prospects(member_id: int, *, on: date) -> int:
    """How many open prospects have a next step that is due."""
    return read_rows(_DUE, {"member_id": member_id, "on": on}).scalar() or 0


def prospects(member_id: int, stage: ProspectStage | None) -> AnySelect:
    """A member's prospects of a stage, or those that are open: for `fetch_prospects`."""
    wanted = ActivityRecord.stage == stage if stage else ActivityRecord.stage.in_(OPEN_STAGES)
    return RECORDS.where(ActivityRecord.member_id == member_id, ActivityRecord.kind == RecordKind.PROSPECT, wanted)


def fetch_prospects(member_id: int, stage: ProspectStage | None, asked: PageAsked) -> Page:
    """One page of a member's prospects, the next step that is due first at the top, those without one last."""
    due_on = func.coalesce(ActivityRecord.next_step_on, NEVER)

    def key_of(record_id: int) -> date | None:
        return db.session.scalar(select(due_on).where(ActivityRecord.id == record_id))

    return fetch_page(prospects(member_id, stage), asked, sort_key=due_on, row_id=ActivityRecord.id, key_of_row=key_of)


def count_prospects(member_id: int, stage: ProspectStage | None) -> int:
    counted = prospects(member_id, stage).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0
