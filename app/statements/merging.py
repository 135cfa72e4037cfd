"""What becomes of two accounts when two files of one person are merged: every entry and exemption stays, under one name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.kernel.database import db
from app.kernel.i18n import _, _l
from app.members.merging import Answers, Door, Pair, Values, move_rows
from app.statements import queries, services
from app.statements.models import AccountEntry, ContributionExemption


def count(member_id: int) -> int:
    """Entries and exemptions of a member."""
    return sum(
        db.session.scalar(select(func.count()).select_from(model).where(model.member_id == member_id)) or 0
        for model in (AccountEntry, ContributionExemption)
    )


def obstacles(pair: Pair) -> Sequence[str]:
    """Two opening balances, or entries of one account from before the other's: nothing may silently stop counting."""
    openings = queries.openings_of([pair.kept.id, pair.gone.id])
    if len(openings) == 2:
        return [_("Both accounts have an opening balance: cancel one of them first.")]
    for opening in openings.values():
        if any(queries.has_entries_before(member.id, opening.day) for member in (pair.kept, pair.gone)):
            return [_("One account has entries from before the opening balance of the other: cancel that one first.")]
    return []


def hold(_pair: Pair) -> None:
    services.open_accounts()


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    for model in (AccountEntry, ContributionExemption):
        move_rows(model, pair)
    return ()


DOOR = Door(
    code="statements",
    label=_l("Entries of the account"),
    tables=frozenset({"account_entry", "contribution_exemption"}),
    count=count,
    move=move,
    obstacles=obstacles,
    hold=hold,
)
