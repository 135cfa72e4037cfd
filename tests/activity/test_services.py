"""Logging, correcting, deleting, validating and returning records: what is kept, told and refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.activity import decisions, errors, parties, services, totals
from app.activity.models import ActivityRecord
from app.activity.rules import LARGEST_AMOUNTS, RecordStatus
from app.extensions import db
from app.kernel import notices
from app.kernel.audit import AuditEvent
from app.kernel.errors import ChangedMeanwhile
from app.kernel.transaction import write_transaction
from app.network.models import VocabularyTerm
from tests.activity.conftest import Journal, days_ago, expense, sale, work
from tests.support import parcours
from tests.support.world import TODAY


def events(action: str) -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)))


def change(journal: Journal, record: ActivityRecord, entry, *, version: int | None = None) -> ActivityRecord:  # type: ignore[no-untyped-def]
    with write_transaction():
        services.change_record(
            journal.member(),
            record.id,
            journal.worded(entry),
            version=record.version if version is None else version,
            organisation=journal.organisation,
        )
    return journal.record(record.id)


def delete(journal: Journal, record: ActivityRecord, *, version: int | None = None) -> None:
    with write_transaction():
        services.delete_record(journal.member(), record.id, version=record.version if version is None else version)


class TestLogging:
    def test_a_record_is_kept_submitted_in_the_currency_of_the_organisation(self, journal: Journal) -> None:
        record = journal.log(sale(amount=45_000, note="Payé comptant"))
        assert (record.status, record.currency, record.amount_minor) == (RecordStatus.SUBMITTED, "MAD", 45_000)
        assert (parties.name_of(record.party_id), record.note) == ("Madame Sabah", "Payé comptant")
        assert record.created_by == journal.account("member")
        assert (record.decided_at, record.decided_by, record.remark) == (None, None, "")

    def test_what_does_not_belong_to_the_kind_is_left_empty(self, journal: Journal) -> None:
        record = journal.log(work(amount_minor=500, party="Personne", expense_category_id=journal.categories["rent"]))
        assert (record.amount_minor, record.party_id, record.expense_category_id) == (0, None, None)

    def test_the_latest_day_is_noted_on_the_file_whose_version_stays(self, journal: Journal) -> None:
        version = journal.member().version
        journal.log(work(days_ago(3)))
        journal.log(work(days_ago(9)))
        db.session.expire_all()
        assert journal.member().last_activity_on == days_ago(3)
        assert journal.member().version == version

    def test_it_is_written_down(self, journal: Journal) -> None:
        record = journal.log(expense(amount=700))
        (event,) = events("activity.logged")
        assert (event.subject_id, event.before) == (record.id, None)
        assert event.after is not None
        assert event.after["amount_minor"] == 700
        assert event.after["member_id"] == journal.people["member"]

    def test_several_are_kept_all_or_none(self, journal: Journal) -> None:
        entries = [journal.worded(entry) for entry in (work(days_ago(1)), sale(days_ago(2)), work(days_ago(-1)))]
        with pytest.raises(errors.FutureDay), write_transaction():
            services.log_records(journal.member(), entries, journal.log_of())
        assert db.session.scalars(select(ActivityRecord)).all() == []
        assert totals.find_differences() == []

    def test_several_of_one_day_know_of_each_other(self, journal: Journal) -> None:
        entries = [journal.worded(work(minutes=800)), journal.worded(work(minutes=800))]
        with pytest.raises(errors.DayFuller), write_transaction():
            services.log_records(journal.member(), entries, journal.log_of())


class TestRefusals:
    def test_a_day_to_come(self, journal: Journal) -> None:
        with pytest.raises(errors.FutureDay) as refused:
            journal.log(work(days_ago(-1)))
        assert refused.value.field == "day"

    def test_a_day_before_the_admission(self, journal: Journal) -> None:
        with pytest.raises(errors.BeforeAdmission) as refused:
            journal.log(work(days_ago(201)))
        assert refused.value.field == "day"
        journal.log(work(days_ago(200)))

    def test_a_day_after_the_exit(self, journal: Journal) -> None:
        with write_transaction():
            parcours.record(journal.member(), "exit", days_ago(10))
        journal.log(work(days_ago(10)))
        with pytest.raises(errors.LeftBefore) as refused:
            journal.log(work(days_ago(9)))
        assert refused.value.field == "day"

    def test_more_than_a_day_of_work_in_a_day(self, journal: Journal) -> None:
        journal.log(work(minutes=1000))
        journal.log(work(days_ago(1), minutes=1440))
        with pytest.raises(errors.DayFuller) as refused:
            journal.log(work(minutes=441))
        assert refused.value.field == "minutes"
        journal.log(work(minutes=440))

    @pytest.mark.parametrize("minutes", [0, -30])
    def test_no_time_at_all(self, journal: Journal, minutes: int) -> None:
        with pytest.raises(errors.HoursNotPositive):
            journal.log(work(minutes=minutes))

    @pytest.mark.parametrize("amount", [0, -1])
    @pytest.mark.parametrize("kind", [sale, expense])
    def test_no_amount_or_one_below_zero(self, journal: Journal, kind, amount: int) -> None:  # type: ignore[no-untyped-def]
        with pytest.raises(errors.AmountNotPositive) as refused:
            journal.log(kind(amount=amount))
        assert refused.value.field == "amount_minor"

    @pytest.mark.parametrize("kind", [sale, expense])
    def test_an_absurd_amount(self, journal: Journal, kind) -> None:  # type: ignore[no-untyped-def]
        journal.log(kind(amount=LARGEST_AMOUNTS["MAD"]))
        with pytest.raises(errors.AmountTooLarge):
            journal.log(kind(amount=LARGEST_AMOUNTS["MAD"] + 1))

    def test_a_word_of_another_list(self, journal: Journal) -> None:
        with pytest.raises(errors.UnknownWorkKind):
            journal.log(work(work_kind_id=journal.categories["rent"]))
        with pytest.raises(errors.UnknownExpenseCategory):
            journal.log(expense(expense_category_id=journal.work_kinds["meeting"]))

    def test_a_word_of_another_organisation(self, foreign_work_kind: int, journal: Journal) -> None:
        with pytest.raises(errors.UnknownWorkKind):
            journal.log(work(work_kind_id=foreign_work_kind))

    def test_a_retired_word_for_a_new_record_but_not_for_the_one_that_has_it(self, journal: Journal) -> None:
        record = journal.log(work(work_kind_id=journal.work_kinds["meeting"]))
        with write_transaction():
            retired = db.session.get_one(VocabularyTerm, (journal.organisation.id, journal.work_kinds["meeting"]))
            retired.retired_at = record.created_at
        changed = change(journal, record, work(minutes=90, work_kind_id=journal.work_kinds["meeting"]))
        assert changed.minutes == 90
        with pytest.raises(errors.UnknownWorkKind):
            journal.log(work(work_kind_id=journal.work_kinds["meeting"]))

    def test_a_refused_record_leaves_nothing(self, journal: Journal) -> None:
        with pytest.raises(errors.AmountNotPositive):
            journal.log(sale(amount=0))
        assert db.session.scalars(select(ActivityRecord)).all() == []
        assert events("activity.logged") == []
        assert totals.find_differences() == []


class TestCorrecting:
    def test_a_returned_record_goes_back_to_the_coach_with_its_remark(self, journal: Journal) -> None:
        record = journal.log(sale())
        journal.send_back(record, remark="Quel reçu ?")
        record = change(journal, journal.record(record.id), sale(amount=50_000))
        assert (record.status, record.remark, record.amount_minor) == (RecordStatus.SUBMITTED, "Quel reçu ?", 50_000)
        assert (record.decided_at, record.decided_by) == (None, None)

    def test_before_and_after_are_written_down(self, journal: Journal) -> None:
        record = journal.log(sale(amount=100, description="Nappe"))
        change(journal, record, sale(days_ago(2), amount=250, description="Nappe"))
        (event,) = events("activity.changed")
        paid, then = f"{TODAY.isoformat()} 100 cash", f"{days_ago(2).isoformat()} 250 cash"
        assert event.before == {"amount_minor": 100, "day": TODAY.isoformat(), "payments": [paid]}
        assert event.after == {"amount_minor": 250, "day": days_ago(2).isoformat(), "payments": [then]}

    def test_saving_without_a_change_tells_nothing(self, journal: Journal) -> None:
        record = journal.log(sale())
        assert change(journal, record, sale()).version == record.version
        assert events("activity.changed") == []

    def test_its_own_hours_do_not_count_against_it(self, journal: Journal) -> None:
        record = journal.log(work(minutes=1400))
        assert change(journal, record, work(minutes=1440)).minutes == 1440

    def test_moving_it_may_not_overfill_the_other_day(self, journal: Journal) -> None:
        journal.log(work(days_ago(1), minutes=1440))
        record = journal.log(work(minutes=10))
        with pytest.raises(errors.DayFuller):
            change(journal, record, work(days_ago(1), minutes=10))

    def test_the_latest_day_follows(self, journal: Journal) -> None:
        record = journal.log(work())
        change(journal, record, work(days_ago(4)))
        assert journal.member().last_activity_on == days_ago(4)

    def test_a_validated_record_stays(self, journal: Journal) -> None:
        record = journal.log(sale())
        journal.validate(record)
        record = journal.record(record.id)
        with pytest.raises(errors.ValidatedStays):
            change(journal, record, sale(amount=1))
        with pytest.raises(errors.ValidatedStays):
            delete(journal, record)
        assert journal.record(record.id).amount_minor == 45_000

    def test_a_record_changed_meanwhile(self, journal: Journal) -> None:
        record = journal.log(sale())
        shown = record.version
        change(journal, record, sale(amount=1_000))
        with pytest.raises(ChangedMeanwhile):
            change(journal, record, sale(amount=2_000), version=shown)
        with pytest.raises(ChangedMeanwhile):
            delete(journal, record, version=shown)
        assert journal.record(record.id).amount_minor == 1_000

    def test_a_record_of_somebody_else_or_deleted_is_gone(self, journal: Journal) -> None:
        others = journal.log(sale(), "member2")
        with pytest.raises(errors.RecordGone):
            change(journal, others, sale(amount=1))
        with pytest.raises(errors.RecordGone):
            delete(journal, others)


class TestDeleting:
    def test_it_is_gone_and_written_down(self, journal: Journal) -> None:
        journal.log(work(days_ago(5)))
        record = journal.log(sale(amount=900))
        delete(journal, record)
        (event,) = events("activity.deleted")
        assert event.before is not None
        assert (event.before["amount_minor"], event.after) == (900, None)
        assert journal.member().last_activity_on == days_ago(5)

    def test_when_nothing_is_left_the_member_never_logged_anything(self, journal: Journal) -> None:
        delete(journal, journal.log(sale()))
        assert journal.member().last_activity_on is None
        assert totals.find_differences() == []


class TestDeciding:
    def test_a_week_is_validated_at_once(self, journal: Journal) -> None:
        records = [journal.log(entry) for entry in (work(days_ago(2)), sale(days_ago(1)), expense())]
        assert journal.validate(*records) == 3
        for record in records:
            decided = journal.record(record.id)
            assert (decided.status, decided.decided_by) == (RecordStatus.VALIDATED, journal.account("coach"))
            assert decided.decided_at is not None
        assert len(events("activity.validated")) == 3

    def test_what_was_changed_since_it_was_read_is_left(self, journal: Journal) -> None:
        read, changed = journal.log(work()), journal.log(sale())
        shown = {read.id: read.version, changed.id: changed.version}
        change(journal, changed, sale(amount=99_999))
        with write_transaction():
            count = decisions.validate_records(journal.member(), shown, by_account_id=journal.account("coach"))
        assert count == 1
        assert journal.record(changed.id).status is RecordStatus.SUBMITTED

    def test_what_nobody_showed_is_left(self, journal: Journal) -> None:
        read, unseen = journal.log(work()), journal.log(sale())
        journal.validate(read)
        assert journal.record(unseen.id).status is RecordStatus.SUBMITTED

    def test_twice_is_once(self, journal: Journal) -> None:
        record = journal.log(work())
        journal.validate(record)
        with pytest.raises(errors.NothingWaiting):
            journal.validate(journal.record(record.id))
        assert len(events("activity.validated")) == 1

    def test_records_of_another_member_are_not_touched(self, journal: Journal) -> None:
        others = journal.log(work(), "member2")
        with pytest.raises(errors.NothingWaiting):
            journal.validate(others)
        assert journal.record(others.id).status is RecordStatus.SUBMITTED

    def test_a_return_says_why(self, journal: Journal) -> None:
        record = journal.log(work())
        with pytest.raises(errors.RemarkMissing) as refused:
            journal.send_back(record, remark="")
        assert refused.value.field == "remark"
        journal.send_back(record, remark="Combien d’heures ?")
        decided = journal.record(record.id)
        assert (decided.status, decided.remark) == (RecordStatus.RETURNED, "Combien d’heures ?")
        (event,) = events("activity.returned")
        assert event.before == {"status": "submitted", "remark": ""}
        assert event.after == {"status": "returned", "remark": "Combien d’heures ?"}

    def test_a_coach_may_change_their_mind_both_ways(self, journal: Journal) -> None:
        record = journal.log(work())
        journal.validate(record)
        journal.send_back(journal.record(record.id))
        assert journal.record(record.id).status is RecordStatus.RETURNED
        journal.validate(journal.record(record.id))
        decided = journal.record(record.id)
        assert (decided.status, decided.remark) == (RecordStatus.VALIDATED, "")

    def test_nobody_decides_about_themselves(self, journal: Journal) -> None:
        record = journal.log(work())
        with pytest.raises(errors.OwnRecords):
            journal.validate(record, by="member")
        with pytest.raises(errors.OwnRecords):
            journal.send_back(record, by="member")

    def test_the_entrepreneur_is_told(self, journal: Journal) -> None:
        first, last = journal.log(work(days_ago(2))), journal.log(sale())
        journal.validate(first, last)
        journal.send_back(journal.record(last.id))
        returned, validated = notices.newest_notices(journal.account("member"))[:2]
        assert "Coach" in validated.text
        assert validated.message == "%(name)s validated what you logged from %(first)s to %(last)s."
        assert returned.message == "%(name)s returned what you logged for %(first)s."
        assert returned.endpoint_values == {"view": "mine", "week": TODAY.isoformat()}

    def test_a_member_without_an_account_is_decided_too(self, journal: Journal) -> None:
        record = journal.log(work(), "leila")
        assert journal.validate(record, by="manager", name="leila") == 1
