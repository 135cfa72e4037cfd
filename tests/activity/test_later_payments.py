"""Payments after a sale was logged: who counts them and when, what they share before tax, and what refuses them."""

from __future__ import annotations

from datetime import date

import pytest

from app.activity import decisions, errors, later_payments, queries
from app.activity.correction_errors import NoSale, PaymentCounts, PaymentGone, PaymentNotWaiting
from app.activity.models import ActivityPayment, ActivityRecord
from app.activity.payments import of_record
from app.activity.rules import RecordStatus
from app.activity.totals import find_differences
from app.kernel import notices
from app.kernel.errors import ChangedMeanwhile
from app.kernel.transaction import write_transaction
from tests.activity.conftest import Journal, days_ago, sale, work
from tests.activity.test_months import IN_OCTOBER, close, pay
from tests.support.world import TODAY


def unpaid_sale(journal: Journal, amount: int = 1_000, *, day: date = TODAY, **values: int) -> ActivityRecord:
    """Validated, and nothing paid yet."""
    record = journal.log(sale(day, amount, payments=(), **values))
    journal.validate(record)
    return journal.record(record.id)


def refuse(
    journal: Journal, record_id: int, payment: ActivityPayment, remark: str = "Pas de reçu", by: str = "coach"
) -> None:
    version = journal.record(record_id).version
    with write_transaction():
        later_payments.refuse(
            journal.member(), record_id, payment.id, remark=remark, version=version, by_account_id=journal.account(by)
        )


def take_away(journal: Journal, record_id: int, payment_id: int) -> None:
    with write_transaction():
        later_payments.delete(journal.member(), record_id, payment_id, version=journal.record(record_id).version)


def collected(journal: Journal) -> tuple[int, int]:
    month = queries.member_month(journal.people["member"], TODAY)
    return month.collected_minor, month.counted_collected_minor


class TestAdding:
    def test_ones_own_waits_for_the_coach_and_the_sale_stays_validated(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY, 400)
        record = journal.record(record.id)
        assert (record.status, record.has_new_payment) == (RecordStatus.VALIDATED, True)
        assert queries.standing(journal.people["member"])[0] == 1
        assert collected(journal) == (400, 0)
        assert journal.validate(record) == 1
        assert collected(journal) == (400, 400)
        assert journal.record(record.id).has_new_payment is False
        assert find_differences() == []

    def test_a_coachs_counts_at_once(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY, 400, by="manager")
        assert collected(journal) == (400, 400)
        assert journal.record(record.id).has_new_payment is False

    def test_of_a_sale_that_waits_it_is_decided_with_it(self, journal: Journal) -> None:
        record = journal.log(sale(payments=()))
        pay(journal, record, TODAY, 400)
        record = journal.record(record.id)
        assert (record.status, record.has_new_payment) == (RecordStatus.SUBMITTED, False)
        journal.validate(record)
        assert collected(journal) == (400, 400)

    def test_not_more_than_the_sale_comes_to(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY, 900)
        with pytest.raises(errors.PaidTooMuch):
            pay(journal, journal.record(record.id), TODAY, 101)

    @pytest.mark.parametrize(
        ("day", "amount", "refused"),
        [
            (days_ago(-1), 10, errors.PaymentInFuture),
            (days_ago(400), 10, errors.PaidBeforeAdmission),
            (TODAY, 0, errors.PaymentNotPositive),
        ],
    )
    def test_what_is_unsound(self, journal: Journal, day: date, amount: int, refused: type[Exception]) -> None:
        record = unpaid_sale(journal)
        with pytest.raises(refused):
            pay(journal, record, day, amount)

    def test_only_a_sale_is_paid(self, journal: Journal) -> None:
        with pytest.raises(NoSale):
            pay(journal, journal.log(work()), TODAY)

    def test_what_was_shown_before_another_payment_is_refused(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        seen = record.version
        pay(journal, record, TODAY, 100)
        assert journal.record(record.id).version > seen
        with pytest.raises(ChangedMeanwhile), write_transaction():
            later_payments.delete(journal.member(), record.id, of_record(record.id)[0].id, version=seen)

    def test_a_payment_of_an_earlier_day_leaves_the_parts_of_the_others(self, journal: Journal) -> None:
        record = unpaid_sale(journal, 1_000, tax_minor=333, day=days_ago(9))
        pay(journal, record, TODAY, 500, by="coach")
        counted = of_record(record.id)[0].net_minor
        pay(journal, journal.record(record.id), days_ago(5), 167)
        pay(journal, journal.record(record.id), days_ago(7), 333)
        paid = of_record(record.id)
        assert sum(one.net_minor for one in paid) == 667
        assert paid[-1].net_minor == counted


class TestDeleting:
    def test_what_does_not_count_goes_and_the_rest_shares_anew(self, journal: Journal) -> None:
        record = unpaid_sale(journal, 1_000, tax_minor=333)
        for amount in (1, 400, 599):
            pay(journal, journal.record(record.id), TODAY, amount)
        first = next(paid for paid in of_record(record.id) if paid.amount_minor == 400)
        take_away(journal, record.id, first.id)
        pay(journal, journal.record(record.id), TODAY, 400)
        assert sum(paid.net_minor for paid in of_record(record.id)) == 667
        assert find_differences() == []

    def test_the_last_one_leaves_nothing_to_read(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY)
        take_away(journal, record.id, of_record(record.id)[0].id)
        assert journal.record(record.id).has_new_payment is False
        assert queries.standing(journal.people["member"])[0] == 0
        assert collected(journal) == (0, 0)

    def test_what_counts_stays(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY, by="coach")
        with pytest.raises(PaymentCounts):
            take_away(journal, record.id, of_record(record.id)[0].id)

    def test_a_payment_of_another_sale_is_none_of_this_one(self, journal: Journal) -> None:
        first, second = unpaid_sale(journal), unpaid_sale(journal)
        pay(journal, second, TODAY)
        with pytest.raises(PaymentGone):
            take_away(journal, first.id, of_record(second.id)[0].id)

    def test_what_never_counted_leaves_a_closed_month(self, journal: Journal) -> None:
        record = unpaid_sale(journal, day=IN_OCTOBER)
        pay(journal, record, IN_OCTOBER)
        close(journal, is_left_accepted=True)
        take_away(journal, record.id, of_record(record.id)[0].id)
        assert of_record(record.id) == []


class TestRefusing:
    def test_the_sale_stays_validated_and_the_owner_reads_why(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY)
        refuse(journal, record.id, of_record(record.id)[0])
        record = journal.record(record.id)
        assert (record.status, record.has_new_payment) == (RecordStatus.VALIDATED, False)
        assert of_record(record.id)[0].remark == "Pas de reçu"
        assert collected(journal) == (100, 0)
        notice = notices.newest_notices(journal.account("member"))[0]
        assert notice.message == later_payments.REFUSED

    def test_it_does_not_come_to_count_with_the_next_one(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY)
        refuse(journal, record.id, of_record(record.id)[0])
        pay(journal, journal.record(record.id), TODAY, 250)
        journal.validate(journal.record(record.id))
        assert collected(journal) == (350, 250)
        assert find_differences() == []

    def test_only_what_waits_and_nobody_their_own(self, journal: Journal) -> None:
        record = unpaid_sale(journal)
        pay(journal, record, TODAY, by="coach")
        paid = of_record(record.id)[0]
        with pytest.raises(PaymentNotWaiting):
            refuse(journal, record.id, paid)
        with pytest.raises(errors.RemarkMissing):
            refuse(journal, record.id, paid, "")
        with pytest.raises(errors.OwnRecords):
            refuse(journal, record.id, paid, by="member")


class TestComments:
    def comment(self, journal: Journal, record: ActivityRecord, text: str, *, by: str = "coach") -> None:
        by_account_id = journal.account(by)
        with write_transaction():
            decisions.comment_record(
                journal.member(), record.id, text, version=record.version, by_account_id=by_account_id
            )

    def test_a_comment_changes_no_state_and_outlives_validation(self, journal: Journal) -> None:
        record = journal.log(sale())
        self.comment(journal, record, "Bravo")
        record = journal.record(record.id)
        assert (record.comment, record.status) == ("Bravo", RecordStatus.SUBMITTED)
        journal.validate(record)
        assert journal.record(record.id).comment == "Bravo"
        sent = [notice.message for notice in notices.newest_notices(journal.account("member"))]
        assert "%(name)s commented on what you logged for %(first)s." in sent

    def test_nobody_comments_their_own(self, journal: Journal) -> None:
        with pytest.raises(errors.OwnRecords):
            self.comment(journal, journal.log(sale()), "Bravo", by="member")
