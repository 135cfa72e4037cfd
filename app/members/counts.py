"""How many members are present, and how many of them nobody supports: kept in the transaction that changes it."""

from __future__ import annotations

from app.kernel.sql import add_to_rows
from app.kernel.tenancy import open_organisation_id
from app.members.models import MemberCount


def add_to_counts(*, present: int = 0, without_coach: int = 0) -> None:
    change = {"present": present, "without_coach": without_coach}
    if any(change.values()):
        add_to_rows(open_organisation_id(), MemberCount, [change], sums=tuple(change))
