"""Many fictional records at once, for benches, with the totals that go with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.activity import totals
from app.activity.demo import CLIENTS, REMARKS, UNITS
from app.activity.models import (
    ActivityMonth,
    ActivityParty,
    ActivityPayment,
    ActivityRecord,
    ActivityStanding,
    OrganisationMonth,
)
from app.activity.rules import Means, PartyRole, RecordKind, RecordStatus
from app.activity.totals import NAMES, STANDING_SUMS, Figures
from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.names import fold
from app.kernel.paging import AnyRow
from app.kernel.sql import add_to_rows, load_rows
from app.members import services as member_services
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

CHUNK = 5000
DAYS = 180
KINDS = (RecordKind.WORK, RecordKind.WORK, RecordKind.SALE, RecordKind.EXPENSE)


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """What every record of the load has in common."""

    organisation: OpenOrganisation
    today: date
    now: datetime
    work_kinds: Sequence[int]
    categories: Sequence[int]
    coach_account_id: int | None
    chance: Random
    parties: dict[int, list[int]] = field(default_factory=dict)

    def add_parties(self, members: Sequence[AnyRow]) -> None:
        """Three clients for each member."""
        known = {(party.member_id, party.name): party.id for party in db.session.scalars(select(ActivityParty))}
        rows = []
        for member in members:
            names = self.chance.sample(CLIENTS, 3)
            made = [_party(member.id, name, self.today) for name in names if (member.id, name) not in known]
            kept = [known[member.id, name] for name in names if (member.id, name) in known]
            self.parties[member.id] = [*kept, *(row["id"] for row in made)]
            rows += made
        load_rows(self.organisation.id, ActivityParty, rows)


@dataclass(kw_only=True)
class _Sums:
    """Running totals of the load, added to the kept ones at its end."""

    months: dict[tuple[int, date], Figures] = field(default_factory=lambda: defaultdict(Figures))
    standings: dict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    latest: dict[int, date] = field(default_factory=dict)

    def count(self, row: dict[str, Any], payments: Sequence[dict[str, Any]]) -> None:
        member_id, day = row["member_id"], row["day"]
        counted = totals.counted(
            cast(ActivityRecord, SimpleNamespace(**row)),
            [cast(ActivityPayment, SimpleNamespace(**one)) for one in payments],
        )
        for month, figures in counted.months.items():
            self.months[member_id, month] += figures
        self.standings[member_id].update(counted.standing)
        self.latest[member_id] = max(self.latest.get(member_id, day), day)


def add_records(
    organisation: OpenOrganisation, count: int, *, chance: Random, member_ids: Sequence[int] | None = None
) -> None:
    """Insert `count` records, spread evenly over the given members, by default all who are present."""
    statement = select(Member.id, Member.admitted_on, Member.last_activity_on).where(Member.left_on.is_(None))
    members = db.session.execute(statement.order_by(Member.id)).all()
    if member_ids is not None:
        wanted = set(member_ids)
        members = [member for member in members if member.id in wanted]
    if not (members and count):
        return
    setting = _setting(organisation, chance)
    setting.add_parties(members)
    sums, rows = _Sums(), _rows(members, count, setting)
    while chunk := list(islice(rows, CHUNK)):
        paid = {row["id"]: _payments(row, setting) for row in chunk}
        load_rows(organisation.id, ActivityRecord, chunk)
        load_rows(organisation.id, ActivityPayment, [one for payments in paid.values() for one in payments])
        for row in chunk:
            sums.count(row, paid[row["id"]])
    _keep(organisation.id, sums, members)


def _setting(organisation: OpenOrganisation, chance: Random) -> _Setting:
    coaches = account_queries.coaches()
    return _Setting(
        organisation=organisation,
        today=organisation.today,
        now=clock.now(),
        work_kinds=network_queries.offered_term_ids(Vocabulary.WORK_KIND),
        categories=network_queries.offered_term_ids(Vocabulary.EXPENSE_CATEGORY),
        coach_account_id=coaches[0].account_id if coaches else None,
        chance=chance,
    )


def _rows(members: Sequence[AnyRow], count: int, setting: _Setting) -> Iterator[dict[str, Any]]:
    for turn in range(count):
        member = members[turn % len(members)]
        span = min(DAYS, (setting.today - member.admitted_on).days)
        day = setting.today - timedelta(days=setting.chance.randint(0, max(span, 0)))
        kind = KINDS[turn // len(members) % len(KINDS)]
        yield {
            **_blank(member.id, kind, day=day, setting=setting),
            **_content(kind, member.id, setting),
            **_state(day, setting),
        }


def _blank(member_id: int, kind: RecordKind, *, day: date, setting: _Setting) -> dict[str, Any]:
    return {
        "id": new_id(),
        "member_id": member_id,
        "kind": kind,
        "day": day,
        "minutes": 0,
        "work_kind_id": None,
        "expense_category_id": None,
        "amount_minor": 0,
        "currency": setting.organisation.currency,
        "trade_id": None,
        "party_id": None,
        "tax_minor": 0,
        "foreign_currency": "",
        "document_number": "",
        "next_step": "",
        "is_production": False,
        "has_new_payment": False,
        "description": "Commande" if kind is not RecordKind.WORK else "",
        "note": "",
        "created_at": setting.now,
        "created_by": None,
        "version": 1,
    }


def _content(kind: RecordKind, member_id: int, setting: _Setting) -> dict[str, Any]:
    chance = setting.chance
    if kind is RecordKind.WORK:
        return {"minutes": 30 * chance.randint(1, 8), "work_kind_id": chance.choice(setting.work_kinds)}
    amount = chance.randint(2, 90) * 10 * UNITS[setting.organisation.currency]
    if kind is RecordKind.SALE:
        return {"amount_minor": amount, "party_id": chance.choice(setting.parties[member_id])}
    return {"amount_minor": amount, "expense_category_id": chance.choice(setting.categories)}


def _party(member_id: int, name: str, today: date) -> dict[str, Any]:
    told = {"role": PartyRole.CLIENT, "name": name, "name_key": fold(name), "last_used_on": today}
    return {"id": new_id(), "member_id": member_id, **told}


def _payments(row: dict[str, Any], setting: _Setting) -> list[dict[str, Any]]:
    """Four sales in five were paid on their day."""
    if row["kind"] is not RecordKind.SALE or setting.chance.random() < 0.2:
        return []
    told = {"record_id": row["id"], "paid_on": row["day"], "means": Means.CASH, "created_at": setting.now}
    amounts = {"amount_minor": row["amount_minor"], "net_minor": row["amount_minor"]}
    return [{"id": new_id(), **told, **amounts, "is_counted": row["status"] is RecordStatus.VALIDATED}]


def _state(day: date, setting: _Setting) -> dict[str, Any]:
    """Validated when older than a fortnight, but for one in fifty that was returned."""
    if (setting.today - day).days <= 14:
        undecided = {"remark": "", "decided_at": None, "decided_by": None, "submitted_at": setting.now}
        return {"status": RecordStatus.SUBMITTED, **undecided}
    returned = setting.chance.random() < 0.02
    return {
        "status": RecordStatus.RETURNED if returned else RecordStatus.VALIDATED,
        "remark": REMARKS[0] if returned else "",
        "submitted_at": setting.now,
        "decided_at": setting.now,
        "decided_by": setting.coach_account_id,
    }


def _keep(organisation_id: int, sums: _Sums, members: Sequence[AnyRow]) -> None:
    months = [
        {"member_id": member_id, "month": month, **asdict(figures)}
        for (member_id, month), figures in sums.months.items()
    ]
    standings = [
        {"member_id": member_id, **{name: counted[name] for name in STANDING_SUMS}}
        for member_id, counted in sums.standings.items()
    ]
    add_to_rows(organisation_id, ActivityStanding, standings, sums=STANDING_SUMS)
    add_to_rows(organisation_id, ActivityMonth, months, sums=NAMES)
    add_to_rows(organisation_id, OrganisationMonth, _of_all_members(sums), sums=NAMES)
    totals.refresh_waiting_since()
    for member in members:
        latest = sums.latest.get(member.id)
        if latest and (member.last_activity_on is None or member.last_activity_on < latest):
            member_services.note_activity(member.id, latest)


def _of_all_members(sums: _Sums) -> list[dict[str, Any]]:
    added: dict[date, Figures] = defaultdict(Figures)
    for (_member_id, month), figures in sums.months.items():
        added[month] += figures
    return [{"month": month, **asdict(figures)} for month, figures in added.items()]
