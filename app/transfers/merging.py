"""What becomes of transfers when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.i18n import _l
from app.members.merging import Answers, Door, Pair, Values, count_rows_of, move_rows
from app.transfers import queries
from app.transfers.errors import UnderWay
from app.transfers.models import IncomingTransfer, OutgoingTransfer

_count_sent, _count_come = count_rows_of(OutgoingTransfer), count_rows_of(IncomingTransfer)


def count(member_id: int) -> int:
    return _count_sent(member_id) + _count_come(member_id)


def obstacles(pair: Pair) -> Sequence[str]:
    """What is under way copies one of the two files as it was."""
    if queries.is_under_way(pair.kept.id) or queries.is_under_way(pair.gone.id):
        return [str(UnderWay.message)]
    return []


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """Where the person went, and where they came from."""
    move_rows(OutgoingTransfer, pair)
    move_rows(IncomingTransfer, pair)
    return ()


DOOR = Door(
    code="transfers",
    label=_l("Transfers"),
    tables=frozenset({"outgoing_transfer", "incoming_transfer"}),
    count=count,
    move=move,
    obstacles=obstacles,
)
