"""The entrepreneur's pages: the week, a new record in a few fields, correcting and deleting."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.activity import errors, parties
from app.activity.rules import RecordKind, RecordStatus
from app.activity.totals import find_differences
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.activity.reading import (
    SALE,
    InJournal,
    all_records,
    count_statements,
    only_record,
    read,
    said,
    version_in,
)
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


class TestWeek:
    def test_an_empty_week_offers_the_three_ways_in(self, member: HouseClient, here: str) -> None:
        page = member.get(here)
        assert page.status_code == 200
        for kind in RecordKind:
            assert f'href="{here}/new?kind={kind}"' in page.text

    def test_it_shows_its_records_and_sums(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: [journal.log(entry) for entry in (sale(amount=45_000), work(days_ago(1), 210))])
        page = read(member.get(here))
        assert "Madame Sabah" in page
        assert "Six nappes" in page
        assert "450,00\u00a0MAD" in page
        assert "3\u00a0h\u00a030" in page

    def test_earlier_weeks_are_a_page_away_and_no_further_than_membership(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(9), party="Hôtel de la Corniche")))
        assert "Hôtel de la Corniche" not in member.get(here).text
        before = re.search(r'rel="prev" href="([^"]+)"', member.get(here).text)
        assert before is not None
        page = member.get(before[1])
        assert "Hôtel de la Corniche" in page.text
        assert 'rel="next"' in page.text
        first = member.get(f"{here}?week=2001-01-01")
        assert 'rel="prev"' not in first.text
        assert 'rel="next"' not in member.get(f"{here}?week=2999-01-01").text

    @pytest.mark.parametrize("week", ["", "hier", "2026-13-45", "9" * 400, "٢٠٢٦-١١-١٨", "2026-11-18T00:00"])
    def test_a_week_that_is_none_is_this_one(self, member: HouseClient, here: str, week: str) -> None:
        assert member.get(here, query_string={"week": week}).status_code == 200

    def test_the_week_begins_on_monday_in_morocco(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(
            lambda journal: [
                journal.log(sale(days_ago(2), party="Lundi")),
                journal.log(sale(days_ago(3), party="Dimanche")),
            ]
        )
        page = member.get(here).text
        assert "Lundi" in page
        assert "Dimanche" not in page

    def test_hostile_words_stay_words(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
        in_journal(lambda journal: journal.log(sale(party=hostile[:100], description=hostile, note=hostile)))
        page = member.get(here)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert read(page).count(hostile) >= 3

    def test_more_records_do_not_cost_more_questions(
        self, app: Flask, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(minutes=10)))
        with_one = count_statements(app, lambda: member.get(here))
        in_journal(lambda journal: [journal.log(work(minutes=10)) for _turn in range(12)])
        assert count_statements(app, lambda: member.get(here)) == with_one

    def test_an_account_without_a_file_is_told_so(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        def unlink(journal: Journal) -> None:
            with write_transaction():
                journal.member().account_id = None

        in_journal(unlink)
        assert member.get(here).status_code == 200
        assert member.get(f"{here}/new").status_code == 404


class TestNewRecord:
    def test_work_in_three_answers(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        answer = member.submit(
            f"{here}/new?kind=work",
            {"minutes": "3,5", "work_kind_id": words["production"], "day": TODAY.isoformat()},
        )
        assert answer.status_code == 302
        record = in_journal(only_record)
        assert (record.minutes, record.work_kind_id, record.day) == (210, words["production"], TODAY)
        page = read(member.get(answer.location))
        assert "3\u00a0h\u00a030" in page
        assert f"{here}/new?kind=work&day={TODAY}" in page

    @pytest.mark.parametrize(
        ("typed", "minor"), [("450", 45_000), ("١٢٥٠,٥", 125_050), ("1 250,50 DH", 125_050), ("٣٠٠", 30_000)]
    )
    def test_a_sale_typed_in_any_digits(
        self, member: HouseClient, here: str, in_journal: InJournal, typed: str, minor: int
    ) -> None:
        sold = {
            "amount_minor": typed,
            "party": "السيدة نزهة",
            "paid": "full",
            "means": "cash",
            "description": "ست مفارش",
            "day": "2026-11-17",
        }
        assert member.submit(f"{here}/new?kind=sale", sold).status_code == 302
        record = in_journal(only_record)
        assert (record.amount_minor, record.day) == (minor, days_ago(1))
        assert in_journal(lambda _journal: parties.name_of(record.party_id)) == "السيدة نزهة"

    def test_an_expense(self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal) -> None:
        spent = {
            "amount_minor": "120,50", "expense_category_id": words["supplies"], "description": "Fil", "day": "18/11/2026",
        }  # fmt: skip
        assert member.submit(f"{here}/new?kind=expense", spent).status_code == 302
        record = in_journal(only_record)
        assert (record.kind, record.amount_minor) == (RecordKind.EXPENSE, 12_050)

    def test_three_decimals_in_tunisia(self, sign_in: SignIn, world: World) -> None:
        there = sign_in("member@ras-jebel.example")
        sold = {
            "amount_minor": "12,500",
            "party": "C",
            "paid": "full",
            "means": "cash",
            "description": "D",
            "day": TODAY.isoformat(),
        }
        answer = there.submit(world.abroad.url("activity/new?kind=sale"), sold)
        assert "12,500\u00a0DT" in read(there.get(answer.location))

    def test_today_and_the_last_used_kind_are_chosen_already(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(days_ago(4), work_kind_id=words["meeting"])))
        page = member.get(f"{here}/new?kind=work").text
        assert f'value="{TODAY.isoformat()}"' in page
        offered = re.findall(
            r'name="work_kind_id" type="radio" value="(\d+)"|value="(\d+)"[^>]*name="work_kind_id"', page
        )
        first = next(filter(None, offered[0]))
        assert first == str(words["meeting"])
        assert page.count("checked") == 1
        assert "checked" in page.split(str(words["meeting"]))[0][-120:] + page.split(str(words["meeting"]))[1][:60]

    def test_the_day_asked_for_is_chosen(self, member: HouseClient, here: str) -> None:
        assert f'value="{days_ago(3)}"' in member.get(f"{here}/new?kind=sale&day={days_ago(3)}").text
        assert f'value="{TODAY}"' in member.get(f"{here}/new?kind=sale&day=2999-01-01").text

    @pytest.mark.parametrize("kind", ["", "nothing", "WORK", "work'"])
    def test_an_unknown_kind_is_work(self, member: HouseClient, here: str, kind: str) -> None:
        assert 'name="minutes"' in member.get(f"{here}/new", query_string={"kind": kind}).text

    def test_a_double_press_is_kept_once(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        sold = {
            "amount_minor": "10",
            "party": "C",
            "paid": "full",
            "means": "cash",
            "description": "D",
            "day": TODAY.isoformat(),
            "form_key": "k" * 24,
        }
        answers = [member.submit(f"{here}/new?kind=sale", sold) for _press in range(20)]
        assert {answer.location for answer in answers} == {answers[0].location}
        in_journal(only_record)
        other = member.submit(f"{here}/new?kind=sale", {**sold, "amount_minor": "11"})
        assert other.status_code == 409

    def test_changing_the_language_keeps_what_was_typed_and_nothing_else(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        sold = {
            "amount_minor": "ab",
            "party": "Madame <Sabah>",
            "paid": "full",
            "means": "cash",
            "description": "",
            "day": "2026-11-17",
            "_lang": "ar",
        }
        page = member.submit(f"{here}/new?kind=sale", sold)
        assert 'lang="ar"' in page.text
        assert "Madame <Sabah>" in read(page)
        assert 'class="message"' not in page.text
        assert in_journal(all_records) == []

    def test_no_column_can_be_set_that_is_not_in_the_form(
        self, member: HouseClient, here: str, world: World, in_journal: InJournal
    ) -> None:
        extra = {
            "id": 1, "organisation_id": world.abroad.id, "member_id": world.home.members["member2"], "kind": "expense",
            "currency": "TND", "status": "validated", "remark": "x", "decided_at": "2026-01-01", "decided_by": 1,
            "created_by": 1, "created_at": "2020-01-01", "minutes": "5", "version": "77",
        }  # fmt: skip
        sold = {
            "amount_minor": "10",
            "party": "C",
            "paid": "full",
            "means": "cash",
            "description": "D",
            "day": TODAY.isoformat(),
            **extra,
        }
        assert member.submit(f"{here}/new?kind=sale", sold).status_code == 302
        record = in_journal(only_record)
        assert record.organisation_id == world.home.id
        assert record.member_id == world.home.members["member"]
        assert (record.kind, record.currency, record.status) == (RecordKind.SALE, "MAD", RecordStatus.DRAFT)
        assert (record.minutes, record.remark, record.decided_by, record.version) == (0, "", None, 1)
        assert record.created_by == world.accounts["member@el-jadida.example"]


class TestCorrecting:
    def test_a_returned_record_shows_its_remark_and_goes_back(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        def send_back(journal: Journal) -> tuple[int, int]:
            record = journal.log(sale(days_ago(30)))
            journal.send_back(record, remark="Où est le reçu ?")
            return record.id, journal.record(record.id).version

        record_id, version = in_journal(send_back)
        assert "Où est le reçu ?" in member.get(here).text, "also in another week than its own"
        page = member.get(f"{here}/records/{record_id}")
        assert "Où est le reçu ?" in page.text
        assert 'value="450,00"' in page.text
        answers = {**SALE, "day": days_ago(30).isoformat(), "amount_minor": "500", "version": version}
        answer = member.submit(f"{here}/records/{record_id}", answers)
        assert answer.status_code == 302
        assert member.get(answer.location).status_code == 200
        record = in_journal(only_record)
        assert (record.status, record.amount_minor) == (RecordStatus.SUBMITTED, 50_000)

    def test_a_refused_correction_keeps_what_was_typed(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        page = member.submit(
            f"{here}/records/{record_id}", {**SALE, "amount_minor": "0", "party": "Autre", "version": 1}
        )
        assert page.status_code == 422
        assert 'value="Autre"' in page.text
        assert in_journal(only_record).amount_minor == 45_000

    def test_somebody_elses_change_is_not_overwritten_unseen(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        first = member.submit(f"{here}/records/{record_id}", {**SALE, "amount_minor": "60", "version": 1})
        assert first.status_code == 302
        second = member.submit(f"{here}/records/{record_id}", {**SALE, "amount_minor": "70", "version": 1})
        assert second.status_code == 422
        assert "60,00" in second.text
        assert 'value="70"' in second.text
        again = {**SALE, "amount_minor": "70", "version": version_in(second)}
        assert member.submit(f"{here}/records/{record_id}", again).status_code == 302
        assert in_journal(only_record).amount_minor == 7_000

    def test_a_validated_record_is_shown_without_a_form(
        self, app: Flask, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        def validated(journal: Journal) -> tuple[int, int]:
            record = journal.log(sale())
            journal.validate(record)
            return record.id, journal.record(record.id).version

        record_id, version = in_journal(validated)
        for path in (f"{here}/records/{record_id}", f"{here}/records/{record_id}/delete"):
            page = member.get(path)
            assert page.status_code == 200
            assert 'id="page-form"' not in page.text
            refused = member.submit(path, {**SALE, "version": version})
            assert refused.status_code == 422
            assert said(app, errors.ValidatedStays.message) in read(refused)
        assert f"{here}/records/{record_id}" not in member.get(here).text
        assert in_journal(only_record).amount_minor == 45_000

    def test_deleting_asks_first(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        page = member.get(f"{here}/records/{record_id}/delete")
        assert "450,00" in page.text
        assert in_journal(all_records) != []
        answer = member.submit(f"{here}/records/{record_id}/delete", {"version": version_in(page)})
        assert answer.status_code == 302
        assert "450,00" in member.get(answer.location).text
        assert in_journal(all_records) == []
        assert in_journal(lambda journal: find_differences()) == []
        assert member.submit(f"{here}/records/{record_id}/delete", {"version": 1}).status_code == 404

    def test_deleting_what_was_changed_meanwhile_is_asked_again(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        member.submit(f"{here}/records/{record_id}", {**SALE, "amount_minor": "60", "version": 1})
        refused = member.submit(f"{here}/records/{record_id}/delete", {"version": 1})
        assert refused.status_code == 422
        assert version_in(refused) == "2"

    @pytest.mark.parametrize("path", ["records/{id}", "records/{id}/delete"])
    def test_other_peoples_and_foreign_and_unknown_records_are_not_found(
        self, sign_in: SignIn, world: World, in_journal: InJournal, path: str
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale(), "member2").id)
        member, stranger = sign_in("member@el-jadida.example"), sign_in("member@ras-jebel.example")
        places = [(member, world.home, record_id), (member, world.home, 12345), (stranger, world.abroad, record_id)]
        answers = []
        for client, place, wanted in places:
            address = place.url("activity/" + path.format(id=wanted))
            answers.append(client.get(address))
            answers.append(client.submit(address, {**SALE, "version": 1}))
        assert {answer.status_code for answer in answers} == {404}
        assert in_journal(only_record).amount_minor == 45_000


def test_expenses_are_shown_below_zero(member: HouseClient, here: str, in_journal: InJournal) -> None:
    in_journal(lambda journal: journal.log(expense(amount=12_050)))
    assert "-120,50\u00a0MAD" in read(member.get(here))


def test_in_arabic_the_page_runs_from_the_right(member: HouseClient, here: str, in_journal: InJournal) -> None:
    in_journal(lambda journal: [journal.log(sale()), journal.log(work(minutes=90))])
    page = member.get(f"{here}?lang=ar").text
    assert 'dir="rtl"' in page
    assert "إنتاج" in page
    assert "د.م." in page
