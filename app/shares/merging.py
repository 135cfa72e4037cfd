"""What becomes of the share ledger when two files of one person are merged: every entry stays, under one name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select, update

from app.kernel.database import db
from app.kernel.i18n import _, _l
from app.members.merging import Answers, Door, Pair, Values
from app.shares import services
from app.shares.models import ShareMovement


def count(member_id: int) -> int:
    """The entries that touch a member, cancelled ones too."""
    theirs = or_(ShareMovement.member_id == member_id, ShareMovement.to_member_id == member_id)
    return db.session.scalar(select(func.count()).select_from(ShareMovement).where(theirs)) or 0


def obstacles(pair: Pair) -> Sequence[str]:
    """Shares that passed from one of the two files to the other: nobody passes shares to themself."""
    found = select(ShareMovement.number).where(_between(pair), ShareMovement.cancelled_at.is_(None))
    return [
        _(
            "Entry no. %(number)s of the share ledger passes shares from one of these files to the other: cancel it first.",
            number=number,
        )
        for number in db.session.scalars(found.order_by(ShareMovement.number))
    ]


def _between(pair: Pair) -> ColumnElement[bool]:
    ids = (pair.kept.id, pair.gone.id)
    return ShareMovement.member_id.in_(ids) & ShareMovement.to_member_id.in_(ids)


def hold(_pair: Pair) -> None:
    services.open_ledger()


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """What both held is held by one, on every day: no entry is changed but in whose name it stands.

    A cancelled entry between the two stays as it was.
    """
    for name in ("member_id", "to_member_id"):
        theirs = update(ShareMovement).where(getattr(ShareMovement, name) == pair.gone.id, _of_one(pair))
        db.session.execute(theirs.values({name: pair.kept.id}).execution_options(synchronize_session=False))
    services.settle([pair.kept.id, pair.gone.id])
    return ()


def _of_one(pair: Pair) -> ColumnElement[bool]:
    """The entries that are not between the two."""
    ids = (pair.kept.id, pair.gone.id)
    return or_(
        ShareMovement.to_member_id.is_(None),
        ShareMovement.member_id.not_in(ids),
        ShareMovement.to_member_id.not_in(ids),
    )


DOOR = Door(
    code="shares",
    label=_l("Entries of the share ledger"),
    tables=frozenset({"share_movement", "share_holding"}),
    count=count,
    move=move,
    obstacles=obstacles,
    hold=hold,
)
