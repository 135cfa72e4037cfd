"""What is asked once for hundreds of new members says what would have been found for each."""

from __future__ import annotations

from datetime import date
from itertools import product
from types import SimpleNamespace

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import foresight, queries, services
from app.members.counts import Foreseen, many_together
from app.members.likeness import Sought
from app.members.models import Member, ParcoursStep, Sex
from app.members.services import MemberDetails
from tests.support.world import TODAY, World

LATIN = (("Benali", "Amina"), ("Amina", "Benali"), ("Benali", "Leïla"), ("El Idrissi", "Omar"), ("Ouhaddou", "Hamza"))
ARABIC = (("", ""), ("الحداد", "ليلى"), ("حداد", "ليلى"))
BORN = (date(1990, 5, 1), date(1990, 5, 2), date(1971, 1, 1))  # Amina's, Youssef's, nobody's
PHONES = ("", "+212661000002", "+212699999999")  # none, Leïla's, nobody's


def somebody(latin: tuple[str, str], arabic: tuple[str, str], born: date, phone: str) -> SimpleNamespace:
    names = dict(zip(("family_name_latin", "given_name_latin"), latin, strict=True))
    names |= dict(zip(("family_name_arabic", "given_name_arabic"), arabic, strict=True))
    return SimpleNamespace(**names, birth_date=born, phone=phone)


EVERYBODY = [somebody(*told) for told in product(LATIN, ARABIC, BORN, PHONES)]


def test_whoever_is_said_to_be_like_nobody_is(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        db.session.get_one(Member, (world.home.id, world.home.members["member"])).second_phone = "+212699999999"
        db.session.flush()
        unlike = foresight.unlike_anybody({Sought.of(person) for person in EVERYBODY})
        alike = {Sought.of(person) for person in EVERYBODY if queries.lookalikes(person)}
    assert not unlike & alike
    assert Sought.of(somebody(("Ouhaddou", "Hamza"), ("", ""), date(1990, 5, 1), "")) in unlike
    to_be_asked = {Sought.of(person) for person in EVERYBODY} - unlike - alike
    assert {person.latin for person in to_be_asked} == {"Benali Leïla"}  # words of two people


def test_people_of_another_organisation_are_nobody(context: Flask, world: World) -> None:
    amina = Sought.of(somebody(LATIN[0], ARABIC[0], BORN[0], PHONES[0]))
    for place, found in ((world.home, frozenset()), (world.partner, {amina})):
        with organisation_scope(place.id):
            assert foresight.unlike_anybody({amina}) == found


def details(number: int) -> MemberDetails:
    name = chr(97 + number) * 3
    return MemberDetails(family_name_latin=name, given_name_latin="Zahra", sex=Sex.FEMALE, birth_date=date(1980, 1, 1))


def admit(count: int, *, are_kept: bool) -> None:
    told = [details(number) for number in range(count)]
    foreseen = Foreseen(unlike=frozenset(map(Sought.of, told)))
    with many_together(are_kept=are_kept, foreseen=foreseen):
        for each in told:
            services.admit_member(each, None, admitted_on=TODAY)


def test_ten_people_are_admitted_in_as_many_trips_as_two(world: World, trips: list[str]) -> None:
    needed = []
    for count in (2, 2, 10):
        with organisation_scope(world.home.id):
            trips.clear()
            admit(count, are_kept=False)
            db.session.rollback()
            needed.append(len(trips))
    assert needed[1] == needed[2]


@pytest.mark.parametrize("are_kept", [True, False])
def test_what_is_taken_back_is_not_told_of(context: Flask, world: World, *, are_kept: bool) -> None:
    """What is kept is told of as of one alone, with the step that each begins with."""
    with organisation_scope(world.home.id), write_transaction():
        alone = services.admit_member(details(20), None, admitted_on=TODAY)
        admit(3, are_kept=are_kept)
        told = AuditEvent.query.filter_by(action="member.admitted").order_by(AuditEvent.id).all()[3:]
        assert len(told) == (4 if are_kept else 1)
        assert [one.after["number"] for one in told] == list(range(alone.number, alone.number + len(told)))
        assert {(one.subject_type, one.before, one.account_id) for one in told} == {("member", None, None)}
        steps = ParcoursStep.query.filter_by(started_on=TODAY).all()
        assert {(step.stage_id, step.version, step.holds_until, step.reason) for step in steps} == {
            (steps[0].stage_id, 1, None, "")
        }
        assert len(steps) == 4
