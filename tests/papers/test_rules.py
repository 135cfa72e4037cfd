"""What a paper is worth on a day: the rule, the SQL of the chase list and a slow reference say the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.papers import rules
from app.papers.errors import ExpiresBeforeIssue, IssuedAfterReceipt, ReceivedLater, ScanReasonMissing
from app.papers.rules import SOON, Held, Standing, last_day_of, standing

DAY = date(2026, 11, 18)
days = st.integers(-700, 1100).map(lambda count: DAY + timedelta(days=count))


def days_it_is_good(held: Held, day: date) -> int:
    """Counted one by one, up to a little more than the warning."""
    good = 0
    while good <= SOON.days + 1 and (held.expires_on is None or day + timedelta(days=good) <= held.expires_on):
        good += 1
    return good


def slowly(held: Held | None, *, is_needed: bool, day: date) -> Standing:
    if held and held.is_waived:
        return Standing.WAIVED
    good = days_it_is_good(held, day) if held else 0
    if good > 0:
        return Standing.EXPIRES_SOON if is_needed and good <= SOON.days + 1 else Standing.RECEIVED
    if not is_needed:
        return Standing.NOT_NEEDED
    return Standing.EXPIRED if held else Standing.MISSING


held_papers = st.none() | st.builds(Held, is_waived=st.booleans(), expires_on=st.none() | days)


@given(held_papers, st.booleans(), days)
def test_the_standing_is_that_of_a_count_by_days(held: Held | None, is_needed: bool, day: date) -> None:  # noqa: FBT001
    if held and held.expires_on and abs((held.expires_on - day).days) > 60:
        held = Held(is_waived=held.is_waived, expires_on=day + timedelta(days=held.expires_on.day + 20))
    assert standing(held, is_needed=is_needed, day=day) is slowly(held, is_needed=is_needed, day=day)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (-1, Standing.EXPIRED),
        (0, Standing.EXPIRES_SOON),
        (30, Standing.EXPIRES_SOON),
        (31, Standing.RECEIVED),
    ],
)
def test_a_paper_is_good_on_its_last_day(left: int, expected: Standing) -> None:
    held = Held(expires_on=DAY + timedelta(days=left))
    assert standing(held, is_needed=True, day=DAY) is expected


@given(days, st.integers(1, 240))
def test_the_last_day_is_the_one_before_the_anniversary(first: date, months: int) -> None:
    """Walked month by month."""
    last = last_day_of(first, months)
    year, month = first.year, first.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    following = last + timedelta(days=1)
    assert (following.year, following.month, following.day) == (year, month, first.day) or (
        (last.year, last.month) == (year, month) and following.day == 1 and first.day > last.day
    )


def test_a_year_from_new_year_ends_on_its_last_day() -> None:
    assert last_day_of(date(2026, 1, 1), 12) == date(2026, 12, 31)
    assert last_day_of(date(2024, 2, 29), 12) == date(2025, 2, 28)


IMPOSSIBLE = {
    ReceivedLater: {"received_on": DAY + timedelta(days=1)},
    IssuedAfterReceipt: {"issued_on": DAY + timedelta(days=1)},
    ExpiresBeforeIssue: {"issued_on": DAY, "expires_on": DAY - timedelta(days=1)},
}


@pytest.mark.parametrize("refusal", IMPOSSIBLE)
def test_what_cannot_be_is_refused_by_name(refusal: type[Exception]) -> None:
    told = {"received_on": DAY, "issued_on": None, "expires_on": None, **IMPOSSIBLE[refusal]}
    with pytest.raises(refusal):
        rules.refuse_impossible(**told, today=DAY)  # type: ignore[arg-type]


def test_scans_of_identity_documents_have_a_reason() -> None:
    with pytest.raises(ScanReasonMissing):
        rules.refuse_scans_without_reason(is_identity=True, keeps_files=True, reason="")
    for said in ({"is_identity": False}, {"keeps_files": False}, {"reason": "Dossier de la CNSS"}):
        rules.refuse_scans_without_reason(**{"is_identity": True, "keeps_files": True, "reason": "", **said})  # type: ignore[arg-type]
