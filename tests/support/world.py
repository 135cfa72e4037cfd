"""The small world every test starts from: two cooperatives with the same roles, a partner, and the network's people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.accounts import services as account_services
from app.accounts.models import Account, Membership
from app.accounts.services import Person
from app.kernel import passwords
from app.kernel.access import Role
from app.kernel.tenancy import organisation_scope
from app.kernel.transaction import write_transaction
from app.members import access_services
from app.members import services as member_services
from app.members.models import IdentityKind, Member, Sex
from app.members.services import IdentityDocument, MemberDetails
from app.network import demo as network_demo
from app.network import queries as network_queries
from app.network.models import Vocabulary

TODAY = date(2026, 11, 18)  # a Wednesday
PASSWORD = "une phrase de passe pour les essais"
HOME, ABROAD, PARTNER = "el-jadida", "ras-jebel", "ccde"


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a test needs to know of one organisation: ids by name."""

    id: int
    slug: str
    memberships: dict[str, int] = field(default_factory=dict)
    members: dict[str, int] = field(default_factory=dict)
    trades: list[int] = field(default_factory=list)

    def url(self, path: str = "") -> str:
        return f"/o/{self.slug}/{path}"


@dataclass(frozen=True, kw_only=True)
class World:
    """`home` (El Jadida) and `abroad` (Ras Jebel) have: manager, coach, coach2, member (Amina, supported by coach),
    member2 (Youssef, supported by coach2), and Leïla, who has no account and no coach."""

    home: Place
    abroad: Place
    partner: Place
    accounts: dict[str, int]  # by e-mail


def build_world() -> World:
    with write_transaction():
        organisations = {row.slug: row.id for row in network_demo.load_organisations(today=TODAY)}
        accounts = {
            "network@moucharaka.example": _account("Claire", "network@moucharaka.example", Role.NETWORK_ADMINISTRATOR),
            "observer@moucharaka.example": _account("Jean", "observer@moucharaka.example", Role.OBSERVER),
            "nobody@moucharaka.example": _account("Nour", "nobody@moucharaka.example"),
        }
    places = {slug: _fill(organisations[slug], slug, accounts) for slug in (HOME, ABROAD, PARTNER)}
    return World(home=places[HOME], abroad=places[ABROAD], partner=places[PARTNER], accounts=accounts)


def _fill(organisation_id: int, slug: str, accounts: dict[str, int]) -> Place:
    place = Place(id=organisation_id, slug=slug)
    with organisation_scope(organisation_id), write_transaction():
        roles = {"manager": Role.MANAGER, "coach": Role.COACH, "coach2": Role.COACH}
        for name, role in roles.items() if slug != PARTNER else [("manager", Role.MANAGER)]:
            account = Account.query.filter_by(id=_account(name.title(), f"{name}@{slug}.example")).one()
            accounts[account.email] = account.id
            place.memberships[name] = account_services.give_role(account, organisation_id, role).id
        if slug != PARTNER:
            place.trades.extend(term.id for term in network_queries.active_terms(Vocabulary.TRADE))
            _admit_three(place, accounts)
    return place


PEOPLE = (
    ("member", "Benali", "Amina", "بنعلي", "أمينة", Sex.FEMALE, "coach"),
    ("member2", "El Idrissi", "Youssef", "الإدريسي", "يوسف", Sex.MALE, "coach2"),
    ("leila", "Haddad", "Leïla", "حداد", "ليلى", Sex.FEMALE, None),
)


def _admit_three(place: Place, accounts: dict[str, int]) -> None:
    for rank, (name, family, given, family_arabic, given_arabic, sex, coach) in enumerate(PEOPLE):
        country = "MA" if place.slug == HOME else "TN"
        member = member_services.admit_member(
            MemberDetails(
                family_name_latin=family,
                given_name_latin=given,
                family_name_arabic=family_arabic,
                given_name_arabic=given_arabic,
                sex=sex,
                birth_date=date(1990, 5, 1 + rank),
                birth_place="Azemmour",
                phone=f"+21266100000{rank}" if country == "MA" else f"+2162010000{rank}",
                email=f"{name}@{place.slug}.example" if coach else "",
                commune="Azemmour",
                trade_id=place.trades[rank],
            ),
            IdentityDocument(
                kind=IdentityKind.CIN, country=country, number=f"MX10020{rank}" if country == "MA" else f"0765432{rank}"
            ),
            admitted_on=TODAY - timedelta(days=200),
        )
        place.members[name] = member.id
        if coach:
            _support(member, place.memberships[coach])
            accounts[member.email] = _sign_up(member)


def _support(member: Member, coach_id: int) -> None:
    coach = Membership.query.filter_by(id=coach_id).one()
    member_services.assign_coach(member, coach, started_on=member.admitted_on)


def _sign_up(member: Member) -> int:
    access_services.give_access(member, by_account_id=None)
    account = Account.query.filter_by(id=member.account_id).one()
    account_services.choose_password(account, _password_hash())
    return account.id


def _account(name: str, email: str, network_role: Role | None = None) -> int:
    account = account_services.create_account(Person(name_latin=name, email=email), network_role=network_role)
    account_services.choose_password(account, _password_hash())
    return account.id


def _password_hash() -> str:
    return passwords.hash_password(PASSWORD)
