"""Three ugly spreadsheets of real life, from the file to the members."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.members.models import Member, Sex
from app.social import queries as social_queries
from tests.conftest import SignIn
from tests.imports.journey import Journey
from tests.imports.ugly import doubled_ods, moroccan_xlsx, tunisian_csv
from tests.support.world import World


@pytest.fixture
def journey(app: Flask, world: World, sign_in: SignIn) -> Journey:
    return Journey(world, sign_in)


def members(journey: Journey) -> dict[str, Member]:
    """By family name."""
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        found = {row.family_name_latin or row.family_name_arabic: row for row in db.session.query(Member)}
        db.session.expunge_all()
        db.session.rollback()
    return found


def test_merged_arabic_headers(journey: Journey) -> None:
    journey.send(moroccan_xlsx())
    assert journey.columns() == [
        "", "family_name_arabic", "given_name_arabic", "family_name_latin", "given_name_latin", "sex", "birth_date",
        "card_number", "phone", "admitted_on", "social_education", "social_family_status", "social_children",
        "social_languages", "protection_body_id", "protection_started_on",
    ]  # fmt: skip
    assert "1 ligne" in journey.page("/columns") or "left out" in journey.page("/columns")
    answer = journey.choose()
    assert answer.location.endswith("/questions"), "12/07/1979 and ؟"
    answer = journey.answer(words_of_0="!", orders_of_0="day", orders_of_1="day")
    assert answer.status_code == 302
    assert journey.counts() == {"new": 4, "refused": 1}
    wrong = dict(journey.problems()[10])
    assert wrong.keys() == {"sex", "birth_date", "phone", "admitted_on", "social_children"}
    journey.write()
    found = members(journey)
    assert found["El Ouardi"].birth_date == date(1988, 3, 4)
    assert found["El Ouardi"].family_name_arabic == "الوردي"
    assert found["El Ouardi"].phone == "+212661234567"
    assert found["Benchekroun"].birth_date == date(1979, 7, 12)
    assert found["Benchekroun"].sex is Sex.MALE
    assert found["Ait Ali"].birth_date == date(1990, 12, 31)
    assert found["Ait Ali"].admitted_on == date(2024, 3, 1)
    assert found["قاسمي"].birth_date == date(1995, 2, 3)
    assert found["قاسمي"].phone == "+212661234569"
    with journey.client.application.app_context(), organisation_scope(journey.place.id):
        file = social_queries.file_of(found["El Ouardi"].id)
        assert file is not None
        assert (file.education, file.family_status, file.children) == ("upper_secondary", "married", 3)
        assert {row.language for row in social_queries.languages_of(found["Ait Ali"].id)} == {"shi", "darija"}
        assert [row.started_on for row in social_queries.protection_of(found["El Ouardi"].id)] == [date(2020, 1, 1)]
        db.session.rollback()


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8-sig", "utf-16"])
def test_dates_as_text_in_four_formats(world: World, sign_in: SignIn, encoding: str) -> None:
    journey = Journey(world, sign_in, world.abroad)
    journey.send(tunisian_csv(encoding), "liste.csv")
    assert journey.columns() == [
        "family_name_latin", "given_name_latin", "family_name_arabic", "given_name_arabic", "sex", "birth_date",
        "admitted_on", "territory_code", "phone",
    ]  # fmt: skip
    answer = journey.choose()
    assert answer.location.endswith("/questions")
    assert "Bizrte" in journey.page("/questions")
    journey.answer(words_of_0="TN-23", orders_of_0="month")
    assert journey.counts() == {"new": 3, "refused": 1}
    assert [field for field, _said in journey.problems()[8]] == ["birth_date"]
    journey.write()
    found = members(journey)
    assert found["Trabelsi"].admitted_on == date(2024, 1, 15)
    assert found["Ayari"].territory_code == found["Ben; Salah"].territory_code == "TN-23"
    assert found["Ben; Salah"].birth_date == date(1991, 3, 5)
    assert found["Ayari"].birth_date == date(1990, 4, 1)
    assert found["Ayari"].admitted_on == date(2024, 3, 4), "month first, as was answered"


def test_the_same_people_twice(journey: Journey) -> None:
    journey.send(doubled_ods(), "suivi.ods")
    journey.choose()
    journey.answer(admitted_on="2025-01-10", orders_of_0="day")
    assert journey.counts() == {"new": 2, "alike": 2, "refused": 1}
    refused = journey.problems()
    assert refused[8][0][0] == "card_number"
    page = journey.page("/rows?kind=alike")
    assert "Amina" in page
    assert f"/members/{journey.place.members['member']}" in page, "she is in the cooperative already"
    before = set(members(journey))
    journey.write()
    assert set(members(journey)) - before == {"Mansouri", "Fassi"}
    assert journey.counts()["skipped"] == 2
