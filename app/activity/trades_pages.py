"""What the pages of trades show, and the trades that an entry may choose among."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, request

from app.activity import trades, trades_queries
from app.activity.entry_forms import TradeForm, TradeOffered
from app.activity.models import ActivityRecord
from app.activity.sharing import Split, split_on
from app.activity.sharing_models import SharedTrade
from app.activity.trades_forms import SplitForm, first_answers
from app.kernel.access import Permission, current_actor
from app.kernel.i18n import _, format_percent, language
from app.kernel.paging import AnyRow
from app.members.models import Member
from app.members.names_shown import full_name_here
from app.members.parcours_pages import may_correct
from app.network import queries as network_queries
from app.network.models import Vocabulary

LONGEST_NUMBER = 9  # digits that an Integer holds, whatever they are


def words() -> Mapping[int, str]:
    """Every trade in words, in the language spoken."""
    return network_queries.term_labels(Vocabulary.TRADE, language())


def offered_words() -> dict[int, str]:
    return {term.id: term.label(language()) for term in network_queries.active_terms(Vocabulary.TRADE)}


# --- What an entry chooses among ------------------------------------------------------------------------------------


def offer_trades(
    form: TradeForm, member: Member, record: ActivityRecord | None, *, last_used: tuple[int | None, int | None]
) -> None:
    """The member's trades until lately, the last used one first; a record that is corrected keeps its own.

    Nothing is asked of who has the trade in their file only.
    """
    theirs, today = trades.Theirs(member, record) if record else trades.theirs_now(member), g.organisation.today
    own, shared = theirs.on(today, late=trades.DAYS_BACK), theirs.shared_on(today, late=trades.DAYS_BACK)
    labels = words() if own or shared else {}
    offered = [TradeOffered(label=labels[one], trade_id=one) for one in own] + [
        TradeOffered(label=theirs.shared[one].name, trade_id=theirs.shared[one].trade_id, shared_trade_id=one)
        for one in shared
    ]
    chosen = (record.trade_id, record.shared_trade_id) if record else last_used
    offered.sort(key=lambda one: (one.trade_id, one.shared_trade_id) != chosen)
    if form.trade_id.typed is None:
        form.trade_id.data = offered[0].key if offered else None
    form.offer_trades(offered, is_asked=bool(shared) or [one for one in own if one != member.trade_id] != [])


# --- Shown ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SplitShown:
    """A split as people read it; `counts`: from its day on some day, `is_current`: today."""

    starts_on: date
    agreement: AnyRow
    parts: Sequence[tuple[str, int, str]]  # name, number of member, part in words
    is_current: bool
    counts: bool


@dataclass(frozen=True, kw_only=True)
class SharedShown:
    """A shared trade with its splits, the latest first."""

    row: AnyRow | SharedTrade
    trade: str
    splits: Sequence[SplitShown]
    has_ended: bool

    @property
    def current(self) -> Sequence[SplitShown]:
        return [split for split in self.splits if split.is_current]

    @property
    def others(self) -> Sequence[SplitShown]:
        return [split for split in self.splits if not split.is_current]


def member_trades(member: AnyRow) -> dict[str, Any]:
    """The section of a file: its trade, those beside it, those that are shared."""
    labels, today = words(), g.organisation.today
    return {
        "member": member,
        "own": labels.get(member.trade_id),
        "practised": [(row, labels[row.trade_id]) for row in trades_queries.practised_by(member.id)],
        "shared": shown(trades.shared_trades_of([member.id])),
        "may_add": may_correct(member),
        "may_share": current_actor().can(Permission.MANAGE_CONTRACTS),
        "today": today,
    }


def shown(rows: Sequence[AnyRow | SharedTrade]) -> list[SharedShown]:
    """Shared trades with their splits in words."""
    ids, today, labels = [row.id for row in rows], g.organisation.today, words()
    if not ids:
        return []
    splits, agreements = trades.splits_of(ids), trades_queries.agreements_of(ids)
    people = trades_queries.people_by_id({one for of in splits.values() for split in of for one in split.members()})
    return [
        SharedShown(
            row=row,
            trade=labels[row.trade_id],
            splits=[
                _in_words(split, splits[row.id], agreements=agreements, people=people)
                for split in reversed(splits[row.id])
            ],
            has_ended=row.ended_on is not None and row.ended_on < today,
        )
        for row in rows
    ]


def _in_words(
    split: Split, every: Sequence[Split], *, agreements: Mapping[int, AnyRow], people: Mapping[int, AnyRow]
) -> SplitShown:
    return SplitShown(
        starts_on=split.starts_on,
        agreement=agreements[split.id],
        parts=[
            (_who(people[part.member_id]), people[part.member_id].number, in_percent(part.part)) for part in split.parts
        ],
        is_current=split_on(every, g.organisation.today) == split,
        counts=split_on(every, split.starts_on) == split,
    )


def _who(person: AnyRow) -> str:
    """Their name for who keeps the agreements and for themself; for others, as in the share ledger, their number only."""
    actor = current_actor()
    is_own = person.account_id is not None and person.account_id == actor.account_id
    if is_own or actor.can(Permission.MANAGE_CONTRACTS):
        return full_name_here(person)
    return _("Member no. %(number)s", number=person.number)


def in_percent(part: int) -> str:
    """`40 %` or `33,34 %` for hundredths of a percent."""
    return format_percent(part / 10_000, decimals=2 if part % 100 else 0)


# --- Forms ----------------------------------------------------------------------------------------------------------


def first_split() -> dict[str, Any]:
    """A new shared trade begins with whose file one came from."""
    asked = request.args.get("member", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER else 0
    return first_answers({number: 0} if number else {}, g.organisation.today)


def next_split(shared: SharedTrade) -> dict[str, Any]:
    """The parts as they are today, to be changed."""
    split = split_on(trades.splits_of([shared.id])[shared.id], g.organisation.today)
    people = trades_queries.people_by_id(split.members())
    return first_answers({people[part.member_id].number: part.part for part in split.parts}, g.organisation.today)


def name_people(form: SplitForm) -> SplitForm:
    """Whose the typed numbers are, on a page that comes back."""
    found = trades_queries.people_by_number(form.numbers())
    form.names = {number: full_name_here(row) for number, row in found.items()}
    return form
