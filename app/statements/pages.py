"""What the pages of an account show: a period, its figures and lines, what it can carry as pay, the rows behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, g, request, url_for

from app.activity.accounts import account_rows
from app.kernel.access import Permission, current_actor
from app.kernel.calendar import add_months, month_of, months_between, year_of
from app.kernel.i18n import _, format_month, language
from app.kernel.paging import AnyRow
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.statements import accounts, labels, queries, rules
from app.statements.accounts import AccountOfMember
from app.statements.kinds import EntryKind
from app.statements.lines import StatementLine, Totals, statement_lines, totals
from app.statements.rules import Pay

JOURNAL_FIGURES = ("sold", "collected", "spent", "production")


@dataclass(frozen=True, kw_only=True)
class Period:
    """Whole months, by the first days of the first and the last."""

    first: date
    last: date

    @property
    def last_day(self) -> date:
        return month_of(self.last)[1]

    @property
    def in_address(self) -> dict[str, Any]:
        return {"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}"}

    @property
    def in_words(self) -> str:
        if self.first == self.last:
            return format_month(self.first)
        return _("From %(first)s to %(last)s", first=format_month(self.first), last=format_month(self.last))


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement of account."""

    period: Period
    account: AccountOfMember
    totals: Totals
    lines: Sequence[StatementLine]
    pay: Pay | None  # None: no rates were written
    unruled: Sequence[date]  # months that sold or collected something, and no rule held


def asked_month(name: str, default: date) -> date:
    """The month an address asks for, `2026-03`; the default where it asks for none."""
    try:
        return date.fromisoformat(f"{request.args.get(name, '')}-01")
    except ValueError:
        return default


def asked_period(today: date) -> Period:
    """From the year's first month to this one, unless the address says otherwise; never a month to come."""
    this_month = today.replace(day=1)
    last = min(asked_month("to", this_month), this_month)
    first = asked_month("from", last.replace(month=1))
    return Period(first=min(first, last), last=last)


def statement_of(member: AnyRow, period: Period) -> Statement:
    """The account of a member in a period."""
    currency = g.organisation.currency
    account = accounts.account_of(member, period.last)
    months = account.between(period.first, period.last)
    entries = queries.entries_of(member.id, period.first, period.last_day)
    figures, rates = totals(months), queries.pay_rates_on(period.last)
    return Statement(
        period=period,
        account=account,
        totals=figures,
        lines=statement_lines(months, entries, currency),
        pay=rules.pay_carried(figures.closing_minor, rates) if rates is not None else None,
        unruled=[
            month.month
            for month in months
            if month.contribution is None and (month.sold_minor or month.collected_minor)
        ],
    )


def section(member: AnyRow) -> dict[str, Any]:
    """The page of a statement."""
    today = g.organisation.today
    period = asked_period(today)
    statement, actor = statement_of(member, period), current_actor()
    begins = min(statement.account.begins, period.first)
    return {
        "member": member,
        "statement": statement,
        "months": list(reversed(months_between(begins, today))),
        "presets": _presets(member.id, period, today),
        "kinds": _entry_kinds(member.id) if actor.can(Permission.KEEP_ACCOUNTS) else (),
        "exemptions": queries.recorded_exemptions(member.id),
        "links": _row_links(member.id, period) | _before(member.id, statement),
        "labels": labels,
    }


def _entry_kinds(member_id: int) -> list[EntryKind]:
    """What may be recorded: an opening balance once."""
    is_open = member_id in queries.openings_of([member_id])
    return [kind for kind in EntryKind if not (is_open and kind is EntryKind.OPENING)]


def _presets(member_id: int, shown: Period, today: date) -> list[dict[str, Any]]:
    this_month = today.replace(day=1)
    before = add_months(this_month, -1)
    quarter = this_month.replace(month=(this_month.month - 1) // 3 * 3 + 1)
    year = this_month.replace(month=1)
    offered = (
        (_("This month"), Period(first=this_month, last=this_month)),
        (_("Last month"), Period(first=before, last=before)),
        (_("This quarter"), Period(first=quarter, last=this_month)),
        (_("This year"), Period(first=year, last=this_month)),
        (_("Last year"), Period(first=add_months(year, -12), last=year_of(add_months(year, -12))[1].replace(day=1))),
    )
    return [
        {
            "label": label,
            "url": url_for("statements.show_statement", member_id=member_id, **period.in_address),
            "current": period == shown,
        }
        for label, period in offered
    ]


def _row_links(member_id: int, period: Period) -> dict[str, str]:
    """Where the rows behind each figure stand."""
    asked: dict[str, Any] = {"member_id": member_id, **period.in_address}
    links = {figure: url_for("statements.show_rows", figure=figure, **asked) for figure in labels.FIGURE}
    return links | {"contribution": url_for("statements.show_contributions", **asked)}


def _before(member_id: int, statement: Statement) -> dict[str, str]:
    """Behind the opening balance of a later period stands the statement of all months before it."""
    first, begins = statement.period.first, statement.account.begins
    if first <= begins:
        return {}
    earlier = Period(first=begins, last=add_months(first, -1))
    return {"opening": url_for("statements.show_statement", member_id=member_id, **earlier.in_address)}


def rows_behind(member: AnyRow, figure: str) -> dict[str, Any]:
    """The records or entries that a figure of a period sums up."""
    if figure not in labels.FIGURE:
        abort(404)
    period = asked_period(g.organisation.today)
    shown: dict[str, Any] = {"member": member, "figure": figure, "period": period, "labels": labels}
    if figure in JOURNAL_FIGURES:
        rows = account_rows(member.id, period.first, period.last_day, figure=figure)
        return shown | {"rows": rows, "sum_minor": sum(row.amount_minor for row in rows)}
    kind = labels.ENTRY_OF_FIGURE[figure]
    since = date.min if kind is EntryKind.OPENING else period.first
    entries = queries.entries_of(member.id, since, period.last_day, kinds=[kind])
    return shown | {"entries": entries, "sum_minor": sum(entry.amount_minor for entry in entries)}


def contribution_lines(member: AnyRow) -> dict[str, Any]:
    """Every line of each month's contribution in a period, the latest month first."""
    period = asked_period(g.organisation.today)
    account = accounts.account_of(member, period.last)
    return {
        "member": member,
        "period": period,
        "months": list(reversed(account.between(period.first, period.last))),
        "labels": labels,
    }


def offered_kinds() -> Mapping[int, str]:
    """The kinds of contract a rule may be for."""
    return {term.id: term.label(language()) for term in network_queries.active_terms(Vocabulary.CONTRACT_KIND)}


def rules_page() -> dict[str, Any]:
    """Rules and rates as the settings show them, withdrawn rules too."""
    found, tiers = queries.recorded_rules(), queries.tiers_by_rule()
    kinds = network_queries.term_labels(Vocabulary.CONTRACT_KIND, language())
    return {
        "rules": [
            {
                "row": row,
                "kind": kinds.get(row.contract_kind_id, "") if row.contract_kind_id is not None else "",
                "rates": labels.tiers_in_words((tier.from_minor, tier.rate) for tier in tiers.get(row.id, ())),
            }
            for row in found
        ],
        "pay": queries.recorded_pay_parameters(),
        "labels": labels,
    }
