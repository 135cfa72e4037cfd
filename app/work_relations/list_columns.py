"""What may stand beside a name in the list of members, of what this room knows: the contracts in force on the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from app.kernel.i18n import _, _l, language
from app.kernel.sql import read_rows
from app.kernel.tables import Cell
from app.members.list_columns import ListColumn, Listed
from app.work_relations.models import Contract
from app.work_relations.queries import ITS_KIND, KIND, KIND_COLUMNS, holding_on

_IN_FORCE = (
    select(Contract.member_id, Contract.last_day, *KIND_COLUMNS)
    .join(KIND, ITS_KIND)
    .order_by(Contract.started_on, Contract.id)
)


def _kinds(listed: Listed) -> Mapping[int, Cell]:
    """One may work independently beside another contract."""
    found: dict[int, list[str]] = {}
    for row in read_rows(_IN_FORCE.where(Contract.member_id.in_(listed.ids), holding_on(listed.on))):
        found.setdefault(row.member_id, []).append(row.kind_ar if language() == "ar" else row.kind_fr)
    return {member_id: _(", ").join(kinds) for member_id, kinds in found.items()}


def _ends(listed: Listed) -> Mapping[int, Cell]:
    """Of several contracts the first that ends."""
    found: dict[int, date] = {}
    for row in read_rows(_IN_FORCE.where(Contract.member_id.in_(listed.ids), holding_on(listed.on))):
        if row.last_day is not None:
            found[row.member_id] = min(row.last_day, found.get(row.member_id, row.last_day))
    return found


COLUMNS = (
    ListColumn(code="contract", label=_l("Contract in force"), cells=_kinds, width=22),
    ListColumn(code="contract_until", label=_l("Contract until"), cells=_ends, width=17, look="day"),
)


def list_columns() -> tuple[ListColumn, ...]:
    return COLUMNS
