"""Contracts of the demonstration: agreements that were renewed, employment, people on their own, a few loose ends."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from app.kernel.calendar import add_months
from app.kernel.database import db
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.network.queries import OpenOrganisation
from app.work_relations import rule_services, services
from app.work_relations.models import Contract
from app.work_relations.queries import DecidedRules
from app.work_relations.services import AmendmentDetails, ContractDetails, EndDetails

POSTS = (
    ("Couture et retouches", "الخياطة والتعديلات"),
    ("Cuisine et service traiteur", "الطبخ وتموين الحفلات"),
    ("Formation et animation", "التكوين والتنشيط"),
    ("Réparation et dépannage", "الإصلاح والصيانة"),
    ("Appui à la gestion", "الدعم في التسيير"),
)
PAY = "Une part fixe chaque mois et une part variable selon le résultat de l’activité"
OBJECTIVES = "Dix clientes régulières\nUn chiffre d’affaires qui couvre la part fixe"
ONE_DAY = timedelta(days=1)
FORGOTTEN = 25  # left, and nobody ended the contract


def load(organisation: OpenOrganisation, *, today: date, chance: Random) -> None:
    """Most members have a contract, some have had two; one enterprise asks its employees to become associates."""
    if organisation.slug == "el-jadida":
        decided = DecidedRules(expects_associates=True, associate_months=12, deducts_agreements=True)
        rule_services.change_rules(decided, version=0)
    terms = [
        *network_queries.active_terms(Vocabulary.CONTRACT_KIND),
        *network_queries.active_terms(Vocabulary.CONTRACT_END),
    ]
    words = {(term.vocabulary, term.code): term.id for term in terms}
    for rank, member in enumerate(db.session.scalars(select(Member).order_by(Member.number)).all()):
        if rank % 10 != 9:
            _bind(member, rank, words, today=today, chance=chance)


Words = dict[tuple[Vocabulary, str], int]


def _bind(member: Member, rank: int, words: Words, *, today: date, chance: Random) -> None:
    """An agreement at the admission; after five months every fifth is employed, others go on or on their own."""
    employed_on = member.admitted_on + timedelta(days=150)
    if rank % 5 == 1 and employed_on <= today:
        _agree(member, words, until=employed_on - ONE_DAY)
        last = _employ(member, rank, words, started_on=employed_on, today=today)
    elif rank % 7 == 2:
        code = ("auto_entrepreneur", "cooperator", "craft")[rank % 3]
        last = _record(member, words, code, started_on=member.admitted_on, reference=_reference(member))
    else:
        last = _agree(member, words, until=add_months(member.admitted_on, 6) - ONE_DAY)
        if rank % 8 != 3 and (member.left_on is None or rank == FORGOTTEN):
            _renew(member, last, today=today, chance=chance)
    if member.left_on is not None and rank != FORGOTTEN:
        _end(member, last, words, on=member.left_on)


def _agree(member: Member, words: Words, *, until: date) -> Contract:
    told = {"reference": _reference(member), "signed_on": member.admitted_on, "objectives": OBJECTIVES}
    return _record(member, words, "agreement", started_on=member.admitted_on, ends_on=until, **told)


def _renew(member: Member, agreement: Contract, *, today: date, chance: Random) -> None:
    """Until some day soon; agreements that are still young need no renewal yet."""
    last_day = agreement.last_day
    if last_day is None or last_day > today:
        return
    until = max(today, last_day) + timedelta(days=chance.randint(15, 150))
    renewal = AmendmentDetails(
        effective_on=last_day + ONE_DAY, signed_on=last_day, ends_on=until, reason="Renouvellement après bilan"
    )
    services.amend(member, agreement, renewal, by_account_id=None)


def _employ(member: Member, rank: int, words: Words, *, started_on: date, today: date) -> Contract:
    """Every other one until a day; a third work more hours after two months."""
    terms = _terms_of_work(rank, started_on)
    if rank % 2:
        employment = _record(member, words, "open_ended", started_on=started_on, **terms)
    else:
        ends_on = add_months(started_on, 12) - ONE_DAY
        employment = _record(member, words, "fixed_term", started_on=started_on, ends_on=ends_on, **terms)
    more_from = started_on + timedelta(days=60)
    if rank % 3 == 0 and more_from <= today:
        more = AmendmentDetails(
            effective_on=more_from, signed_on=more_from, weekly_minutes=36 * 60, reason="L’activité a grandi"
        )
        services.amend(member, employment, more, by_account_id=None)
    return employment


def _terms_of_work(rank: int, started_on: date) -> dict[str, Any]:
    french, arabic = POSTS[rank // 5 % len(POSTS)]
    return {
        "reference": f"T-{started_on.year}-{rank + 1:03d}",
        "signed_on": started_on - timedelta(days=3),
        "trial_ends_on": add_months(started_on, 3) - ONE_DAY,
        "weekly_minutes": 24 * 60,
        "post_fr": french,
        "post_ar": arabic,
        "pay_terms": PAY,
        "objectives": OBJECTIVES,
    }


def _record(member: Member, words: Words, code: str, *, started_on: date, **told: Any) -> Contract:
    details = ContractDetails(kind_id=words[Vocabulary.CONTRACT_KIND, code], started_on=started_on, **told)
    return services.record_contract(member, details, by_account_id=None)


def _end(member: Member, contract: Contract, words: Words, *, on: date) -> None:
    if contract.started_on <= on and (contract.last_day is None or contract.last_day > on):
        reason_id = words[Vocabulary.CONTRACT_END, "mutual"]
        services.end_contract(member, contract, EndDetails(closed_on=on, end_reason_id=reason_id))


def _reference(member: Member) -> str:
    return f"C-{member.admitted_on.year}-{member.number:03d}"
