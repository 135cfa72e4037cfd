"""The social file and own fields as tests live with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary
from app.own_fields import services as own_field_services
from app.own_fields.models import Audience, FieldKind
from app.own_fields.services import FieldDetails
from app.social import fact_services
from app.social import services as social_services
from app.social.models import Education, Language
from app.social.rules import (
    Background,
    JobDetails,
    OccupationDetails,
    Project,
    ProtectionDetails,
    TradeDetails,
)
from tests.support.world import TODAY

Ids = dict[str, Any]


def words_of_the_social_file() -> Ids:
    lists = {
        "occupation_id": Vocabulary.OCCUPATION,
        "prescriber_id": Vocabulary.PRESCRIBER,
        "channel_id": Vocabulary.CHANNEL,
        "antenna_id": Vocabulary.ANTENNA,
        "sector_id": Vocabulary.SECTOR,
        "body_id": Vocabulary.PROTECTION_BODY,
    }
    return {name: network_queries.active_terms(vocabulary)[0].id for name, vocabulary in lists.items()}


def add_own_fields() -> Ids:
    """A text, a sensitive text, and a field with two choices."""
    told = {"label_ar": "حقل", "help_fr": "Pour les essais", "help_ar": "للتجربة"}
    text = FieldDetails(label_fr="Outil", audience=Audience.PERSON, **told)
    sealed = FieldDetails(label_fr="Santé", audience=Audience.PERSON, **{**told, "label_ar": "صحة"})
    chosen = FieldDetails(label_fr="Lieu de vente", audience=Audience.COACHES, **{**told, "label_ar": "مكان"})
    field = own_field_services.add_field(chosen, kind=FieldKind.CHOICE)
    choices = [
        own_field_services.add_choice(field, label_fr=french, label_ar=arabic)
        for french, arabic in (("Souk", "سوق"), ("Boutique", "متجر"))
    ]
    return {
        "own_text_id": own_field_services.add_field(text, kind=FieldKind.TEXT).id,
        "own_sealed_id": own_field_services.add_field(sealed, kind=FieldKind.TEXT, is_sensitive=True).id,
        "field_id": field.id,
        "choice_id": choices[0].id,
        "second_choice_id": choices[1].id,
        "part": "background",
        "fact_kind": "protection",
    }


def fill_in_the_social_file(member: Member, shared: Ids) -> Ids:
    """Something in every column of the social file, and in own fields of each kind that holds text."""
    background = Background(
        education=Education.PRIMARY,
        languages=(Language.DARIJA,),
        prescriber_name="Agence d’Azemmour",
        **{name: shared[name] for name in ("prescriber_id", "channel_id", "antenna_id")},
    )
    social_services.change_part(member, background, version=0)
    social_services.change_part(member, Project(objectives="Dix clientes", objectives_on=TODAY), version=1)
    social_services.record_disability(
        member, "Un siège haut", consented_on=TODAY, version=0, by_account_id=member.account_id
    )
    long_ago = TODAY - timedelta(days=300)
    trade = TradeDetails(trade_id=shared["term_id"], sector_id=shared["sector_id"])
    covered = ProtectionDetails(body_id=shared["body_id"], started_on=long_ago, number="123456789")
    by = {"by_account_id": member.account_id}
    occupied = OccupationDetails(occupation_id=shared["occupation_id"], started_on=long_ago, note="Depuis longtemps")
    occupation = fact_services.record_fact(member, occupied, **by)
    fact_services.record_fact(member, JobDetails(employer="Un voisin", weekly_hours=4), **by)
    answers = {shared["own_text_id"]: "Surjeteuse", shared["own_sealed_id"]: "Asthme"}
    own_field_services.fill_in(member, {**answers, shared["field_id"]: shared["choice_id"]}, version=None)
    return {
        "trade_fact_id": fact_services.record_fact(member, trade, **by).id,
        "fact_id": fact_services.record_fact(member, covered, **by).id,
        "occupation_fact_id": occupation.id,
    }
