"""The rows of each view as a table for a file: records, a member's figures, those followed, the cooperative's month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import g

from app.activity import figures_pages, labels, overview_pages, overview_queries, records_pages
from app.activity.files import Table, hours, money
from app.activity.pages import term_label
from app.activity.records_queries import RecordFilters, fetch_records
from app.activity.rules import RecordKind
from app.kernel.access import Actor
from app.kernel.i18n import _, language
from app.kernel.paging import AnyRow
from app.kernel.tables import Cell
from app.members.models import Member
from app.members.names_shown import full_name
from app.network import queries as network_queries
from app.network.models import Vocabulary


def records(actor: Actor, filters: RecordFilters) -> Table:
    """The list of records or payments, all of its pages, by day."""
    headers = (
        _("Day"), _("Number"), _("Name"), _("Name in Arabic"), _("Kind"), _("Kind of work or category"), _("Trade"),
        _("Hours"), _("Amount with tax"), _("Amount before tax"), _("Currency"), _("Client or supplier"), _("What"),
        _("Receipt number"), _("Note"), _("Status"), _("Remark"),
    )  # fmt: skip
    trades = network_queries.term_labels(Vocabulary.TRADE, language())
    rows = fetch_records(actor, filters, on=g.organisation.today)
    cells = (_record_cells(row, trades, filters) for row in rows)
    return Table(code="records", title=_("Records"), headers=headers, rows=cells)


def _record_cells(row: AnyRow, trades: Mapping[int, str], filters: RecordFilters) -> Sequence[Cell]:
    has_amount = row.kind is not RecordKind.WORK
    return (
        row.day,
        row.number,
        full_name(row),
        full_name(row, "ar"),
        str(records_pages.WHAT[filters.what if filters.is_payments else row.kind]),
        term_label(row),
        trades.get(row.trade_id, ""),
        hours(row.minutes),
        money(row.amount_minor, row.currency) if has_amount else None,
        money(row.net_minor, row.currency) if has_amount else None,
        row.currency,
        row.party,
        row.description,
        row.document_number,
        row.note,
        str(labels.STATUS[row.status].label),
        row.remark,
    )


def figures(member: Member) -> Table:
    """What a member's month or year is made of, every part of it."""
    period, currency = figures_pages.period_asked(member), g.organisation.currency

    def cells_of(what: RecordKind, value: int) -> tuple[Cell, Cell, Cell]:
        if what is RecordKind.WORK:
            return hours(value), None, None
        return None, money(value, currency), currency

    headers = (_("Figure"), _("What"), _("Records"), _("Hours"), _("Amount before tax"), _("Currency"))
    rows = figures_pages.rows_of_file(member, period, cells_of)
    return Table(code="figures", title=figures_pages.in_words(period), headers=headers, rows=rows)


def followed(actor: Actor) -> Table:
    """Those an actor follows, by name."""
    filters, today = overview_pages.asked_followed(actor), g.organisation.today
    headers = (
        _("Number"), _("Name"), _("Name in Arabic"), _("Last activity"), _("Days of silence"), _("Trend of three months"),
        _("Not handed in"), _("Waiting"), _("To correct"),
    )  # fmt: skip
    people = overview_queries.fetch_followed(actor, filters, on=today)

    def rows() -> Iterator[Sequence[Cell]]:
        for row, trend in overview_queries.trends_of_all(people, today):
            last = row.last_activity_on
            yield (
                row.number,
                full_name(row),
                full_name(row, "ar"),
                last,
                (today - last).days if last else None,
                overview_pages.trend_in_words(trend),
                row.drafts,
                row.waiting,
                row.returned,
            )

    return Table(code="followed", title=_("People followed"), headers=headers, rows=rows())


def cooperative_month() -> Table:
    """The people of a month with their sums, by name."""
    filters, currency = overview_pages.asked_month(), g.organisation.currency
    headers = (
        _("Number"), _("Name"), _("Name in Arabic"), _("Hours"), _("Sold"), _("Collected"), _("Spent"),
        _("Sold, validated"), _("Collected, validated"), _("Spent, validated"), _("Currency"),
        _("Not handed in"), _("Waiting"),
    )  # fmt: skip
    amounts = (
        "sold_minor", "collected_minor", "spent_minor",
        "counted_sold_minor", "counted_collected_minor", "counted_spent_minor",
    )  # fmt: skip

    def rows() -> Iterator[Sequence[Cell]]:
        for row in overview_queries.fetch_month(filters):
            sums = [money(getattr(row, name), currency) for name in amounts]
            names = (row.number, full_name(row), full_name(row, "ar"), hours(row.minutes))
            yield (*names, *sums, currency, row.drafts, row.waiting)

    return Table(code="month", title=filters.month.isoformat()[:7], headers=headers, rows=rows())
