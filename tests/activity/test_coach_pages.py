"""Who waits, who is silent, a member's week read and decided."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import services as account_services
from app.accounts.models import Account
from app.activity import errors, queries, services
from app.activity.models import ActivityRecord
from app.activity.rules import RecordStatus
from app.extensions import db
from app.kernel.access import Actor, Role, SignedIn, actor_of
from app.kernel.paging import PAGE_SIZE
from app.kernel.transaction import write_transaction
from app.members import services as member_services
from app.members.models import Sex
from app.members.services import MemberDetails
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.activity.reading import (
    InJournal,
    count_statements,
    error_of,
    read,
    said,
)
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.parcours import record
from tests.support.world import TODAY, World


def week_of(here: str, member_id: int) -> str:
    return f"{here}/members/{member_id}"


def states(in_journal: InJournal) -> list[RecordStatus]:
    return in_journal(
        lambda journal: list(
            db.session.scalars(select(ActivityRecord.status).order_by(ActivityRecord.day, ActivityRecord.id))
        )
    )


def hidden_seen(response: TestResponse) -> list[str]:
    return re.findall(r'name="seen"[^>]*value="([^"]+)"', response.text)


class TestQueue:
    def test_empty_it_says_so(self, coach: HouseClient, here: str) -> None:
        page = coach.get(here)
        assert page.status_code == 200
        assert 'class="empty"' in page.text

    def test_each_sees_their_own_people(
        self, coach: HouseClient, manager: HouseClient, sign_in: SignIn, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(), name) for name in ("member", "member2", "leila")])
        assert names_in(coach.get(here)) == {"Benali"}
        assert names_in(sign_in("coach2@el-jadida.example").get(here)) == {"El Idrissi"}
        assert names_in(manager.get(here)) == {"Benali", "El Idrissi", "Haddad"}

    def test_the_oldest_first_with_its_count_and_the_week_it_stands_in(
        self, manager: HouseClient, here: str, in_journal: InJournal, world: World
    ) -> None:
        def log(journal: Journal) -> None:
            journal.log(sale(days_ago(3)), "member")
            journal.log(sale(days_ago(12)), "member2")
            journal.log(sale(days_ago(1)), "member2")

        in_journal(log)
        page = manager.get(here).text
        assert page.index("El Idrissi") < page.index("Benali")
        assert f'{world.home.members["member2"]}?week={days_ago(12)}"' in page

    def test_what_is_decided_leaves_it(self, coach: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.validate(journal.log(sale())))
        assert names_in(coach.get(here)) == set()

    def test_the_manager_filters_by_coach(
        self, manager: HouseClient, here: str, in_journal: InJournal, world: World
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(), name) for name in ("member", "member2", "leila")])
        coach_id = world.home.memberships["coach2"]
        assert names_in(manager.get(f"{here}?coach={coach_id}")) == {"El Idrissi"}
        assert names_in(manager.get(f"{here}?coach=none")) == {"Haddad"}
        for nobody in ("x", "-1", "9" * 30, "٣", str(world.abroad.memberships["coach"])):
            assert names_in(manager.get(here, query_string={"coach": nobody})) == set()

    def test_a_coach_cannot_filter_their_way_to_others(
        self, coach: HouseClient, here: str, in_journal: InJournal, world: World
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(), name) for name in ("member", "member2")])
        assert names_in(coach.get(f"{here}?coach={world.home.memberships['coach2']}")) == {"Benali"}

    def test_counts_for_the_landing_page(self, app: Flask, world: World, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(sale(), name) for name in ("member", "member", "member2")])
        in_journal(lambda journal: journal.validate(journal.log(sale())))

        def counts(journal: Journal) -> tuple[int, ...]:
            actors = [actor(world, role, name) for role, name in ((Role.MANAGER, "manager"), (Role.COACH, "coach"))]
            return tuple(queries.waiting_count(who, on=TODAY) for who in actors)

        assert in_journal(counts) == (3, 2)

    def test_pages_follow_each_other_and_lose_nobody(
        self, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: crowd(journal, PAGE_SIZE + 4))
        first = manager.get(here)
        following = re.search(r'href="([^"]+)" rel="next"', first.text)
        assert following is not None
        second = manager.get(following[1].replace("&amp;", "&"))
        assert len(crowd_in(first)) == PAGE_SIZE
        assert len(crowd_in(second)) == 4
        assert not crowd_in(first) & crowd_in(second)

    def test_more_people_do_not_cost_more_questions(
        self, app: Flask, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale()))
        with_one = count_statements(app, lambda: manager.get(here))
        in_journal(lambda journal: crowd(journal, 12))
        assert count_statements(app, lambda: manager.get(here)) == with_one


def names_in(response: TestResponse) -> set[str]:
    assert response.status_code == 200
    return {name for name in ("Benali", "El Idrissi", "Haddad") if name in response.text}


def crowd(journal: Journal, count: int) -> None:
    with write_transaction():
        for rank in range(count):
            details = MemberDetails(
                family_name_latin=f"Foule{rank:03}", given_name_latin="Une", sex=Sex.FEMALE, birth_date=days_ago(9000)
            )
            member = member_services.admit_member(details, None, admitted_on=days_ago(60), is_another_person=True)
            services.log_record(member, sale(days_ago(rank % 5)), journal.log_of())


def crowd_in(response: TestResponse) -> set[str]:
    return set(re.findall(r"Foule\d{3}", response.text))


def actor(world: World, role: Role, name: str) -> Actor:
    who = SignedIn(
        session_id=1, account_id=world.accounts[f"{name}@el-jadida.example"], display_name=name,
        display_name_arabic="", language=None, network_role=None,
    )  # fmt: skip
    return actor_of(who, organisation_id=world.home.id, membership_ids={role: world.home.memberships[name]})


class TestSilence:
    def test_those_who_logged_nothing_for_thirty_days(
        self, manager: HouseClient, coach: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(
            lambda journal: [journal.log(sale(days_ago(30)), "member"), journal.log(sale(days_ago(31)), "member2")]
        )
        page = manager.get(f"{here}?view=silent")
        assert names_in(page) == {"El Idrissi", "Haddad"}
        assert page.text.index("Haddad") < page.text.index("El Idrissi"), "who never logged anything comes first"
        assert names_in(coach.get(f"{here}?view=silent")) == set()

    def test_the_count_is_the_lists(self, world: World, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(30)), "member"))
        manager, coach = actor(world, Role.MANAGER, "manager"), actor(world, Role.COACH, "coach2")
        assert in_journal(lambda journal: queries.silent_count(manager, on=TODAY)) == 2
        assert in_journal(lambda journal: queries.silent_count(coach, on=TODAY)) == 1

    def test_a_manager_with_a_file_of_their_own_is_not_counted_either(
        self, sign_in: SignIn, world: World, here: str, in_journal: InJournal
    ) -> None:
        def give(journal: Journal) -> None:
            with write_transaction():
                account = db.session.get_one(Account, journal.account("member"))
                account_services.give_role(account, world.home.id, Role.MANAGER)

        in_journal(give)
        both = sign_in("member@el-jadida.example")
        assert "2 personnes" in both.get(f"{here}?view=silent").text
        assert "2 personnes n’ont rien" in both.get(world.home.url()).text

    def test_who_left_is_not_called(self, manager: HouseClient, here: str, in_journal: InJournal) -> None:
        def leave(journal: Journal) -> None:
            with write_transaction():
                record(journal.member("leila"), "exit", TODAY)

        in_journal(leave)
        assert "Haddad" not in manager.get(f"{here}?view=silent").text


class TestWeek:
    def test_it_shows_the_week_asked_for(
        self, coach: HouseClient, here: str, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(
            lambda journal: [journal.log(sale(days_ago(8), party="Avant")), journal.log(sale(party="Maintenant"))]
        )
        assert "Maintenant" in coach.get(week_of(here, amina)).text
        before = coach.get(f"{week_of(here, amina)}?week={days_ago(8)}")
        assert "Avant" in before.text
        assert "Maintenant" not in before.text

    def test_one_tap_validates_the_week(self, coach: HouseClient, here: str, amina: int, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(entry) for entry in (sale(days_ago(8)), work(), sale(), expense())])
        page = coach.get(week_of(here, amina))
        whole_week = hidden_seen(page)[0]
        answer = coach.submit(f"{week_of(here, amina)}/validate?week={TODAY}", {"seen": whole_week})
        assert answer.status_code == 302
        assert coach.get(answer.location).status_code == 200
        assert states(in_journal) == [RecordStatus.SUBMITTED, *[RecordStatus.VALIDATED] * 3]

    def test_or_one_by_one(self, coach: HouseClient, here: str, amina: int, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(work()), journal.log(sale())])
        _whole, first, _second = hidden_seen(coach.get(week_of(here, amina)))
        assert coach.submit(f"{week_of(here, amina)}/validate", {"seen": first}).status_code == 302
        assert states(in_journal) == [RecordStatus.VALIDATED, RecordStatus.SUBMITTED]

    def test_what_was_logged_since_the_page_was_read_still_waits(
        self, coach: HouseClient, here: str, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work()))
        seen = hidden_seen(coach.get(week_of(here, amina)))[0]
        in_journal(lambda journal: journal.log(sale(days_ago(1))))
        coach.submit(f"{week_of(here, amina)}/validate", {"seen": seen})
        assert states(in_journal) == [RecordStatus.SUBMITTED, RecordStatus.VALIDATED]

    def test_a_second_tap_is_told_that_nothing_waits(
        self, app: Flask, coach: HouseClient, here: str, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work()))
        seen = hidden_seen(coach.get(week_of(here, amina)))[0]
        coach.submit(f"{week_of(here, amina)}/validate", {"seen": seen})
        again = coach.submit(f"{week_of(here, amina)}/validate", {"seen": seen})
        assert again.status_code == 422
        assert said(app, errors.NothingWaiting.message) in read(again)

    @pytest.mark.parametrize("seen", ["", "x", "1:1", "1", "9" * 19 + ":1", "1:1 " * 5000, "-1:1", "1:1;2:2"])
    def test_a_page_sent_in_pieces_decides_nothing(
        self, coach: HouseClient, here: str, amina: int, in_journal: InJournal, seen: str
    ) -> None:
        in_journal(lambda journal: journal.log(work()))
        assert coach.submit(f"{week_of(here, amina)}/validate", {"seen": seen}).status_code == 422
        assert states(in_journal) == [RecordStatus.SUBMITTED]

    def test_returning_one_with_a_remark(
        self, coach: HouseClient, sign_in: SignIn, here: str, amina: int, in_journal: InJournal
    ) -> None:
        record_id, _other = in_journal(lambda journal: [journal.log(sale()).id, journal.log(work()).id])
        path = f"{week_of(here, amina)}/return?week={TODAY}&record={record_id}"
        (seen,) = hidden_seen(coach.get(path))
        assert seen == f"{record_id}:1"
        missing = coach.submit(path, {"seen": seen, "remark": "  "})
        assert missing.status_code == 422
        assert error_of(missing, "remark")
        assert coach.submit(path, {"seen": seen, "remark": "أين الوصل؟"}).status_code == 302
        assert sorted(states(in_journal)) == [RecordStatus.RETURNED, RecordStatus.SUBMITTED]
        assert "أين الوصل؟" in sign_in("member@el-jadida.example").get(here).text

    def test_returning_the_week(self, coach: HouseClient, here: str, amina: int, in_journal: InJournal) -> None:
        def log(journal: Journal) -> None:
            journal.validate(journal.log(expense()))
            journal.log(sale())
            journal.log(work())

        in_journal(log)
        path = f"{week_of(here, amina)}/return?week={TODAY}"
        (seen,) = hidden_seen(coach.get(path))
        assert coach.submit(path, {"seen": seen, "remark": "À revoir"}).status_code == 302
        assert sorted(states(in_journal)) == [RecordStatus.RETURNED, RecordStatus.RETURNED, RecordStatus.VALIDATED]

    def test_returning_what_was_changed_meanwhile_shows_it_again(
        self, coach: HouseClient, sign_in: SignIn, here: str, amina: int, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        path = f"{week_of(here, amina)}/return?week={TODAY}&record={record_id}"
        answers = {
            "amount_minor": "999",
            "party": "C",
            "paid": "full",
            "means": "cash",
            "description": "D",
            "day": TODAY.isoformat(),
            "version": 1,
        }
        sign_in("member@el-jadida.example").submit(f"{here}/records/{record_id}", answers)
        page = coach.submit(path, {"seen": f"{record_id}:1", "remark": "Non"})
        assert page.status_code == 422
        assert "999,00" in page.text
        assert hidden_seen(page) == [f"{record_id}:2"]

    def test_nothing_to_return(self, coach: HouseClient, here: str, amina: int) -> None:
        assert coach.get(f"{week_of(here, amina)}/return?week={TODAY}").status_code == 200
        assert coach.get(f"{week_of(here, amina)}/return?week={TODAY}&record=12").status_code == 404

    def test_other_weeks_that_wait_are_a_link_away(
        self, coach: HouseClient, here: str, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(20))))
        assert f"?week={days_ago(20)}" in coach.get(week_of(here, amina)).text


class TestWhoMay:
    PATHS = ("", "/validate", "/return")

    @pytest.mark.parametrize("path", PATHS)
    def test_people_one_does_not_support_are_not_found(
        self, coach: HouseClient, here: str, world: World, in_journal: InJournal, path: str
    ) -> None:
        in_journal(lambda journal: journal.log(sale(), "member2"))
        for member_id in (world.home.members["member2"], world.abroad.members["member"], 123):
            address = week_of(here, member_id) + path
            if path != "/validate":
                assert coach.get(address).status_code == 404
            if path:
                assert coach.submit(address, {"seen": "1:1", "remark": "x"}).status_code == 404
        assert states(in_journal) == [RecordStatus.SUBMITTED]

    @pytest.mark.parametrize("path", PATHS)
    def test_an_entrepreneur_decides_nothing(
        self, sign_in: SignIn, here: str, amina: int, in_journal: InJournal, path: str
    ) -> None:
        in_journal(lambda journal: journal.log(sale()))
        member = sign_in("member@el-jadida.example")
        if path != "/validate":
            assert member.get(week_of(here, amina) + path).status_code == 403
        if path:
            assert member.submit(week_of(here, amina) + path, {"seen": "1:1", "remark": "x"}).status_code == 403

    def test_a_coach_logs_nothing(self, coach: HouseClient, here: str) -> None:
        assert coach.get(f"{here}/new").status_code == 403
        assert coach.get(f"{here}/records/1").status_code == 403

    def test_a_coach_who_is_an_entrepreneur_too_does_not_judge_themselves(
        self, sign_in: SignIn, here: str, amina: int, in_journal: InJournal
    ) -> None:
        def make_coach(journal: Journal) -> int:
            with write_transaction():
                account = db.session.get_one(Account, journal.account("member"))
                role = account_services.give_role(account, journal.organisation.id, Role.COACH)
                member_services.end_coaching(journal.member(), ended_on=days_ago(1))
                member_services.assign_coach(journal.member(), role, started_on=TODAY)
            return journal.log(sale()).id

        record_id = in_journal(make_coach)
        both = sign_in("member@el-jadida.example")
        assert f"members/{amina}" not in both.get(here).text
        assert both.get(f"{here}?view=mine").text.count("450,00") >= 1
        page = both.get(week_of(here, amina))
        assert page.status_code == 200
        assert hidden_seen(page) == []
        refused = both.submit(f"{week_of(here, amina)}/validate", {"seen": f"{record_id}:1"})
        assert refused.status_code == 403
        assert both.get(f"{week_of(here, amina)}/return").status_code == 403
        assert states(in_journal) == [RecordStatus.SUBMITTED]

    def test_a_partner_has_an_empty_room(self, sign_in: SignIn, world: World) -> None:
        assert sign_in("manager@ccde.example").get(world.partner.url("activity")).status_code == 200
