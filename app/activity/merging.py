"""What becomes of what was logged when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from app.activity import payments, services, totals
from app.activity.models import ActivityMonth, ActivityParty, ActivityRecord, ActivityStanding, ActivityTrade
from app.activity.sync_models import ActivityAside, ActivityDelivery
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of


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
    for model in (ActivityMonth, ActivityStanding):
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
        for record in records:
            record.party_id = same.id if record.party_id == party.id else record.party_id
        db.session.flush()
        db.session.delete(party)
    db.session.flush()


def _move_trades(pair: Pair) -> None:
    for practised in db.session.scalars(select(ActivityTrade).where(ActivityTrade.member_id == pair.gone.id)).all():
        practised.member_id = pair.kept.id
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
            "activity_delivery",
            "activity_aside",
        }
    ),
    count=count_rows_of(ActivityRecord),
    move=move,
    hold=hold,
)
