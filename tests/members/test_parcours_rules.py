"""What a parcours may look like, and what it says of a day, against a slow and obvious reference."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Refusal
from app.members import errors, parcours_rules
from app.members.parcours_rules import Moment
from app.network.models import CLOSING, StageNature

TODAY, BORN, ADMITTED = date(2026, 11, 18), date(1990, 5, 1), date(2026, 5, 2)
N = StageNature


def moment(days: int, nature: StageNature = N.INSIDE, ended: int | None = None) -> Moment:
    """So many days after the admission."""
    ended_on = None if ended is None else ADMITTED + timedelta(days=ended)
    return Moment(started_on=ADMITTED + timedelta(days=days), nature=nature, ended_on=ended_on)


def refusal_of(*moments: Moment) -> type[Refusal] | None:
    try:
        parcours_rules.refuse_impossible(moments, born_on=BORN, admitted_on=ADMITTED, today=TODAY)
    except Refusal as refusal:
        return type(refusal)
    return None


LATER = (TODAY - ADMITTED).days + 1


@pytest.mark.parametrize(
    ("moments", "refusal"),
    [
        ((moment(0),), None),
        ((moment(-20, N.CANDIDATE), moment(0), moment(100, N.PAUSED), moment(120)), None),
        ((moment(0), moment(90, N.LEFT), moment(150)), None),
        ((moment(-5, N.CANDIDATE), moment(3, N.REFUSED)), None),
        ((moment(0), moment(LATER)), None),  # a stage that is planned
        ((moment(0, ended=0),), None),
        ((moment(0, ended=-1),), errors.EndsBeforeItStarts),
        ((moment(-1),), errors.StepBeforeAdmission),
        ((Moment(started_on=BORN, nature=N.CANDIDATE),), errors.StepBeforeBirth),
        ((moment(1),), errors.BeginsAfterAdmission),
        ((moment(0, N.LEFT),), errors.FirstStepCloses),
        ((moment(0, N.PAUSED),), errors.FirstStepCloses),
        ((moment(0), moment(0, N.LEFT)), errors.TwoStepsOneDay),
        ((moment(0), moment(9, N.LEFT), moment(10, N.REFUSED)), errors.ClosedAlready),
        ((moment(0), moment(9, N.LEFT), moment(10, N.PAUSED)), errors.ClosedAlready),
        ((moment(0), moment(LATER, N.LEFT)), errors.NotGoneYet),
        ((moment(0), moment(9, N.LEFT), moment(LATER)), errors.NothingPlannedAfterExit),
        ((moment(0), moment(9, N.LEFT), moment(LATER, N.PAUSED)), errors.NothingPlannedAfterExit),
    ],
)
def test_what_a_parcours_may_look_like(moments: tuple[Moment, ...], refusal: type[Refusal] | None) -> None:
    assert refusal_of(*moments) is refusal


days = st.integers(-400, 400)
parcours = st.lists(
    st.tuples(days, st.sampled_from(StageNature)).map(lambda step: moment(*step)),
    unique_by=lambda step: step.started_on,
    max_size=12,
)


@given(parcours, days)
def test_a_day_lies_in_the_step_that_began_last(moments: list[Moment], day: int) -> None:
    """Reference: walk from the first day on, a day at a time, taking each step as it comes."""
    asked, held = ADMITTED + timedelta(days=day), None
    starts = {step.started_on: step for step in moments}
    walked = ADMITTED - timedelta(days=401)
    while walked < asked:
        walked += timedelta(days=1)
        held = starts.get(walked, held)
    assert parcours_rules.situation_on(moments, asked) == held

    in_order = sorted(moments, key=lambda step: step.started_on)
    holding = [
        step
        for step, last in zip(in_order, parcours_rules.last_days(in_order), strict=True)
        if step.started_on <= asked and (last is None or asked <= last)
    ]
    assert holding == ([held] if held else [])
    away = [
        start for start, last in parcours_rules.absences(in_order) if start <= asked and (last is None or asked <= last)
    ]
    assert away == ([held.started_on] if held is not None and held.closes else [])
    expected = held.started_on if held is not None and held.nature in CLOSING else None
    assert parcours_rules.left_on(moments, asked) == expected
