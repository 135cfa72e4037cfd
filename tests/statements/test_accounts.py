"""Accounts month by month: what is charged when, whose rule, entries that count once and are taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.kernel.audit import AuditEvent
from app.kernel.tenancy import organisation_scope
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.statements import errors, queries, rule_services, services
from app.statements.accounts import MonthOfAccount, account_of, accounts_of
from app.statements.kinds import EntryKind, Means
from app.statements.lines import statement_lines, totals
from app.statements.models import AccountEntry, ContributionExemption, ContributionRule
from app.statements.rule_services import ExemptionDetails, RuleDetails
from app.statements.rules import Base, PayRates, Rule, Spared, Tier
from app.statements.services import Entry
from app.work_relations import services as contract_services
from app.work_relations.services import ContractDetails
from tests.statements.conftest import Log, at_work, member_of
from tests.statements.test_rules import ENCOM1
from tests.support.statements import TEN_PERCENT, set_rule
from tests.support.world import TODAY, World

MAY, JUNE, JULY, AUGUST = (date(2026, month, 1) for month in (5, 6, 7, 8))  # Amina was admitted on 2 May
PLAIN = Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=10_00),))


def entry(kind: EntryKind, day: date, minor: int, **said: object) -> Entry:
    means = None if kind is EntryKind.OPENING else Means.CASH
    return Entry(kind=kind, day=day, amount_minor=minor, means=means, **said)  # type: ignore[arg-type]


def record(world: World, kind: EntryKind, day: date, minor: int) -> AccountEntry:
    return services.record(member_of(world), entry(kind, day, minor), by_account_id=None)


def months(world: World, until: date = AUGUST) -> dict[date, MonthOfAccount]:
    return {month.month: month for month in account_of(member_of(world), until).months}


def test_an_account_is_what_came_less_what_went(context: Flask, world: World, log: Log) -> None:
    log(MAY, sold=900_00, collected=500_00, spent=100_00)
    log(JULY, sold=0, collected=400_00, spent=0)
    with at_work(world):
        set_rule(TEN_PERCENT, since=MAY)  # and 20.00 a month
        record(world, EntryKind.PAYMENT, JUNE, 200_00)
        record(world, EntryKind.CONTRIBUTION, JULY, 50_00)
        record(world, EntryKind.EXPENSES, JULY, 100_00)
        found = months(world, JULY)
    assert [found[month].closing_minor for month in (MAY, JUNE, JULY)] == [
        330_00,
        110_00,
        110_00 + 400_00 - 60_00 + 50_00,
    ]
    assert found[JUNE].opening_minor == found[MAY].closing_minor
    assert found[JULY].entered(EntryKind.EXPENSES) == 100_00, "told, and no part of the balance: it is among the costs"


def test_without_a_rule_nothing_is_charged_and_the_month_says_so(context: Flask, world: World, log: Log) -> None:
    log(MAY, collected=100_00)
    log(JUNE, collected=100_00)
    with at_work(world):
        set_rule(PLAIN, since=JUNE)
        found = months(world, JUNE)
    assert found[MAY].contribution is None
    assert (found[MAY].closing_minor, found[JUNE].due_minor) == (100_00, 10_00)


def test_a_newer_rule_follows_and_the_kind_of_contract_has_its_own(context: Flask, world: World, log: Log) -> None:
    """The contract of a month is the one in force on its first day; who changes in mid-month changes with the next."""
    for month in (MAY, JUNE, JULY, AUGUST):
        log(month, collected=100_00)
    with at_work(world):
        kinds = {term.code: term.id for term in network_queries.active_terms(Vocabulary.CONTRACT_KIND)}
        set_rule(PLAIN, since=MAY)
        set_rule(
            Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=20_00),)), since=MAY, kind_id=kinds["open_ended"]
        )
        set_rule(
            Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=30_00),)),
            since=AUGUST,
            kind_id=kinds["open_ended"],
        )
        contract = ContractDetails(kind_id=kinds["open_ended"], started_on=date(2026, 6, 15))
        contract_services.record_contract(member_of(world), contract, by_account_id=None)
        db.session.flush()
        found = months(world)
    # June has no contract on its first day, so the first that begins in it
    assert [found[month].due_minor for month in (MAY, JUNE, JULY, AUGUST)] == [10_00, 20_00, 20_00, 30_00]


def test_a_change_of_contract_in_mid_month_counts_from_the_next(context: Flask, world: World, log: Log) -> None:
    for month in (MAY, JUNE, JULY):
        log(month, collected=100_00)
    with at_work(world):
        kinds = {term.code: term.id for term in network_queries.active_terms(Vocabulary.CONTRACT_KIND)}
        for rate, kind in ((10_00, "agreement"), (20_00, "open_ended")):
            set_rule(Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=rate),)), since=MAY, kind_id=kinds[kind])
        first = ContractDetails(kind_id=kinds["agreement"], started_on=date(2026, 5, 4), ends_on=date(2026, 6, 14))
        second = ContractDetails(kind_id=kinds["open_ended"], started_on=date(2026, 6, 15))
        for details in (first, second):
            contract_services.record_contract(member_of(world), details, by_account_id=None)
        db.session.flush()
        found = months(world, JULY)
    assert [found[month].due_minor for month in (MAY, JUNE, JULY)] == [10_00, 10_00, 20_00]


def test_a_correction_says_why_and_the_rule_before_stays_readable(context: Flask, world: World, log: Log) -> None:
    log(MAY, collected=100_00)
    with at_work(world):
        set_rule(PLAIN, since=MAY)
        twenty = Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=20_00),))
        with pytest.raises(errors.SameMonth):
            set_rule(twenty, since=MAY)
        assert months(world, MAY)[MAY].due_minor == 10_00
        set_rule(twenty, since=MAY, reason="Faute de frappe")
        assert months(world, MAY)[MAY].due_minor == 20_00
        newest, older = sorted(queries.recorded_rules(), key=lambda row: row.withdrawn_at is not None)
        assert (newest.withdrawn_at, older.withdrawal_reason) == (None, "Faute de frappe")
        assert queries.tiers_by_rule()[older.id] == PLAIN.tiers
        with pytest.raises(errors.AlreadyWithdrawn):
            rule_services.withdraw_rule(older, reason="Encore", by_account_id=None)
        told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "contribution.rule_withdrawn")).one()
    assert told.before is not None
    assert told.before["tiers"] == [[0, 10_00]]


def test_a_rule_is_only_for_a_kind_that_is_offered(context: Flask, world: World) -> None:
    with at_work(world):
        trade = network_queries.active_terms(Vocabulary.TRADE)[0]
        details = RuleDetails(contract_kind_id=trade.id, first_month=MAY, rule=PLAIN)
        with pytest.raises(errors.KindNotOffered):
            rule_services.set_rule(details, by_account_id=None)


def test_an_exemption_holds_from_its_first_to_its_last_month(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        set_rule(Rule(base=Base.COLLECTED, fixed_minor=30_00), since=MAY)
        details = ExemptionDetails(spared=Spared.FIXED, first_month=JUNE, last_month=JULY, reason="Minimum social")
        row = rule_services.exempt(member_of(world), details, by_account_id=None)
        assert [month.due_minor for month in months(world).values()] == [30_00, 0, 0, 30_00]
        rule_services.withdraw_exemption(member_of(world), row, reason="Erreur", by_account_id=None)
        assert [month.due_minor for month in months(world).values()] == [30_00] * 4
        with pytest.raises(errors.EndsBeforeItBegins):
            rule_services.exempt(
                member_of(world),
                ExemptionDetails(spared=Spared.ALL, first_month=JULY, last_month=JUNE, reason="À l'envers"),
                by_account_id=None,
            )


def test_an_entry_is_taken_back_once_by_a_counter_entry(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        paid = record(world, EntryKind.PAYMENT, JUNE, 80_00)
        assert months(world, JUNE)[JUNE].closing_minor == -80_00
        counter = services.cancel(member_of(world), paid, reason="Rejeté", today=TODAY, by_account_id=None)
        assert (counter.day, counter.amount_minor, paid.amount_minor) == (JUNE, -80_00, 80_00)
        assert months(world, JUNE)[JUNE].closing_minor == 0
        for again in (paid, counter):
            with pytest.raises(errors.AlreadyCancelled):
                services.cancel(member_of(world), again, reason="Encore", today=TODAY, by_account_id=None)


def test_in_a_closed_month_nothing_is_entered_and_what_was_is_taken_back_today(
    context: Flask, world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_work(world):
        paid, opening = record(world, EntryKind.PAYMENT, JUNE, 80_00), record(world, EntryKind.OPENING, MAY, 5_00)
        monkeypatch.setattr(services, "closed_months", lambda: frozenset({JUNE}))
        for kind, day in ((EntryKind.PAYMENT, JUNE + timedelta(days=29)), (EntryKind.CONTRIBUTION, JUNE)):
            with pytest.raises(errors.MonthClosed):
                record(world, kind, day, 1_00)
        counter = services.cancel(member_of(world), paid, reason="Rejeté", today=TODAY, by_account_id=None)
        assert counter.day == TODAY
        with pytest.raises(errors.MonthClosed):
            services.cancel(member_of(world), opening, reason="Faux", today=TODAY, by_account_id=None)
        assert record(world, EntryKind.PAYMENT, MAY, 1_00).day == MAY, "an earlier month that is open"


def test_no_rule_and_no_exemption_changes_a_closed_month(
    context: Flask, world: World, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exempt(first: date, last: date | None) -> ContributionExemption:
        details = ExemptionDetails(spared=Spared.ALL, first_month=first, last_month=last, reason="Arrêt")
        return rule_services.exempt(member_of(world), details, by_account_id=None)

    with at_work(world):
        rule_id, known = set_rule(PLAIN, since=MAY), exempt(MAY, None)
        monkeypatch.setattr(services, "closed_months", lambda: frozenset({JUNE}))
        for since in (MAY, JUNE):
            with pytest.raises(errors.MonthClosed):
                set_rule(PLAIN, since=since, reason="Faute")
            with pytest.raises(errors.MonthClosed):
                exempt(since, None)
        with pytest.raises(errors.MonthClosed):
            rule_services.withdraw_rule(queries.get_rule_or_404(rule_id), reason="Faute", by_account_id=None)
        with pytest.raises(errors.MonthClosed):
            rule_services.withdraw_exemption(member_of(world), known, reason="Faute", by_account_id=None)
        set_rule(PLAIN, since=JULY)
        for first, last in ((MAY, MAY), (JULY, None)):
            exempt(first, last)


def test_an_account_begins_with_its_opening_balance(context: Flask, world: World, log: Log) -> None:
    log(MAY, collected=999_00)
    log(JULY, collected=100_00)
    with at_work(world):
        set_rule(PLAIN, since=MAY)
        opening = record(world, EntryKind.OPENING, JULY, -30_00)
        found = months(world)
        assert list(found) == [JULY, AUGUST]
        assert (found[JULY].opening_minor, found[JULY].closing_minor) == (-30_00, 60_00)
        with pytest.raises(errors.OpeningTwice):
            record(world, EntryKind.OPENING, AUGUST, 5_00)
        with pytest.raises(errors.BeforeOpening):
            record(world, EntryKind.PAYMENT, JUNE, 5_00)
        services.cancel(member_of(world), opening, reason="Faux", today=TODAY, by_account_id=None)
        assert months(world)[MAY].closing_minor == 999_00 - 99_90
        record(world, EntryKind.PAYMENT, MAY, 5_00)
        with pytest.raises(errors.EntriesBeforeOpening):
            record(world, EntryKind.OPENING, JULY, 5_00)
        with pytest.raises(errors.OpeningNotAFirstDay):
            record(world, EntryKind.OPENING, MAY + timedelta(days=1), 5_00)
        with pytest.raises(errors.BeforeAdmission):
            record(world, EntryKind.PAYMENT, date(2026, 4, 30), 5_00)


def test_tiers_of_the_year_count_the_months_before_an_opening_balance(context: Flask, world: World, log: Log) -> None:
    log(MAY, collected=35_000_00)
    log(JULY, collected=1_000_00)
    with at_work(world):
        set_rule(ENCOM1, since=MAY)
        record(world, EntryKind.OPENING, JULY, 0)
        assert months(world)[JULY].due_minor == 80_00


def test_nobody_owes_a_fixed_part_after_they_left(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        set_rule(Rule(base=Base.COLLECTED, fixed_minor=30_00), since=MAY)
        member = member_of(world)
        here = Holding(id=member.id, admitted_on=member.admitted_on, left_on=date(2026, 6, 20))
        found = accounts_of([here], AUGUST)[member.id]
    assert [month.due_minor for month in found.months] == [30_00, 30_00, 0, 0]


class Holding:
    """A member as far as accounts go."""

    def __init__(self, *, id: int, admitted_on: date, left_on: date | None) -> None:
        self.id, self.admitted_on, self.left_on = id, admitted_on, left_on


def test_lines_end_where_the_account_does(context: Flask, world: World, log: Log) -> None:
    log(MAY, sold=900_00, collected=500_00, spent=100_00)
    log(JULY, collected=400_00)
    with at_work(world):
        set_rule(TEN_PERCENT, since=MAY)
        record(world, EntryKind.OPENING, MAY, 7_00)
        paid = record(world, EntryKind.PAYMENT, JUNE, 200_00)
        record(world, EntryKind.EXPENSES, JUNE, 15_00)
        services.cancel(member_of(world), paid, reason="Rejeté", today=TODAY, by_account_id=None)
        found = list(months(world, JULY).values())
        member = member_of(world)
        lines = statement_lines(found, queries.entries_of(member.id, MAY, AUGUST), "MAD")
    assert lines[0].balance_minor == 7_00
    assert lines[-1].balance_minor == totals(found).closing_minor == found[-1].closing_minor
    assert sum(line.amount_minor or 0 for line in lines) == lines[-1].balance_minor - 7_00
    assert len([line for line in lines if line.figure == "paid"]) == 2
    assert totals(found).paid_minor == 0


def test_rates_of_pay_hold_from_their_month_and_a_correction_says_why(context: Flask, world: World) -> None:
    first, second = PayRates(employer=20_00, employee=6_00), PayRates(employer=21_00, employee=7_00)
    with at_work(world):
        rule_services.set_pay_rates(first, first_month=MAY, reason="", by_account_id=None)
        with pytest.raises(errors.SameMonth):
            rule_services.set_pay_rates(second, first_month=MAY, reason="", by_account_id=None)
        rule_services.set_pay_rates(second, first_month=JULY, reason="", by_account_id=None)
        assert [queries.pay_rates_on(day) for day in (date(2026, 4, 30), MAY, JUNE, AUGUST)] == [
            None,
            first,
            first,
            second,
        ]
        rule_services.set_pay_rates(second, first_month=MAY, reason="Faute", by_account_id=None)
        assert queries.pay_rates_on(JUNE) == second
        with pytest.raises(errors.NotAFirstDay):
            rule_services.set_pay_rates(second, first_month=MAY + timedelta(days=3), reason="", by_account_id=None)


def test_many_accounts_cost_as_many_statements_as_one(context: Flask, world: World, log: Log, trips: list[str]) -> None:
    with at_work(world):
        set_rule(PLAIN, since=MAY)
        one, three = (
            [member_of(world, name) for name in names] for names in (("member",), ("member", "member2", "leila"))
        )
        trips.clear()
        accounts_of(one, AUGUST)
        cost = len(trips)
        trips.clear()
        accounts_of(three, AUGUST)
    assert len(trips) == cost <= 6


def test_the_rule_of_another_organisation_is_none_of_ours(context: Flask, world: World, log: Log) -> None:
    with at_work(world):
        set_rule(PLAIN, since=MAY)
    with organisation_scope(world.abroad.id):
        assert queries.rule_book().of(None, AUGUST) is None
        assert db.session.scalars(select(ContributionRule)).all() == []
