"""The demonstration's accounts: each enterprise has a manager, two coaches and two members who sign in."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts import services
from app.accounts.models import Account
from app.kernel import passwords
from app.kernel.access import Role
from app.network.queries import OpenOrganisation

PASSPHRASE = "cooperer-c-est-partager"  # the demonstration's only; refused everywhere else

_MANAGERS = {
    "MA": ("Salma Berrada", "سلمى برادة"),
    "TN": ("Ines Gharbi", "إيناس الغربي"),
    "DZ": ("Lydia Amrani", "ليديا عمراني"),
}
_COACHES = {
    "MA": (("Yassine El Fassi", "ياسين الفاسي"), ("Hanane Ouazzani", "حنان الوزاني")),
    "TN": (("Walid Jaziri", "وليد الجزيري"), ("Rim Ayadi", "ريم العيادي")),
    "DZ": (("Karim Bouzid", "كريم بوزيد"), ("Nesrine Saadi", "نسرين سعدي")),
}


@dataclass(frozen=True, kw_only=True)
class DemoPeople:
    """The accounts of one organisation; members' accounts are made with their files."""

    manager: Account
    coaches: tuple[Account, ...]


_hash: str | None = None


def demo_password_hash() -> str:
    """The hash of the passphrase, made once for all accounts."""
    global _hash
    _hash = _hash or passwords.hash_password(PASSPHRASE)
    return _hash


def load_people(organisation: OpenOrganisation, *, with_coaches: bool) -> DemoPeople:
    manager = demo_account(f"manager@{organisation.slug}.example", *_MANAGERS[organisation.country])
    services.give_role(manager, organisation.id, Role.MANAGER)
    coaches = []
    for name, (latin, arabic) in zip(("coach", "coach2"), _COACHES[organisation.country], strict=True):
        if with_coaches:
            coach = demo_account(f"{name}@{organisation.slug}.example", latin, arabic)
            services.give_role(coach, organisation.id, Role.COACH)
            coaches.append(coach)
    return DemoPeople(manager=manager, coaches=tuple(coaches))


def load_network_people() -> None:
    demo_account("network@moucharaka.example", "Claire Vasseur", "كلير فاسور", network_role=Role.NETWORK_ADMINISTRATOR)
    demo_account("observer@moucharaka.example", "Jean-Marc Ollier", "جان مارك أوليي", network_role=Role.OBSERVER)


def demo_account(
    email: str, latin: str, arabic: str, *, phone: str | None = None, network_role: Role | None = None
) -> Account:
    """An account that signs in with the demonstration's passphrase."""
    account = services.create_account(
        services.Person(name_latin=latin, name_arabic=arabic, email=email, phone=phone), network_role=network_role
    )
    services.choose_password(account, demo_password_hash())
    return account
