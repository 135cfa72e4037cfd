"""What phones deliver is kept once, each record by itself; nothing is lost and nobody else's is touched."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.activity import errors, services
from app.activity.sync_models import ActivityAside, ActivityDelivery
from app.activity.sync_rules import LARGEST_BATCH, MOST_RECORDS, Unreadable
from app.activity.totals import find_differences
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago
from tests.activity.phone import Phone, changed, key_in, now_here, sale, work
from tests.activity.reading import InJournal, all_records, only_record, read, said
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


@pytest.fixture
def phone(member: HouseClient, here: str) -> Phone:
    return Phone(client=member, here=here)


def states(answers: Any) -> list[str]:
    return [answer["state"] for answer in answers]


def count(model: Any) -> Any:
    return lambda journal: db.session.scalar(select(func.count()).select_from(model))


class TestKept:
    def test_a_record_is_kept_and_said(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        (answer,) = phone.answers(one)
        kept = in_journal(only_record)
        assert (answer["uid"], answer["state"], answer["id"]) == (one["uid"], "kept", str(kept.id))
        assert "450,00" in answer["said"]
        assert (kept.description, kept.day, kept.amount_minor) == ("Six nappes", TODAY, 45_000)

    def test_a_repeat_is_answered_word_for_word(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        first = phone.answers(one)
        assert phone.answers(one) == first
        assert phone.answers({**one, "fields": one["fields"][::-1]}, sent_at=None) == first
        in_journal(only_record)

    def test_a_repeat_is_answered_alike_after_the_record_was_deleted(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        first = phone.answers(one)
        record = in_journal(only_record)
        phone.client.submit(f"{phone.here}/records/{record.id}/delete", {"version": str(record.version)})
        assert phone.answers(one) == first
        assert in_journal(all_records) == []

    def test_one_refused_does_not_void_the_others(
        self, phone: Phone, in_journal: InJournal, words: dict[str, int]
    ) -> None:
        long_day = [work(words["production"], minutes="23h") for _again in range(2)]
        future = sale(day=(TODAY + timedelta(days=1)).isoformat())
        answers = phone.answers(sale(), *long_day, future, sale(amount_minor="abc"), sale())
        by_uid = {answer["uid"]: answer for answer in answers}
        assert states(by_uid[one["uid"]] for one in long_day) == ["kept", "refused"]
        assert sorted(states(answers)) == ["kept"] * 3 + ["refused"] * 3
        assert len(in_journal(all_records)) == 3
        assert in_journal(lambda journal: find_differences()) == []

    def test_what_is_wrong_is_said_by_field(self, phone: Phone) -> None:
        (answer,) = phone.answers(sale(day=(TODAY + timedelta(days=9)).isoformat(), amount_minor=""))
        assert set(answer["errors"]) == {"day", "amount_minor"}
        assert answer["errors"]["day"] == [said(phone.client.application, errors.FutureDay.message)]

    def test_a_refused_record_may_be_corrected_under_its_mark(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale(amount_minor="-3")
        assert states(phone.answers(one)) == ["refused"]
        assert states(phone.answers(changed(one, amount_minor="3"))) == ["kept"]
        assert in_journal(only_record).amount_minor == 300

    def test_who_did_what_is_written_down(self, phone: Phone, in_journal: InJournal) -> None:
        phone.answers(sale(), sale())
        logged = select(func.count()).where(AuditEvent.action == services.LOGGED)
        assert in_journal(lambda journal: db.session.scalar(logged)) == 2


class TestSameMark:
    def test_other_content_is_set_aside_and_shown(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        phone.answers(one)
        (answer,) = phone.answers(changed(one, amount_minor="990"))
        assert (answer["state"], answer["id"]) == ("aside", str(in_journal(only_record).id))
        assert in_journal(only_record).amount_minor == 45_000
        page = read(phone.client.get(f"{phone.here}/asides"))
        assert "450,00" in page
        assert "990" in page
        notices = read(phone.client.get(f"{phone.here.removesuffix('/activity')}/notices"))
        assert f"{phone.here}/asides" in notices

    def test_it_is_set_aside_once(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        phone.answers(one)
        other = changed(one, amount_minor="990")
        assert phone.answers(other) == phone.answers(other)
        assert states(phone.answers(one)) == ["kept"]
        assert in_journal(count(ActivityAside)) == 1

    def test_twice_in_one_batch(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        answers = phone.answers(one, changed(one, party="Monsieur Nabil"), one)
        assert sorted(states(answers)) == ["aside", "kept", "kept"]
        assert "Madame Sabah" in phone.client.get(phone.here).text
        in_journal(only_record)

    @pytest.mark.parametrize(
        ("choice", "amounts"), [("replace", [99_000]), ("both", [45_000, 99_000]), ("leave", [45_000])]
    )
    def test_the_person_says_which_holds(
        self, phone: Phone, in_journal: InJournal, choice: str, amounts: list[int]
    ) -> None:
        aside_id = self.set_aside(phone, in_journal)
        answer = phone.client.submit(f"{phone.here}/asides/{aside_id}", {"choice": choice})
        assert answer.status_code == 302
        assert [record.amount_minor for record in in_journal(all_records)] == amounts
        assert in_journal(lambda journal: find_differences()) == []
        again = phone.client.submit(f"{phone.here}/asides/{aside_id}", {"choice": "both"})
        assert again.status_code == 422
        assert [record.amount_minor for record in in_journal(all_records)] == amounts

    def test_a_validated_record_is_not_replaced(self, phone: Phone, in_journal: InJournal) -> None:
        aside_id = self.set_aside(phone, in_journal)
        in_journal(hand_in_and_validate)
        answer = phone.client.submit(f"{phone.here}/asides/{aside_id}", {"choice": "replace"})
        assert answer.status_code == 422
        assert said(phone.client.application, errors.ValidatedStays.message) in read(answer)
        assert f"/asides/{aside_id}" in answer.text

    def test_what_was_refused_stays_to_be_settled(self, phone: Phone, in_journal: InJournal) -> None:
        one = sale()
        phone.answers(one)
        phone.answers(changed(one, amount_minor="zéro"))
        aside_id = in_journal(lambda journal: db.session.scalar(select(ActivityAside.id)))
        assert phone.client.submit(f"{phone.here}/asides/{aside_id}", {"choice": "both"}).status_code == 422
        assert f"/asides/{aside_id}" in phone.client.get(f"{phone.here}/asides").text

    def test_another_persons_is_not_there(
        self, phone: Phone, here: str, sign_in: SignIn, in_journal: InJournal
    ) -> None:
        aside_id = self.set_aside(phone, in_journal)
        other = sign_in("member2@el-jadida.example")
        assert f"/asides/{aside_id}" not in other.get(f"{here}/asides").text
        assert other.submit(f"{here}/asides/{aside_id}", {"choice": "leave"}).status_code == 404

    @staticmethod
    def set_aside(phone: Phone, in_journal: InJournal) -> int:
        one = sale()
        phone.answers(one)
        phone.answers(changed(one, amount_minor="990"))
        aside_id: int = in_journal(lambda journal: db.session.scalar(select(ActivityAside.id)))
        return aside_id


class TestFormAndPhone:
    """A form whose answer was lost, and the same record from the outbox: one record."""

    def test_the_form_first(self, phone: Phone, in_journal: InJournal) -> None:
        one = self.of_the_form(phone)
        self.post_form(phone, one)
        (answer,) = phone.answers(one)
        assert (answer["state"], answer["id"]) == ("kept", str(in_journal(only_record).id))
        assert states(phone.answers(changed(one, amount_minor="7"))) == ["aside"]
        in_journal(only_record)

    def test_the_phone_first(self, phone: Phone, in_journal: InJournal) -> None:
        one = self.of_the_form(phone)
        phone.answers(one)
        answer = self.post_form(phone, one)
        assert answer.status_code == 302
        assert f"kept={in_journal(only_record).id}" in answer.location
        assert self.post_form(phone, changed(one, amount_minor="7")).status_code == 409
        in_journal(only_record)

    def test_the_key_of_another_form_is_not_taken(self, phone: Phone, in_journal: InJournal, words: Any) -> None:
        key = key_in(phone.client.get(f"{phone.here}/new?kind=sale").text)
        phone.client.submit("/account/language", {"language": "fr", "form_key": key})
        assert states(phone.answers(sale(key))) in (["kept"], ["foreign"])

    @staticmethod
    def of_the_form(phone: Phone) -> Any:
        key = key_in(phone.client.get(f"{phone.here}/new?kind=sale").text)
        return sale(key)

    @staticmethod
    def post_form(phone: Phone, one: Any) -> Any:
        typed = {**dict(one["fields"]), "form_key": one["uid"]}
        return phone.client.submit(f"{phone.here}/new?kind=sale", typed)


class TestClock:
    def test_a_right_clock_is_not_spoken_of(self, phone: Phone) -> None:
        told = phone.send(sale()).get_json()
        assert "clock" not in told

    @pytest.mark.parametrize("days", [-730, -1, 1, 730])
    def test_a_wrong_one_is_said_and_not_trusted(self, phone: Phone, in_journal: InJournal, days: int) -> None:
        there = (TODAY + timedelta(days=days)).isoformat() + "T10:00:00+00:00"
        told = phone.send({**sale(), "made_at": there}, sent_at=there).get_json()
        assert abs(told["ahead"] - days * 86_400) < 86_400
        assert "2026" in told["clock"]
        assert states(told["answers"]) == ["kept"]
        assert in_journal(only_record).day == TODAY
        ahead, made_at = in_journal(
            lambda journal: db.session.execute(select(ActivityDelivery.clock_ahead, ActivityDelivery.made_at)).one()
        )
        assert ahead == told["ahead"]
        assert made_at.isoformat()[:19] == there[:19]

    def test_the_day_of_a_clock_that_runs_ahead_is_asked_back(self, phone: Phone, in_journal: InJournal) -> None:
        there = TODAY + timedelta(days=730)
        (answer,) = phone.answers(sale(day=there.isoformat()), sent_at=f"{there}T10:00:00+00:00")
        assert set(answer["errors"]) == {"day"}
        assert in_journal(all_records) == []

    @pytest.mark.parametrize(
        "sent_at",
        [None, "", "yesterday", 17, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-18T10:00"],
    )
    def test_an_instant_that_is_none_says_nothing(self, phone: Phone, sent_at: object) -> None:
        told = phone.send({**sale(), "made_at": sent_at}, sent_at=sent_at).get_json()
        assert states(told["answers"]) == ["kept"]
        assert "clock" not in told


class TestHostile:
    @pytest.mark.parametrize(
        "body",
        [[], None, 3, "x", {}, {"records": {}}, {"records": []}, {"records": [3]}, {"records": [{}]}, {"records": [{"uid": "short"}]},
         {"records": [{"uid": ["x" * 20]}]}, {"records": [{"uid": "x" * 65}]}],
    )  # fmt: skip
    def test_what_is_no_batch_is_refused(self, phone: Phone, body: object) -> None:
        assert phone.post(body).status_code == 422

    def test_broken_json_and_other_types_are_refused(self, phone: Phone) -> None:
        headers = {"X-CSRFToken": phone.token()["token"]}
        for data in (b"{", b"\xff\xfe", b"[" * 20_000, b""):
            answer = phone.client.post(
                f"{phone.here}/sync", data=data, headers=headers, content_type="application/json"
            )
            assert answer.status_code == 422

    def test_too_many_and_too_much_are_refused(self, phone: Phone, in_journal: InJournal) -> None:
        many = phone.send(*(sale() for _one in range(MOST_RECORDS + 1)))
        assert many.status_code == 422
        much = phone.send(sale(), padding="x" * LARGEST_BATCH)
        assert much.status_code == 413
        assert in_journal(all_records) == []

    @pytest.mark.parametrize(
        "spoilt",
        [{"kind": "attestation"}, {"kind": None}, {"kind": ["sale"]}, {"fields": None}, {"fields": []}, {"fields": {"day": "x"}},
         {"fields": [["day"]]}, {"fields": [["day", 3]]}, {"fields": [["day", "\ud800"]]}, {"fields": [["day", "x" * 9_000]]},
         {"fields": [["x" * 70, "y"]]}, {"fields": [["day", "x"]] * 101}],
    )  # fmt: skip
    def test_a_record_that_no_form_could_send_is_refused_alone(
        self, phone: Phone, in_journal: InJournal, spoilt: dict[str, object]
    ) -> None:
        bad = {**sale(), **spoilt}
        answers = phone.answers(sale(), bad)
        assert sorted(states(answers)) == ["kept", "refused"]
        (refused,) = [answer for answer in answers if answer["state"] == "refused"]
        assert refused["errors"] == {"": [said(phone.client.application, Unreadable.message)]}
        in_journal(only_record)

    def test_marks_of_other_people_open_nothing(
        self, phone: Phone, sign_in: SignIn, here: str, in_journal: InJournal
    ) -> None:
        theirs = sale(description="Le secret de Youssef")
        Phone(client=sign_in("member2@el-jadida.example"), here=here).answers(theirs)
        answer = phone.send(theirs, changed(theirs, amount_minor="1"))
        assert states(answer.get_json()["answers"]) == ["foreign", "foreign"]
        assert "secret" not in answer.text
        assert in_journal(count(ActivityAside)) == 0
        in_journal(only_record)

    def test_the_same_mark_in_another_organisation_is_another(
        self, phone: Phone, sign_in: SignIn, world: World, in_journal: InJournal
    ) -> None:
        one = sale()
        abroad = Phone(client=sign_in(f"member@{world.abroad.slug}.example"), here=world.abroad.url("activity"))
        assert states(abroad.answers({**one, "fields": [*one["fields"]]})) == ["kept"]
        assert states(phone.answers(one)) == ["kept"]

    def test_words_of_another_organisation_are_refused(
        self, phone: Phone, foreign_work_kind: int, in_journal: InJournal
    ) -> None:
        (answer,) = phone.answers(work(foreign_work_kind))
        assert set(answer["errors"]) == {"work_kind_id"}
        assert in_journal(all_records) == []

    def test_a_batch_of_another_account_is_not_taken(self, phone: Phone, in_journal: InJournal) -> None:
        assert phone.send(sale(), account="17").status_code == 409
        assert phone.post({"records": [sale()]}).status_code == 409
        assert in_journal(all_records) == []

    def test_without_a_token_nothing_is_taken(self, phone: Phone, in_journal: InJournal) -> None:
        for token in ("stale", phone.token()["token"][:-1]):
            assert phone.post({"records": [sale()]}, token=token).status_code == 400
        assert in_journal(all_records) == []

    def test_signed_out_is_said_to_a_program(self, client: HouseClient, here: str) -> None:
        assert client.get(f"{here}/sync", headers={"Accept": "application/json"}).status_code == 401
        token = {"X-CSRFToken": client.csrf_token()}
        assert client.post(f"{here}/sync", json={"records": [sale()]}, headers=token).status_code == 401

    def test_who_logs_nothing_delivers_nothing(self, sign_in: SignIn, here: str) -> None:
        coach = sign_in("coach@el-jadida.example")
        token = {"X-CSRFToken": coach.csrf_token()}
        assert coach.post(f"{here}/sync", json={"records": [sale()]}, headers=token).status_code == 403


def test_an_answer_that_could_not_be_written_keeps_nothing(
    phone: Phone, in_journal: InJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Record and answer are one: what breaks between them leaves neither, and the phone sends again."""
    one, right = sale(), phone.token()
    monkeypatch.setattr("app.activity.sync_services.submissions.note_accepted", _break)
    assert phone.post({"account": right["account"], "records": [one]}).status_code == 500
    assert in_journal(all_records) == []
    monkeypatch.undo()
    assert states(phone.answers(one)) == ["kept"]
    in_journal(only_record)


def hand_in_and_validate(journal: Journal) -> None:
    with write_transaction():
        services.submit_records(journal.member(), {one.id: one.version for one in all_records(journal)})
    journal.validate(*all_records(journal))


def _break(*_values: object) -> None:
    raise RuntimeError("in the middle")


def test_a_hundred_records_ask_little_of_the_database(phone: Phone, trips: list[str]) -> None:
    """A thousand that waited are ten of these, within seconds."""
    day = days_ago(3).isoformat()
    token = phone.token()
    batch = {"account": token["account"], "sent_at": now_here(), "records": [sale(day=day) for _one in range(100)]}
    trips.clear()
    assert set(states(phone.post(batch, token=token["token"]).get_json()["answers"])) == {"kept"}
    assert len(trips) < 800


class TestWhateverTheNetworkDoes:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(drawn=st.data())
    def test_stored_is_what_was_made(self, phone: Phone, in_journal: InJournal, drawn: st.DataObject) -> None:
        """Each record one to eight times, in any order, in any lots, with answers that are lost."""
        amounts = drawn.draw(st.lists(st.sampled_from(["190", "250,50", "", "beaucoup"]), min_size=1, max_size=8))
        made = [sale(amount_minor=amount, description=f"Lot {uuid4().hex}") for amount in amounts]
        sent = [one for one in made for _time in range(drawn.draw(st.integers(1, 8)))]
        sent = drawn.draw(st.permutations(sent))
        answers: dict[str, list[Any]] = {}
        while sent:
            size = drawn.draw(st.integers(1, len(sent)))
            told, sent = phone.answers(*sent[:size]), sent[size:]
            if drawn.draw(st.booleans()):  # else the answer was lost
                for answer in told:
                    answers.setdefault(answer["uid"], []).append(answer)
        for answer in phone.answers(*made):
            assert all(earlier == answer for earlier in answers.get(answer["uid"], []))
        wanted = sorted(
            dict(one["fields"])["description"] for one in made if dict(one["fields"])["amount_minor"][:1].isdigit()
        )
        stored = sorted(record.description for record in in_journal(all_records))
        assert [mark for mark in stored if mark in wanted] == wanted
        refused = {dict(one["fields"])["description"] for one in made} - set(wanted)
        assert not refused & set(stored)
