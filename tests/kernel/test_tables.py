"""Tables for spreadsheets: nothing computes, nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.tables import FORMULA_STARTS, csv_bytes, neutral, plain

INVISIBLE = " \u00a0\u200e\u200f\u202f\ufeff"


@given(st.text())
def test_no_text_begins_a_formula(typed: str) -> None:
    shown = neutral(typed)
    assert not shown.lstrip(INVISIBLE).startswith(FORMULA_STARTS)
    assert shown in (typed, f"'{typed}")


@pytest.mark.parametrize("typed", ["=1+1", "+212600", "-5", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200f=1", "＝1"])
def test_what_would_compute_is_text(typed: str) -> None:
    assert neutral(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "Nappe", "1+1", "12,50", "محمد", "'=1", "a=b"])
def test_other_text_stays_itself(typed: str) -> None:
    assert neutral(typed) == typed


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (-5, "-5"),
        (Decimal("1250.50"), "1250,50"),
        (Decimal("-0.125"), "-0,125"),
        (date(2026, 8, 9), "2026-08-09"),
        (datetime(2026, 8, 9, 14, 5, 59, tzinfo=UTC), "2026-08-09 14:05+00:00"),
    ],
)
def test_figures_and_days_stay_what_they_are(cell: object, written: str) -> None:
    assert plain(cell) == written  # type: ignore[arg-type]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3), max_size=5))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    content = csv_bytes(["a", "b", "c"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [["a", "b", "c"], *[[neutral(cell) for cell in row] for row in rows]]
