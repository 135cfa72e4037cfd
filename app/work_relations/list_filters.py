"""What the list of members can be reduced by, of what this room knows: the kind of contract in force on the day."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from app.kernel.i18n import _l
from app.members.list_filters import AsOf, ListFilter, Values
from app.members.models import Member
from app.members.own_filters import NONE, an_id_or_none, ids_in, of_vocabulary, one_of
from app.network.models import Vocabulary
from app.work_relations.models import Contract
from app.work_relations.queries import holding_on


def _under_contract(values: Values, as_of: AsOf) -> ColumnElement[bool]:
    ids, in_force = ids_in(values), select(Contract.member_id).where(holding_on(as_of.day))
    found = [Member.id.in_(in_force.where(one_of(Contract.kind_id, ids)))] if ids else []
    return or_(*found, *([Member.id.not_in(in_force)] if NONE in values else []))


FILTERS = (
    ListFilter(
        code="contract",
        label=_l("Contract in force"),
        condition=_under_contract,
        choices=of_vocabulary(Vocabulary.CONTRACT_KIND, none=_l("No contract in force")),
        reads=an_id_or_none,
        takes_several=True,
    ),
)


def list_filters() -> tuple[ListFilter, ...]:
    return FILTERS
