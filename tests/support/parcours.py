"""Steps as tests record them: by the code of a stage."""

from __future__ import annotations

from datetime import date

from app.members import parcours_services
from app.members.models import Member, ParcoursStep
from app.members.parcours_services import StepDetails
from app.network import queries as network_queries
from app.network.models import Vocabulary, VocabularyTerm
from tests.support.world import TODAY


def stages() -> dict[str, VocabularyTerm]:
    return {stage.code: stage for stage in network_queries.active_terms(Vocabulary.STAGE)}


def record(member: Member, code: str, day: date, *, today: date = TODAY, **told: object) -> ParcoursStep:
    details = StepDetails(stage_id=stages()[code].id, started_on=day, **told)  # type: ignore[arg-type]
    return parcours_services.record_step(member, details, today=today, by_account_id=None)
