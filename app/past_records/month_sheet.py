"""A sheet with one month of one person a row: hours, what was sold, collected and spent.

Each month becomes a sale and an expense on its last day, and work spread over its last days. What was collected pays
that month's sale, then earlier ones of the file that are still owed, the oldest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from app.activity.rules import Entry, Means, Paid, RecordKind, latest_day
from app.imports.errors import BesideMissing
from app.kernel.calendar import month_of
from app.kernel.i18n import _, _l, speaking
from app.kernel.paging import AnyRow
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.past_records import fields, writing
from app.past_records.errors import CollectedMoreThanSold, MonthKept, MonthTwice, NothingSaid, NotOfTheKind
from app.past_records.judging import Judge, OfMember, decide_each, judge_for, keep_in_mind
from app.past_records.mapping import FileMapping
from app.past_records.models import ActivityImport, RowState, SheetKind
from app.past_records.sheets import JudgedRow, ReadRow, Sheet

MINUTES_A_DAY_AT_FIRST = 8 * 60
_BESIDE = {"day": "month", "amount_minor": "sold_minor", "paid_on": "month", "paid_minor": "collected_minor"}


@dataclass(frozen=True, kw_only=True)
class _OpenSale:
    """A sale of the file, what of it is still owed, and what paid it."""

    sold: int
    payments: list[Paid] = field(default_factory=list)

    @property
    def owed(self) -> int:
        return self.sold - sum(paid.amount_minor for paid in self.payments)


@dataclass(frozen=True, kw_only=True)
class _Months:
    """What is remembered from row to row."""

    judged_by: Judge
    kept: frozenset[tuple[int, date]]
    words: Mapping[str, str]
    work_kind_id: int | None
    category_id: int | None
    said_in: dict[tuple[int, date], int] = field(default_factory=dict)
    sales: dict[int, list[_OpenSale]] = field(default_factory=lambda: defaultdict(list))
    sale_of_row: dict[int, _OpenSale] = field(default_factory=dict)


def judge(moved: ActivityImport, rows: Sequence[ReadRow]) -> list[JudgedRow]:
    """Rows are judged in the order of their months, and given back in that of the file."""
    months = _begin(moved, rows)
    in_order = sorted(rows, key=lambda row: row.values.get("month", date.max))
    judged = decide_each(months.judged_by, in_order, lambda row: _decide(months, row), fields=_BESIDE)
    return sorted((_paid(months, found) for found in judged), key=lambda found: found.row.row_number)


def _begin(moved: ActivityImport, rows: Sequence[ReadRow]) -> _Months:
    judged_by = judge_for(moved)
    kept = keep_in_mind(judged_by, rows)
    with speaking(FileMapping.of(moved.mapping).spoken, country=judged_by.organisation.country):
        words = {"party": _("Various clients"), "description": _("Sum of the month")}
    return _Months(
        judged_by=judged_by,
        kept=frozenset((key[0], key[2].replace(day=1)) for key in kept),  # type: ignore[misc, attr-defined]  # a key of `key_of`
        words=words,
        work_kind_id=_word(Vocabulary.WORK_KIND, "production"),
        category_id=_word(Vocabulary.EXPENSE_CATEGORY, "other"),
    )


def _word(vocabulary: Vocabulary, code: str) -> int | None:
    """The word of this code; the last one offered where the organisation has no such word."""
    terms = network_queries.active_terms(vocabulary)
    named = [term.id for term in terms if term.code == code]
    return next(iter([*named, *(term.id for term in reversed(terms))]), None)


def _decide(months: _Months, row: ReadRow) -> tuple[RowState, OfMember]:
    person, month = months.judged_by.person_of(row.values), row.values.get("month")
    if month is None:
        raise BesideMissing(field="month")
    _refuse_again(months, row, (person.id, month))
    entries = tuple(_entries(months, person, row.values))
    if not entries and not row.values.get("collected_minor"):
        raise NothingSaid
    for entry in entries:
        months.judged_by.refuse(person, entry)
    _share_collected(months, person, row)
    months.said_in[person.id, month] = row.row_number
    return RowState.NEW, OfMember(person=person, entries=entries)


def _refuse_again(months: _Months, row: ReadRow, key: tuple[int, date]) -> None:
    if key in months.kept:
        raise MonthKept
    if key in months.said_in:
        raise MonthTwice(months.said_in[key])
    if row.values.get("tax_minor") and not row.values.get("sold_minor"):
        raise NotOfTheKind(field="tax_minor")


def _entries(months: _Months, person: AnyRow, values: Mapping[str, Any]) -> Iterator[Entry]:
    first, last = _span(months, person, values["month"])
    common = {"trade_id": person.trade_id, "description": months.words["description"]}
    for day, minutes in spread(values.get("minutes", 0), first, last):
        yield Entry(kind=RecordKind.WORK, day=day, minutes=minutes, work_kind_id=months.work_kind_id, **common)
    if sold := values.get("sold_minor"):
        told = {"amount_minor": sold, "tax_minor": values.get("tax_minor", 0), "party": months.words["party"]}
        yield Entry(kind=RecordKind.SALE, day=last, **told, **common)
    if spent := values.get("spent_minor"):
        category_id = values.get("expense_category_id") or months.category_id
        yield Entry(kind=RecordKind.EXPENSE, day=last, amount_minor=spent, expense_category_id=category_id, **common)


def _span(months: _Months, person: AnyRow, month: date) -> tuple[date, date]:
    """The days of a month that the person was there; all of it where there are none, which the rules then refuse."""
    first, last = max(month, person.admitted_on), month_of(month)[1]
    there = min(last, latest_day(months.judged_by.organisation.today, person.left_on))
    return (first, there) if first <= there else (month, last)


def spread(minutes: int, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Work over the last days of a span, up to eight hours a day while there are days enough; together exactly `minutes`."""
    days = (last - first).days + 1
    used = min(days, -(-minutes // MINUTES_A_DAY_AT_FIRST))
    for place in range(used):
        yield last - timedelta(days=place), minutes // used + (place < minutes % used)


def _share_collected(months: _Months, person: AnyRow, row: ReadRow) -> None:
    """Raises CollectedMoreThanSold, and what `Judge.refuse_paid` raises."""
    sold, left = row.values.get("sold_minor", 0), row.values.get("collected_minor", 0)
    of_month = [_OpenSale(sold=sold)] if sold else []
    _first, day = _span(months, person, row.values["month"])
    sales = [*of_month, *months.sales[person.id]]
    if left:
        months.judged_by.refuse_paid(person, Paid(paid_on=day, amount_minor=left))
    if left > sum(sale.owed for sale in sales):
        raise CollectedMoreThanSold
    for sale in sales:
        if part := min(left, sale.owed):
            sale.payments.append(Paid(paid_on=day, amount_minor=part, means=Means.OTHER))
            left -= part
    months.sales[person.id] += of_month
    if of_month:
        months.sale_of_row[row.row_id] = of_month[0]


def _paid(months: _Months, found: JudgedRow) -> JudgedRow:
    """The row with all that paid its sale, in this month and later ones."""
    sale = months.sale_of_row.get(found.row.row_id)
    if sale is None or found.state is not RowState.NEW:
        return found
    entries = (
        replace(entry, payments=tuple(sale.payments)) if entry.kind is RecordKind.SALE else entry
        for entry in found.made.entries
    )
    return replace(found, made=replace(found.made, entries=tuple(entries)))


SHEET = Sheet(
    code=SheetKind.MONTHS,
    label=_l("Sums, one month of one person a row"),
    hint=_l("Hours, what was sold, collected and spent."),
    fields=fields.MONTH_FIELDS,
    needed=(("number", "person"), ("month",), ("minutes", "sold_minor", "collected_minor", "spent_minor")),
    hold=writing.hold,
    judge=judge,
    write=writing.write,
    take_back=writing.take_back,
)
