"""Many rows for benches: fictional members and records in one organisation, inserted in bulk with their totals."""

from __future__ import annotations

import random

import click

from app.activity import bulk as activity_bulk
from app.kernel.sql import refresh_statistics
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import bulk as members_bulk
from app.network import queries as network_queries
from app.papers import bulk as papers_bulk
from app.shares import bulk as shares_bulk


def add_rows(slug: str, *, members: int, records: int) -> None:
    """Add members, then spread the records over all members; ClickException for an unknown organisation."""
    organisation = network_queries.find_by_slug(slug)
    if organisation is None:
        raise click.ClickException(f"There is no organisation {slug}.")
    organisation_id = organisation.id
    chance = random.Random(organisation_id)
    with organisation_scope(organisation_id):
        with write_transaction():
            opened = network_queries.open_organisation(organisation_id)
            members_bulk.add_members(opened, members, chance=chance)
        with write_transaction():
            shares_bulk.add_subscriptions(opened, chance=chance)
        with write_transaction():
            papers_bulk.add_papers(today=opened.today, chance=random.Random(organisation_id))
        with write_transaction():
            activity_bulk.add_records(opened, records, chance=chance)
        with write_transaction():
            refresh_statistics()
