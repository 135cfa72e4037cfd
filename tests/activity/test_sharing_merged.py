"""Two files of one person become one: trades, parts and contacts follow, and nobody else's figures move."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from app.activity import accounts, demo
from app.activity.models import ActivityParty, ActivityRecord, ActivityTrade
from app.activity.sharing_models import SharedTrade, SharedTradePart, SharedTradeSplit
from app.activity.totals import find_differences
from app.activity.trades_services import Agreed, Practised, add_trade, share_trade
from app.extensions import db
from app.kernel.transaction import write_transaction
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from tests.activity.conftest import Journal, days_ago, sale
from tests.support.merging import DOUBLE, merge, pair, second_file
from tests.support.world import TODAY, World

LONG_AGO = days_ago(60)


def sold(member_ids: list[int]) -> list[int]:
    found = accounts.account_months(member_ids, LONG_AGO, TODAY)
    return [sum(month.sold_minor for month in found[one].values()) for one in member_ids]


def test_parts_stay_in_their_places(journal: Journal, world: World) -> None:
    """Cut anew for the survivor's sum of parts, units would change hands: 101 by 33.33, 33.33, 33.34 is 34, 33, 34."""
    with write_transaction():
        gone = second_file(world.home)
        people = [journal.member("member2"), gone, journal.member("leila")]
        trade = journal.member().trade_id
        parts = tuple(zip((one.number for one in people), (3333, 3333, 3334), strict=True))
        agreed = Agreed(starts_on=LONG_AGO, signed_on=LONG_AGO, parts=parts)
        shared = share_trade("Atelier", trade, agreed, by_account_id=None)
        add_trade(gone, Practised(trade_id=_another(trade), started_on=LONG_AGO))
        gone_id, told = gone.id, {"trade_id": shared.trade_id, "shared_trade_id": shared.id}
    for amount in (101, 100, 99_999):
        record = journal.log(sale(TODAY, amount, party="Sabah", **told), "member2")
        journal.validate(record, by="manager", name="member2")
    youssef, leila = journal.people["member2"], journal.people["leila"]
    before = sold([youssef, gone_id, leila])
    with write_transaction():
        merge(pair(world.home, kept="member2", gone=DOUBLE), sex="kept", civility="kept")
    after = sold([youssef, gone_id, leila])
    assert after == [before[0] + before[1], 0, before[2]]
    assert sum(after) == 100_200
    held = db.session.execute(select(SharedTradePart.member_id, SharedTradePart.part)).all()
    assert sorted(held) == sorted([(youssef, 3333), (youssef, 3333), (leila, 3334)])
    assert db.session.scalars(select(ActivityTrade.member_id)).one() == youssef


def _another(trade_id: int | None) -> int:
    return next(term.id for term in network_queries.active_terms(Vocabulary.TRADE) if term.id != trade_id)


def test_the_same_client_of_both_is_one_with_their_phone(journal: Journal, world: World) -> None:
    with write_transaction():
        second_file(world.home)
    double = db.session.scalars(select(Member).order_by(Member.number.desc()).limit(1)).one()
    journal.log(sale(TODAY, party="Sabah"), "member")
    with write_transaction():
        db.session.add(
            ActivityParty(
                member_id=double.id,
                role="client",
                name="SABAH",
                name_key="sabah",
                last_used_on=TODAY,
                phone="+212522000000",
            )
        )
    with write_transaction():
        merge(pair(world.home, gone=DOUBLE))
    party = db.session.scalars(select(ActivityParty)).one()
    assert (party.name, party.phone) == ("Sabah", "+212522000000")


def test_each_cooperative_of_the_demonstration_shares_a_trade(journal: Journal) -> None:
    with write_transaction():
        demo.load(journal.organisation, today=TODAY, chance=Random(4))
    shared = db.session.scalars(select(SharedTrade)).one()
    assert len(db.session.scalars(select(SharedTradeSplit)).all()) == 2
    assert db.session.scalars(select(ActivityRecord).filter_by(shared_trade_id=shared.id)).all()
    assert find_differences() == []
