"""Columns that the reports about shares have in common."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import g

from app.kernel.formats import EXPONENTS
from app.kernel.i18n import LazyText, format_money, format_number
from app.reports.report import ReportColumn


def money_column(label: LazyText, minor: Callable[[Any], int | None], *, width: int = 22) -> ReportColumn:
    """An amount: for people with its currency, for spreadsheets a number of whole units."""
    return ReportColumn(
        label=label,
        cell=lambda row: _decimal(minor(row)),
        shown=lambda row: _amount(minor(row)),
        width=width,
        is_number=True,
    )


def count_column(label: LazyText, count: Callable[[Any], int | None], *, width: int = 12) -> ReportColumn:
    return ReportColumn(
        label=label,
        cell=count,
        shown=lambda row: "" if count(row) is None else format_number(count(row)),
        width=width,
        is_number=True,
    )


def _decimal(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-EXPONENTS[g.organisation.currency])


def _amount(minor: int | None) -> str:
    return "" if minor is None else format_money(minor, g.organisation.currency)
