"""In each enterprise of the demonstration: a second trade, and one that two members share under two splits, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.accounts import queries as account_queries
from app.activity import decisions, services, trades_services
from app.activity.models import ActivityRecord
from app.activity.rules import Entry, Paid, RecordKind
from app.activity.sharing_models import SharedTrade
from app.activity.trades_services import Agreed, Practised
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

NAMES = ("Atelier du marché", "ورشة السوق")
SALES = (
    ("Étal du samedi", "Marché municipal", 640),
    ("Commande de la mairie", "البلدية", 1_210),
    ("Foire du port", "Café Andalous", 905),
)
FIRST, SECOND = (6_000, 4_000), (3_333, 6_667)
DAYS, TURN = 100, 45  # ago: when they began to share, and when they agreed otherwise


def load(organisation: OpenOrganisation, members: Sequence[Member], *, dirham: int) -> None:
    """Of the present members the first two who were there long enough; `dirham`: minor units of about one."""
    today = organisation.today
    start = today - timedelta(days=DAYS)
    two = [member for member in members if member.admitted_on <= start and member.left_on is None][:2]
    offered = [term.id for term in network_queries.active_terms(Vocabulary.TRADE)]
    if len(two) < trades_services.FEWEST:
        return
    other = next(trade for trade in offered if trade != two[0].trade_id)
    trades_services.add_trade(two[0], Practised(trade_id=other, started_on=start))
    name = NAMES[organisation.id % len(NAMES)]
    shared = trades_services.share_trade(name, offered[0], _agreed(two, start, FIRST), by_account_id=None)
    split = _agreed(two, today - timedelta(days=TURN), SECOND)
    trades_services.record_split(shared, split, by_account_id=None)
    coach_id = account_queries.coaches()[0].account_id
    for place, member in enumerate(two):
        log = services.Log(organisation=organisation, by_account_id=member.account_id, is_handed_in=True)
        records = services.log_records(member, _entries(shared, today, place=place, dirham=dirham), log)
        _validate(member, records, coach_id)


def _agreed(two: Sequence[Member], day: date, parts: Sequence[int]) -> Agreed:
    by_number = tuple((member.number, part) for member, part in zip(two, parts, strict=True))
    return Agreed(starts_on=day, signed_on=day, agreement="Classeur des accords", parts=by_number)


def _entries(shared: SharedTrade, today: date, *, place: int, dirham: int) -> list[Entry]:
    """Three sales, paid at once, before and after the parts changed."""
    days = [today - timedelta(days=back + place) for back in (80, 40, 15)]
    return [
        Entry(
            kind=RecordKind.SALE,
            day=day,
            trade_id=shared.trade_id,
            shared_trade_id=shared.id,
            amount_minor=amount * dirham,
            party=client,
            description=what,
            payments=(Paid(paid_on=day, amount_minor=amount * dirham),),
        )
        for day, (what, client, amount) in zip(days, SALES, strict=True)
    ]


def _validate(member: Member, records: Sequence[ActivityRecord], coach_id: int) -> None:
    seen = {record.id: record.version for record in records}
    if member.account_id != coach_id:
        decisions.validate_records(member, seen, by_account_id=coach_id)
