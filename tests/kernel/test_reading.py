"""Several numbers in one trip, and what a reading request asks for twice."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import bindparam, func, select

from app.extensions import db
from app.kernel.reading import Number, among, once_a_reading, read_number, read_numbers
from app.kernel.sql import read_rows
from app.kernel.tenancy import NoOrganisationScope, organisation_scope
from app.kernel.transaction import read_transaction, write_transaction
from app.members.models import Member, MemberCount, Sex
from tests.support.world import World

EVERYBODY = select(func.count()).select_from(Member)
WITH_NUMBER = EVERYBODY.where(Member.number == bindparam("number"))
OF_EITHER_SEX = EVERYBODY.where(among(Member.sex, Sex))


def test_numbers_are_read_together_and_of_the_open_organisation_only(world: World, trips: list[str]) -> None:
    asked = {
        "everybody": Number(statement=EVERYBODY),
        "either": Number(statement=OF_EITHER_SEX),
        "first": Number(statement=WITH_NUMBER, values={"number": 1}),
        "kept": Number(statement=select(MemberCount.present)),
    }
    with organisation_scope(world.home.id), read_transaction():
        assert read_numbers(asked) == {"everybody": 3, "either": 3, "first": 1, "kept": 3}
        assert len(trips) == 1
        assert {name: read_number(number) for name, number in asked.items()} == read_numbers(asked)
    with organisation_scope(world.home.id + 1), read_transaction():
        assert read_numbers(asked) == {"everybody": 0, "either": 0, "first": 0, "kept": 0}


def test_numbers_are_not_read_while_no_organisation_is_open(context: Flask, world: World) -> None:
    with pytest.raises(NoOrganisationScope):
        read_numbers({"everybody": Number(statement=EVERYBODY)})


def test_one_name_means_one_value(context: Flask, world: World) -> None:
    first, second = (Number(statement=WITH_NUMBER, values={"number": number}) for number in (1, 2))
    with organisation_scope(world.home.id), pytest.raises(ValueError, match="number"):
        read_numbers({"first": first, "second": second})


@once_a_reading
def count(_sex: Sex | None = None) -> int:
    return int(read_rows(EVERYBODY).scalar_one())


def test_what_is_asked_twice_is_read_once_while_a_request_only_reads(world: World, trips: list[str]) -> None:
    with organisation_scope(world.home.id):
        with read_transaction():
            assert [count(), count(), count(Sex.FEMALE), count(Sex.FEMALE)] == [3, 3, 3, 3]
            assert len(trips) == 2
        with read_transaction():
            count()
            assert len(trips) == 3


def test_each_organisation_is_read_by_itself(world: World, trips: list[str]) -> None:
    with read_transaction():
        for organisation_id, expected in ((world.home.id, 3), (world.home.id + 1, 0), (world.home.id, 3)):
            with organisation_scope(organisation_id):
                assert count() == expected


def test_who_may_write_reads_each_time(world: World, trips: list[str]) -> None:
    with organisation_scope(world.home.id):
        with write_transaction():
            assert [count(), count()] == [3, 3]
        assert len(trips) >= 2
        with read_transaction():
            count()
            with write_transaction():
                db.session.delete(db.session.scalars(select(MemberCount)).one())
                before = len(trips)
                count()
                assert len(trips) > before
