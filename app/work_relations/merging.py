"""What becomes of the contracts when two files of one person are merged."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from app.kernel.i18n import _, _l, format_day, language
from app.members.merging import Answers, Door, Pair, Values, count_rows_of, move_rows
from app.work_relations import queries, rules
from app.work_relations.errors import ContractsOverlap
from app.work_relations.models import Contract
from app.work_relations.queries import KnownContract


def obstacles(pair: Pair) -> Sequence[str]:
    """Contracts of the two that cannot both hold on a day."""
    both = product(queries.contracts_of(pair.kept.id), queries.contracts_of(pair.gone.id))
    return [
        _(
            "These contracts overlap, and only one of them can hold: %(one)s and %(other)s. Correct or delete one first.",
            one=_named(one),
            other=_named(other),
        )
        for one, other in both
        if _exclude_each_other(one, other)
    ]


def _exclude_each_other(one: KnownContract, other: KnownContract) -> bool:
    try:
        rules.refuse_overlap(one.rule, [other.rule])
    except ContractsOverlap:
        return True
    return False


def _named(contract: KnownContract) -> str:
    kind = contract.row.kind_ar if language() == "ar" else contract.row.kind_fr
    return _("%(kind)s from %(day)s", kind=kind, day=format_day(contract.row.started_on))


def move(pair: Pair, _answers: Answers) -> Sequence[Values]:
    """Every contract, with its amendments."""
    move_rows(Contract, pair)
    return ()


DOOR = Door(
    code="contracts",
    label=_l("Contracts"),
    tables=frozenset({"contract"}),
    count=count_rows_of(Contract),
    move=move,
    obstacles=obstacles,
)
