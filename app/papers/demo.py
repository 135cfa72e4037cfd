"""Papers of the demonstration: most are here, a few are missing, expired or wait to be looked at."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from app.kernel.database import db
from app.kernel.uploads import PDF, Upload
from app.members.models import Member
from app.members.parcours_queries import steps_of
from app.network.queries import OpenOrganisation
from app.papers import queries, services
from app.papers.models import PaperKind
from app.papers.services import PaperDetails

_PARTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    b"<</Length 37>>stream\nBT /F 24 Tf 72 720 Td (Exemple) Tj ET\nendstream",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def _sheet() -> bytes:
    """A page that says that it is an example."""
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(_PARTS, start=1):
        places.append(b"%010d 00000 n \n" % len(written))
        written += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(_PARTS) + 1) + b"".join(places)
    return (
        written + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(_PARTS) + 1, len(written))
    )


SHEET = _sheet()


def load(organisation: OpenOrganisation, *, today: date, chance: Random) -> None:
    """What each member present has brought for the stage they are at; two have sent something."""
    kinds = {kind.id: kind for kind in queries.every_kind()}
    members = db.session.scalars(select(Member).where(Member.left_on.is_(None)).order_by(Member.number)).all()
    for rank, member in enumerate(members):
        for kind_id in sorted(queries.needed_by(member.id, on=today), key=lambda known: kinds[known].position):
            _bring(member, kinds[kind_id], rank, today=today, chance=chance)


def _bring(member: Member, kind: PaperKind, rank: int, *, today: date, chance: Random) -> None:
    if kind.code == "cv" and rank in (0, 7):
        upload = Upload(content=SHEET, media_type=PDF)
        services.send_paper(
            member, kind, upload, note="Mis à jour ce mois-ci", today=today, by_account_id=member.account_id
        )
    elif kind.code == "bank_details" and rank % 11 == 5:
        services.waive_paper(member, kind, reason="Payée en espèces pour le moment", today=today, by_account_id=None)
    elif chance.random() < 0.82:
        details = _details(member, kind, rank, today=today, chance=chance)
        kept = Upload(content=SHEET, media_type=PDF) if kind.keeps_files and rank % 9 == 0 else None
        services.record_paper(member, kind, details, today=today, by_account_id=None, upload=kept)


def _details(member: Member, kind: PaperKind, rank: int, *, today: date, chance: Random) -> PaperDetails:
    brought_on = min(today, member.admitted_on + timedelta(days=chance.randint(0, 60)))
    if kind.code == "liability_insurance":
        ends_on = today + timedelta(days=chance.choice((-20, 12, 90, 150, 200)))
        issued_on = ends_on - timedelta(days=364)
        return PaperDetails(
            received_on=min(today, max(brought_on, issued_on)),
            number=f"RC-{2000 + rank}",
            issued_on=issued_on,
            expires_on=ends_on,
        )
    step_id = None
    if kind.code == "agreement":
        step_id = next((step.id for step in steps_of(member.id) if step.started_on <= member.admitted_on), None)
    return PaperDetails(received_on=brought_on, step_id=step_id)
