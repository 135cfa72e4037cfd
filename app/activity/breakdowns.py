"""What a member's records of a period come to, by client, trade, kind of work and category: one reading, added up here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from app.activity.models import ActivityParty, ActivityRecord
from app.activity.rules import RecordKind
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.network.models import VocabularyTerm


@dataclass(frozen=True, kw_only=True)
class Part:
    """Of a sum, what one client, trade, kind or category makes. `key` is its id, None for records that name none.

    `value` is in minutes or in minor units before tax.
    """

    key: int | None
    value: int
    records: int


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """The parts of a sum, the largest first; ties keep the order of their ids."""

    parts: Sequence[Part]

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


_TERM_ID = func.coalesce(ActivityRecord.work_kind_id, ActivityRecord.expense_category_id)
_GROUPS = (
    select(
        ActivityRecord.kind,
        ActivityRecord.party_id,
        ActivityRecord.trade_id,
        _TERM_ID.label("term_id"),
        func.count().label("records"),
        func.sum(ActivityRecord.minutes).label("minutes"),
        func.sum(ActivityRecord.amount_minor - ActivityRecord.tax_minor).label("net_minor"),
    )
    .where(
        ActivityRecord.member_id == bindparam("member_id"),
        ActivityRecord.day.between(bindparam("start"), bindparam("end")),
    )
    .group_by(ActivityRecord.kind, ActivityRecord.party_id, ActivityRecord.trade_id, _TERM_ID)
)
_NAMES = select(ActivityParty.id, ActivityParty.name).where(ActivityParty.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, kw_only=True)
class Breakdowns:
    """The four that pages show: sales before tax by client and by trade, minutes by kind, expenses by category."""

    clients: Breakdown
    trades: Breakdown
    work_kinds: Breakdown
    categories: Breakdown


def breakdowns(member_id: int, start: date, end: date) -> Breakdowns:
    """Of a member's records from a day to a day, both included, whatever their status."""
    rows = read_rows(_GROUPS, {"member_id": member_id, "start": start, "end": end}).all()
    sales, work, spent = (
        [row for row in rows if row.kind is kind] for kind in (RecordKind.SALE, RecordKind.WORK, RecordKind.EXPENSE)
    )
    return Breakdowns(
        clients=_broken_down(sales, lambda row: row.party_id, "net_minor"),
        trades=_broken_down(sales, lambda row: row.trade_id, "net_minor"),
        work_kinds=_broken_down(work, lambda row: row.term_id, "minutes"),
        categories=_broken_down(spent, lambda row: row.term_id, "net_minor"),
    )


_WORDS = {
    language: select(VocabularyTerm.id, label).where(VocabularyTerm.id.in_(bindparam("ids", expanding=True)))
    for language, label in (("fr", VocabularyTerm.label_fr), ("ar", VocabularyTerm.label_ar))
}


def words_of(found: Breakdowns, language: str) -> Mapping[int, str]:
    """The words of trades, kinds of work and categories by their id, withdrawn ones included."""
    parts = (*found.trades.parts, *found.work_kinds.parts, *found.categories.parts)
    wanted = [part.key for part in parts if part.key is not None]
    return dict(read_rows(_WORDS[language], {"ids": wanted}).all()) if wanted else {}  # type: ignore[arg-type]  # pairs


def party_names(ids: Iterable[int | None]) -> Mapping[int, str]:
    """The names of clients and suppliers by their id."""
    wanted = [one for one in ids if one is not None]
    return dict(read_rows(_NAMES, {"ids": wanted}).all()) if wanted else {}  # type: ignore[arg-type]  # pairs


def _broken_down(rows: Iterable[AnyRow], key_of: Callable[[AnyRow], int | None], summed: str) -> Breakdown:
    values: dict[int | None, int] = {}
    records: dict[int | None, int] = {}
    for row in rows:
        key = key_of(row)
        values[key] = values.get(key, 0) + int(getattr(row, summed))
        records[key] = records.get(key, 0) + row.records
    parts = [Part(key=key, value=value, records=records[key]) for key, value in values.items()]
    return Breakdown(parts=sorted(parts, key=lambda part: (-part.value, part.key or 0)))
