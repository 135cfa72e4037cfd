"""The statement of account of a member: what was there, what came, what was taken, what is left; to be signed."""

from __future__ import annotations

from flask import g

from app.kernel.amount_words import amount_in_words
from app.kernel.i18n import _, _l, format_day, format_day_short, format_money, format_month, locale
from app.kernel.paging import AnyRow
from app.members.names_shown import full_name_here
from app.reports.report import Report, ReportColumn
from app.reports.shares_columns import money_column
from app.statements.lines import StatementLine
from app.statements.pages import Period, Statement, statement_of


def _day(row: StatementLine) -> str:
    return format_month(row.day) if row.is_of_month else format_day_short(row.day)


COLUMNS = (
    ReportColumn(label=_l("Day"), cell=lambda row: row.day, shown=_day, width=16),
    ReportColumn(label=_l("What"), cell=lambda row: row.what, width=26),
    ReportColumn(label=_l("Detail"), cell=lambda row: row.detail, width=60),
    money_column(_l("Amount"), lambda row: row.amount_minor),
    money_column(_l("Balance"), lambda row: row.balance_minor),
)


def run(member: AnyRow, period: Period) -> Report:
    """The statement of a member's period, in the language spoken."""
    statement = statement_of(member, period)
    return Report(
        code="statement",
        title=_("Statement of account"),
        as_of=_(", ").join((full_name_here(member), period.in_words)),
        explanation=_(
            "Only what was validated counts. The balance counts what customers paid, not what they still owe."
        ),
        filters=[_("Member no. %(number)s", number=member.number), period.in_words],
        columns=COLUMNS,
        rows=statement.lines,
        empty=_("The account begins later."),
        notes=_notes(statement),
        signature=_("Place, date, signature and stamp"),
    )


def _notes(statement: Statement) -> list[str]:
    """Sums, the closing balance in words, what it could carry as pay, and the day of the paper."""
    currency, sums = g.organisation.currency, statement.totals
    said = {
        "sold": format_money(sums.sold_minor, currency),
        "collected": format_money(sums.collected_minor, currency),
        "costs": format_money(sums.spent_minor, currency),
        "contribution": format_money(sums.due_minor, currency),
        "paid": format_money(sums.paid_minor, currency),
    }
    notes = [
        _(
            "Sold: %(sold)s · Collected: %(collected)s · Costs: %(costs)s · Contribution: %(contribution)s · Paid: %(paid)s",
            **said,
        ),
        _(
            "Closing balance: %(amount)s (%(words)s).",
            amount=format_money(sums.closing_minor, currency),
            words=amount_in_words(sums.closing_minor, currency, locale()),
        ),
    ]
    day = format_day(g.organisation.today)
    return [
        *notes,
        *_carried(statement, currency),
        _("As it stood on %(day)s. This is not a payslip, and replaces none.", day=day),
    ]


def _carried(statement: Statement, currency: str) -> list[str]:
    """What the balance could carry as pay, where the rates are known."""
    if statement.pay is None:
        return []
    said = {
        "gross": format_money(statement.pay.gross_minor, currency),
        "net": format_money(statement.pay.net_minor, currency),
    }
    return [_("This balance could carry a gross pay of %(gross)s, %(net)s net: an estimate.", **said)]
