"""Many fictional records at once, for benches, with the totals that go with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import select

from app.accounts import queries as account_queries
from app.activity import totals
from app.activity.demo import CLIENTS, REMARKS, UNITS
from app.activity.models import ActivityMonth, ActivityRecord, ActivityStanding, OrganisationMonth
from app.activity.rules import RecordKind, RecordStatus
from app.activity.totals import NAMES
from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
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


@dataclass(kw_only=True)
class _Sums:
    """Running totals of the load, added to the kept ones at its end."""

    months: dict[tuple[int, date], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(NAMES)))
    standings: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    latest: dict[int, date] = field(default_factory=dict)

    def count(self, row: dict[str, Any]) -> None:
        member_id, day, kind, status = row["member_id"], row["day"], row["kind"], row["status"]
        month, standing = self.months[member_id, day.replace(day=1)], self.standings[member_id]
        waits = status is RecordStatus.SUBMITTED
        month[0] += row["minutes"]
        month[1] += row["amount_minor"] if kind is RecordKind.SALE else 0
        month[2] += row["amount_minor"] if kind is RecordKind.EXPENSE else 0
        month[3] += 1
        month[4] += waits
        standing[0] += waits
        standing[1] += status is RecordStatus.RETURNED
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
    sums, rows = _Sums(), _rows(members, count, _setting(organisation, chance))
    while chunk := list(islice(rows, CHUNK)):
        load_rows(organisation.id, ActivityRecord, chunk)
        for row in chunk:
            sums.count(row)
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
        yield {**_blank(member.id, kind, day=day, setting=setting), **_content(kind, setting), **_state(day, setting)}


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
        "client": "",
        "description": "Commande" if kind is not RecordKind.WORK else "",
        "note": "",
        "created_at": setting.now,
        "created_by": None,
        "version": 1,
    }


def _content(kind: RecordKind, setting: _Setting) -> dict[str, Any]:
    chance = setting.chance
    if kind is RecordKind.WORK:
        return {"minutes": 30 * chance.randint(1, 8), "work_kind_id": chance.choice(setting.work_kinds)}
    amount = chance.randint(2, 90) * 10 * UNITS[setting.organisation.currency]
    if kind is RecordKind.SALE:
        return {"amount_minor": amount, "client": chance.choice(CLIENTS)}
    return {"amount_minor": amount, "expense_category_id": chance.choice(setting.categories)}


def _state(day: date, setting: _Setting) -> dict[str, Any]:
    """Validated when older than a fortnight, but for one in fifty that was returned."""
    if (setting.today - day).days <= 14:
        return {"status": RecordStatus.SUBMITTED, "remark": "", "decided_at": None, "decided_by": None}
    returned = setting.chance.random() < 0.02
    return {
        "status": RecordStatus.RETURNED if returned else RecordStatus.VALIDATED,
        "remark": REMARKS[0] if returned else "",
        "decided_at": setting.now,
        "decided_by": setting.coach_account_id,
    }


def _keep(organisation_id: int, sums: _Sums, members: Sequence[AnyRow]) -> None:
    months = [
        {"member_id": member_id, "month": month, **dict(zip(NAMES, values, strict=True))}
        for (member_id, month), values in sums.months.items()
    ]
    standings = [
        {"member_id": member_id, "waiting": waiting, "returned": returned}
        for member_id, (waiting, returned) in sums.standings.items()
    ]
    add_to_rows(organisation_id, ActivityStanding, standings, sums=("waiting", "returned"))
    add_to_rows(organisation_id, ActivityMonth, months, sums=NAMES)
    add_to_rows(organisation_id, OrganisationMonth, _of_all_members(months), sums=NAMES)
    totals.refresh_waiting_since()
    for member in members:
        latest = sums.latest.get(member.id)
        if latest and (member.last_activity_on is None or member.last_activity_on < latest):
            member_services.note_activity(member.id, latest)


def _of_all_members(months: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    added: dict[date, dict[str, Any]] = {}
    for row in months:
        total = added.setdefault(row["month"], {"month": row["month"], **dict.fromkeys(NAMES, 0)})
        for name in NAMES:
            total[name] += row[name]
    return list(added.values())
