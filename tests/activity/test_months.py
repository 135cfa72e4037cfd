"""Closing and reopening months, and what a closed month lets happen: its counted figures stay, whatever is tried."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from random import Random
from threading import Event

import pytest
from flask import Flask

from app.activity import closing, closing_queries, counter_entries, later_payments, months, queries, services
from app.activity.correction_errors import (
    EarlierMonthsOpen,
    MonthClosedAlready,
    MonthIsOpen,
    MonthNotOver,
    ReasonMissing,
    StillUndecided,
)
from app.activity.errors import MonthClosed, PaymentMonthClosed
from app.activity.models import ActivityRecord, MonthClosing
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus
from app.activity.totals import find_differences
from app.extensions import db
from app.kernel.errors import ChangedMeanwhile, Refusal
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, expense, open_journal, sale, work
from tests.activity.reading import InJournal, all_records
from tests.support.world import TODAY, World

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
IN_OCTOBER = date(2026, 10, 20)


def close(journal: Journal, month: date = OCTOBER, **wanted: bool) -> list[date]:
    """Close as the manager would who sees what is left."""
    with write_transaction():
        months.hold_alone()  # nobody writes between the counting and the closing
        left = closing.number_left([*closing.open_before(month), month])
        by = {"today": TODAY, "by_account_id": journal.account("manager")}
        return list(closing.close(month, closing.Asked(left=left, **by, **wanted)))


def submit(journal: Journal, *records: ActivityRecord) -> int:
    with write_transaction():
        return services.submit_records(journal.member(), {record.id: record.version for record in records})


def move(journal: Journal, record: ActivityRecord, entry: Entry) -> None:
    with write_transaction():
        services.change_record(
            journal.member(),
            record.id,
            journal.worded(entry),
            version=record.version,
            organisation=journal.organisation,
        )


def delete(journal: Journal, record: ActivityRecord) -> None:
    with write_transaction():
        services.delete_record(journal.member(), record.id, version=record.version)


def pay(journal: Journal, record: ActivityRecord, day: date, amount: int = 100, *, by: str = "member") -> None:
    with write_transaction():
        later_payments.add(
            journal.member(),
            record.id,
            Paid(paid_on=day, amount_minor=amount, means=Means.CASH),
            version=record.version,
            organisation=journal.organisation,
            by_account_id=journal.account(by),
        )


class TestClosing:
    def test_it_is_written_down_with_who_and_stays_after_reopening(self, journal: Journal) -> None:
        assert close(journal) == [OCTOBER]
        assert months.closed_months() == {OCTOBER}
        with write_transaction():
            closing.reopen(OCTOBER, "Une vente oubliée", by_account_id=journal.account("manager"))
        assert months.closed_months() == set()
        close(journal)
        first, second = closing_queries.history(OCTOBER, OCTOBER)[OCTOBER]
        assert (first.reason, first.reopened_at is not None, second.reopened_at) == ("Une vente oubliée", True, None)
        assert first.closed_by_latin == second.closed_by_latin != ""

    @pytest.mark.parametrize("month", [NOVEMBER, date(2026, 12, 1)])
    def test_a_month_that_is_not_over_is_not_closed(self, journal: Journal, month: date) -> None:
        with pytest.raises(MonthNotOver):
            close(journal, month)

    def test_twice_is_refused(self, journal: Journal) -> None:
        close(journal)
        with pytest.raises(MonthClosedAlready):
            close(journal)

    def test_earlier_months_are_closed_first_or_with_it(self, journal: Journal) -> None:
        journal.validate(journal.log(work(date(2026, 8, 20))))
        with pytest.raises(EarlierMonthsOpen):
            close(journal)
        assert close(journal, with_earlier=True) == [date(2026, 8, 1), OCTOBER]

    def test_what_is_not_validated_must_be_accepted_as_it_was_seen(self, journal: Journal) -> None:
        journal.log(work(IN_OCTOBER))
        journal.log(work(IN_OCTOBER), is_handed_in=False)
        journal.send_back(journal.log(sale(IN_OCTOBER)))
        with pytest.raises(StillUndecided):
            close(journal)
        by = {"today": TODAY, "by_account_id": journal.account("manager")}
        with pytest.raises(ChangedMeanwhile), write_transaction():
            closing.close(OCTOBER, closing.Asked(left=2, is_left_accepted=True, **by))
        left = closing_queries.left_in([OCTOBER])[journal.people["member"]]
        assert (left.drafts, left.waiting, left.returned, left.payments, left.oldest) == (1, 1, 1, 0, IN_OCTOBER)
        close(journal, is_left_accepted=True)
        assert {row.id for row in closing_queries.left_behind(journal.people["member"])} == {
            record.id for record in all_records(journal)
        }

    def test_a_payment_of_another_months_sale_is_left_too(self, journal: Journal) -> None:
        paid = (Paid(paid_on=IN_OCTOBER, amount_minor=100),)
        journal.log(sale(TODAY, 500, payments=paid))
        left = closing_queries.left_in([OCTOBER])[journal.people["member"]]
        assert (left.number, left.payments) == (1, 1)

    def test_prospects_are_neither_left_nor_locked(self, journal: Journal) -> None:
        hope = Entry(kind=RecordKind.PROSPECT, day=IN_OCTOBER, party="Riad", stage=ProspectStage.CONTACT)
        record = journal.log(hope)
        assert close(journal) == [OCTOBER]
        move(journal, record, Entry(kind=RecordKind.PROSPECT, day=IN_OCTOBER, party="Riad", stage=ProspectStage.WON))
        assert journal.record(record.id).stage is ProspectStage.WON

    def test_reopening_says_why_and_needs_a_closed_month(self, journal: Journal) -> None:
        with pytest.raises(MonthIsOpen), write_transaction():
            closing.reopen(OCTOBER, "Pourquoi pas", by_account_id=journal.account("manager"))
        close(journal)
        with pytest.raises(ReasonMissing), write_transaction():
            closing.reopen(OCTOBER, "", by_account_id=journal.account("manager"))
        assert months.is_closed(IN_OCTOBER)


class TestLocks:
    """Every way of writing, by the record's own day and those of its payments."""

    def test_nothing_is_logged(self, journal: Journal) -> None:
        close(journal)
        for entry in (work(IN_OCTOBER), sale(IN_OCTOBER), expense(IN_OCTOBER)):
            with pytest.raises(MonthClosed):
                journal.log(entry)
        with pytest.raises(MonthClosed):
            journal.log(sale(TODAY, 500, payments=(Paid(paid_on=IN_OCTOBER, amount_minor=100),)))

    def test_nothing_moves_in(self, journal: Journal) -> None:
        draft = journal.log(work(), is_handed_in=False)
        close(journal)
        with pytest.raises(MonthClosed):
            move(journal, draft, work(IN_OCTOBER))

    def test_what_never_counted_moves_out_or_is_deleted(self, journal: Journal) -> None:
        drafts = [journal.log(sale(IN_OCTOBER), is_handed_in=False) for _turn in range(2)]
        close(journal, is_left_accepted=True)
        with pytest.raises(MonthClosed):
            move(journal, drafts[0], sale(IN_OCTOBER, 700))
        move(journal, drafts[0], sale(TODAY))
        delete(journal, drafts[1])
        assert [record.day for record in all_records(journal)] == [TODAY]
        assert find_differences() == []

    def test_a_draft_in_it_is_not_handed_in_but_others_are(self, journal: Journal) -> None:
        inside, outside = (journal.log(work(day), is_handed_in=False) for day in (IN_OCTOBER, TODAY))
        close(journal, is_left_accepted=True)
        assert submit(journal, inside, outside) == 1
        assert journal.record(inside.id).status is RecordStatus.DRAFT
        with pytest.raises(MonthClosed):
            submit(journal, journal.record(inside.id))

    def test_what_waits_in_it_is_not_validated_but_others_are(self, journal: Journal) -> None:
        inside, outside = journal.log(work(IN_OCTOBER)), journal.log(work())
        close(journal, is_left_accepted=True)
        assert journal.validate(inside, outside) == 1
        assert journal.record(inside.id).status is RecordStatus.SUBMITTED
        with pytest.raises(MonthClosed):
            journal.validate(journal.record(inside.id))

    def test_a_sale_paid_in_it_is_not_validated(self, journal: Journal) -> None:
        record = journal.log(sale(TODAY, 500, payments=(Paid(paid_on=IN_OCTOBER, amount_minor=100),)))
        close(journal, is_left_accepted=True)
        with pytest.raises(MonthClosed):
            journal.validate(record)

    @pytest.mark.parametrize(("day", "paid_on"), [(IN_OCTOBER, TODAY), (TODAY, IN_OCTOBER)])
    def test_what_counts_in_it_is_not_returned(self, journal: Journal, day: date, paid_on: date) -> None:
        record = journal.log(sale(day, 500, payments=(Paid(paid_on=paid_on, amount_minor=100),)))
        journal.validate(record)
        close(journal)
        with pytest.raises(MonthClosed):
            journal.send_back(journal.record(record.id))

    def test_what_waits_in_it_is_returned_to_be_moved(self, journal: Journal) -> None:
        record = journal.log(work(IN_OCTOBER))
        close(journal, is_left_accepted=True)
        assert journal.send_back(record) == 1

    def test_no_payment_comes_into_it(self, journal: Journal) -> None:
        record = journal.log(sale(date(2026, 9, 20), payments=()))
        journal.validate(record)
        close(journal, with_earlier=True)
        with pytest.raises(PaymentMonthClosed):
            pay(journal, journal.record(record.id), IN_OCTOBER)
        pay(journal, journal.record(record.id), TODAY)

    def test_a_payment_left_in_it_does_not_come_to_count(self, journal: Journal) -> None:
        record = journal.log(sale(date(2026, 9, 20), payments=()))
        journal.validate(record)
        pay(journal, journal.record(record.id), IN_OCTOBER)
        close(journal, with_earlier=True, is_left_accepted=True)
        with pytest.raises(MonthClosed):
            journal.validate(journal.record(record.id))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_counts_in_a_closed_month_never_changes(journal: Journal, seed: int) -> None:
    chance = Random(seed)
    days = [IN_OCTOBER, date(2026, 10, 31), date(2026, 11, 2), TODAY]

    def some_entry() -> Entry:
        paid = (Paid(paid_on=chance.choice(days), amount_minor=chance.randint(1, 200)),)
        sold = sale(chance.choice(days), 1_000, tax_minor=167, payments=paid)
        return chance.choice([sold, expense(chance.choice(days), 700), work(chance.choice(days), 30)])

    def attempt(action: Callable[[], object]) -> None:
        try:
            action()
        except Refusal:
            db.session.rollback()

    for _turn in range(12):
        record = journal.log(some_entry(), is_handed_in=chance.random() < 0.8)
        if chance.random() < 0.5:
            attempt(lambda record=record: journal.validate(record))  # type: ignore[misc]
    close(journal, is_left_accepted=True)
    before = counted(journal)
    for _turn in range(50):
        record = chance.choice(all_records(journal))
        asked = counter_entries.Asked(
            version=record.version, day=TODAY, reason="Erreur", today=TODAY, by_account_id=journal.account("coach")
        )

        def counter(record: ActivityRecord = record, asked: counter_entries.Asked = asked) -> None:
            with write_transaction():
                counter_entries.make(journal.member(), record.id, asked)

        entry = some_entry()
        acts: list[Callable[[], object]] = [
            lambda entry=entry: journal.log(entry),  # type: ignore[misc]
            lambda record=record: journal.validate(record),  # type: ignore[misc]
            lambda record=record: journal.send_back(record),  # type: ignore[misc]
            lambda record=record: delete(journal, record),  # type: ignore[misc]
            lambda record=record, entry=entry: move(journal, record, entry),  # type: ignore[misc]
            lambda record=record: submit(journal, record),  # type: ignore[misc]
            lambda record=record: pay(journal, record, chance.choice(days), by=chance.choice(["member", "coach"])),  # type: ignore[misc]
            counter,
        ]
        attempt(chance.choice(acts))
        assert counted(journal) == before
    assert find_differences() == []


def counted(journal: Journal) -> dict[str, int]:
    figures = asdict(queries.member_month(journal.people["member"], OCTOBER))
    return {name: value for name, value in figures.items() if name.startswith("counted_")}


class TestAtOnce:
    def test_a_closing_waits_for_who_writes_and_who_writes_for_a_closing(self, app: Flask, world: World) -> None:
        """Whoever comes second sees what the first did: a record in a closed month was there before it closed."""
        writing, go_on = Event(), Event()

        def act(action: Callable[[Journal], object]) -> object:
            with app.app_context(), organisation_scope(world.home.id):
                try:
                    return action(open_journal(world))
                except Refusal as refusal:
                    return type(refusal)
                finally:
                    db.session.remove()

        def log_slowly(journal: Journal) -> object:
            with write_transaction():
                member = journal.member()
                services.log_record(member, journal.worded(work(IN_OCTOBER)), journal.log_of())
                writing.set()
                go_on.wait(1)
            return "kept"

        def close_now(journal: Journal) -> object:
            writing.wait(10)
            by = {"today": TODAY, "by_account_id": journal.account("manager")}
            with write_transaction():
                return closing.close(OCTOBER, closing.Asked(left=0, **by))

        with ThreadPoolExecutor(2) as people:
            kept, closed = people.map(act, (log_slowly, close_now))
        assert kept == "kept"
        assert closed is ChangedMeanwhile  # it counted the record that was being written

    def test_twenty_try_while_it_closes(self, app: Flask, world: World, in_journal: InJournal) -> None:
        def act(turn: int) -> str:
            with app.app_context(), organisation_scope(world.home.id):
                journal = open_journal(world)
                try:
                    if turn == 5:
                        close(journal, is_left_accepted=True)
                    else:
                        journal.log(work(IN_OCTOBER, 10))
                except Refusal as refusal:
                    return type(refusal).__name__
                finally:
                    db.session.remove()
            return "done"

        with ThreadPoolExecutor(6) as people:
            answers = list(people.map(act, range(20)))
        assert set(answers) <= {"done", "MonthClosed"}
        closed_at = in_journal(lambda journal: db.session.query(MonthClosing).one().closed_at)
        assert all(record.created_at <= closed_at for record in in_journal(all_records))
        assert in_journal(lambda journal: find_differences()) == []
