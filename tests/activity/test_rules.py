"""The rules of the journal, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activity import errors
from app.activity.rules import (
    LARGEST_AMOUNTS,
    MINUTES_A_DAY,
    Circumstances,
    Entry,
    Paid,
    ProspectStage,
    RecordKind,
    RecordStatus,
    latest_day,
    may_be_returned,
    may_be_validated,
    net_parts,
    refuse_changing,
    refuse_unsound,
)
from app.kernel.errors import Refusal
from app.kernel.money import EXPONENTS

TODAY = date(2026, 11, 18)
ADMITTED = date(2026, 3, 2)
WORD = 7

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
kinds = st.sampled_from(RecordKind)
currencies = st.sampled_from(sorted(LARGEST_AMOUNTS))
figures = st.integers(-(10**13), 10**13)


def circumstances(**values: object) -> Circumstances:
    usual: dict[str, object] = {
        "today": TODAY, "admitted_on": ADMITTED, "left_on": None, "currency": "MAD", "offered_terms": {WORD},
    }  # fmt: skip
    return Circumstances(**{**usual, **values})  # type: ignore[arg-type]


def entry(kind: RecordKind = RecordKind.WORK, day: date = TODAY, **values: object) -> Entry:
    usual: dict[str, object] = {
        "minutes": 60, "amount_minor": 100, "work_kind_id": WORD, "expense_category_id": WORD, "party": "Hôtel du Port",
        "stage": ProspectStage.CONTACT,
    }  # fmt: skip
    return Entry(kind=kind, day=day, **{**usual, **values})  # type: ignore[arg-type]


def refusal_of(judged: Entry, known: Circumstances) -> type[Refusal] | None:
    try:
        refuse_unsound(judged, known)
    except Refusal as refusal:
        return type(refusal)
    return None


@given(kinds, days, st.none() | days)
def test_a_day_is_accepted_exactly_within_membership_and_up_to_today(
    kind: RecordKind, day: date, left_on: date | None
) -> None:
    left_on = max(left_on, ADMITTED) if left_on else None
    accepted = refusal_of(entry(kind, day), circumstances(left_on=left_on)) is None
    assert accepted == (ADMITTED <= day <= latest_day(TODAY, left_on))


@given(days, st.none() | days)
def test_the_sentence_names_the_bound_that_is_broken(day: date, left_on: date | None) -> None:
    left_on = max(left_on, ADMITTED) if left_on else None
    refused = refusal_of(entry(day=day), circumstances(left_on=left_on))
    if day > TODAY:
        assert refused is errors.FutureDay
    elif day < ADMITTED:
        assert refused is errors.BeforeAdmission
    elif left_on and day > left_on:
        assert refused is errors.LeftBefore
    else:
        assert refused is None


@given(st.integers(-100, 3000), st.integers(0, MINUTES_A_DAY))
def test_a_day_never_holds_more_than_24_hours(minutes: int, already: int) -> None:
    refused = refusal_of(entry(minutes=minutes), circumstances(minutes_that_day=already))
    assert (refused is None) == (minutes > 0 and minutes + already <= MINUTES_A_DAY)


@given(st.sampled_from([RecordKind.SALE, RecordKind.EXPENSE]), figures, currencies)
def test_an_amount_is_above_zero_and_within_the_limit_of_its_currency(
    kind: RecordKind, amount: int, currency: str
) -> None:
    refused = refusal_of(entry(kind, amount_minor=amount), circumstances(currency=currency))
    assert (refused is None) == (0 < amount <= LARGEST_AMOUNTS[currency])


@given(figures, figures)
def test_a_kind_is_judged_by_its_own_figure_only(minutes: int, amount: int) -> None:
    assert refusal_of(entry(RecordKind.SALE, minutes=minutes), circumstances()) is None
    assert refusal_of(entry(RecordKind.WORK, amount_minor=amount), circumstances()) is None


@pytest.mark.parametrize(
    ("kind", "name", "refused"),
    [
        (RecordKind.WORK, "work_kind_id", errors.UnknownWorkKind),
        (RecordKind.EXPENSE, "expense_category_id", errors.UnknownExpenseCategory),
    ],
)
@pytest.mark.parametrize("word", [None, 8])
def test_a_word_must_be_one_of_the_list(kind: RecordKind, name: str, refused: type[Refusal], word: int | None) -> None:
    assert refusal_of(entry(kind, **{name: word}), circumstances()) is refused


def test_a_sale_needs_no_word() -> None:
    sold = entry(RecordKind.SALE, work_kind_id=None, expense_category_id=None)
    assert refusal_of(sold, circumstances(offered_terms=())) is None


@pytest.mark.parametrize("kind", [RecordKind.SALE, RecordKind.PROSPECT])
def test_who_the_client_is_must_be_said(kind: RecordKind) -> None:
    assert refusal_of(entry(kind, party=""), circumstances()) is errors.ClientMissing


@given(days)
def test_nothing_is_logged_in_a_closed_month(day: date) -> None:
    closed = circumstances(closed_months={day.replace(day=1)}, today=date(2028, 1, 1), admitted_on=date(2024, 1, 1))
    assert refusal_of(entry(day=day), closed) is errors.MonthClosed


def test_a_trade_must_be_ones_own() -> None:
    assert refusal_of(entry(trade_id=8), circumstances(offered_trades={WORD})) is errors.UnknownTrade
    assert refusal_of(entry(trade_id=WORD), circumstances(offered_trades={WORD})) is None


def paid(amount: int, day: date = TODAY) -> Paid:
    return Paid(paid_on=day, amount_minor=amount)


@pytest.mark.parametrize(
    ("payments", "refused"),
    [
        ((paid(60), paid(40)), None),
        ((paid(60), paid(41)), errors.PaidTooMuch),
        ((paid(0),), errors.PaymentNotPositive),
        ((paid(-5),), errors.PaymentNotPositive),
        ((paid(50, TODAY + timedelta(days=1)),), errors.PaymentInFuture),
        ((paid(50, ADMITTED - timedelta(days=1)),), errors.PaidBeforeAdmission),
        ((paid(50, date(2026, 4, 30)),), errors.MonthClosed),
    ],
)
def test_what_is_paid_for_a_sale(payments: tuple[Paid, ...], refused: type[Refusal] | None) -> None:
    sold = entry(RecordKind.SALE, payments=payments)
    assert refusal_of(sold, circumstances(closed_months={date(2026, 4, 1)})) is refused


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.lists(st.integers(1, 10**8), max_size=8))
def test_payments_share_what_is_before_tax_to_the_unit(amount: int, tax: int, parts: list[int]) -> None:
    tax = min(tax, amount - 1)
    paid_in: list[int] = []
    for part in parts:
        paid_in.append(min(part, amount - sum(paid_in)))
    net = net_parts(paid_in, amount_minor=amount, tax_minor=tax)
    assert all(0 <= one <= whole + 1 for one, whole in zip(net, paid_in, strict=True))
    exact = sum(paid_in) * (amount - tax) / amount
    assert abs(sum(net) - exact) <= 0.5 + 1e-6 * exact
    if sum(paid_in) == amount:
        assert sum(net) == amount - tax


def test_limits_are_of_one_worth_and_whole_in_each_currency() -> None:
    for currency, limit in LARGEST_AMOUNTS.items():
        assert limit % 10 ** EXPONENTS[currency] == 0


def test_the_last_day_is_today_or_the_exit() -> None:
    assert latest_day(TODAY, None) == TODAY
    assert latest_day(TODAY, TODAY - timedelta(days=1)) == TODAY - timedelta(days=1)
    assert latest_day(TODAY, TODAY + timedelta(days=1)) == TODAY


@pytest.mark.parametrize("status", RecordStatus)
def test_what_each_state_allows(status: RecordStatus) -> None:
    assert may_be_validated(status) == (status in (RecordStatus.SUBMITTED, RecordStatus.RETURNED))
    assert may_be_returned(status) == (status in (RecordStatus.SUBMITTED, RecordStatus.VALIDATED))
    if status is RecordStatus.VALIDATED:
        with pytest.raises(errors.ValidatedStays):
            refuse_changing(status)
    else:
        refuse_changing(status)
