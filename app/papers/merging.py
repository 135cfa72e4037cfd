"""What becomes of the papers when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of
from app.papers import services
from app.papers.models import COUNTED, PENDING, REPLACES, Paper, PaperOfStep, PaperState


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """All papers, with their files. Of each kind the one that is good for longest counts, the other is history; of two
    that wait to be looked at the later one waits, as when somebody sends another, and before one that was sent back."""
    kept, gone = _papers(pair.kept.id), _papers(pair.gone.id)
    for paper in gone:
        paper.member_id = pair.kept.id
    for kind_id in {paper.kind_id for paper in gone}:
        of_kind = [paper for paper in (*kept, *gone) if paper.kind_id == kind_id]
        best_first = sorted((one for one in of_kind if one.state in COUNTED), key=_worth, reverse=True)
        for paper in best_first[1:]:
            paper.state = REPLACES[paper.state]
        latest_first = sorted((one for one in of_kind if one.state in PENDING), key=_age, reverse=True)
        for paper in latest_first[1:]:
            services.take_away(paper)
    db.session.flush()
    return ()


def follow_step(gone_id: int, kept_id: int) -> None:
    """The papers of a step that both files have belong to the one that stays."""
    for attached in db.session.scalars(select(PaperOfStep).where(PaperOfStep.step_id == gone_id)).all():
        db.session.add(PaperOfStep(paper_id=attached.paper_id, step_id=kept_id))
        db.session.delete(attached)
    db.session.flush()


def _papers(member_id: int) -> Sequence[Paper]:
    return db.session.scalars(select(Paper).where(Paper.member_id == member_id).order_by(Paper.id)).all()


def _worth(paper: Paper) -> tuple[bool, date, date, int]:
    """A paper that is here before a dispensation, then the one that is good for longest, then the latest."""
    is_here = paper.state is PaperState.RECEIVED
    return is_here, paper.expires_on or date.max, paper.received_on, paper.id


def _age(paper: Paper) -> tuple[bool, date, int]:
    """What nobody has looked at yet, then the latest."""
    return paper.state is PaperState.TO_CHECK, paper.received_on, paper.id


DOOR = Door(
    code="papers",
    label=_l("Papers of the file"),
    tables=frozenset({"paper"}),
    count=count_rows_of(Paper),
    move=move,
    follow_step=follow_step,
)
