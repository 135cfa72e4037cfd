"""What may stand beside a name in the list of members, of what this room knows: how many shares the person holds."""

from __future__ import annotations

from collections.abc import Mapping

from app.kernel.i18n import _l
from app.kernel.sql import read_rows
from app.kernel.tables import Cell
from app.members.list_columns import ListColumn, Listed
from app.shares import queries


def _shares(listed: Listed) -> Mapping[int, Cell]:
    return {row.member_id: row.shares for row in read_rows(queries.shares_held(listed.on, of=listed.ids))}


COLUMNS = (ListColumn(code="shares", label=_l("Shares"), cells=_shares, width=10, look="number"),)


def list_columns() -> tuple[ListColumn, ...]:
    return COLUMNS
