"""Social files as coaches fill them in: most of what is asked, of most people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.own_fields import demo as own_demo
from app.own_fields import queries as own_queries
from app.social import fact_services, services
from app.social.models import Education, FamilyStatus, Language, Proof
from app.social.rules import (
    Background,
    Family,
    JobDetails,
    OccupationDetails,
    Project,
    ProtectionDetails,
    TradeDetails,
)

_OBJECTIVES = ("Vivre de mon métier d’ici un an", "Vendre au marché chaque semaine\nTrouver trois clients fidèles")
_JOBS = ("Ménage chez des particuliers", "Récolte", "Cours du soir", "Vente au souk")


def load(members: Sequence[Member], *, today: date, chance: Random) -> None:
    """Files of most members, and the organisation's own fields."""
    terms = {vocabulary: _by_code(vocabulary) for vocabulary in Vocabulary}
    fields = own_demo.load_fields()
    choices = [choice.id for choice in own_queries.choices_of([fields[-1].id])[fields[-1].id]]
    for rank, member in enumerate(members):
        if rank % 8 == 7:
            continue  # nothing was asked yet
        _background(member, terms, chance)
        _facts(member, rank, terms, today=today, chance=chance)
        own_demo.fill_in(member, fields, choices, today=today, chance=chance)
        if rank == 2:
            services.record_disability(
                member,
                "Station debout difficile : un siège haut à l’atelier suffit.",
                consented_on=today - timedelta(days=40),
                version=0,
                by_account_id=None,
            )


Terms = dict[Vocabulary, dict[str, int]]


def _by_code(vocabulary: Vocabulary) -> dict[str, int]:
    return {term.code: term.id for term in network_queries.active_terms(vocabulary)}


def _one(words: dict[str, int], chance: Random) -> int:
    return chance.choice(list(words.values()))


def _background(member: Member, terms: Terms, chance: Random) -> None:
    prescriber = _one(terms[Vocabulary.PRESCRIBER], chance)
    languages = (Language.DARIJA, *([Language.ARABIC, Language.FRENCH] if chance.random() < 0.6 else []))
    background = Background(
        education=chance.choice(list(Education)),
        languages=languages,
        antenna_id=terms[Vocabulary.ANTENNA]["main"],
        prescriber_id=prescriber,
        channel_id=_one(terms[Vocabulary.CHANNEL], chance),
    )
    services.change_part(member, background, version=0)
    children = chance.randint(0, 4)
    family = Family(family_status=chance.choice(list(FamilyStatus)), children=children, dependants=children + 1)
    services.change_part(member, family, version=1)
    project = Project(
        is_first_business=chance.random() < 0.7,
        objectives=chance.choice(_OBJECTIVES),
        objectives_on=member.admitted_on,
    )
    services.change_part(member, project, version=2)


def _facts(member: Member, rank: int, terms: Terms, *, today: date, chance: Random) -> None:
    occupations, bodies = terms[Vocabulary.OCCUPATION], terms[Vocabulary.PROTECTION_BODY]
    before = chance.choice(("unemployed", "unemployed", "informal", "at_home", "student", "seasonal"))
    began = member.admitted_on - timedelta(days=chance.randint(60, 700))
    told: list[Any] = [OccupationDetails(occupation_id=occupations[before], started_on=began)]
    if rank % 3 == 1:
        since = member.admitted_on + timedelta(days=120)
        told.append(OccupationDetails(occupation_id=occupations["self_employed"], started_on=since))
        told.append(_covered(bodies["cnss" if "cnss" in bodies else "casnos"], since, rank))
    elif rank % 3 == 2:
        told.append(ProtectionDetails(body_id=bodies["none"], started_on=member.admitted_on, proof=Proof.WORD))
    told.append(TradeDetails(trade_id=member.trade_id or 0, sector_id=_one(terms[Vocabulary.SECTOR], chance)))
    if rank % 5 == 0:
        told.append(JobDetails(employer=chance.choice(_JOBS), weekly_hours=chance.randint(3, 20), started_on=began))
    for details in told:
        fact_services.record_fact(member, details, by_account_id=None)


def _covered(body_id: int, since: date, rank: int) -> ProtectionDetails:
    number = f"{100_200_300 + rank * 7}"
    return ProtectionDetails(body_id=body_id, started_on=since, number=number, proof=Proof.CARD, proof_on=since)
