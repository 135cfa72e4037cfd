"""Accounts on the real journal: only what was validated counts, before tax, and a payment counts on its own day."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask

from app.activity import decisions, services
from app.activity.accounts import account_rows
from app.activity.rules import Entry, Means, Paid, RecordKind
from app.activity.services import Log
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.statements.accounts import account_of
from app.statements.rules import Base, Rule, Tier
from tests.statements.conftest import at_work, member_of
from tests.support.statements import set_rule
from tests.support.world import TODAY, World

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
FIGURES = ("sold", "collected", "spent", "production")


def test_figures_of_the_journal_become_the_account_and_every_figure_is_its_rows(context: Flask, world: World) -> None:
    sale = Entry(
        kind=RecordKind.SALE,
        day=OCTOBER + timedelta(days=9),
        amount_minor=1_200_00,
        tax_minor=200_00,
        party="Hôtel du Port",
        description="Six nappes",
        payments=(
            Paid(paid_on=OCTOBER + timedelta(days=9), amount_minor=300_00, means=Means.CASH),
            Paid(paid_on=NOVEMBER + timedelta(days=2), amount_minor=600_00, means=Means.TRANSFER),
        ),
    )
    with at_work(world):
        set_rule(Rule(base=Base.COLLECTED, tiers=(Tier(from_minor=0, rate=10_00),)))
        member, manager = member_of(world), world.accounts["manager@el-jadida.example"]
        category = network_queries.active_terms(Vocabulary.EXPENSE_CATEGORY)[0].id
        cost = Entry(
            kind=RecordKind.EXPENSE, day=OCTOBER, amount_minor=120_00, tax_minor=20_00, expense_category_id=category
        )
        log = Log(organisation=network_queries.open_organisation(world.home.id), by_account_id=None, is_handed_in=True)
        kept = services.log_records(member, [sale, cost, sale], log)
        decisions.validate_records(member, {row.id: row.version for row in kept[:2]}, by_account_id=manager)
        october, november = account_of(member, TODAY).between(OCTOBER, NOVEMBER)
        assert (october.sold_minor, october.collected_minor, october.spent_minor) == (1_000_00, 250_00, 100_00)
        assert (november.sold_minor, november.collected_minor) == (0, 500_00)
        assert (october.due_minor, november.due_minor) == (25_00, 50_00)
        for month, until in ((october, NOVEMBER - timedelta(days=1)), (november, TODAY)):
            for figure in FIGURES:
                rows = account_rows(member.id, month.month, until, figure=figure)
                assert sum(row.amount_minor for row in rows) == getattr(month, f"{figure}_minor"), figure
