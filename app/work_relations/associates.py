"""By when employees are to be associates, and who is one already.

Rooms that know associates say so, without this room knowing them: `create_app` lists what they have as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from itertools import groupby

from sqlalchemy import BigInteger, ColumnElement, Date, Select, bindparam, exists, false, or_, select

from app.kernel.access import Actor
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.reading import among
from app.kernel.sql import read_rows
from app.members.models import Member, ParcoursStep
from app.members.queries import visible_to
from app.network.models import ContractNature, VocabularyTerm
from app.work_relations import rules
from app.work_relations.models import Contract
from app.work_relations.queries import ITS_KIND, ITS_MEMBER, KIND, holding_on
from app.work_relations.rules import AssociateRule, Terms

Evidence = Callable[
    [date], Select[int]
]  # gives the ids of the members who are associates on a day, for each day the same
ASSOCIATE = "associate"  # the code of the stage, whatever an organisation calls it
_evidence: list[Evidence] = []


def at_the_stage_of_associates(day: date) -> Select[int]:
    """Those who have reached the stage by then; who left it for another one stays an associate."""
    stage = (VocabularyTerm.organisation_id == ParcoursStep.organisation_id) & (
        VocabularyTerm.id == ParcoursStep.stage_id
    )
    reached = select(ParcoursStep.member_id).join(VocabularyTerm, stage)
    return reached.where(VocabularyTerm.code == ASSOCIATE, ParcoursStep.started_on <= day)


def use_evidence(evidence: Iterable[Evidence]) -> None:
    """One of them is enough."""
    _evidence[:] = evidence


def is_associate(day: date) -> ColumnElement[bool]:
    """Of members, on a day."""
    return or_(false(), *(_is_among(says(day)) for says in _evidence))


def _is_among(ids: Select[int]) -> ColumnElement[bool]:
    """One look for each member that is asked about, never a list of all associates."""
    (who,) = ids.selected_columns
    return exists(ids.where(who == Member.id).correlate(Member))


_ON = bindparam("on", type_=Date)
_COUNTING = (*rules.EMPLOYING, ContractNature.AGREEMENT)  # what a deadline is reckoned from
_EMPLOYED = (
    select(Contract.member_id).join(KIND, ITS_KIND).where(holding_on(_ON), among(KIND.contract_nature, rules.EMPLOYING))
)
_RECKONED = (
    select(Contract.member_id, Contract.started_on, Contract.last_day, KIND.contract_nature.label("nature"))
    .join(KIND, ITS_KIND)
    .join(Member, ITS_MEMBER)
    .where(Member.left_on.is_(None), among(KIND.contract_nature, _COUNTING), Member.id.in_(_EMPLOYED))
    .order_by(Contract.member_id, Contract.started_on)
)


_THIS_ONE = Member.id == bindparam("member_id", type_=BigInteger)


def _reckoned(members: ColumnElement[bool], on: date) -> AnySelect:
    return _reckoned_by(members, on, tuple(_evidence))


@lru_cache(maxsize=200)
def _reckoned_by(members: ColumnElement[bool], on: date, _rooms: tuple[Evidence, ...]) -> AnySelect:
    """Kept as long as the same rooms say who is an associate."""
    return _RECKONED.where(members, ~is_associate(on))


def associate_deadlines(actor: Actor, rule: AssociateRule, *, on: date) -> dict[int, date]:
    """By when each present employee the actor may see is to be an associate: by member id, without those who are one."""
    return _deadlines(read_rows(_reckoned(visible_to(actor, on=on), on), {"on": on}), rule)


def associate_deadline_of(member_id: int, rule: AssociateRule, *, on: date) -> date | None:
    """The same for one member whom the reader may see; None for who is one, is no employee, or has left."""
    rows = read_rows(_reckoned(_THIS_ONE, on), {"on": on, "member_id": member_id})
    return _deadlines(rows, rule).get(member_id)


def _deadlines(rows: Iterable[AnyRow], rule: AssociateRule) -> dict[int, date]:
    """Of rows in the order of their members."""
    found = (
        (member_id, rules.associate_deadline([_dates_of(row) for row in some], rule))
        for member_id, some in groupby(rows, key=lambda row: row.member_id)
    )
    return {member_id: deadline for member_id, deadline in found if deadline is not None}


def _dates_of(row: AnyRow) -> rules.Contract:
    """From when to when a contract holds: all that deadlines ask."""
    return rules.Contract(nature=row.nature, started_on=row.started_on, terms=Terms(ends_on=row.last_day))
