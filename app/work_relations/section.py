"""The page of a member's file that holds their contracts."""

from __future__ import annotations

from app.kernel.i18n import _l
from app.members.sections import Section

SECTION = Section(endpoint="work_relations.show_contracts", label=_l("Contracts"))
