"""A journal in which no column stays empty: what the walks over organisations, forms and pages find there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.activity import payments, receipts, totals, trades_services, undo
from app.activity.models import (
    ActivityMoneyRule,
    ActivityParty,
    ActivityRecord,
    ActivityTrade,
    KilometreRate,
    MonthClosing,
    Reminder,
    ReminderRefusal,
    ReminderRule,
)
from app.activity.rules import Entry, Means, Paid, ProspectStage, RecordKind, RecordStatus, ReminderMeans
from app.activity.sharing_models import SharedTrade
from app.activity.trades_services import Agreed
from app.extensions import db
from app.kernel import clock
from app.kernel.uploads import Upload
from app.members.demo_photos import figure
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
    paid = (Paid(paid_on=days[1], amount_minor=40_000, means=Means.TRANSFER),)
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


def live_with_journal(member: Member, expense: ActivityRecord, *, by_account_id: int) -> dict[str, Any]:
    """Trades, rates, a receipt, a closed month and a counter-entry, with all their columns; ids."""
    trade_id = network_queries.active_terms(Vocabulary.TRADE)[0].id
    practised = ActivityTrade(member_id=member.id, trade_id=trade_id, started_on=LONG_AGO, ended_on=LONG_AGO)
    db.session.add(practised)
    rate = db.session.query(KilometreRate).first() or KilometreRate(
        starts_on=LONG_AGO, per_km_minor=250, currency="MAD", created_by=by_account_id
    )
    db.session.add(rate)
    if db.session.query(MonthClosing).first() is None:
        opened = {"reopened_at": clock.now(), "reopened_by": by_account_id, "reason": "Une vente oubliée"}
        db.session.add(MonthClosing(month=LONG_AGO, closed_by=by_account_id, **opened))
        db.session.add(MonthClosing(month=date(2001, 2, 1), closed_by=by_account_id))
    over, shared = _shared_trades(trade_id, by_account_id=by_account_id)
    db.session.flush()
    expense.trade_id, expense.distance_km, expense.km_rate_id = trade_id, 36, rate.id
    expense.shared_trade_id, expense.comment = over.id, "Gardez le reçu"
    expense.import_id = db.session.query(ActivityImport).one().id
    client, other = (
        db.session.query(ActivityParty).filter_by(member_id=member.id).order_by(ActivityParty.name).all()[:2]
    )
    client.phone = "+212522000000"
    if db.session.query(ActivityMoneyRule).first() is None:
        db.session.add(ActivityMoneyRule(asks_tax=True))
    _remind(member, by_account_id=by_account_id)
    shown = figure(0)
    receipts.settle(expense, Upload(content=shown.content, media_type=shown.media_type, small=shown.content))
    db.session.flush()
    _take_back(member, expense, by_account_id=by_account_id)
    return {
        "expense_id": expense.id,
        "kilometre_rate_id": rate.id,
        "practised_id": practised.id,
        "shared_trade_id": shared.id,
        "party_id": client.id,
        "other_party_id": other.id,
        "first_number": 1,
        "second_number": 2,
    }


def _shared_trades(trade_id: int, *, by_account_id: int) -> tuple[SharedTrade, SharedTrade]:
    """Made once: one of the two who sign in, over so long that no form asks for it, and one of others."""
    known = db.session.query(SharedTrade).order_by(SharedTrade.ended_on.is_(None)).all()
    if known:
        return known[0], known[1]
    long_ago = TODAY - timedelta(days=60)
    over, shared = (
        trades_services.share_trade(
            name,
            trade_id,
            Agreed(starts_on=long_ago, signed_on=long_ago, agreement="Classeur 3", parts=parts),
            by_account_id=by_account_id,
        )
        for name, parts in (("Étal du marché", ((1, 6_000), (2, 4_000))), ("Atelier commun", ((2, 5_000), (3, 5_000))))
    )
    trades_services.end_shared_trade(over, TODAY - timedelta(days=50), version=over.version)
    return over, shared


def refuse_a_payment(sale: ActivityRecord) -> int:
    """A payment that does not count, and says why."""
    (paid,) = payments.of_record(sale.id)
    paid.remark = "Sans reçu"
    db.session.flush()
    return paid.id


def _remind(member: Member, *, by_account_id: int) -> None:
    """Somebody called, the member wants no e-mails, and the organisation reminds after ten days."""
    called = {"means": ReminderMeans.PHONE, "silent_since": LONG_AGO, "taken_at": clock.now(), "sent_at": clock.now()}
    db.session.add(Reminder(member_id=member.id, by_account_id=by_account_id, **called))
    db.session.add(ReminderRefusal(member_id=member.id))
    if db.session.query(ReminderRule).first() is None:
        db.session.add(ReminderRule(after_days=10))


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


def note_act(member: Member, draft: ActivityRecord, changed: ActivityRecord) -> int:
    """What can still be undone: a record that was logged and another that was changed; the act's id."""
    before = undo.pictures([changed])
    return undo.remember(member.id, now=[draft, changed], before=before, by_account_id=member.account_id)
