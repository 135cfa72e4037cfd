"""Many fictional members at once, for benches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select

from app.accounts import queries as account_queries
from app.kernel import clock, names
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.sql import add_to_rows, load_rows, raise_counter
from app.members.demo import FAMILIES, MEN, PLACES, WOMEN
from app.members.models import CoachAssignment, Member, MemberCount, MemberNameWord, ParcoursStep, Sex
from app.members.services import name_word_rows
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation

CHUNK = 2000
AFTERWARDS = ("test", "salaried", "cooperator", "associate")
EMPTY = "phone birth_name_latin birth_name_arabic nationality second_phone address emergency_name emergency_phone identity_issued_at".split()
SUFFIXES = ("an", "er", "ou", "il", "ah", "im", "os", "ed", "ul", "ay")


def add_members(organisation: OpenOrganisation, count: int, *, chance: Random) -> None:
    """Insert `count` members with their search words and, for nine of ten, a support coach."""
    first = (db.session.scalar(select(func.max(Member.number))) or 0) + 1
    trades = [term.id for term in network_queries.active_terms(Vocabulary.TRADE)]
    coaches = [coach.id for coach in account_queries.coaches()]
    stages = {stage.code: stage.id for stage in network_queries.active_terms(Vocabulary.STAGE)}
    for start in range(first, first + count, CHUNK):
        numbers = range(start, min(start + CHUNK, first + count))
        members = [_member(organisation, number, trades=trades, chance=chance) for number in numbers]
        load_rows(organisation.id, Member, members)
        found_by = [row for member in members for row in name_word_rows(SimpleNamespace(**member))]
        load_rows(organisation.id, MemberNameWord, found_by)
        load_rows(organisation.id, ParcoursStep, list(_steps(members, stages)))
        load_rows(organisation.id, CoachAssignment, list(_assignments(members, coaches)))
        counted = {"present": len(members), "without_coach": sum(not member["is_coached"] for member in members)}
        add_to_rows(organisation.id, MemberCount, [counted], sums=tuple(counted))
    raise_counter(organisation.id, "member", first + count - 1)


def _member(organisation: OpenOrganisation, number: int, *, trades: list[int], chance: Random) -> dict[str, object]:
    is_woman = chance.random() < 0.6
    given, given_arabic = chance.choice(WOMEN if is_woman else MEN)
    family, family_arabic = chance.choice(FAMILIES[organisation.country])
    family += "".join(chance.choice(SUFFIXES) for _syllable in range(2))
    territory, communes = PLACES[organisation.slug][0]
    admitted_on = organisation.today - timedelta(days=chance.randint(190, 900))
    return {
        "id": new_id(),
        "number": number,
        "family_name_latin": family,
        "given_name_latin": given,
        **dict.fromkeys(EMPTY, ""),
        "family_name_arabic": family_arabic,
        "given_name_arabic": given_arabic,
        "sort_name": names.sort_key(family, given),
        "sex": Sex.FEMALE if is_woman else Sex.MALE,
        "birth_date": admitted_on - timedelta(days=chance.randint(7000, 20000)),
        "territory_code": territory,
        "commune": chance.choice(communes),
        "trade_id": chance.choice(trades),
        "admitted_on": admitted_on,
        "is_coached": number % 10 != 0,
        "created_at": clock.now(),
        "version": 1,
    }


def _steps(members: list[dict[str, Any]], stages: dict[str, int]) -> Iterator[dict[str, object]]:
    """An agreement of four months from the admission, then a stage that differs from one to the next."""
    for rank, member in enumerate(members):
        following = member["admitted_on"] + timedelta(days=120)
        agreed = {"started_on": member["admitted_on"], "holds_until": following - timedelta(days=1)}
        yield _step(member["id"], stages["agreement"], **agreed)
        yield _step(member["id"], stages[AFTERWARDS[rank % len(AFTERWARDS)]], started_on=following, holds_until=None)


def _step(member_id: int, stage_id: int, *, started_on: date, holds_until: date | None) -> dict[str, object]:
    return {
        "id": new_id(),
        "member_id": member_id,
        "stage_id": stage_id,
        "started_on": started_on,
        "holds_until": holds_until,
        **dict.fromkeys(("reason", "decided_by", "objectives"), ""),
        "recorded_at": clock.now(),
        "version": 1,
    }


def _assignments(members: list[dict[str, object]], coaches: list[int]) -> Iterator[dict[str, object]]:
    for rank, member in enumerate(members):
        if member["is_coached"]:
            yield {
                "id": new_id(),
                "member_id": member["id"],
                "coach_id": coaches[rank % len(coaches)],
                "started_on": member["admitted_on"],
                "note": "",
                "made_at": clock.now(),
            }
