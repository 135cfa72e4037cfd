"""Numbers with decimals: read once, written back the same, asked back where they could mean two things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.figures import LARGEST_WHOLE, FigureRefused, parse_thousandths, thousandths_as_typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12", 12_000),
        ("12,5", 12_500),
        ("12.50", 12_500),
        ("1 250", 1_250_000),
        ("-3,125", None),
        ("0,125", 125),
        ("12,1250", 12_125),
        ("1234,125", 1_234_125),
        ("١٢٫٥", 12_500),
    ],
)
def test_what_is_read(typed: str, read: int | None) -> None:
    if read is None:
        with pytest.raises(FigureRefused):
            parse_thousandths(typed)
    else:
        assert parse_thousandths(typed) == read


@pytest.mark.parametrize("typed", ["12.500", "12,500", "douze", "1,2,3", "12,5555", "9" * 40, "1e3"])
def test_what_is_refused(typed: str) -> None:
    with pytest.raises(FigureRefused):
        parse_thousandths(typed)


@given(st.integers(min_value=-LARGEST_WHOLE, max_value=LARGEST_WHOLE))
def test_what_stands_in_the_input_is_read_back(number: int) -> None:
    assert parse_thousandths(thousandths_as_typed(number)) == number
