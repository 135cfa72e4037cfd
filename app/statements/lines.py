"""A statement of account line by line, in words, each with what it adds or takes and what the account then holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.kernel.calendar import month_of
from app.kernel.i18n import _, format_money
from app.kernel.paging import AnyRow
from app.statements import labels
from app.statements.accounts import MonthOfAccount
from app.statements.kinds import SIGN, EntryKind


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """`amount_minor` None where nothing moves; `figure`: behind which address its rows stand."""

    day: date
    what: str
    detail: str = ""
    amount_minor: int | None = None
    balance_minor: int
    figure: str = ""
    is_of_month: bool = False  # the day is the month's last, of what is told for all of it


@dataclass(frozen=True, kw_only=True)
class Totals:
    """A period in minor units."""

    opening_minor: int
    sold_minor: int
    collected_minor: int
    spent_minor: int
    production_minor: int
    due_minor: int
    received_minor: int
    paid_minor: int
    given_back_minor: int
    closing_minor: int


def totals(months: Sequence[MonthOfAccount]) -> Totals:
    """Of months that follow each other; all 0 where there is none."""
    return Totals(
        opening_minor=months[0].opening_minor if months else 0,
        sold_minor=sum(month.sold_minor for month in months),
        collected_minor=sum(month.collected_minor for month in months),
        spent_minor=sum(month.spent_minor for month in months),
        production_minor=sum(month.production_minor for month in months),
        due_minor=sum(month.due_minor for month in months),
        received_minor=sum(month.entered(EntryKind.CONTRIBUTION) for month in months),
        paid_minor=sum(month.entered(EntryKind.PAYMENT) for month in months),
        given_back_minor=sum(month.entered(EntryKind.EXPENSES) for month in months),
        closing_minor=months[-1].closing_minor if months else 0,
    )


@dataclass(frozen=True, kw_only=True)
class _Movement:
    """A line before it is known what the account then holds."""

    day: date
    what: str
    detail: str = ""
    amount_minor: int | None = None
    figure: str = ""
    is_of_month: bool = False


def statement_lines(months: Sequence[MonthOfAccount], entries: Iterable[AnyRow], currency: str) -> list[StatementLine]:
    """The opening balance, then each month: what was collected, costs, the contribution's lines, entries by day."""
    if not months:
        return []
    by_month: dict[date, list[AnyRow]] = {}
    for entry in entries:
        if entry.kind is not EntryKind.OPENING:
            by_month.setdefault(entry.day.replace(day=1), []).append(entry)
    first = months[0]
    lines = [
        StatementLine(
            day=first.month, what=str(labels.FIGURE["opening"]), balance_minor=first.opening_minor, figure="opening"
        )
    ]
    for month in months:
        for moved in _movements(month, by_month.get(month.month, ()), currency):
            balance = lines[-1].balance_minor + (moved.amount_minor or 0)
            lines.append(StatementLine(balance_minor=balance, **vars(moved)))
    return lines


def _movements(month: MonthOfAccount, entries: Iterable[AnyRow], currency: str) -> Iterator[_Movement]:
    last = month_of(month.month)[1]
    if month.collected_minor or month.sold_minor:
        sold = _("Sold: %(amount)s", amount=format_money(month.sold_minor, currency))
        yield _Movement(
            day=last,
            what=_("Collected"),
            detail=sold,
            amount_minor=month.collected_minor,
            figure="collected",
            is_of_month=True,
        )
    if month.spent_minor:
        yield _Movement(day=last, what=_("Costs"), amount_minor=-month.spent_minor, figure="spent", is_of_month=True)
    for line in month.contribution.lines if month.contribution is not None else ():
        said = labels.line(line, currency)
        yield _Movement(
            day=last,
            what=_("Contribution"),
            detail=said,
            amount_minor=-line.amount_minor,
            figure="contribution",
            is_of_month=True,
        )
    for entry in entries:
        yield _of_entry(entry, currency)


def _of_entry(entry: AnyRow, currency: str) -> _Movement:
    signed = SIGN[entry.kind] * entry.amount_minor
    said = [] if signed else [format_money(entry.amount_minor, currency)]
    said += [str(labels.MEANS[entry.means])] if entry.means is not None else []
    said += [text for text in (entry.purpose, entry.reference) if text]
    if entry.reverses_number is not None:
        said.append(_("takes back entry no. %(number)s: %(why)s", number=entry.reverses_number, why=entry.reason))
    figure = next(code for code, kind in labels.ENTRY_OF_FIGURE.items() if kind is entry.kind)
    return _Movement(
        day=entry.day,
        what=str(labels.ENTRY[entry.kind]),
        detail=_(", ").join(said),
        amount_minor=signed or None,
        figure=figure,
    )
