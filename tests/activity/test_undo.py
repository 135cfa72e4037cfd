"""The last act of a member can be taken back, whole, for some minutes, while nothing of it changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.activity import again, services, undo
from app.activity.errors import MonthClosed, NothingToUndo, UndoTooLate
from app.activity.models import ActivityPayment, ActivityRecord, ActivityUndo, MonthClosing
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus
from app.activity.totals import find_differences
from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.activity.reading import SALE, InJournal, all_records, read
from tests.support.client import HouseClient
from tests.support.world import TODAY


def everything(journal: Journal) -> list[Any]:
    """All that is kept of records and payments, without versions."""
    rows: list[Any] = []
    for model in (ActivityRecord, ActivityPayment):
        for row in db.session.scalars(select(model).order_by(model.id), execution_options={"populate_existing": True}):
            rows.append({c.key: getattr(row, c.key) for c in model.__table__.columns if c.key != "version"})
    return rows


def log(journal: Journal, *entries: Entry) -> int:
    member = journal.member()
    records = services.log_records(member, [journal.worded(one) for one in entries], journal.log_of(is_handed_in=False))
    return undo.remember(member.id, now=records, by_account_id=member.account_id)


def delete(journal: Journal, record: ActivityRecord) -> int:
    stood = undo.pictures([record])
    services.delete_record(journal.member(), record.id, version=record.version)
    return undo.remember(record.member_id, before=stood, by_account_id=None)


def change(journal: Journal, record: ActivityRecord, entry: Entry) -> int:
    stood = undo.pictures([record])
    changed = services.change_record(
        journal.member(), record.id, journal.worded(entry), version=record.version, organisation=journal.organisation
    )
    return undo.remember(record.member_id, now=[changed], before=stood, by_account_id=None)


class TestTakingBack:
    def test_what_was_logged_goes_away_with_its_payments(self, journal: Journal) -> None:
        journal.log(work())
        before = everything(journal)
        with write_transaction():
            act = log(journal, sale(), work(days_ago(1)))
        with write_transaction():
            done = undo.take_back(journal.member(), act)
        assert (done.removed, done.put_back, done.day) == (2, 0, days_ago(1))
        assert everything(journal) == before
        assert find_differences() == []

    def test_a_deleted_record_comes_back_as_itself(self, journal: Journal) -> None:
        paid = (Paid(paid_on=days_ago(2), amount_minor=20_000, means=Means.CHEQUE), Paid(paid_on=TODAY, amount_minor=5))
        record = journal.log(sale(days_ago(2), payments=paid, document_number="F-7", note="رقم"))
        journal.send_back(record)
        before, version = everything(journal), journal.record(record.id).version
        with write_transaction():
            act = delete(journal, journal.record(record.id))
        assert everything(journal) == []
        with write_transaction():
            undo.take_back(journal.member(), act)
        assert everything(journal) == before
        assert journal.record(record.id).version == version + 1, "a page of before the deletion does not match it"
        assert journal.record(record.id).status is RecordStatus.RETURNED
        assert find_differences() == []

    def test_a_correction_is_taken_back(self, journal: Journal) -> None:
        record = journal.log(sale())
        before = everything(journal)
        with write_transaction():
            act = change(journal, record, sale(days_ago(3), amount=900, party="Autre"))
        with write_transaction():
            undo.take_back(journal.member(), act)
        after = everything(journal)
        assert after == before
        assert find_differences() == []

    def test_a_won_prospect_is_open_again_and_its_sale_gone(self, journal: Journal) -> None:
        possible = Entry(kind=RecordKind.PROSPECT, day=TODAY, party="Riad", stage=ProspectStage.OFFER)
        prospect = journal.log(possible)
        before = everything(journal)
        with write_transaction():
            sold, act = again.log_sale_of(prospect, journal.member(), sale(), log=journal.log_of(is_handed_in=False))
        assert (sold.prospect_id, journal.record(prospect.id).stage) == (prospect.id, ProspectStage.WON)
        with write_transaction():
            undo.take_back(journal.member(), act)
        assert everything(journal) == before

    def test_any_act_at_random_and_its_undoing_leave_all_as_it_was(self, journal: Journal) -> None:
        chance = Random(77)
        acts: list[Callable[[], int]] = [
            lambda: log(journal, *chance.choices([work(minutes=9), sale(), expense(days_ago(40))], k=3)),
            lambda: delete(journal, chance.choice(all_records(journal))),
            lambda: change(
                journal, chance.choice(all_records(journal)), chance.choice([work(minutes=3), sale(amount=7)])
            ),
        ]
        for one in (work(minutes=5), sale(), expense(), sale(days_ago(33), payments=())):
            journal.log(one)
        for turn in range(25):
            before = everything(journal)
            with write_transaction():
                act = chance.choice(acts)()
            assert everything(journal) != before, turn
            with write_transaction():
                undo.take_back(journal.member(), act)
            assert everything(journal) == before, turn
            assert find_differences() == [], turn

    def test_both_the_act_and_its_undoing_are_logged(self, journal: Journal) -> None:
        record = journal.log(sale())
        with write_transaction():
            act = delete(journal, record)
        with write_transaction():
            undo.take_back(journal.member(), act)
        found = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_id == record.id)).all()
        assert {"activity.deleted", "activity.restored"} <= set(found)


class TestRefusals:
    def test_only_the_last_act_only_once(self, journal: Journal) -> None:
        with write_transaction():
            first = log(journal, work(minutes=1))
        with write_transaction():
            second = log(journal, work(minutes=2))
        for act in (first, 0, 12345):
            with pytest.raises(NothingToUndo), write_transaction():
                undo.take_back(journal.member(), act)
        with write_transaction():
            undo.take_back(journal.member(), second)
        with pytest.raises(NothingToUndo), write_transaction():
            undo.take_back(journal.member(), second)
        assert [record.minutes for record in all_records(journal)] == [1]

    def test_nobody_undoes_what_another_did(self, journal: Journal) -> None:
        with write_transaction():
            act = log(journal, work())
        with pytest.raises(NothingToUndo), write_transaction():
            undo.take_back(journal.member("member2"), act)

    def test_not_after_some_minutes(self, journal: Journal) -> None:
        with write_transaction():
            act = log(journal, work())
        with write_transaction():
            kept = db.session.query(ActivityUndo).one()
            kept.happened_at -= timedelta(minutes=undo.MINUTES_LEFT, seconds=1)
        with pytest.raises(NothingToUndo), write_transaction():
            undo.take_back(journal.member(), act)
        with write_transaction():
            undo.forget_old_acts()
        assert db.session.query(ActivityUndo).count() == 0

    def test_not_when_a_record_changed_since(self, journal: Journal) -> None:
        with write_transaction():
            act = log(journal, sale(payments=()))
        (record,) = all_records(journal)
        with write_transaction():
            services.submit_records(journal.member(), {record.id: record.version})
        with pytest.raises(UndoTooLate), write_transaction():
            undo.take_back(journal.member(), act)

    def test_not_when_money_came_since(self, journal: Journal) -> None:
        with write_transaction():
            act = log(journal, sale(payments=()))
        (record,) = all_records(journal)
        with write_transaction():
            came = {"paid_on": TODAY, "amount_minor": 5, "net_minor": 5, "means": Means.CASH}
            db.session.add(ActivityPayment(record_id=record.id, **came))
        with pytest.raises(UndoTooLate), write_transaction():
            undo.take_back(journal.member(), act)
        assert len(all_records(journal)) == 1

    def test_not_in_a_month_that_was_closed_since(self, journal: Journal) -> None:
        with write_transaction():
            act = log(journal, sale(days_ago(40)))
        with write_transaction():
            db.session.add(MonthClosing(month=days_ago(40).replace(day=1)))
        with pytest.raises(MonthClosed), write_transaction():
            undo.take_back(journal.member(), act)
        assert len(all_records(journal)) == 1


class TestPages:
    def test_saving_offers_to_undo(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        sold = {**SALE, "amount_minor": "450", "party": "السيدة نزهة"}
        page = member.get(member.submit(f"{here}/new?kind=sale", sold).location)
        act = in_journal(lambda journal: db.session.query(ActivityUndo).one().act_key)
        assert f'name="act" value="{act}"' in page.text
        answer = member.submit(f"{here}/undo", {"act": act})
        assert answer.status_code == 302
        assert in_journal(all_records) == []
        again_pressed = member.submit(f"{here}/undo", {"act": act})
        assert again_pressed.status_code == 422
        assert "ne peut plus être annulé" in read(again_pressed)

    def test_what_was_deleted_is_said_in_the_readers_language(
        self, member: HouseClient, here: str, in_journal: InJournal
    ) -> None:
        record_id = in_journal(lambda journal: journal.log(expense()).id)
        answer = member.submit(f"{here}/records/{record_id}/delete", {"version": 1})
        assert "Supprimé" in read(member.get(answer.location))
        assert "تم الحذف" in read(member.get(f"{answer.location}&lang=ar"))

    def test_the_offer_of_another_does_not_show(self, member: HouseClient, here: str, in_journal: InJournal) -> None:
        def of_another(journal: Journal) -> int:
            record = journal.log(work(), "member2")
            with write_transaction():
                return undo.remember(record.member_id, now=[record], by_account_id=None)

        act = in_journal(of_another)
        assert f"{here}/undo" not in member.get(f"{here}?did={act}").text
        assert member.submit(f"{here}/undo", {"act": act}).status_code == 422
