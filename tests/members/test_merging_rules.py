"""What stays free of a period beside others: day by day, as a calendar would show it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.members.merging_rules import Period, left_free, until

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(30)]


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(st.integers(0, 20))
    length = draw(st.none() | st.integers(0, 8))
    return Period(started_on=DAYS[start], ended_on=None if length is None else DAYS[start + length])


def holds(period: Period, day: date) -> bool:
    return period.started_on <= day and (period.ended_on is None or day <= period.ended_on)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(periods(), st.lists(periods(), max_size=4))
def test_the_days_on_which_nobody_else_holds(period: Period, held: list[Period]) -> None:
    free = left_free(period, held)
    for day in DAYS:
        times = sum(holds(part, day) for part in free)
        assert times == (holds(period, day) and not any(holds(other, day) for other in held))
    assert free == sorted(free, key=lambda part: part.started_on)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(periods(), max_size=4), st.none() | st.sampled_from(DAYS))
def test_nothing_beyond_a_day(several: list[Period], last: date | None) -> None:
    cut = until(several, last)
    for day in DAYS:
        wanted = sum(holds(period, day) for period in several) if last is None or day <= last else 0
        assert sum(holds(period, day) for period in cut) == wanted
