"""The pages of months, of one record and what follows it, of what is still to receive, and the queue's one tap."""

from __future__ import annotations

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import update

from app.activity import months, upkeep
from app.activity.correction_errors import StillUndecided
from app.activity.models import ActivityMonth
from app.activity.payments import of_record
from app.activity.rules import RecordStatus
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, sale, work
from tests.activity.reading import InJournal, all_records, error_of, read
from tests.activity.test_counter_entries import closed
from tests.activity.test_months import IN_OCTOBER, OCTOBER, close
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


def validated(journal: Journal, **values: object) -> int:
    record = journal.log(sale(**values))  # type: ignore[arg-type]
    journal.validate(record)
    return record.id


class TestMonths:
    def test_closing_asks_to_accept_what_is_left(
        self, app: Flask, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: journal.log(work(IN_OCTOBER)))
        path = f"{here}/month?on={OCTOBER}"
        page = manager.get(path)
        assert re.search(r'name="left"[^>]*value="1"', page.text)
        assert f"?week={IN_OCTOBER}" in page.text
        refused = manager.submit(path, {"left": "1"})
        assert refused.status_code == 422
        assert error_of(refused, StillUndecided.field)
        assert manager.submit(path, {"left": "1", "is_left_accepted": "y"}).status_code == 302
        assert in_journal(lambda journal: months.closed_months()) == {OCTOBER}

    def test_what_somebody_else_did_meanwhile_is_said(
        self, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        path = f"{here}/month?on={OCTOBER}"
        assert manager.submit(f"{here}/month/reopen?on={OCTOBER}", {"reason": "Erreur"}).status_code == 422
        in_journal(close)
        assert manager.submit(path, {"left": "0"}).status_code == 422
        this_month = f"{here}/month?on={TODAY}"
        assert manager.get(this_month).status_code == 200
        assert manager.submit(this_month, {"left": "0"}).status_code == 422

    def test_reopening_needs_a_reason_and_shows_it(
        self, manager: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        in_journal(close)
        path = f"{here}/month/reopen?on={OCTOBER}"
        assert manager.submit(path, {"reason": ""}).status_code == 422
        assert manager.submit(path, {"reason": "Une vente oubliée"}).status_code == 302
        assert "Une vente oubliée" in read(manager.get(f"{here}/month?on={OCTOBER}"))

    @pytest.mark.parametrize("on", ["", "hier", "2027-01-01", "9" * 300])
    def test_a_month_that_is_none(self, manager: HouseClient, here: str, on: str) -> None:
        assert manager.get(f"{here}/month?on={on}").status_code == 404

    @pytest.mark.parametrize("year", ["", "1900", "9999", "abcd", "٢٠٢٦"])
    def test_any_year_shows_months(self, manager: HouseClient, here: str, year: str) -> None:
        assert manager.get(f"{here}/months?year={year}").status_code == 200

    def test_the_owner_sees_what_was_left_behind(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        record = in_journal(lambda journal: journal.log(work(IN_OCTOBER), is_handed_in=False).id)
        assert f"records/{record}" not in member.get(here).text
        in_journal(lambda journal: close(journal, is_left_accepted=True))
        assert f"records/{record}" in member.get(here).text


class TestRecord:
    def test_a_payment_is_added_read_by_the_coach_and_refused(
        self, member: HouseClient, coach: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: validated(journal, amount=1_000, payments=()))
        page = f"{here}/records/{record_id}/details"
        version = re.search(r'name="version"[^>]*value="(\d+)"', member.get(page).text)[1]  # type: ignore[index]
        sent = {"paid_on": TODAY.isoformat(), "paid_minor": "4,00", "means": "cash", "version": version}
        assert member.submit(f"{here}/records/{record_id}/payments", sent).status_code == 302
        assert member.submit(f"{here}/records/{record_id}/payments", sent).status_code == 422
        (payment_id,) = in_journal(lambda journal: [paid.id for paid in of_record(record_id)])
        assert f"payments/{payment_id}/refuse" in coach.get(page).text
        assert f"payments/{payment_id}/refuse" not in member.get(page).text
        refusal = f"{here}/records/{record_id}/payments/{payment_id}/refuse"
        now = re.search(r'name="version"[^>]*value="(\d+)"', coach.get(refusal).text)[1]  # type: ignore[index]
        assert coach.submit(refusal, {"remark": "Pas de reçu", "version": now}).status_code == 302
        assert "Pas de reçu" in read(member.get(page))

    def test_a_counter_entry_leads_to_the_right_record_filled_in(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: closed(journal, sale(IN_OCTOBER, 45_000)).id)
        asked = f"{here}/records/{record_id}/counter"
        assert f'href="{asked}"' in member.get(f"{here}/records/{record_id}/details").text
        assert member.get(f"{here}/records/{record_id}/replacement").status_code == 404
        version = re.search(r'name="version"[^>]*value="(\d+)"', member.get(asked).text)[1]  # type: ignore[index]
        sent = {"day": TODAY.isoformat(), "reason": "Le client a rendu", "version": version}
        answer = member.submit(asked, sent)
        assert answer.location.endswith(f"/records/{record_id}/replacement")
        form = member.get(answer.location).text
        assert "Madame Sabah" in form
        right = {
            "day": TODAY.isoformat(), "amount_minor": "300", "party": "Madame Sabah", "description": "Quatre nappes",
            "paid": "full", "means": "cash",
        }  # fmt: skip
        assert member.submit(answer.location, right).status_code == 302
        original, counter, replacement = sorted(in_journal(all_records), key=lambda record: record.id)
        assert counter.corrects_id == original.id
        assert (replacement.amount_minor, replacement.status) == (30_000, RecordStatus.SUBMITTED)
        assert f"records/{counter.id}/details" in member.get(f"{here}/records/{original.id}/details").text
        assert f"records/{original.id}/details" in member.get(f"{here}/records/{counter.id}/details").text
        assert member.get(f"{here}/records/{counter.id}").status_code == 302

    def test_a_comment_reaches_the_owner(
        self, member: HouseClient, coach: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(sale()).id)
        assert (
            coach.submit(f"{here}/records/{record_id}/comment", {"comment": "Bravo !", "version": "1"}).status_code
            == 302
        )
        assert "Bravo !" in read(member.get(here))


class TestReceivable:
    def test_ones_own_and_those_of_whom_one_sees(
        self,
        sign_in,
        member: HouseClient,
        coach: HouseClient,
        here: str,
        in_journal: InJournal,  # type: ignore[no-untyped-def]
    ) -> None:
        owed = in_journal(lambda journal: validated(journal, payments=()))
        paid = in_journal(validated)
        others = in_journal(lambda journal: journal.log(sale(payments=()), "member2").id)
        for reader, seen in ((member, {owed}), (coach, {owed}), (sign_in("manager@el-jadida.example"), {owed, others})):
            page = reader.get(f"{here}/receivable").text
            assert {record for record in (owed, paid, others) if f"records/{record}/" in page} == seen
            rows = reader.get(f"{here}/receivable.csv").text.strip().splitlines()
            assert len(rows) == 1 + len(seen)


class TestQueue:
    def test_the_oldest_week_is_validated_in_one_tap(
        self, coach: HouseClient, here: str, amina: int, in_journal: InJournal
    ) -> None:
        in_journal(lambda journal: [journal.log(work(day)) for day in (days_ago(14), days_ago(14), TODAY)])
        page = coach.get(f"{here}?view=waiting").text
        form = re.search(rf'action="([^"]*members/{amina}/validate[^"]*)".*?name="seen" value="([^"]+)"', page, re.S)
        assert form is not None
        answer = coach.submit(form[1].replace("&amp;", "&"), {"seen": form[2]})
        assert answer.location.endswith("view=waiting")
        statuses = [record.status for record in in_journal(all_records)]
        assert sorted(statuses) == sorted([RecordStatus.VALIDATED, RecordStatus.VALIDATED, RecordStatus.SUBMITTED])


def test_the_operators_are_told_of_a_total_that_is_wrong(
    app: Flask, world: World, in_journal: InJournal, caplog: pytest.LogCaptureFixture
) -> None:
    in_journal(lambda journal: journal.log(sale()))
    with app.app_context(), write_transaction():
        upkeep.compare_totals_with_raw_sums()
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR]
    with app.app_context(), write_transaction(), organisation_scope(world.home.id):
        db.session.execute(update(ActivityMonth).values(sold_minor=ActivityMonth.sold_minor + 1))
    with app.app_context(), write_transaction():
        upkeep.compare_totals_with_raw_sums()
    told = [line.getMessage() for line in caplog.records if line.levelno >= logging.ERROR]
    assert len(told) == 1
    assert str(world.home.id) in told[0]
    assert "activity_month" in told[0]
