"""The demonstration, built by calling services: ten organisations, forty members in each enterprise, six months."""

from __future__ import annotations

import random
from datetime import date

from sqlalchemy import func, select

from app.accounts import demo as accounts_demo
from app.accounts.models import Account
from app.activity import demo as activity_demo
from app.attestations import demo as attestations_demo
from app.duplicates import demo as duplicates_demo
from app.kernel import clock
from app.kernel.database import db
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import demo as members_demo
from app.network import demo as network_demo
from app.network import queries as network_queries
from app.network.queries import OpenOrganisation
from app.papers import demo as papers_demo
from app.shares import demo as shares_demo
from app.social import demo as social_demo
from app.statements import demo as statements_demo
from app.transfers import demo as transfers_demo
from app.work_relations import demo as work_relations_demo


def database_is_empty() -> bool:
    """No account and no organisation: nothing that a demonstration could be mixed with."""
    return (
        not db.session.scalar(select(func.count()).select_from(Account))
        and not network_queries.all_organisations_by_name()
    )


def load_demo() -> None:
    """Load everything, organisation by organisation; each is one transaction."""
    today = clock.today("MA")
    with write_transaction():
        ids = [organisation.id for organisation in network_demo.load_organisations(today=today)]
        accounts_demo.load_network_people()
    for organisation_id in ids:
        _load_organisation(organisation_id, today)
    with write_transaction():
        transfers_demo.load(today=today)


def _load_organisation(organisation_id: int, today: date) -> None:
    with organisation_scope(organisation_id):
        with write_transaction():
            organisation = network_queries.open_organisation(organisation_id)
            is_enterprise = organisation.slug in network_demo.ENTERPRISES
            people = accounts_demo.load_people(organisation, with_coaches=is_enterprise)
            chance = random.Random(organisation.code)
            if is_enterprise:
                members = members_demo.load(organisation, people, today=today, chance=chance)
                social_demo.load(members, today=today, chance=random.Random(f"{organisation.code} social"))
        if is_enterprise:
            _load_life(organisation, today, chance)


def _load_life(organisation: OpenOrganisation, today: date, chance: random.Random) -> None:
    with write_transaction():
        papers_demo.load(organisation, today=today, chance=random.Random(f"{organisation.code} papers"))
    with write_transaction():
        activity_demo.load(organisation, today=today, chance=chance)
    with write_transaction():
        shares_demo.load(organisation, today=today)
    with write_transaction():
        attestations_demo.load(organisation, today=today, chance=chance)
    with write_transaction():
        work_relations_demo.load(organisation, today=today, chance=chance)
    with write_transaction():
        statements_demo.load(organisation, today=today)
    with write_transaction():
        duplicates_demo.load(today=today, chance=random.Random(f"{organisation.code} twice"))
