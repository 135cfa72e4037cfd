"""Counter-entries: what counted in a closed month is taken back in an open one, to the unit, once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.activity import accounts, closing, counter_entries, decisions, queries, services
from app.activity.correction_errors import (
    CounterInFuture,
    CounterTooEarly,
    HasCounterEntry,
    MonthStillOpen,
    NeverCounted,
    NotCorrectedSo,
    PaymentUndecided,
)
from app.activity.errors import CounterEntryStays, DayFuller, MonthClosed, OwnRecords
from app.activity.models import ActivityRecord, MonthClosing
from app.activity.payments import of_record
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus
from app.activity.totals import NOTHING, find_differences
from app.extensions import db
from app.kernel.transaction import RollBack, write_transaction
from tests.activity.conftest import Journal, expense, sale, work
from tests.activity.test_months import IN_OCTOBER, OCTOBER, close, move, pay
from tests.activity.test_sharing import of_shared, share, sold_of
from tests.support.world import TODAY


def counter(journal: Journal, record: ActivityRecord, *, day: date = TODAY, by: str = "coach") -> ActivityRecord:
    asked = counter_entries.Asked(
        version=record.version, day=day, reason="Deux fois notée", today=TODAY, by_account_id=journal.account(by)
    )
    with write_transaction():
        made = counter_entries.make(journal.member(), record.id, asked).id
    return journal.record(made)


def closed(journal: Journal, entry: Entry) -> ActivityRecord:
    """Logged and validated in October, which is closed then."""
    record = journal.log(entry)
    journal.validate(record)
    close(journal)
    return journal.record(record.id)


def everything(journal: Journal) -> dict[str, int]:
    """Every sum of money and time of the member, over all months; how many records there are is none of them."""
    months = queries.member_months(journal.people["member"], date(2026, 1, 1), TODAY)
    sums = vars(sum(months.values(), NOTHING))
    return {name: sums[name] for name in sums if name not in ("records", "drafts", "waiting")}


class TestMaking:
    def test_it_is_the_same_below_zero_and_says_why(self, journal: Journal) -> None:
        paid = (Paid(paid_on=IN_OCTOBER, amount_minor=700, means=Means.CHEQUE),)
        record = closed(journal, sale(IN_OCTOBER, 1_200, tax_minor=200, quantity=3_000, payments=paid))
        made = counter(journal, record)
        assert (made.amount_minor, made.tax_minor, made.quantity) == (-1_200, -200, -3_000)
        assert (made.corrects_id, made.day, made.note, made.party_id) == (
            record.id,
            TODAY,
            "Deux fois notée",
            record.party_id,
        )
        (given_back,) = of_record(made.id)
        (original,) = of_record(record.id)
        assert (given_back.amount_minor, given_back.net_minor) == (-700, -original.net_minor)
        assert (given_back.paid_on, given_back.means, given_back.is_counted) == (TODAY, Means.CHEQUE, True)
        assert queries.find_shown_record(record.id).counter_id == made.id  # type: ignore[union-attr]

    def test_what_was_shared_out_is_taken_back_from_each(self, journal: Journal) -> None:
        shared = share(journal, {"member": 6_000, "leila": 4_000})
        record = closed(journal, sale(IN_OCTOBER, 1_001, **of_shared(shared)))
        assert [sold_of(journal, name) for name in ("member", "leila")] == [601, 400]
        counter(journal, record)
        assert [sold_of(journal, name) for name in ("member", "leila")] == [0, 0]

    def test_a_coachs_counts_at_once_and_ones_own_waits(self, journal: Journal) -> None:
        record = closed(journal, work(IN_OCTOBER))
        own = counter(journal, record, by="member")
        assert (own.status, own.decided_by) == (RecordStatus.SUBMITTED, None)
        with pytest.raises(OwnRecords), write_transaction():
            decisions.validate_records(journal.member(), {own.id: own.version}, by_account_id=journal.account("member"))
        with write_transaction():
            services.delete_record(journal.member(), own.id, version=own.version)
        assert counter(journal, record).status is RecordStatus.VALIDATED

    def test_only_once(self, journal: Journal) -> None:
        record = closed(journal, work(IN_OCTOBER))
        made = counter(journal, record, by="member")
        with pytest.raises(HasCounterEntry):
            counter(journal, record)
        with pytest.raises(NotCorrectedSo):
            counter(journal, made)

    def test_what_did_not_count_needs_none(self, journal: Journal) -> None:
        record = journal.log(work(IN_OCTOBER))
        close(journal, is_left_accepted=True)
        with pytest.raises(NeverCounted):
            counter(journal, record)

    def test_in_an_open_month_the_record_itself_is_corrected(self, journal: Journal) -> None:
        record = journal.log(work(IN_OCTOBER))
        journal.validate(record)
        with pytest.raises(MonthStillOpen):
            counter(journal, journal.record(record.id))

    def test_a_sale_of_an_open_month_paid_in_a_closed_one_can_be_taken_back(self, journal: Journal) -> None:
        record = closed(journal, sale(TODAY, 500, payments=(Paid(paid_on=IN_OCTOBER, amount_minor=500),)))
        assert counter(journal, record).amount_minor == -500

    def test_its_day_is_in_an_open_month_not_to_come_and_not_before(self, journal: Journal) -> None:
        record = closed(journal, work(IN_OCTOBER))
        with pytest.raises(MonthClosed):
            counter(journal, record, day=date(2026, 10, 31))
        with pytest.raises(CounterInFuture):
            counter(journal, record, day=date(2026, 12, 31))
        with pytest.raises(CounterTooEarly):
            counter(journal, record, day=date(2026, 9, 1))

    def test_a_payment_that_waits_is_decided_first(self, journal: Journal) -> None:
        record = closed(journal, sale(IN_OCTOBER, 1_000, payments=()))
        pay(journal, record, TODAY)
        with pytest.raises(PaymentUndecided):
            counter(journal, journal.record(record.id))

    def test_a_prospect_is_none(self, journal: Journal) -> None:
        record = closed(
            journal, Entry(kind=RecordKind.PROSPECT, day=IN_OCTOBER, party="Riad", stage=ProspectStage.OFFER)
        )
        with pytest.raises(NotCorrectedSo):
            counter(journal, record)


class TestAfterwards:
    def test_neither_of_the_two_is_changed(self, journal: Journal) -> None:
        record = closed(journal, sale(IN_OCTOBER))
        made = counter(journal, record, by="member")
        with pytest.raises(CounterEntryStays):
            move(journal, made, sale(TODAY))
        with pytest.raises(HasCounterEntry):
            pay(journal, journal.record(record.id), TODAY)

    def test_a_record_that_is_taken_back_is_not_returned_even_when_its_month_is_open_again(
        self, journal: Journal
    ) -> None:
        record = closed(journal, work(IN_OCTOBER))
        counter(journal, record)
        with write_transaction():
            closing.reopen(OCTOBER, "Erreur", by_account_id=journal.account("manager"))
        with pytest.raises(HasCounterEntry):
            journal.send_back(journal.record(record.id))

    def test_its_hours_do_not_lengthen_its_own_day(self, journal: Journal) -> None:
        record = closed(journal, work(IN_OCTOBER, 600))
        counter(journal, record)
        journal.log(work(TODAY, 1_440))
        with pytest.raises(DayFuller):
            journal.log(work(TODAY, 1))


amounts = st.integers(1, 2_000_000)


@settings(
    max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    amount=amounts, tax=st.integers(0, 2_000_000), parts=st.lists(amounts, max_size=4), minutes=st.integers(1, 1_440)
)
@pytest.mark.parametrize("kind", [RecordKind.SALE, RecordKind.EXPENSE, RecordKind.WORK])
def test_a_record_and_its_counter_entry_are_nothing_in_every_sum(
    journal: Journal, kind: RecordKind, amount: int, tax: int, parts: list[int], minutes: int
) -> None:
    left, paid = amount, []
    for part in parts:
        paid.append(Paid(paid_on=IN_OCTOBER, amount_minor=min(part, left)))
        left -= paid[-1].amount_minor
        if not left:
            break
    tax = min(tax, amount - 1)
    entry = {
        RecordKind.SALE: sale(IN_OCTOBER, amount, tax_minor=tax, payments=tuple(paid)),
        RecordKind.EXPENSE: expense(IN_OCTOBER, amount, tax_minor=tax),
        RecordKind.WORK: work(IN_OCTOBER, minutes),
    }[kind]
    with write_transaction():
        member = journal.member()
        record = services.log_record(member, journal.worded(entry), journal.log_of(is_handed_in=True))
        decisions.validate_records(member, {record.id: record.version}, by_account_id=journal.account("coach"))
        _close_october(journal)
        asked = counter_entries.Asked(
            version=record.version, day=TODAY, reason="Erreur", today=TODAY, by_account_id=journal.account("coach")
        )
        counter_entries.make(member, record.id, asked)
        assert set(everything(journal).values()) == {0}
        sums = accounts.account_months([member.id], OCTOBER, TODAY)[member.id].values()
        for figure in ("sold", "collected", "spent", "production"):
            assert sum(getattr(month, f"{figure}_minor") for month in sums) == 0
            rows = accounts.account_rows(member.id, OCTOBER, TODAY, figure=figure)
            assert sum(row.amount_minor for row in rows) == 0
        assert find_differences() == []
        raise RollBack


def _close_october(journal: Journal) -> None:
    db.session.add(MonthClosing(month=OCTOBER, closed_by=journal.account("manager")))
    db.session.flush()
