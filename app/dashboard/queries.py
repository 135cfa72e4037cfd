"""Numbers from all organisations. Persons are counted here and never named."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.activity.models import OrganisationMonth
from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import all_organisations
from app.members.models import Member
from app.network import queries as network_queries

_PRESENT = (
    select(Member.organisation_id, Member.sex, func.count().label("members"))
    .where(Member.left_on.is_(None))
    .group_by(Member.organisation_id, Member.sex)
)
_MONTH = select(OrganisationMonth.organisation_id, OrganisationMonth.records, OrganisationMonth.sold_minor)


def network_numbers() -> dict[str, Any]:
    """Each organisation with its members present, the women among them, and this month's records and sales."""
    organisations = network_queries.all_organisations_by_name()
    month = clock.today("MA").replace(day=1)
    with all_organisations():
        present: dict[int, dict[str, int]] = {}
        for row in db.session.execute(_PRESENT):
            present.setdefault(row.organisation_id, {})[row.sex.value] = row.members
        activity = {
            row.organisation_id: row for row in db.session.execute(_MONTH.where(OrganisationMonth.month == month))
        }
    rows = [
        {
            "organisation": organisation,
            "members": sum(present.get(organisation.id, {}).values()),
            "women": present.get(organisation.id, {}).get("F", 0),
            "activity": activity.get(organisation.id),
        }
        for organisation in organisations
    ]
    return {
        "rows": rows,
        "month": month,
        "members": sum(row["members"] for row in rows),
        "women": sum(row["women"] for row in rows),
    }
