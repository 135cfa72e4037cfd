"""What rows of past months become, and why not: by the rules that hold for what is logged day by day. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.activity import months, trades
from app.activity.errors import OwnRecords
from app.activity.models import ActivityRecord
from app.activity.rules import Circumstances, Entry, Paid, RecordKind, refuse_payments, refuse_unsound
from app.imports.rows import Problem, problem
from app.kernel.database import db
from app.kernel.errors import Refusal
from app.kernel.paging import AnyRow
from app.kernel.tenancy import open_organisation_id
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation
from app.past_records import queries
from app.past_records.models import ActivityImport, RowState
from app.past_records.people import People, everybody
from app.past_records.sheets import JudgedRow, ReadRow

Kept = Counter[tuple[object, ...]]
_TERMS = {RecordKind.WORK: Vocabulary.WORK_KIND, RecordKind.EXPENSE: Vocabulary.EXPENSE_CATEGORY}


@dataclass(frozen=True, kw_only=True)
class OfMember:
    """The records that a row becomes, and whose they are."""

    person: AnyRow
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Judge:
    """What rows are judged by; it remembers the work of each day as rows fill it."""

    organisation: OpenOrganisation
    by_account_id: int
    people: People
    terms: Mapping[RecordKind, frozenset[int]]
    closed_months: frozenset[date]
    worked: Counter[tuple[int, date]]
    practised: dict[int, trades.Theirs] = field(default_factory=dict)

    def person_of(self, values: Mapping[str, Any]) -> AnyRow:
        """Raises what `People.meant` raises, and OwnRecords: nobody validates their own."""
        person = self.people.meant(values)
        if person.account_id is not None and person.account_id == self.by_account_id:
            raise OwnRecords(field="number")
        return person

    def refuse(self, person: AnyRow, entry: Entry) -> None:
        """Raises what `rules.refuse_unsound` raises; an entry that stands counts from then on."""
        circumstances = replace(
            self._circumstances_of(person),
            minutes_that_day=self.worked[person.id, entry.day],
            offered_terms=self.terms.get(entry.kind, frozenset()),
            offered_trades=self._trades_of(person, entry),
        )
        refuse_unsound(entry, circumstances)
        self.worked[person.id, entry.day] += entry.minutes

    def refuse_paid(self, person: AnyRow, paid: Paid) -> None:
        """Raises what `rules.refuse_payments` raises of a payment by itself."""
        refuse_payments([paid], paid.amount_minor, self._circumstances_of(person))

    def _circumstances_of(self, person: AnyRow) -> Circumstances:
        return Circumstances(
            today=self.organisation.today,
            admitted_on=person.admitted_on,
            left_on=person.left_on,
            currency=self.organisation.currency,
            closed_months=self.closed_months,
        )

    def _trades_of(self, person: AnyRow, entry: Entry) -> frozenset[int]:
        if entry.trade_id in (None, person.trade_id):
            return frozenset({person.trade_id} - {None})
        if person.id not in self.practised:
            member = db.session.get_one(Member, (open_organisation_id(), person.id))
            self.practised[person.id] = trades.Theirs(member)
        return frozenset(self.practised[person.id].on(entry.day))

    def say(self, refusal: Refusal, fields: Mapping[str, str]) -> Problem:
        """A refusal beside the column it means."""
        code = refusal.field or ""
        return problem(refusal.message, fields.get(code, code), country=self.organisation.country)


def judge_for(moved: ActivityImport) -> Judge:
    organisation = network_queries.open_organisation(open_organisation_id())
    return Judge(
        organisation=organisation,
        by_account_id=moved.started_by_account_id,
        people=everybody(),
        terms={kind: frozenset(network_queries.offered_term_ids(words)) for kind, words in _TERMS.items()},
        closed_months=months.closed_months(),
        worked=Counter(),
    )


Decide = Callable[[ReadRow], tuple[RowState, OfMember]]


def decide_each(judge: Judge, rows: Sequence[ReadRow], decide: Decide, *, fields: Mapping[str, str]) -> list[JudgedRow]:
    """What becomes of each row; one whose cells cannot be read is not looked at further."""
    judged = []
    for row in rows:
        try:
            state, made = decide(row) if not row.problems else (RowState.REFUSED, None)
            judged.append(JudgedRow(row=row, state=state, problems=row.problems, made=made))
        except Refusal as refusal:
            judged.append(JudgedRow(row=row, state=RowState.REFUSED, problems=[judge.say(refusal, fields)]))
    return judged


def keep_in_mind(judge: Judge, rows: Sequence[ReadRow]) -> Kept:
    """What the journals of those meant hold already: the work of each day, and how often each record is there."""
    kept: Kept = Counter()
    for record in queries.records_of(judge.people.ids_meant(rows)):
        judge.worked[record.member_id, record.day] += record.minutes
        kept[key_of(record.member_id, record, record.name_key or "")] += 1
    return kept


def key_of(member_id: int, record: Entry | ActivityRecord | AnyRow, party_key: str) -> tuple[object, ...]:
    """What makes two records the same one, written twice."""
    return (member_id, record.kind, record.day, record.minutes, record.amount_minor, record.tax_minor, party_key)
