"""Reads of one member's papers, and of the list of those asked for. The member was asked for by `visible_to` before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import abort
from sqlalchemy import Date, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import ParcoursStep
from app.members.parcours_queries import holding_on
from app.network.models import VocabularyTerm
from app.papers.models import Paper, PaperKind, PaperNeed, PaperOfStep

_KINDS = select(
    PaperKind.id,
    PaperKind.code,
    PaperKind.label_fr,
    PaperKind.label_ar,
    PaperKind.months_valid,
    PaperKind.is_identity,
    PaperKind.is_confidential,
    PaperKind.keeps_files,
    PaperKind.retired_at,
).order_by(PaperKind.retired_at.is_not(None), PaperKind.position, PaperKind.id)
_STAGE = aliased(VocabularyTerm)
_ITS_STEP = and_(ParcoursStep.organisation_id == PaperOfStep.organisation_id, ParcoursStep.id == PaperOfStep.step_id)
_PAPERS = (
    select(
        Paper.id,
        Paper.kind_id,
        Paper.state,
        Paper.received_on,
        Paper.number,
        Paper.issued_on,
        Paper.expires_on,
        Paper.note,
        Paper.remark,
        Paper.file_id,
        ParcoursStep.started_on.label("step_started_on"),
        _STAGE.label_fr.label("stage_fr"),
        _STAGE.label_ar.label("stage_ar"),
    )
    .outerjoin(
        PaperOfStep, and_(PaperOfStep.organisation_id == Paper.organisation_id, PaperOfStep.paper_id == Paper.id)
    )
    .outerjoin(ParcoursStep, _ITS_STEP)
    .outerjoin(_STAGE, and_(_STAGE.organisation_id == ParcoursStep.organisation_id, _STAGE.id == ParcoursStep.stage_id))
    .where(Paper.member_id == bindparam("member_id"))
    .order_by(Paper.received_on.desc(), Paper.id.desc())
)
_NEEDED = (
    select(PaperNeed.kind_id)
    .join(
        ParcoursStep,
        and_(
            ParcoursStep.organisation_id == PaperNeed.organisation_id,
            ParcoursStep.stage_id == PaperNeed.stage_id,
            ParcoursStep.member_id == bindparam("member_id"),
        ),
    )
    .where(holding_on(bindparam("on", type_=Date)))
)


def kinds() -> Sequence[AnyRow]:
    """The papers asked for, in their order; those no longer asked for come last."""
    return read_rows(_KINDS).all()


def papers_of(member_id: int) -> Sequence[AnyRow]:
    """All that a member brought, the latest first, with the step each belongs to."""
    return read_rows(_PAPERS, {"member_id": member_id}).all()


def needed_by(member_id: int, *, on: date) -> set[int]:
    """The kinds that the stage of a member asks for on a day."""
    return set(read_rows(_NEEDED, {"member_id": member_id, "on": on}).scalars())


def get_paper_or_404(member_id: int, paper_id: int) -> Paper:
    """A paper of this member."""
    paper: Paper | None = db.session.scalar(select(Paper).where(Paper.member_id == member_id, Paper.id == paper_id))
    return paper or abort(404)


def get_kind_or_404(kind_id: int) -> PaperKind:
    kind: PaperKind | None = db.session.scalar(select(PaperKind).where(PaperKind.id == kind_id))
    return kind or abort(404)


def count_scans(kind_id: int) -> int:
    """How many files of a kind are kept."""
    counted = select(func.count()).select_from(Paper).where(Paper.kind_id == kind_id, Paper.file_id.is_not(None))
    return db.session.scalar(counted) or 0


def every_kind() -> list[PaperKind]:
    return list(
        db.session.scalars(
            select(PaperKind).order_by(PaperKind.retired_at.is_not(None), PaperKind.position, PaperKind.id)
        )
    )


def stages_by_kind() -> Mapping[int, list[int]]:
    """The stages that ask for each kind."""
    asking: dict[int, list[int]] = {}
    for row in read_rows(select(PaperNeed.kind_id, PaperNeed.stage_id)):
        asking.setdefault(row.kind_id, []).append(row.stage_id)
    return asking
