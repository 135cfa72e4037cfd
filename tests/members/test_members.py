"""The member's file: admission, search, coaches, exit, and what is kept count of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts import queries as account_queries
from app.extensions import db
from app.kernel import clock
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import access_services, errors, queries, services
from app.members.models import Member
from tests.conftest import SignIn
from tests.support.parcours import record
from tests.support.world import TODAY, World

MANAGER, COACH = "manager@el-jadida.example", "coach@el-jadida.example"


def filled(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "given_name_latin": "Zohra", "family_name_latin": "Amghar", "given_name_arabic": "زهرة", "family_name_arabic": "أمغار",
        "sex": "F", "birth_date": "1988-02-03", "phone": "0661234567", "commune": "Azemmour", "identity_country": "MA",
        "trade_id": str(world.home.trades[0]), "identity_kind": "cin", "identity_number": "ab 123456",
        "admitted_on": TODAY.isoformat(), "form_key": "k" * 24, **changes,
    }  # fmt: skip


def test_admission_gives_the_next_number_and_can_be_found(sign_in: SignIn, world: World) -> None:
    client = sign_in(MANAGER)
    answer = client.submit(world.home.url("members/new"), filled(world))
    assert answer.status_code == 302
    page = client.get(answer.location).get_data(as_text=True)
    assert "Zohra Amghar" in page
    assert "•••456" in page
    assert "AB123456" not in page
    for typed in ("zoh", "amg", "زهر", "أمغ", "امغ", "4"):
        assert "Zohra Amghar" in client.get(world.home.url(f"members?q={typed}")).get_data(as_text=True), typed
    assert "Zohra Amghar" not in client.get(world.home.url("members?q=ohra")).get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"given_name_latin": "", "given_name_arabic": ""}, "Amghar"),
        ({"birth_date": "2031-01-01"}, "Zohra"),
        ({"birth_date": TODAY.isoformat()}, "Zohra"),
        ({"phone": "12"}, "Zohra"),
        ({"sex": "X"}, "Zohra"),
        ({"trade_id": "1"}, "Zohra"),
        ({"family_name_latin": "Am\u202eghar"}, "Zohra"),
        ({"admitted_on": (TODAY + timedelta(days=1)).isoformat()}, "Zohra"),
        ({"identity_kind": ""}, "Zohra"),
        ({"identity_number": "MX100200"}, "Zohra"),  # Amina's
    ],
)
def test_a_wrong_admission_says_why_and_keeps_what_was_typed(
    sign_in: SignIn, world: World, app: Flask, change: dict[str, str], kept: str
) -> None:
    client = sign_in(MANAGER)
    answer = client.submit(world.home.url("members/new"), filled(world, **change))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert kept in page
    assert 'class="summary note bad"' in page
    assert count(app, world) == 3


ALIKE = {  # Amina Benali, born on 1990-05-01
    "born on the same day, one name in common": {"given_name_latin": "Amina", "birth_date": "1990-05-01"},
    "the same in Arabic letters": {"family_name_arabic": "بن علي", "birth_date": "1990-05-01"},
    "the same whole name, written otherwise": {"given_name_latin": "AMINA", "family_name_latin": "Benâli"},
    "the same whole name in Arabic only": {
        "given_name_latin": "",
        "family_name_latin": "",
        "given_name_arabic": "أمينة",
        "family_name_arabic": "بنعلي",
    },
    "the same phone": {"phone": "0661000000"},
}


@pytest.mark.parametrize("change", ALIKE.values(), ids=ALIKE)
def test_who_may_be_here_already_is_shown_before_a_second_file_is_opened(
    sign_in: SignIn, world: World, app: Flask, change: dict[str, str]
) -> None:
    client, path = sign_in(MANAGER), world.home.url("members/new")
    assert "is_another_person" not in client.get(path).get_data(as_text=True)
    answer = client.submit(path, filled(world, **change))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="{world.home.url("members/" + str(world.home.members["member"]))}"' in page
    assert 'name="is_another_person"' in page
    assert 'value="Azemmour"' in page
    assert count(app, world) == 3
    assert client.submit(path, filled(world, **change, is_another_person="y")).status_code == 302
    assert count(app, world) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"birth_date": "1990-05-01"},
        {"given_name_latin": "Amina"},
        {"family_name_latin": "Ben Salah", "birth_date": "1990-05-02"},
    ],
)
def test_a_day_or_a_name_alone_is_no_likeness(sign_in: SignIn, world: World, change: dict[str, str]) -> None:
    """Nor is `ben`, which half a country has."""
    assert sign_in(MANAGER).submit(world.home.url("members/new"), filled(world, **change)).status_code == 302


def test_likeness_ends_at_the_wall(sign_in: SignIn, world: World) -> None:
    """Ras Jebel has an Amina Benali of that day too; nobody there is shown here."""
    answer = sign_in("manager@ras-jebel.example").submit(
        world.abroad.url("members/new"),
        filled(
            world, given_name_latin="Amina", birth_date="1990-05-01", phone="", trade_id=str(world.abroad.trades[0])
        ),
    )
    page = answer.get_data(as_text=True)
    assert world.abroad.url(f"members/{world.abroad.members['member']}") in page
    assert str(world.home.members["member"]) not in page


def count(app: Flask, world: World) -> int:
    with app.app_context(), organisation_scope(world.home.id):
        return Member.query.count()


def test_twenty_identical_admissions_are_one(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    answers = {client.submit(world.home.url("members/new"), filled(world)).location for _again in range(20)}
    assert len(answers) == 1
    assert count(app, world) == 4


def test_changing_the_language_admits_nobody_and_loses_nothing(sign_in: SignIn, world: World, app: Flask) -> None:
    client = sign_in(MANAGER)
    answer = client.submit(world.home.url("members/new"), filled(world, _lang="ar"))
    page = answer.get_data(as_text=True)
    assert '<html lang="ar"' in page
    assert 'value="Zohra"' in page
    assert 'class="summary note bad"' not in page
    assert count(app, world) == 3


LATER = {
    "birth_name_latin": "Lahlou",
    "birth_name_arabic": "لحلو",
    "nationality": "SN",
    "second_phone": "0523370000",
    "address": "12, rue du Phare",
    "settlement": "rural",
    "emergency_name": "Fatou, sa sœur",
    "emergency_phone": "0661000099",
    "identity_issued_on": "2020-01-31",
    "identity_issued_at": "El Jadida",
    "identity_expires_on": "2025-01-31",
}


def change_leila(sign_in: SignIn, world: World, **more: str) -> tuple[Any, str]:
    """What the form answers, and the address of the file."""
    manager, path = sign_in(MANAGER), world.home.url(f"members/{world.home.members['leila']}")
    shown = manager.get(f"{path}/edit").get_data(as_text=True)
    version = shown.split('name="version"')[1].split('value="')[1].split('"')[0]
    return manager.submit(f"{path}/edit", filled(world, version=version, identity_number="", **more)), path


def test_what_waited_until_after_the_admission(sign_in: SignIn, world: World) -> None:
    answer, path = change_leila(sign_in, world, **LATER)
    assert answer.status_code == 302
    page = sign_in(MANAGER).get(path).get_data(as_text=True)
    for shown in (
        "Lahlou",
        "لحلو",
        "Sénégal",
        "05 23 37 00 00",
        "12, rue du Phare",
        "Fatou, sa sœur",
        "31 janvier 2025",
    ):
        assert shown in page.replace("\u00a0", " ").replace("\u202f", " "), shown
    for typed in ("lahl", "لحل"):
        assert path in sign_in(MANAGER).get(world.home.url(f"members?q={typed}")).get_data(as_text=True)
    form = sign_in(MANAGER).get(f"{path}/edit").get_data(as_text=True)
    assert all(f'value="{LATER[name]}"' in form for name in ("birth_name_latin", "address", "identity_issued_on"))


def test_nobody_is_born_after_their_first_step(sign_in: SignIn, world: World, app: Flask) -> None:
    with app.app_context(), organisation_scope(world.home.id):
        with write_transaction():
            leila = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
            record(leila, "information", TODAY - timedelta(days=230))
        db.session.remove()
    answer, _path = change_leila(sign_in, world, birth_date=(TODAY - timedelta(days=220)).isoformat())
    assert answer.status_code == 422
    assert 'id="birth_date-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("identity_issued_on", "1970-01-01"),
        ("identity_expires_on", "2020-01-31"),
        ("second_phone", "12"),
        ("nationality", "ZZ"),
        ("settlement", "moon"),
    ],
)
def test_what_cannot_be_in_a_file_is_said_beside_its_field(
    sign_in: SignIn, world: World, field: str, typed: str
) -> None:
    answer, _path = change_leila(sign_in, world, **{**LATER, field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_two_people_editing_lose_nothing(sign_in: SignIn, world: World) -> None:
    first, second = sign_in(MANAGER), sign_in(MANAGER)
    path = world.home.url(f"members/{world.home.members['leila']}/edit")
    version = first.get(path).get_data(as_text=True).split('name="version"')[1].split('value="')[1].split('"')[0]
    data = filled(world, version=version, identity_number="")
    assert first.submit(path, data).status_code == 302
    answer = second.submit(path, {**data, "commune": "Bir Jdid", "form_key": "j" * 24})
    assert answer.status_code == 422
    assert "Bir Jdid" in answer.get_data(as_text=True)


def test_showing_an_identity_number_is_written_down(sign_in: SignIn, world: World, app: Flask) -> None:
    answer = sign_in(MANAGER).submit(world.home.url(f"members/{world.home.members['member']}/identity"))
    assert b"MX100200" in answer.data
    with app.app_context(), organisation_scope(world.home.id):
        events = AuditEvent.query.filter_by(action=services.IDENTITY_REVEALED).all()
        assert [event.subject_id for event in events] == [world.home.members["member"]]


def test_a_coach_does_not_see_identity_numbers(sign_in: SignIn, world: World) -> None:
    answer = sign_in(COACH).submit(world.home.url(f"members/{world.home.members['member']}/identity"))
    assert answer.status_code == 403


def test_a_hand_over_moves_the_file_and_keeps_the_history(sign_in: SignIn, world: World) -> None:
    manager, coach = sign_in(MANAGER), sign_in(COACH)
    path = world.home.url(f"members/{world.home.members['member']}")
    assert coach.get(path).status_code == 200
    data = {"coach_id": world.home.memberships["coach2"], "started_on": TODAY.isoformat(), "form_key": "k" * 24}
    assert manager.submit(f"{path}/coach", data).status_code == 302
    assert coach.get(path).status_code == 404
    assert sign_in("coach2@el-jadida.example").get(path).status_code == 200
    assert manager.get(path).get_data(as_text=True).count("<time") >= 2


@pytest.mark.parametrize(
    ("coach", "day"),
    [
        ("abroad", TODAY.isoformat()),
        ("coach", TODAY.isoformat()),  # supports her already
        ("coach2", (TODAY - timedelta(days=400)).isoformat()),  # before the admission
        ("manager", TODAY.isoformat()),
    ],
)
def test_wrong_assignments_are_refused(sign_in: SignIn, world: World, coach: str, day: str) -> None:
    memberships = {**world.home.memberships, "abroad": world.abroad.memberships["coach"]}
    path = world.home.url(f"members/{world.home.members['member']}/coach")
    answer = sign_in(MANAGER).submit(path, {"coach_id": memberships[coach], "started_on": day, "form_key": "k" * 24})
    assert answer.status_code == 422


def test_nobody_has_two_coaches_on_a_day(sign_in: SignIn, world: World) -> None:
    """Ended today and assigned again today, by another: each member stands once in the list."""
    manager, path = sign_in(MANAGER), world.home.url(f"members/{world.home.members['member']}")
    manager.submit(f"{path}/coach/end")
    for name, key in (("coach2", "k"), ("coach", "j")):
        data = {"coach_id": world.home.memberships[name], "started_on": TODAY.isoformat(), "form_key": key * 24}
        answer = manager.submit(f"{path}/coach", data)
        assert answer.status_code == 302, name
        assert manager.get(world.home.url("members")).get_data(as_text=True).count(f'href="{path}"') == 1
        manager.submit(f"{path}/coach/end")
    assert manager.get(world.home.url("members")).get_data(as_text=True).count(f'href="{path}"') == 1


def test_a_coach_is_not_told_whose_number_it_is(sign_in: SignIn, world: World) -> None:
    path = world.home.url(f"members/{world.home.members['member']}/edit")
    for who, is_told in ((COACH, False), (MANAGER, True)):
        shown = sign_in(who).get(path).get_data(as_text=True)
        version = shown.split('name="version"')[1].split('value="')[1].split('"')[0]
        answer = sign_in(who).submit(path, filled(world, version=version, identity_number="MX100201"))  # Youssef's
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "identity_number-error" in page
        assert ("Youssef" in page) == is_told


@pytest.mark.parametrize("who", ["manager", "a coach who left", "nobody"])
def test_only_who_coaches_here_is_given_members(context: Flask, world: World, who: str) -> None:
    """Whatever the form offers: the service is called from elsewhere too."""
    with organisation_scope(world.home.id), pytest.raises(errors.NotACoachHere), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        role = account_queries.find_membership(world.home.memberships["manager" if who == "manager" else "coach2"])
        if role is not None and who == "a coach who left":
            role.ended_at = clock.now()
        services.assign_coach(member, None if who == "nobody" else role, started_on=TODAY)


def test_kept_counts_equal_the_raw_ones(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id):
        with write_transaction():
            member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
            services.end_coaching(member, ended_on=TODAY)
            record(member, "exit", TODAY)
        assert queries.kept_counts() == queries.raw_counts() == (2, 1)
        with write_transaction():
            member = db.session.get_one(Member, (world.home.id, world.home.members["member"]))
            tomorrow = TODAY + timedelta(days=1)
            record(member, "test", tomorrow, today=tomorrow)
            coach = account_queries.find_membership(world.home.memberships["coach2"])
            services.assign_coach(member, coach, started_on=TODAY)
        assert queries.kept_counts() == queries.raw_counts() == (3, 1)
        db.session.remove()


def test_nobody_leaves_before_they_came(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), pytest.raises(errors.StepBeforeAdmission), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        record(member, "exit", TODAY - timedelta(days=300))


def test_a_slip_needs_a_phone_or_an_e_mail(context: Flask, world: World) -> None:
    with organisation_scope(world.home.id), pytest.raises(errors.NoLoginToUse), write_transaction():
        member = db.session.get_one(Member, (world.home.id, world.home.members["leila"]))
        member.phone = member.email = ""
        access_services.give_access(member, by_account_id=None)
