"""Thousands of texts drawn at random, and spliced from what is known to make trouble, through all that reads what people type.

EXAMPLES says how many of each (3000); a failure prints what to feed to `@reproduce_failure`.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import escape, unescape

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.kernel import formats
from app.kernel.codes import CROCKFORD, group, normalise_code
from app.kernel.figures import FigureRefused, parse_day, parse_hours, parse_whole
from app.kernel.formats import EXPONENTS
from app.kernel.ids import LARGEST_ID, read_id
from app.kernel.money import LARGEST_AMOUNT, amount_as_typed, parse_amount
from app.kernel.names import LONGEST_SORT_KEY, LONGEST_WORD, fold, initials, query_prefixes, sort_key, words_for_search
from app.kernel.phones import PhoneRefused, format_phone, parse_phone, phone_candidates
from app.kernel.spreadsheets import xlsx_bytes
from app.kernel.tables import Cell, csv_bytes, neutral, plain
from app.kernel.text import TextRefused, clean_code, clean_digits, clean_line, clean_paragraph
from tests.access.nasty import DAYS, NUMBERS, ODD_NUMBERS, TEXTS
from tests.kernel.test_text import FORBIDDEN, TROUBLE, names, naughty, spoofs

EXAMPLES = int(os.environ.get("EXAMPLES", "3000"))
LONGEST = 200
CLEANERS = (clean_line, clean_paragraph, clean_digits, clean_code)
CURRENCIES = sorted(EXPONENTS)
LOCALES = [f"{language}_{country}" for language in ("fr", "ar") for country in ("MA", "TN", "DZ")]

many = settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), print_blob=True)
few = settings(many, max_examples=max(EXAMPLES // 20, 10))  # each opens a file

pieces = st.one_of(
    st.sampled_from([*naughty(), *(text for text, _why in spoofs()), *(name for _script, name in names())]),
    st.sampled_from([*TEXTS, *NUMBERS, *ODD_NUMBERS, *DAYS, "_x0041_", "_xD800_"]),
    st.text(st.sampled_from(TROUBLE), max_size=8),
    st.text(st.characters(exclude_categories=()), max_size=12),
)
typed_texts = st.lists(pieces, max_size=4).map("".join).map(lambda text: text[:400])
figures = st.text(st.sampled_from("0123456789٠١٢۳٫٬،.,'’  \u202f\u200f-+−:/hHدDA½²e_"), max_size=20) | typed_texts


def kept(text: str) -> str | None:
    """As a line would be stored; None when it is refused, which it is in words."""
    try:
        return clean_line(text, LONGEST)
    except TextRefused as refusal:
        assert str(refusal.message)
        return None


@many
@given(typed_texts, st.sampled_from(CLEANERS))
def test_what_is_kept_is_clean_and_stays_itself(text: str, clean: Callable[[str, int], str]) -> None:
    try:
        cleaned = clean(text, LONGEST)
    except TextRefused as refusal:
        assert str(refusal.message)
        return
    assert clean(cleaned, LONGEST) == cleaned
    assert len(cleaned) <= LONGEST
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(unicodedata.category(char) in FORBIDDEN for char in cleaned if char != "\n")
    assert unescape(str(escape(cleaned))) == cleaned
    assert cleaned.encode().decode() == cleaned


@many
@given(typed_texts, typed_texts)
def test_any_name_is_folded_sorted_and_found_again(family: str, given_name: str) -> None:
    family, given_name = kept(family) or "", kept(given_name) or ""
    words = words_for_search(family, given_name)
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    assert len(sort_key(family, given_name)) <= LONGEST_SORT_KEY
    assert fold(fold(family)) == fold(family)
    assert all(any(word.startswith(prefix) for word in words) for prefix in query_prefixes(family))
    initials(family, given_name).encode()


@many
@given(figures, st.sampled_from(["MA", "TN", "DZ"]))
def test_any_phone_is_kept_once_and_for_all_or_refused(typed: str, country: str) -> None:
    for candidate in phone_candidates(typed):
        assert parse_phone(candidate, country) == candidate
    try:
        number = parse_phone(typed, country)
    except PhoneRefused as refusal:
        assert str(refusal.message)
        return
    assert number.startswith("+") and number[1:].isascii() and number[1:].isdigit() and len(number) <= 16
    assert parse_phone(format_phone(number), country) == number


@many
@given(figures, st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
def test_any_amount_is_read_as_it_is_shown_or_refused(typed: str, currency: str, locale: str) -> None:
    try:
        minor = parse_amount(typed, currency)
    except FigureRefused as refusal:
        assert str(refusal.message)
        return
    assert abs(minor) <= LARGEST_AMOUNT
    assert parse_amount(amount_as_typed(minor, currency), currency) == minor
    assert parse_amount(formats.money(minor, currency, locale), currency) == minor


@many
@given(figures)
def test_other_figures_are_read_or_refused(typed: str) -> None:
    for parse in (parse_day, parse_hours, parse_whole):
        try:
            parse(typed)
        except FigureRefused as refusal:
            assert str(refusal.message)
    assert 0 < (read_id(typed) or 1) <= LARGEST_ID


@many
@given(typed_texts, st.text(st.sampled_from(CROCKFORD), max_size=24), st.integers(1, 6))
def test_any_code_is_normalised_once(typed: str, code: str, size: int) -> None:
    normal = normalise_code(typed)
    assert set(normal) <= set(CROCKFORD)
    assert normalise_code(normal) == normal
    assert normalise_code(group(code, size).lower()) == code


cells = st.one_of(
    typed_texts.map(kept).filter(lambda text: text is not None),
    st.integers(-LARGEST_AMOUNT, LARGEST_AMOUNT),
    st.decimals(-(10**9), 10**9, places=3).map(lambda amount: amount.normalize() + Decimal(0)),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.none(),
)
rows_of_cells = st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6)
HEADERS = ["نص", "=1+1", "Montant"]


@few
@given(rows_of_cells)
def test_every_cell_of_a_csv_comes_back(rows: list[list[Cell]]) -> None:
    content = csv_bytes(HEADERS, rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert read == [[neutral(header) for header in HEADERS], *[[plain(cell) for cell in row] for row in rows]]


@few
@given(rows_of_cells, typed_texts, st.booleans())
def test_every_cell_of_a_workbook_comes_back(rows: list[list[Cell]], title: str, from_right: bool) -> None:
    content = xlsx_bytes(kept(title) or "Membres", HEADERS, rows, right_to_left=from_right)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    read = list(sheet.iter_rows(min_row=2, max_row=len(rows) + 1, max_col=3)) if rows else []
    for row, found in zip(rows, read, strict=True):
        assert [as_read(cell) for cell in row] == [_value(cell.value) for cell in found]
        assert all(cell.data_type != "f" for cell in found)


def as_read(cell: Cell) -> object:
    """Numbers of a workbook are floats, empty text is no cell."""
    return float(cell) if isinstance(cell, int | Decimal) else cell or None


def _value(value: object) -> object:
    if isinstance(value, int | float):
        return float(value)
    return value.date() if hasattr(value, "date") else value
