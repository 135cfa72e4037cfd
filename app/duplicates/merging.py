"""What becomes of what was said about a file when it is merged into another."""

from __future__ import annotations

from collections.abc import Sequence

from app.duplicates import queries
from app.duplicates.models import DifferentPeople
from app.kernel.database import db
from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values


def count(member_id: int) -> int:
    return len(queries.pairs_of(member_id))


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """Whoever is not the one is not the other; the two themselves turned out to be one."""
    for row in queries.pairs_of(pair.gone.id):
        other_id = row.second_id if row.first_id == pair.gone.id else row.first_id
        if other_id != pair.kept.id and queries.find_pair(pair.kept.id, other_id) is None:
            first_id, second_id = sorted((pair.kept.id, other_id))
            said = {"said_by_account_id": row.said_by_account_id, "said_at": row.said_at}
            db.session.add(DifferentPeople(first_id=first_id, second_id=second_id, **said))
        db.session.delete(row)
    db.session.flush()
    return ()


DOOR = Door(
    code="apart",
    label=_l("Said to be other people"),
    tables=frozenset({"different_people"}),
    count=count,
    move=move,
)
