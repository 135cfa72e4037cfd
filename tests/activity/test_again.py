"""What takes one tap: a day or a record again, half a day, a whole week, a prospect's sale, handing in and taking back."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from typing import Any

import pytest

from app.activity import again, handing_in, own_queries, services
from app.activity.errors import NothingToRepeat, NothingToSubmit, NothingToTakeBack
from app.activity.models import MonthClosing
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus, times_usual
from app.activity.totals import find_differences
from app.extensions import db
from app.kernel.paging import PageAsked
from app.kernel.transaction import write_transaction
from app.network.models import Organisation
from tests.activity.conftest import Journal, days_ago, sale, work
from tests.activity.reading import SALE, InJournal, all_records, error_of, only_record, read
from tests.support.client import HouseClient
from tests.support.world import TODAY

MONDAY = TODAY - timedelta(days=2)


def prospect(day: date | None = None, party: str = "Riad", **values: Any) -> Entry:
    told = {"stage": ProspectStage.CONTACT, "next_step_on": day, **values}
    return Entry(kind=RecordKind.PROSPECT, day=TODAY, party=party, **told)


class TestAgain:
    def test_yesterdays_work_is_there_today_as_drafts_after_one_press(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(days_ago(1), minutes=90, description="Coupe")))
        in_journal(lambda journal: journal.log(work(days_ago(1), minutes=30, work_kind_id=words["meeting"])))
        in_journal(lambda journal: journal.log(sale(days_ago(1))))
        page = member.get(here)
        assert "Répéter hier (2\u00a0h)" in read(page)
        pressed = {"source": days_ago(1).isoformat(), "form_key": "k" * 20}
        answers = [member.submit(f"{here}/repeat", pressed) for _press in range(20)]
        assert {answer.location for answer in answers} == {answers[0].location}
        found = in_journal(all_records)[3:]
        assert [(one.day, one.minutes, one.status) for one in found] == [
            (TODAY, 90, RecordStatus.DRAFT),
            (TODAY, 30, RecordStatus.DRAFT),
        ]
        assert (found[0].description, found[1].work_kind_id) == ("Coupe", words["meeting"])
        shown = member.get(answers[0].location)
        assert f'action="{here}/undo"' in shown.text
        assert f'action="{here}/repeat"' not in shown.text, "today has work already"

    def test_before_a_pause_the_last_day_worked_is_offered_by_its_name(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(days_ago(5))))
        assert "Répéter vendredi 13 novembre 2026 (1\u00a0h)" in read(member.get(here))

    def test_a_day_without_work_repeats_nothing(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        in_journal(lambda journal: journal.log(sale(days_ago(1))))
        refused = member.submit(f"{here}/repeat", {"source": days_ago(1).isoformat()})
        assert refused.status_code == 422
        assert "rien à répéter" in read(refused)

    def test_a_sale_again_is_paid_today_as_it_was_on_its_day_and_has_no_number(self, journal: Journal) -> None:
        paid = (
            Paid(paid_on=days_ago(9), amount_minor=40_000, means=Means.CARD),
            Paid(paid_on=TODAY, amount_minor=5_000),
        )
        first = journal.log(sale(days_ago(9), payments=paid, document_number="F-1", quantity=2_000))
        with write_transaction():
            second = again.repeat_record(journal.member(), first, journal.log_of(is_handed_in=False))
        assert (second.day, second.amount_minor, second.party_id) == (TODAY, 45_000, first.party_id)
        assert (second.document_number, second.quantity) == ("", 2_000)
        (of_today,) = services.payments.of_record(second.id)
        assert (of_today.paid_on, of_today.amount_minor, of_today.means) == (TODAY, 40_000, Means.CARD)
        assert find_differences() == []

    def test_what_only_takes_back_another_record_is_not_repeated(self, journal: Journal) -> None:
        for record in (journal.log(prospect()), journal.log(sale())):
            if record.kind is RecordKind.SALE:
                with write_transaction():
                    record.corrects_id = record.id
            with pytest.raises(NothingToRepeat), write_transaction():
                again.repeat_record(journal.member(), journal.record(record.id), journal.log_of())

    def test_same_as_last_time_stands_on_the_entry_page(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale(days_ago(30))).id)
        page = member.get(f"{here}/new?kind=sale")
        assert "Comme la dernière fois\u00a0: \u2068Madame Sabah\u2069, 450,00\u00a0MAD" in read(page)
        assert f'action="{here}/records/{record_id}/again"' in page.text
        answer = member.submit(f"{here}/records/{record_id}/again", {"press": 1, "form_key": "x" * 20})
        assert answer.status_code == 302
        assert [one.day for one in in_journal(all_records)] == [days_ago(30), TODAY]

    def test_a_remembered_client_fills_all_in_but_the_amount(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        assert f"{here}/new?kind=sale&amp;like={record_id}" in member.get(f"{here}/new?kind=sale").text
        page = member.get(f"{here}/new?kind=sale&like={record_id}").text
        assert 'value="Madame Sabah"' in page
        assert 'value="Six nappes"' in page
        assert 'value="450,00"' not in page

    def test_how_the_last_sale_was_paid_is_chosen_already(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        assert re.search(r'<input checked[^>]*name="means"[^>]*value="cash"', member.get(f"{here}/new?kind=sale").text)
        paid = (Paid(paid_on=TODAY, amount_minor=5, means=Means.CHEQUE),)
        in_journal(lambda journal: journal.log(sale(payments=paid)))
        in_journal(lambda journal: journal.log(sale(), "member2"))
        assert re.search(
            r'<input checked[^>]*name="means"[^>]*value="cheque"', member.get(f"{here}/new?kind=sale").text
        )

    def test_nothing_is_filled_in_from_anothers_record(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale(), "member2").id)
        for like in (record_id, 12345, "x", "9" * 30):
            page = member.get(f"{here}/new?kind=sale&like={like}")
            assert page.status_code == 200
            assert "Madame Sabah" not in page.text

    @pytest.mark.parametrize(("pressed", "minutes"), [("4:00", 240), ("8:00", 480)])
    def test_half_a_day_and_a_day_are_one_press(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal, pressed: str, minutes: int
    ) -> None:
        page = member.get(f"{here}/new?kind=work").text
        assert f'name="minutes" value="{pressed}"' in page
        told = {"minutes": ["", pressed], "work_kind_id": words["production"], "day": TODAY.isoformat()}
        assert member.submit(f"{here}/new?kind=work", told).status_code == 302
        assert in_journal(only_record).minutes == minutes

    def test_the_organisation_says_what_half_a_day_is(
        self, manager: HouseClient, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        settings = here.replace("activity", "settings/half-day")
        assert manager.submit(settings, {"half_day_minutes": "0:30"}).status_code == 422
        assert manager.submit(settings, {"half_day_minutes": "3:30"}).status_code == 302
        assert (
            in_journal(lambda journal: db.session.get_one(Organisation, journal.organisation.id).half_day_minutes)
            == 210
        )
        assert 'name="minutes" value="7:00"' in member.get(f"{here}/new?kind=work").text


class TestFarFromUsual:
    def test_the_tenfold_is_asked_about(self) -> None:
        assert times_usual(100, 10) == 0
        assert times_usual(101, 10) == 10
        assert times_usual(10_000, None) == 0
        assert times_usual(10_000, 0) == 0

    def test_a_sale_far_above_is_asked_once_then_saved(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(amount=amount)) for amount in (9_000, 10_000, 900_000)])
        sold = {**SALE, "amount_minor": "1 200", "party": "نزهة"}
        asked = member.submit(f"{here}/new?kind=sale", sold)
        assert asked.status_code == 422
        assert "12 fois" in error_of(asked, "amount_minor")
        assert 'value="نزهة"' in asked.text
        assert 'name="sure" type="hidden" value="120000"' in asked.text
        other = member.submit(f"{here}/new?kind=sale", {**sold, "amount_minor": "1 300", "sure": "120000"})
        assert other.status_code == 422, "another figure is asked about again"
        assert member.submit(f"{here}/new?kind=sale", {**sold, "sure": "120000"}).status_code == 302
        assert len(in_journal(all_records)) == 4

    def test_three_records_are_needed_to_know_what_is_usual(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(sale(amount=10)) for _turn in range(2)])
        assert member.submit(f"{here}/new?kind=sale", {**SALE, "amount_minor": "9 000"}).status_code == 302


class TestWeek:
    def test_a_whole_week_is_one_save(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(days_ago(1), minutes=45)))
        page = member.get(f"{here}/week")
        assert "Déjà noté\u00a0: 45\u00a0min" in read(page)
        assert 'name="day_3"' in page.text, "today is a Wednesday"
        assert 'name="day_4"' not in page.text, "tomorrow takes no hours"
        told = {
            "day_1": "8",
            "day_2": "٣:٣٠",
            "day_3": "",
            "work_kind_id": words["production"],
            "description": "Atelier",
        }
        answer = member.submit(f"{here}/week", told)
        assert answer.status_code == 302
        found = in_journal(all_records)[1:]
        assert [(one.day, one.minutes, one.status, one.description) for one in found] == [
            (MONDAY, 480, RecordStatus.DRAFT, "Atelier"),
            (days_ago(1), 210, RecordStatus.DRAFT, "Atelier"),
        ]
        assert f'action="{here}/undo"' in member.get(answer.location).text

    def test_a_refused_day_says_so_beside_it_and_all_is_kept_as_typed(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(MONDAY, minutes=23 * 60)))
        told = {"day_1": "2", "day_2": "3", "day_3": "x", "work_kind_id": words["production"]}
        page = member.submit(f"{here}/week", told)
        assert page.status_code == 422
        error_of(page, "day_3")
        page = member.submit(f"{here}/week", {**told, "day_3": "1"})
        assert "24 heures" in error_of(page, "day_1")
        assert 'value="3"' in page.text
        assert 'id="day_2-error"' not in page.text
        assert len(in_journal(all_records)) == 1

    def test_days_of_a_closed_month_and_days_to_come_are_told_and_never_logged(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        def close(journal: Journal) -> None:
            with write_transaction():
                db.session.add(MonthClosing(month=date(2026, 10, 1)))

        in_journal(close)
        page = member.get(f"{here}/week?week=2026-11-01")
        assert "octobre 2026 est clos" in read(page)
        assert [f'name="day_{day}"' in page.text for day in range(1, 8)] == [False] * 6 + [True]
        told = {"day_1": "5", "day_7": "1", "work_kind_id": words["production"]}
        assert member.submit(f"{here}/week?week=2026-11-01", told).status_code == 302
        assert in_journal(only_record).day == date(2026, 11, 1)
        assert member.submit(f"{here}/week", {"day_5": "5", "work_kind_id": words["production"]}).status_code == 422

    def test_an_empty_week_and_a_day_far_from_usual_are_asked_about(
        self, member: HouseClient, here: str, words: dict[str, int], in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(work(days_ago(9), minutes=20)) for _turn in range(3)])
        empty = {"work_kind_id": words["production"]}
        assert "au moins un jour" in read(member.submit(f"{here}/week", empty))
        asked = member.submit(f"{here}/week", {**empty, "day_1": "10"})
        assert "30 fois" in error_of(asked, "day_1")
        assert member.submit(f"{here}/week", {**empty, "day_1": "10", "sure": "600"}).status_code == 302

    def test_a_kind_of_another_house_is_refused(
        self, member: HouseClient, here: str, foreign_work_kind: int, in_journal: InJournal
    ) -> None:
        told = {"day_1": "2", "work_kind_id": foreign_work_kind}
        assert member.submit(f"{here}/week", told).status_code == 422
        assert in_journal(all_records) == []


class TestProspects:
    def test_what_is_due_first_stands_first(self, journal: Journal) -> None:
        for day, party in ((None, "C"), (days_ago(2), "A"), (TODAY, "B")):
            journal.log(prospect(day, party))
        journal.log(prospect(days_ago(9), "gagné", stage=ProspectStage.WON))
        journal.log(prospect(days_ago(9), "d'une autre"), "member2")
        member_id = journal.people["member"]
        page = own_queries.fetch_prospects(member_id, None, PageAsked())
        assert [row.party for row in page.rows] == ["A", "B", "C"]
        assert own_queries.count_due_prospects(member_id, on=TODAY) == 2
        assert own_queries.count_prospects(member_id, ProspectStage.WON) == 1

    def test_a_prospect_becomes_a_sale_and_is_won(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        offer = prospect(amount_minor=80_000, description="Dix nappes")
        record_id = in_journal(lambda journal: journal.log(offer).id)
        assert f"{here}/records/{record_id}/sale" in member.get(f"{here}/prospects").text
        page = member.get(f"{here}/records/{record_id}/sale").text
        for value in ("Riad", "800,00", "Dix nappes"):
            assert f'value="{value}"' in page
        sold = {**SALE, "amount_minor": "750", "party": "Riad", "description": "Dix nappes"}
        assert member.submit(f"{here}/records/{record_id}/sale", sold).status_code == 302
        was, became = in_journal(all_records)
        assert (was.stage, became.prospect_id, became.amount_minor) == (ProspectStage.WON, was.id, 75_000)
        assert member.submit(f"{here}/records/{was.id}/delete", {"version": was.version}).status_code == 302
        assert in_journal(only_record).prospect_id is None

    @pytest.mark.parametrize("name", ["member", "member2"])
    def test_only_ones_own_prospect(self, member: HouseClient, here: str, in_journal: InJournal, name: str) -> None:
        entry = sale() if name == "member" else prospect()
        record_id = in_journal(lambda journal: journal.log(entry, name).id)
        assert member.get(f"{here}/records/{record_id}/sale").status_code == 404
        assert member.submit(f"{here}/records/{record_id}/sale", SALE).status_code == 404
        assert len(in_journal(all_records)) == 1


class TestHandingIn:
    def test_all_weeks_at_once_but_not_a_closed_month(self, journal: Journal) -> None:
        for back in (0, 8, 40):
            journal.log(work(days_ago(back)), is_handed_in=False)
        with write_transaction():
            db.session.add(MonthClosing(month=days_ago(40).replace(day=1)))
        with write_transaction():
            assert handing_in.submit_all(journal.member()) == 2
        by_day = {record.day: record.status for record in all_records(journal)}
        assert by_day[days_ago(40)] is RecordStatus.DRAFT
        assert by_day[TODAY] is by_day[days_ago(8)] is RecordStatus.SUBMITTED
        assert find_differences() == []
        with pytest.raises(NothingToSubmit), write_transaction():
            handing_in.submit_all(journal.member())

    def test_what_nobody_decided_is_taken_back(self, journal: Journal) -> None:
        waiting, decided = journal.log(work()), journal.log(sale())
        seen = {waiting.id: waiting.version, decided.id: decided.version}
        journal.validate(decided)
        seen[decided.id] = journal.record(decided.id).version
        with write_transaction():
            assert handing_in.take_back(journal.member(), seen) == 1
        assert journal.record(waiting.id).status is RecordStatus.DRAFT
        assert journal.record(decided.id).status is RecordStatus.VALIDATED
        assert find_differences() == []
        with pytest.raises(NothingToTakeBack), write_transaction():
            handing_in.take_back(journal.member(), seen)

    def test_the_page_hands_in_and_takes_back(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        record = in_journal(lambda journal: journal.log(work(days_ago(8)), is_handed_in=False))
        assert f'action="{here}/submit-all' in member.get(here).text
        answer = member.submit(f"{here}/submit-all?week={days_ago(8)}", {"press": 1})
        page = member.get(answer.location)
        assert "remise à votre accompagnateur" in read(page)
        assert f'name="seen" value="{record.id}:2"' in page.text
        assert member.submit(f"{here}/take-back?week={days_ago(8)}", {"seen": f"{record.id}:2"}).status_code == 302
        assert in_journal(only_record).status is RecordStatus.DRAFT
        late = member.submit(f"{here}/take-back?week={days_ago(8)}", {"seen": f"{record.id}:2"})
        assert late.status_code == 422
        assert "plus rien à reprendre" in read(late)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_entry_page_is_light(member: HouseClient, here: str, in_journal: InJournal, language: str) -> None:
    in_journal(lambda journal: [journal.log(sale(party=party)) for party in ("A", "B", "C", "D")])
    page = member.get(f"{here}/new?kind=sale&lang={language}").data
    assert len(gzip.compress(page, 6)) < 4_500, "bytes that travel; sheet, script and fonts are kept by the browser"
