"""Papers of the file as tests live with them."""

from __future__ import annotations

from typing import Any

from app.kernel.uploads import PDF, Upload
from app.members.models import Member, ParcoursStep
from app.papers import queries as paper_queries
from app.papers import services as paper_services
from app.papers.demo import SHEET
from app.papers.services import PaperDetails
from tests.support.world import TODAY

Ids = dict[str, Any]


def live_with_papers(member: Member, step: ParcoursStep) -> Ids:
    """One received with its file and a step, one sent and not looked at yet."""
    kinds = {kind.code: kind for kind in paper_queries.every_kind()}
    upload, by = Upload(content=SHEET, media_type=PDF), {"today": TODAY, "by_account_id": member.account_id}
    details = PaperDetails(
        received_on=TODAY, number="RC-12345", issued_on=TODAY, note="Vue par le bureau", step_id=step.id
    )
    paper = paper_services.record_paper(member, kinds["liability_insurance"], details, upload=upload, **by)
    paper.remark = "Relue par le bureau"  # no column stays empty
    sent = paper_services.send_paper(member, kinds["cv"], upload, note="Le plus récent", **by)
    kinds["photo"].scan_reason = "Pour la carte de membre"
    return {
        "paper_id": paper.id,
        "paper_version": paper.version,
        "sent_paper_id": sent.id,
        "sent_version": sent.version,
        "paper_kind_id": kinds["cv"].id,
        "craft_kind_id": kinds["craft_card"].id,
        "kind_version": kinds["cv"].version,
    }
