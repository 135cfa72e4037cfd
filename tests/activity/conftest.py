"""A journal to write in: the people of El Jadida, its words, and short ways to log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.activity import decisions, services
from app.activity.models import ActivityRecord
from app.activity.rules import Entry, Paid, RecordKind
from app.extensions import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation
from tests.conftest import SignIn
from tests.support.client import HouseClient
from tests.support.world import TODAY, World


def work(day: date = TODAY, minutes: int = 60, **values: Any) -> Entry:
    return Entry(kind=RecordKind.WORK, day=day, minutes=minutes, **values)


def sale(day: date = TODAY, amount: int = 45_000, **values: Any) -> Entry:
    """Paid in full on its day unless `payments` says otherwise."""
    told = {"party": "Madame Sabah", "description": "Six nappes", "payments": (Paid(paid_on=day, amount_minor=amount),)}
    told |= values
    return Entry(kind=RecordKind.SALE, day=day, amount_minor=amount, **told)


def expense(day: date = TODAY, amount: int = 12_050, **values: Any) -> Entry:
    told = {"description": "Fil et boutons", **values}
    return Entry(kind=RecordKind.EXPENSE, day=day, amount_minor=amount, **told)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass(kw_only=True)
class Journal:
    """El Jadida with its scope open: members and words by name, accounts by e-mail."""

    organisation: OpenOrganisation
    people: Mapping[str, int]
    accounts: Mapping[str, int]
    work_kinds: Mapping[str, int]
    categories: Mapping[str, int]

    def member(self, name: str = "member") -> Member:
        return db.session.get_one(Member, (self.organisation.id, self.people[name]))

    def account(self, name: str) -> int:
        return self.accounts[f"{name}@{self.organisation.slug}.example"]

    def log_of(self, by_account_id: int | None = None, *, is_handed_in: bool = True) -> services.Log:
        return services.Log(organisation=self.organisation, by_account_id=by_account_id, is_handed_in=is_handed_in)

    def worded(self, entry: Entry) -> Entry:
        """The entry with a word of the list where it needs one and has none."""
        values = dict(vars(entry))
        if entry.kind is RecordKind.WORK and entry.work_kind_id is None:
            values["work_kind_id"] = self.work_kinds["production"]
        if entry.kind is RecordKind.EXPENSE and entry.expense_category_id is None:
            values["expense_category_id"] = self.categories["supplies"]
        return Entry(**values)

    def log(self, entry: Entry, name: str = "member", *, is_handed_in: bool = True) -> ActivityRecord:
        """Log as that member would, in a transaction of its own, and hand it in."""
        with write_transaction():
            member = self.member(name)
            log = self.log_of(member.account_id, is_handed_in=is_handed_in)
            record = services.log_record(member, self.worded(entry), log)
            record_id = record.id
        return self.record(record_id)

    def record(self, record_id: int) -> ActivityRecord:
        return db.session.get_one(ActivityRecord, (self.organisation.id, record_id), populate_existing=True)

    def validate(self, *records: ActivityRecord, by: str = "coach", name: str = "member") -> int:
        seen = {record.id: record.version for record in records}
        with write_transaction():
            return decisions.validate_records(self.member(name), seen, by_account_id=self.account(by))

    def send_back(self, *records: ActivityRecord, remark: str = "Le reçu manque.", by: str = "coach") -> int:
        seen = {record.id: record.version for record in records}
        with write_transaction():
            return decisions.return_records(self.member(), seen, remark, by_account_id=self.account(by))


@pytest.fixture
def journal(context: Flask, world: World) -> Iterator[Journal]:
    with organisation_scope(world.home.id):
        yield open_journal(world)


@pytest.fixture
def in_journal(app: Flask, world: World) -> Callable[[Callable[[Journal], Any]], Any]:
    """For tests of pages: `in_journal(lambda journal: journal.log(sale()).id)` writes before or between requests."""

    def act(action: Callable[[Journal], Any]) -> Any:
        with app.app_context(), organisation_scope(world.home.id):
            return action(open_journal(world))

    return act


def open_journal(world: World) -> Journal:
    def by_code(vocabulary: Vocabulary) -> dict[str, int]:
        return {term.code: term.id for term in network_queries.active_terms(vocabulary)}

    return Journal(
        organisation=network_queries.open_organisation(world.home.id),
        people=world.home.members,
        accounts=world.accounts,
        work_kinds=by_code(Vocabulary.WORK_KIND),
        categories=by_code(Vocabulary.EXPENSE_CATEGORY),
    )


@pytest.fixture
def foreign_work_kind(app: Flask, world: World) -> int:
    """A word of another organisation's list."""
    with app.app_context(), organisation_scope(world.abroad.id):
        return network_queries.active_terms(Vocabulary.WORK_KIND)[0].id


@pytest.fixture
def member(sign_in: SignIn) -> HouseClient:
    return sign_in("member@el-jadida.example")


@pytest.fixture
def coach(sign_in: SignIn) -> HouseClient:
    return sign_in("coach@el-jadida.example")


@pytest.fixture
def manager(sign_in: SignIn) -> HouseClient:
    return sign_in("manager@el-jadida.example")


@pytest.fixture
def amina(world: World) -> int:
    """The member whom `coach` supports; `member` is her."""
    return world.home.members["member"]


@pytest.fixture
def here(world: World) -> str:
    return world.home.url("activity")


@pytest.fixture
def words(in_journal: Callable[[Callable[[Journal], Any]], Any]) -> dict[str, int]:
    return in_journal(lambda journal: {**journal.work_kinds, **journal.categories})
