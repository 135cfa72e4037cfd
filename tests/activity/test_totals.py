"""Running totals equal the raw sums, whatever happened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.activity import bulk, decisions, demo, queries, services, totals
from app.activity.models import ActivityMonth, ActivityRecord, ActivityStanding, OrganisationMonth
from app.activity.rules import Entry, Paid, RecordKind, RecordStatus
from app.activity.totals import NOTHING, Figures, find_differences
from app.extensions import db
from app.kernel.errors import Refusal
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from tests.activity.conftest import Journal, days_ago, expense, open_journal, sale, work
from tests.activity.reading import InJournal
from tests.support.world import TODAY, World

PEOPLE = ("member", "member2", "leila")


class RandomLife:
    """Random people log, correct, delete, validate and return random records; refusals are part of it."""

    def __init__(self, journal: Journal, seed: int) -> None:
        self.journal, self.chance = journal, Random(seed)
        self.done: dict[str, int] = {}

    def live(self, steps: int) -> None:
        acts: list[Callable[[str], None]] = [
            self.log,
            self.log,
            self.change,
            self.delete,
            self.validate,
            self.send_back,
        ]
        for _step in range(steps):
            act = self.chance.choice(acts)
            try:
                with write_transaction():
                    act(self.chance.choice(PEOPLE))
            except Refusal as refusal:
                self._count(type(refusal).__name__)
            else:
                self._count(act.__name__)

    def _count(self, name: str) -> None:
        self.done[name] = self.done.get(name, 0) + 1

    def _entry(self):  # type: ignore[no-untyped-def]
        day = days_ago(self.chance.randint(0, 130))
        kind = self.chance.choice((work, sale, expense))
        figure = self.chance.choice((30, 480, 900)) if kind is work else self.chance.randint(1, 10**8)
        values = {"payments": self._payments(day, figure), "tax_minor": figure // 6} if kind is sale else {}
        return self.journal.worded(kind(day, figure, **values))

    def _payments(self, day: date, figure: int) -> tuple[Paid, ...]:
        """None, one or two, some of them in a later month."""
        parts = self.chance.choice(((), (figure,), (figure // 3, figure - figure // 3), (figure // 2,)))
        later = min(day + timedelta(days=self.chance.randint(0, 40)), TODAY)
        return tuple(Paid(paid_on=self.chance.choice((day, later)), amount_minor=part) for part in parts if part)

    def _records(self, name: str) -> list[ActivityRecord]:
        of_member = select(ActivityRecord).where(ActivityRecord.member_id == self.journal.people[name])
        return list(db.session.scalars(of_member.order_by(ActivityRecord.id)))

    def _one(self, name: str) -> ActivityRecord:
        records = self._records(name)
        if not records:
            raise Refusal
        return self.chance.choice(records)

    def log(self, name: str) -> None:
        handed_in = self.chance.random() < 0.8
        services.log_record(self.journal.member(name), self._entry(), self.journal.log_of(is_handed_in=handed_in))

    def submit(self, name: str) -> None:
        services.submit_records(self.journal.member(name), self._some(name))

    def change(self, name: str) -> None:
        record, entry = self._one(name), self._entry()
        services.change_record(
            self.journal.member(name), record.id, entry, version=record.version, organisation=self.journal.organisation
        )

    def delete(self, name: str) -> None:
        record = self._one(name)
        services.delete_record(self.journal.member(name), record.id, version=record.version)

    def _some(self, name: str) -> dict[int, int]:
        records = self._records(name)
        return {record.id: record.version for record in self.chance.sample(records, min(len(records), 3))}

    def validate(self, name: str) -> None:
        decisions.validate_records(
            self.journal.member(name), self._some(name), by_account_id=self.journal.account("manager")
        )

    def send_back(self, name: str) -> None:
        decisions.return_records(
            self.journal.member(name), self._some(name), "À revoir", by_account_id=self.journal.account("manager")
        )


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_equal_raw_sums_after_random_lives(journal: Journal, seed: int) -> None:
    life = RandomLife(journal, seed)
    life.live(70)
    assert {"log", "change", "delete", "validate", "send_back", "ValidatedStays"} <= life.done.keys()
    assert find_differences() == []
    assert_latest_days()


def assert_latest_days() -> None:
    db.session.expire_all()
    for member in db.session.scalars(select(Member)):
        days = db.session.scalars(select(ActivityRecord.day).where(ActivityRecord.member_id == member.id)).all()
        assert member.last_activity_on == max(days, default=None)


@pytest.mark.parametrize("model", [ActivityMonth, OrganisationMonth, ActivityStanding])
def test_the_check_sees_a_total_that_is_wrong(journal: Journal, model: type) -> None:
    journal.log(sale())
    assert find_differences() == []
    with write_transaction():
        db.session.execute(update(model).values(waiting=model.waiting + 1))
    (difference,) = find_differences()
    assert difference.table == model.__tablename__
    assert difference.kept != difference.raw


def test_the_check_sees_a_total_that_is_missing(journal: Journal) -> None:
    journal.log(sale())
    with write_transaction():
        db.session.execute(update(ActivityMonth).values(month=date(2020, 1, 1)))
    assert {difference.table for difference in find_differences()} == {"activity_month"}


def test_months_and_weeks_say_what_was_logged(journal: Journal) -> None:
    journal.log(work(TODAY, 90))
    journal.log(sale(days_ago(1), 5_000))
    journal.log(expense(days_ago(20), 700))
    validated = journal.log(work(days_ago(20), 30))
    journal.validate(validated)
    member_id = journal.people["member"]
    november = Figures(minutes=90, sold_minor=5_000, collected_minor=5_000, records=2, waiting=2)
    october = Figures(minutes=30, spent_minor=700, records=2, waiting=1)
    assert queries.member_month(member_id, TODAY) == november
    assert queries.member_months(member_id, days_ago(200), TODAY) == {
        date(2026, 10, 1): october,
        date(2026, 11, 1): november,
    }
    assert queries.organisation_month(days_ago(20)) == october
    assert list(queries.organisation_months(TODAY).values()) == [NOTHING] * 4 + [october, november]
    assert queries.period_figures(member_id, days_ago(2), TODAY) == november
    assert queries.period_figures(member_id, days_ago(300), days_ago(290)) == NOTHING
    assert queries.standing(member_id) == (3, 0, days_ago(20))


def test_one_members_records_do_not_count_for_another(journal: Journal) -> None:
    journal.log(work(minutes=60), "member")
    journal.log(work(minutes=45), "member2")
    assert queries.member_month(journal.people["member2"], TODAY).minutes == 45
    assert queries.organisation_month(TODAY).minutes == 105
    assert queries.standing(journal.people["leila"]) == (0, 0, None)


def test_validated_days(journal: Journal) -> None:
    member_id = journal.people["member"]
    assert queries.first_and_last_validated_day(member_id) is None
    records = [journal.log(work(days_ago(days))) for days in (1, 40, 90)]
    assert not queries.has_validated_activity_since(member_id, days_ago(400))
    journal.validate(records[1], records[2])
    assert queries.first_and_last_validated_day(member_id) == (days_ago(90), days_ago(40))
    assert queries.has_validated_activity_since(member_id, days_ago(40))
    assert not queries.has_validated_activity_since(member_id, days_ago(39))


def test_figures_add_up_and_cancel_out() -> None:
    one = Figures(minutes=5, collected_minor=7, spent_minor=11, records=1, waiting=1)
    assert one + one == Figures(minutes=10, collected_minor=14, spent_minor=22, records=2, waiting=2)
    assert one + -one == NOTHING


class TestBulk:
    def test_many_records_come_with_their_totals(self, journal: Journal) -> None:
        journal.log(sale())
        with write_transaction():
            bulk.add_records(journal.organisation, 700, chance=Random(4))
        assert len(db.session.scalars(select(ActivityRecord.id)).all()) == 701
        assert set(db.session.scalars(select(ActivityRecord.status).distinct())) == set(RecordStatus) - {
            RecordStatus.DRAFT
        }
        assert find_differences() == []
        assert_latest_days()

    def test_only_for_the_members_given(self, journal: Journal) -> None:
        with write_transaction():
            bulk.add_records(journal.organisation, 10, chance=Random(4), member_ids=[journal.people["leila"]])
        assert set(db.session.scalars(select(ActivityRecord.member_id))) == {journal.people["leila"]}
        assert find_differences() == []

    def test_nobody_and_nothing(self, journal: Journal) -> None:
        with write_transaction():
            bulk.add_records(journal.organisation, 10, chance=Random(4), member_ids=[])
            bulk.add_records(journal.organisation, 0, chance=Random(4))
        assert totals.find_differences() == []
        assert not db.session.scalars(select(ActivityRecord.id)).first()


class TestAtOnce:
    """Several people save in the same moment, each in a transaction of their own."""

    def run(self, app: Flask, world: World, tasks: list[tuple[str, Entry]]) -> list[str]:
        def log(task: tuple[str, Entry]) -> str:
            with app.app_context(), organisation_scope(world.home.id):
                journal = open_journal(world)
                try:
                    journal.log(task[1], task[0])
                except Refusal as refusal:
                    return type(refusal).__name__
                finally:
                    db.session.remove()
            return "kept"

        with ThreadPoolExecutor(8) as people:
            return list(people.map(log, tasks))

    def test_nothing_is_lost(self, app: Flask, world: World, in_journal: InJournal) -> None:
        tasks = [(PEOPLE[turn % 3], sale(days_ago(turn % 40), 100 + turn)) for turn in range(24)]
        assert self.run(app, world, tasks) == ["kept"] * 24
        assert in_journal(lambda journal: find_differences()) == []
        assert in_journal(lambda journal: queries.organisation_months(TODAY)[TODAY.replace(day=1)].records) > 0

    def test_a_day_still_has_24_hours(self, app: Flask, world: World, in_journal: InJournal) -> None:
        answers = self.run(app, world, [("member", work(minutes=480)) for _turn in range(8)])
        assert sorted(answers) == ["DayFuller"] * 5 + ["kept"] * 3
        assert in_journal(lambda journal: find_differences()) == []


def test_the_demonstration_has_every_state_and_right_totals(journal: Journal) -> None:
    with write_transaction():
        demo.load(journal.organisation, today=TODAY, chance=Random("ELJ"))
    records = list(db.session.scalars(select(ActivityRecord)))
    assert {record.status for record in records} == set(RecordStatus)
    assert {record.kind for record in records} == set(RecordKind)
    assert any("<script>" in record.description for record in records)
    assert max(len(record.description) for record in records) > 180
    assert find_differences() == []
