"""Writing which trades members practise, which they share, and who gets what part. Figures follow by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from app.activity import months, totals, trades
from app.activity.models import ActivityTrade
from app.activity.sharing import WHOLE, Part
from app.activity.sharing_models import SharedTrade, SharedTradePart, SharedTradeSplit
from app.activity.trades_errors import (
    AfterTheTrade,
    AlreadyEnded,
    BeforeTheTrade,
    EndsBeforeItStarts,
    LoggedThen,
    NotAMember,
    NotOneWhole,
    NotPresentThen,
    PractisedAlready,
    SomebodyTwice,
    SplitOfClosedMonth,
    TooFewMembers,
    TradeNotOffered,
    TradeOnFile,
)
from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members import queries as member_queries
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary

FEWEST = 2  # who share a trade
ADDED = audit.action("trades.added", _l("Trade of a member added"))
CHANGED = audit.action("trades.changed", _l("Trade of a member changed"))
SHARED = audit.action("trades.shared", _l("Shared trade recorded"))
SPLIT = audit.action("trades.split", _l("Split of a shared trade recorded"))
ENDED = audit.action("trades.ended", _l("Shared trade ended"))


# --- A member's own -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Practised:
    """A trade from a day on, perhaps until another, both included."""

    trade_id: int
    started_on: date
    ended_on: date | None = None


def add_trade(member: Member, practised: Practised) -> ActivityTrade:
    """A trade beside the one in the file. Raises TradeNotOffered, TradeOnFile, EndsBeforeItStarts, PractisedAlready."""
    totals.hold(member.id)
    if practised.trade_id not in network_queries.offered_term_ids(Vocabulary.TRADE):
        raise TradeNotOffered
    if practised.trade_id == member.trade_id:
        raise TradeOnFile
    _refuse_overlap(member.id, practised)
    row = ActivityTrade(member_id=member.id, **vars(practised))
    db.session.add(row)
    db.session.flush()
    told = {name: value for name, value in vars(practised).items() if value}
    audit.record(ADDED, subject_type="member", subject_id=member.id, after=told)
    return row


def change_trade(member: Member, row: ActivityTrade, practised: Practised, *, version: int | None) -> None:
    """End a trade, or correct its days. Raises ChangedMeanwhile, EndsBeforeItStarts, PractisedAlready, LoggedThen."""
    totals.hold(member.id)
    db.session.refresh(row)
    if row.version != version:
        raise ChangedMeanwhile
    _refuse_overlap(member.id, practised, but=row.id)
    left_out = trades.logged_outside(row, practised.started_on, practised.ended_on)
    if left_out is not None:
        raise LoggedThen(left_out)
    days = {"started_on": practised.started_on, "ended_on": practised.ended_on}
    before, after = audit.only_changed(audit.values_of(row, *days), days)
    row.started_on, row.ended_on = practised.started_on, practised.ended_on
    db.session.flush()
    if after:
        told = {"trade_id": row.trade_id}
        audit.record(CHANGED, subject_type="member", subject_id=member.id, before=told | before, after=told | after)


def _refuse_overlap(member_id: int, practised: Practised, *, but: int = 0) -> None:
    if practised.ended_on is not None and practised.ended_on < practised.started_on:
        raise EndsBeforeItStarts
    same = select(ActivityTrade.id).where(
        ActivityTrade.member_id == member_id,
        ActivityTrade.trade_id == practised.trade_id,
        ActivityTrade.id != but,
        ActivityTrade.started_on <= (practised.ended_on or date.max),
        or_(ActivityTrade.ended_on.is_(None), ActivityTrade.ended_on >= practised.started_on),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise PractisedAlready


# --- Shared ones ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A split as the members agreed on it in writing: parts in hundredths of a percent, by number of member."""

    starts_on: date
    signed_on: date
    agreement: str = ""
    parts: Sequence[tuple[int, int]] = ()


def share_trade(name: str, trade_id: int, agreed: Agreed, *, by_account_id: int | None) -> SharedTrade:
    """A trade that several members share from the day its first split starts. Raises TradeNotOffered, as `record_split`."""
    if trade_id not in network_queries.offered_term_ids(Vocabulary.TRADE):
        raise TradeNotOffered
    shared = SharedTrade(name=name, trade_id=trade_id, started_on=agreed.starts_on, created_by=by_account_id)
    parts = _parts(agreed)
    db.session.add(shared)
    db.session.flush()
    _write_split(shared, agreed, parts, by_account_id=by_account_id)
    told = {"name": name, "trade_id": trade_id, **_told(agreed)}
    audit.record(SHARED, subject_type="shared_trade", subject_id=shared.id, after=told)
    return shared


def record_split(shared: SharedTrade, agreed: Agreed, *, by_account_id: int | None) -> SharedTradeSplit:
    """Other parts from a day on; what was shared before that day stays as it is.

    Raises BeforeTheTrade, AfterTheTrade, SplitOfClosedMonth, TooFewMembers, SomebodyTwice, NotAMember, NotPresentThen,
    NotOneWhole.
    """
    db.session.refresh(shared, with_for_update=True)
    if agreed.starts_on < shared.started_on:
        raise BeforeTheTrade(shared.started_on)
    if shared.ended_on is not None and agreed.starts_on > shared.ended_on:
        raise AfterTheTrade
    parts = _parts(agreed)
    _refuse_closed_months(agreed.starts_on, *trades.paid_ahead(shared.id, agreed.starts_on))
    split = _write_split(shared, agreed, parts, by_account_id=by_account_id)
    told = {"name": shared.name, **_told(agreed)}
    audit.record(SPLIT, subject_type="shared_trade", subject_id=shared.id, after=told)
    return split


def end_shared_trade(shared: SharedTrade, ended_on: date, *, version: int | None) -> None:
    """Nothing is logged for it after its last day. Raises ChangedMeanwhile, AlreadyEnded, EndsBeforeItStarts, LoggedThen."""
    db.session.refresh(shared, with_for_update=True)
    if shared.version != version:
        raise ChangedMeanwhile
    if shared.ended_on is not None:
        raise AlreadyEnded
    if ended_on < shared.started_on:
        raise EndsBeforeItStarts
    last = trades.last_shared_day(shared.id)
    if last is not None and last > ended_on:
        raise LoggedThen(last)
    shared.ended_on = ended_on
    db.session.flush()
    told = {"name": shared.name, "ended_on": ended_on}
    audit.record(ENDED, subject_type="shared_trade", subject_id=shared.id, after=told)


def _parts(agreed: Agreed) -> list[Part]:
    """Parts by member id, in its order."""
    parts = [Part(member_id=_present(number, agreed.starts_on).id, part=part) for number, part in agreed.parts]
    if len(parts) < FEWEST:
        raise TooFewMembers
    if len({part.member_id for part in parts}) < len(parts):
        raise SomebodyTwice
    together = sum(part.part for part in parts)
    if together != WHOLE or min(part.part for part in parts) <= 0:
        raise NotOneWhole(together)
    return sorted(parts, key=lambda part: part.member_id)


def _present(number: int, day: date) -> Member:
    member = member_queries.find_by_number(number)
    if member is None:
        raise NotAMember(number)
    if day < member.admitted_on or (member.left_on is not None and day > member.left_on):
        raise NotPresentThen(number, day)
    return member


def _refuse_closed_months(starts_on: date, *days: date) -> None:
    """A split holds from its day: no month since may be closed, nor one in which customers paid ahead for what comes."""
    touched = {day.replace(day=1) for day in days}
    for month in sorted(months.closed_months()):
        if month >= starts_on.replace(day=1) or month in touched:
            raise SplitOfClosedMonth(month)


def _write_split(
    shared: SharedTrade, agreed: Agreed, parts: Sequence[Part], *, by_account_id: int | None
) -> SharedTradeSplit:
    split = SharedTradeSplit(
        shared_trade_id=shared.id,
        starts_on=agreed.starts_on,
        signed_on=agreed.signed_on,
        agreement=agreed.agreement,
        created_by=by_account_id,
    )
    db.session.add(split)
    db.session.flush()
    for place, part in enumerate(parts, start=1):
        db.session.add(SharedTradePart(split_id=split.id, place=place, member_id=part.member_id, part=part.part))
    db.session.flush()
    return split


def _told(agreed: Agreed) -> dict[str, object]:
    """As the log tells of it; parts as `number:hundredths of a percent`."""
    parts = [f"{number}:{part}" for number, part in agreed.parts]
    told = {
        "started_on": agreed.starts_on,
        "signed_on": agreed.signed_on,
        "agreement": agreed.agreement,
        "parts": parts,
    }
    return {name: value for name, value in told.items() if value}
