"""The trades a member may log for: the one in their file, those they practise beside it, those they share with others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, func, or_, select

from app.activity.models import ActivityPayment, ActivityRecord, ActivityTrade
from app.activity.sharing import Part, Split, split_on
from app.activity.sharing_models import SharedTrade, SharedTradePart, SharedTradeSplit
from app.kernel.paging import AnyRow
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_rows
from app.members.models import Member

DAYS_BACK = 31  # an ended trade is still offered so long, for what is logged late
SplitsByTrade = Mapping[int, Sequence[Split]]
_PRACTISED = (
    select(ActivityTrade.trade_id, ActivityTrade.started_on, ActivityTrade.ended_on)
    .where(ActivityTrade.member_id == bindparam("member_id"))
    .order_by(ActivityTrade.started_on, ActivityTrade.id)
)
_SHARED = (
    select(SharedTrade.id, SharedTrade.name, SharedTrade.trade_id, SharedTrade.started_on, SharedTrade.ended_on)
    .where(
        SharedTrade.id.in_(
            select(SharedTradeSplit.shared_trade_id)
            .join(
                SharedTradePart,
                (SharedTradePart.organisation_id == SharedTradeSplit.organisation_id)
                & (SharedTradePart.split_id == SharedTradeSplit.id),
            )
            .where(SharedTradePart.member_id.in_(bindparam("member_ids", expanding=True)))
        )
    )
    .order_by(SharedTrade.started_on, SharedTrade.id)
)
_PARTS = (
    select(
        SharedTradeSplit.id,
        SharedTradeSplit.shared_trade_id,
        SharedTradeSplit.starts_on,
        SharedTradePart.member_id,
        SharedTradePart.part,
    )
    .join(
        SharedTradePart,
        (SharedTradePart.organisation_id == SharedTradeSplit.organisation_id)
        & (SharedTradePart.split_id == SharedTradeSplit.id),
    )
    .where(SharedTradeSplit.shared_trade_id.in_(bindparam("shared_ids", expanding=True)))
    .order_by(SharedTradeSplit.starts_on, SharedTradeSplit.id, SharedTradePart.place)
)


class Theirs:
    """A member's trades, day by day. A record that is being corrected keeps its own."""

    def __init__(self, member: Member, current: ActivityRecord | None = None) -> None:
        self._own = member.trade_id
        self._practised = read_rows(_PRACTISED, {"member_id": member.id}).all()
        self._member_id, self.shared = member.id, {row.id: row for row in shared_trades_of([member.id])}
        self._splits = splits_of(self.shared) if self.shared else {}
        self._kept = (current.trade_id, current.shared_trade_id) if current else (None, None)

    def on(self, day: date, *, late: int = 0) -> list[int]:
        """The words of the trades of a day and, `late`, so many days before; the one in their file first."""
        others = [row.trade_id for row in self._practised if _holds(row, day, late)]
        own = [self._own] if self._own else []
        return [one for one in dict.fromkeys([*own, *others, self._kept[0]]) if one is not None]

    def shared_on(self, day: date, *, late: int = 0) -> list[int]:
        """The shared trades in which they have a part on a day and, `late`, so many days before."""
        found = [one for one, row in self.shared.items() if _holds(row, day, late) and self._has_part(one, day, late)]
        return [one for one in dict.fromkeys([*found, self._kept[1]]) if one is not None]

    def _has_part(self, shared_id: int, day: date, late: int) -> bool:
        splits = self._splits[shared_id]
        starts = {day - timedelta(days=late), day, *(split.starts_on for split in splits)}
        asked = [start for start in starts if day - timedelta(days=late) <= start <= day]
        return any(split_on(splits, one).part_of(self._member_id) for one in asked)


@once_a_reading
def theirs_now(member: Member) -> Theirs:
    """A member's trades, for a new record."""
    return Theirs(member)


def _holds(row: AnyRow, day: date, late: int) -> bool:
    started: bool = row.started_on <= day
    return started and (row.ended_on is None or row.ended_on >= day - timedelta(days=late))


def shared_trades_of(member_ids: Collection[int]) -> Sequence[AnyRow]:
    """The shared trades in which any of these ever had a part: `id`, `name`, `trade_id`, `started_on`, `ended_on`."""
    return read_rows(_SHARED, {"member_ids": list(member_ids)}).all()


def splits_of(shared_ids: Collection[int]) -> SplitsByTrade:
    """Every split of these shared trades, by trade, in the order in which they start."""
    found: dict[int, dict[int, tuple[date, list[Part]]]] = {}
    for row in read_rows(_PARTS, {"shared_ids": list(shared_ids)}):
        _start, parts = found.setdefault(row.shared_trade_id, {}).setdefault(row.id, (row.starts_on, []))
        parts.append(Part(member_id=row.member_id, part=row.part))
    return {
        shared_id: [Split(id=one, starts_on=start, parts=tuple(parts)) for one, (start, parts) in splits.items()]
        for shared_id, splits in found.items()
    }


_OF_TRADE = (
    select(ActivityRecord.day)
    .where(
        ActivityRecord.member_id == bindparam("member_id"),
        ActivityRecord.trade_id == bindparam("trade_id"),
        ActivityRecord.shared_trade_id.is_(None),
        ActivityRecord.day.between(bindparam("since"), bindparam("until")),
        or_(ActivityRecord.day < bindparam("first"), ActivityRecord.day > bindparam("last")),
    )
    .order_by(ActivityRecord.day)
    .limit(1)
)


def logged_outside(practised: ActivityTrade, first: date, last: date | None) -> date | None:
    """The first day of a practised trade, as it is on file, that something is logged for and that another period leaves out."""
    wanted = {
        "member_id": practised.member_id,
        "trade_id": practised.trade_id,
        "since": practised.started_on,
        "until": practised.ended_on or date.max,
        "first": first,
        "last": last or date.max,
    }
    return read_rows(_OF_TRADE, wanted).scalar()


_LOGGED_AFTER = select(func.max(ActivityRecord.day)).where(ActivityRecord.shared_trade_id == bindparam("shared_id"))


def last_shared_day(shared_id: int) -> date | None:
    """The last day that something is logged for in a shared trade."""
    return read_rows(_LOGGED_AFTER, {"shared_id": shared_id}).scalar()


_PAID_AHEAD = (
    select(ActivityPayment.paid_on)
    .join(
        ActivityRecord,
        (ActivityRecord.organisation_id == ActivityPayment.organisation_id)
        & (ActivityRecord.id == ActivityPayment.record_id),
    )
    .where(
        ActivityRecord.shared_trade_id == bindparam("shared_id"),
        ActivityRecord.day >= bindparam("since"),
        ActivityPayment.paid_on < bindparam("since"),
    )
    .order_by(ActivityPayment.paid_on)
)


def paid_ahead(shared_id: int, since: date) -> Sequence[date]:
    """The days before `since` on which customers paid for sales of a shared trade that are of that day or later."""
    return read_rows(_PAID_AHEAD, {"shared_id": shared_id, "since": since}).scalars().all()
