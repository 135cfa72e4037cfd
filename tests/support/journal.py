"""A journal in which no column stays empty: what the walks over organisations, forms and pages find there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.activity import totals
from app.activity.models import ActivityRecord, ActivityTrade, KilometreRate, MonthClosing
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus
from app.extensions import db
from app.kernel import clock
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation
from app.past_records.models import ActivityImport
from tests.support.world import TODAY

LONG_AGO = date(2001, 1, 1)  # a month in which nobody was a member yet


def entries(organisation: OpenOrganisation) -> Sequence[Entry]:
    """One of each sort: work, a sale that is paid, an expense, of the last three days."""
    work = network_queries.active_terms(Vocabulary.WORK_KIND)[0].id
    spent = network_queries.active_terms(Vocabulary.EXPENSE_CATEGORY)[0].id
    days = [TODAY - timedelta(days=back) for back in (1, 2, 3)]
    paid = (Paid(paid_on=days[1], amount_minor=45_000, means=Means.TRANSFER),)
    sold = {"party": "Hôtel du Port", "description": "Six nappes", "quantity": 6_000, "document_number": "R-17"}
    foreign = {
        "foreign_currency": "EUR",
        "foreign_minor": 4_200,
        "foreign_rate": 10_714_286,
        "foreign_rate_on": days[1],
    }
    return [
        Entry(kind=RecordKind.WORK, day=days[0], minutes=90, work_kind_id=work, description="Atelier"),
        Entry(kind=RecordKind.SALE, day=days[1], amount_minor=45_000, payments=paid, **sold, **foreign),  # type: ignore[arg-type]
        Entry(kind=RecordKind.EXPENSE, day=days[2], amount_minor=9_000, expense_category_id=spent, description="Fil"),
    ]


def prospect() -> Entry:
    next_step = {"next_step": "Rappeler après les fêtes", "next_step_on": TODAY + timedelta(days=9)}
    return Entry(
        kind=RecordKind.PROSPECT,
        day=TODAY,
        party="Riad des Orangers",
        stage=ProspectStage.OFFER,
        amount_minor=80_000,
        **next_step,  # type: ignore[arg-type]
    )


def live_with_journal(member: Member, expense: ActivityRecord, *, by_account_id: int) -> None:
    """A second trade, a rate of kilometres, a closed month, and a counter-entry, with all their columns."""
    trade_id = network_queries.active_terms(Vocabulary.TRADE)[0].id
    db.session.add(ActivityTrade(member_id=member.id, trade_id=trade_id, started_on=LONG_AGO, ended_on=LONG_AGO))
    rate = db.session.query(KilometreRate).first() or KilometreRate(
        starts_on=LONG_AGO, per_km_minor=250, currency="MAD", created_by=by_account_id
    )
    db.session.add(rate)
    if db.session.query(MonthClosing).first() is None:
        opened = {"reopened_at": clock.now(), "reopened_by": by_account_id, "reason": "Une vente oubliée"}
        db.session.add(MonthClosing(month=LONG_AGO, closed_by=by_account_id, **opened))
    db.session.flush()
    expense.trade_id, expense.distance_km, expense.km_rate_id = trade_id, 36, rate.id
    expense.import_id = db.session.query(ActivityImport).one().id
    _take_back(member, expense, by_account_id=by_account_id)


def _take_back(member: Member, expense: ActivityRecord, *, by_account_id: int) -> None:
    """A counter-entry that waits; not below zero, so that a copy of its row without its link is sound."""
    counter = ActivityRecord(
        member_id=member.id,
        kind=expense.kind,
        day=TODAY,
        expense_category_id=expense.expense_category_id,
        amount_minor=expense.amount_minor,
        currency=expense.currency,
        description=expense.description,
        status=RecordStatus.SUBMITTED,
        submitted_at=clock.now(),
        corrects_id=expense.id,
        created_by=by_account_id,
    )
    db.session.add(counter)
    db.session.flush()
    totals.recount(member.id, after=[totals.counted(counter)])
