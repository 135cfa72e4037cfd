"""What may stand beside a name in the list of members, of what this room knows: papers missing, papers expired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.kernel.i18n import _, _l, language
from app.kernel.sql import read_rows
from app.kernel.tables import Cell
from app.members.list_columns import ListColumn, Listed
from app.members.list_filters import AsOf
from app.members.models import ParcoursStep
from app.papers.list_filters import wanting
from app.papers.models import PaperKind
from app.papers.rules import Standing


def _wanting(standing: Standing) -> Any:
    def cells(listed: Listed) -> Mapping[int, Cell]:
        found: dict[int, list[str]] = {}
        papers = wanting(standing, AsOf(listed.on, listed.is_past)).where(ParcoursStep.member_id.in_(listed.ids))
        for row in read_rows(papers.add_columns(PaperKind.label_fr, PaperKind.label_ar)):
            found.setdefault(row.member_id, []).append(row.label_ar if language() == "ar" else row.label_fr)
        return {member_id: _(", ").join(kinds) for member_id, kinds in found.items()}

    return cells


COLUMNS = (
    ListColumn(code="missing_papers", label=_l("Missing papers"), cells=_wanting(Standing.MISSING), width=26),
    ListColumn(code="expired_papers", label=_l("Expired papers"), cells=_wanting(Standing.EXPIRED), width=26),
)


def list_columns() -> tuple[ListColumn, ...]:
    return COLUMNS
