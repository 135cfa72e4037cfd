"""What becomes of what was logged when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from app.activity import payments, services, totals
from app.activity.models import (
    ActivityMonth,
    ActivityParty,
    ActivityRecord,
    ActivityStanding,
    ActivityTrade,
    ActivityUndo,
    Reminder,
    ReminderRefusal,
)
from app.activity.sharing_models import SharedTradePart
from app.activity.sync_models import ActivityAside, ActivityDelivery
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of, move_rows


def hold(pair: Pair) -> None:
    for member_id in sorted((pair.kept.id, pair.gone.id)):
        totals.hold(member_id)


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """All records, and with them the sums of each month; those of the organisation stay the same."""
    found = select(ActivityRecord).where(ActivityRecord.member_id == pair.gone.id)
    records = db.session.scalars(found, execution_options={"populate_existing": True}).all()
    paid = payments.of_records([record.id for record in records])
    counted = [totals.counted(record, paid[record.id]) for record in records]
    _move_parties(pair, records)
    _move_trades(pair)
    for record in records:
        record.member_id = pair.kept.id
    db.session.flush()
    totals.recount(pair.gone.id, before=counted)
    totals.recount(pair.kept.id, after=counted)
    _move_reminders(pair)
    for model in (ActivityMonth, ActivityStanding, ActivityUndo):
        emptied = delete(model).where(model.member_id == pair.gone.id)
        db.session.execute(emptied.execution_options(synchronize_session=False))
    for model in (ActivityDelivery, ActivityAside):
        handed_on = update(model).where(model.member_id == pair.gone.id).values(member_id=pair.kept.id)
        db.session.execute(handed_on.execution_options(synchronize_session=False))
    services.note_last_day(pair.kept.id)
    services.note_last_day(pair.gone.id)
    return ()


def _move_parties(pair: Pair, records: Sequence[ActivityRecord]) -> None:
    """Whom both wrote down becomes one; records follow."""
    of_both = db.session.scalars(select(ActivityParty).where(ActivityParty.member_id.in_((pair.kept.id, pair.gone.id))))
    kept: dict[tuple[str, str], ActivityParty] = {}
    gone: list[ActivityParty] = []
    for party in of_both.all():
        if party.member_id == pair.kept.id:
            kept[party.role, party.name_key] = party
        else:
            gone.append(party)
    for party in gone:
        same = kept.get((party.role, party.name_key))
        if same is None:
            party.member_id = pair.kept.id
            continue
        same.last_used_on = max(same.last_used_on, party.last_used_on)
        same.phone = same.phone or party.phone
        for record in records:
            record.party_id = same.id if record.party_id == party.id else record.party_id
        db.session.flush()
        db.session.delete(party)
    db.session.flush()


def _move_trades(pair: Pair) -> None:
    """All they practise, and their parts: each stays in its place, so that nobody else's share moves by a unit."""
    for practised in db.session.scalars(select(ActivityTrade).where(ActivityTrade.member_id == pair.gone.id)).all():
        practised.member_id = pair.kept.id
    db.session.flush()
    move_rows(SharedTradePart, pair)


def _move_reminders(pair: Pair) -> None:
    """What was sent to either was sent to the one person; who wanted none under one name wants none."""
    for reminder in db.session.scalars(select(Reminder).where(Reminder.member_id == pair.gone.id)).all():
        reminder.member_id = pair.kept.id
    refused = set(
        db.session.scalars(
            select(ReminderRefusal.member_id).where(ReminderRefusal.member_id.in_((pair.kept.id, pair.gone.id)))
        )
    )
    if pair.gone.id in refused:
        gone = delete(ReminderRefusal).where(ReminderRefusal.member_id == pair.gone.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
        if pair.kept.id not in refused:
            db.session.add(ReminderRefusal(member_id=pair.kept.id))
    db.session.flush()


DOOR = Door(
    code="activity",
    label=_l("What was logged"),
    tables=frozenset(
        {
            "activity_record",
            "activity_month",
            "activity_standing",
            "activity_party",
            "activity_trade",
            "activity_undo",
            "shared_trade_part",
            "activity_reminder",
            "activity_reminder_refusal",
            "activity_delivery",
            "activity_aside",
        }
    ),
    count=count_rows_of(ActivityRecord),
    move=move,
    hold=hold,
)
