"""Contracts as tests record them: by the code of a kind."""

from __future__ import annotations

from datetime import date, timedelta

from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Vocabulary, VocabularyTerm
from app.work_relations import services
from app.work_relations.models import Contract, ContractAmendment
from app.work_relations.services import AmendmentDetails, ContractDetails, EndDetails
from tests.support.world import TODAY


def terms(vocabulary: Vocabulary) -> dict[str, VocabularyTerm]:
    return {term.code: term for term in network_queries.active_terms(vocabulary)}


def contract(member: Member, code: str, started_on: date, ends_on: date | None = None, **told: object) -> Contract:
    kind_id = terms(Vocabulary.CONTRACT_KIND)[code].id
    details = ContractDetails(kind_id=kind_id, started_on=started_on, ends_on=ends_on, **told)  # type: ignore[arg-type]
    return services.record_contract(member, details, by_account_id=None)


def amendment(member: Member, amended: Contract, effective_on: date, **told: object) -> ContractAmendment:
    details = AmendmentDetails(effective_on=effective_on, **told)  # type: ignore[arg-type]
    return services.amend(member, amended, details, by_account_id=None)


def end(member: Member, ended: Contract, day: date, code: str | None = None, note: str = "") -> None:
    reason_id = terms(Vocabulary.CONTRACT_END)[code].id if code else None
    services.end_contract(member, ended, EndDetails(closed_on=day, end_reason_id=reason_id, end_note=note))


def live_under_contract(member: Member, *, by_account_id: int) -> dict[str, int]:
    """An agreement that was ended, then an employment until a day with one amendment: no column stays empty."""
    told: dict[str, object] = {
        "reference": "CV-2026-014",
        "signed_on": TODAY - timedelta(days=201),
        "post_fr": "Couturière",
        "post_ar": "خياطة",
        "pay_terms": "Une part fixe et une part variable",
        "objectives": "Dix clientes régulières",
    }
    first, last = TODAY - timedelta(days=200), TODAY + timedelta(days=30)
    agreement = contract(
        member, "agreement", first, TODAY - timedelta(days=60), trial_ends_on=first, weekly_minutes=1200, **told
    )
    end(member, agreement, TODAY - timedelta(days=100), "mutual", "Le contrat de travail suit")
    employment = contract(
        member,
        "fixed_term",
        TODAY - timedelta(days=99),
        last,
        trial_ends_on=TODAY + timedelta(days=5),
        weekly_minutes=2640,
        **told,
    )
    changes = {name: f"{value}, puis" for name, value in told.items() if name not in ("reference", "signed_on")}
    amended = amendment(
        member,
        employment,
        TODAY - timedelta(days=20),
        signed_on=TODAY - timedelta(days=21),
        reason="Une commande de plus",
        ends_on=TODAY + timedelta(days=40),
        trial_ends_on=TODAY + timedelta(days=6),
        weekly_minutes=2400,
        **changes,
    )
    for row in (agreement, employment, amended):
        row.recorded_by_account_id = by_account_id
    return {
        "contract_id": employment.id,
        "contract_version": employment.version + 1,
        "ended_contract_id": agreement.id,
        "amendment_id": amended.id,
        "amendment_version": amended.version + 1,
    }
