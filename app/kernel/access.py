"""Who may do what: one table of roles and permissions, read from the database at every request.

Objects have their own question (`visible_to` in each feature's queries): invisible and unknown answer alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from flask import g

from app.kernel.i18n import language


class Role(StrEnum):
    """Manager, coach and entrepreneur in an organisation; the two others across the network."""

    MANAGER = "manager"
    COACH = "coach"
    ENTREPRENEUR = "entrepreneur"
    NETWORK_ADMINISTRATOR = "network_administrator"
    OBSERVER = "observer"


ORGANISATION_ROLES = (Role.MANAGER, Role.COACH, Role.ENTREPRENEUR)
NETWORK_ROLES = (Role.NETWORK_ADMINISTRATOR, Role.OBSERVER)


class Permission(StrEnum):
    """What an endpoint asks for. `PUBLIC` and `LOGGED_IN` are values like the others."""

    PUBLIC = "public"
    LOGGED_IN = "logged_in"
    SEE_ORGANISATION = "see_organisation"
    SEE_MEMBERS = "see_members"
    SEE_OWN_FILE = "see_own_file"
    ADMIT_MEMBERS = "admit_members"
    IMPORT_MEMBERS = "import_members"
    MERGE_MEMBERS = "merge_members"
    TRANSFER_MEMBERS = "transfer_members"
    EDIT_MEMBERS = "edit_members"
    MANAGE_CONTRACTS = "manage_contracts"
    REVEAL_IDENTITY_NUMBERS = "reveal_identity_numbers"
    SEE_SENSITIVE = "see_sensitive"
    ASSIGN_COACHES = "assign_coaches"
    GIVE_MEMBERS_ACCESS = "give_members_access"
    SHARE_LISTS = "share_lists"
    EXPORT_MEMBERS = "export_members"
    SEE_COACHING = "see_coaching"
    LOG_OWN_ACTIVITY = "log_own_activity"
    SEE_ACTIVITY = "see_activity"
    VALIDATE_ACTIVITY = "validate_activity"
    SEE_EVERYBODYS_FIGURES = "see_everybodys_figures"
    SEE_STATEMENTS = "see_statements"
    KEEP_ACCOUNTS = "keep_accounts"
    CLOSE_MONTHS = "close_months"
    IMPORT_ACTIVITY = "import_activity"
    SEE_ATTESTATIONS = "see_attestations"
    ISSUE_ATTESTATIONS = "issue_attestations"
    REVOKE_ATTESTATIONS = "revoke_attestations"
    MANAGE_SHARES = "manage_shares"
    SEE_WORKSHOPS = "see_workshops"
    SEE_REPORTS = "see_reports"
    EXPORT_REPORTS = "export_reports"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    SEE_NETWORK = "see_network"
    MANAGE_NETWORK = "manage_network"


P = Permission
_EVERYONE_INSIDE = frozenset(
    {P.SEE_ORGANISATION, P.SEE_ACTIVITY, P.SEE_STATEMENTS, P.SEE_ATTESTATIONS, P.SEE_WORKSHOPS}
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.MANAGER: _EVERYONE_INSIDE
        | {
            P.SEE_MEMBERS,
            P.ADMIT_MEMBERS,
            P.IMPORT_MEMBERS,
            P.MERGE_MEMBERS,
            P.TRANSFER_MEMBERS,
            P.EDIT_MEMBERS,
            P.MANAGE_CONTRACTS,
            P.REVEAL_IDENTITY_NUMBERS,
            P.SEE_SENSITIVE,
            P.ASSIGN_COACHES,
            P.GIVE_MEMBERS_ACCESS,
            P.SHARE_LISTS,
            P.EXPORT_MEMBERS,
            P.SEE_COACHING,
            P.VALIDATE_ACTIVITY,
            P.SEE_EVERYBODYS_FIGURES,
            P.KEEP_ACCOUNTS,
            P.CLOSE_MONTHS,
            P.IMPORT_ACTIVITY,
            P.ISSUE_ATTESTATIONS,
            P.REVOKE_ATTESTATIONS,
            P.MANAGE_SHARES,
            P.SEE_REPORTS,
            P.EXPORT_REPORTS,
            P.CHANGE_SETTINGS,
            P.MANAGE_PEOPLE,
            P.READ_AUDIT,
        },
        Role.COACH: _EVERYONE_INSIDE
        | {P.SEE_MEMBERS, P.EDIT_MEMBERS, P.GIVE_MEMBERS_ACCESS, P.SEE_COACHING, P.VALIDATE_ACTIVITY, P.SEE_REPORTS},
        Role.ENTREPRENEUR: _EVERYONE_INSIDE | {P.SEE_OWN_FILE, P.LOG_OWN_ACTIVITY},
        Role.NETWORK_ADMINISTRATOR: frozenset({P.SEE_NETWORK, P.MANAGE_NETWORK}),
        Role.OBSERVER: frozenset({P.SEE_NETWORK}),
    }
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What an address `/o/<slug>/…` opens to a person: the organisation and their roles in it."""

    organisation: Any
    membership_ids: Mapping[Role, int]


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """The person behind a session: what every page may need, without an ORM object."""

    session_id: int
    account_id: int
    display_name: str
    display_name_arabic: str
    language: str | None
    network_role: Role | None
    entry: Entry | None = None  # at an address inside an organisation where they have a role

    def name(self, language: str) -> str:
        """The person's name in the script of a language, where it is known."""
        return (self.display_name_arabic if language == "ar" else "") or self.display_name

    is_authenticated: bool = field(default=True, init=False)
    is_active: bool = field(default=True, init=False)
    is_anonymous: bool = field(default=False, init=False)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody acting now, in the open organisation or (organisation_id None) outside any."""

    account_id: int
    organisation_id: int | None
    display_name: str
    roles: frozenset[Role]
    membership_ids: Mapping[Role, int] = field(default_factory=dict)
    permissions: frozenset[Permission] = frozenset()

    def can(self, permission: Permission | str) -> bool:
        return permission in self.permissions


def actor_of(signed_in: SignedIn, *, organisation_id: int | None, membership_ids: Mapping[Role, int]) -> Actor:
    """The actor that roles make of a person; several roles add up."""
    roles = set(membership_ids)
    if organisation_id is None and signed_in.network_role:
        roles.add(signed_in.network_role)
    return Actor(
        account_id=signed_in.account_id,
        organisation_id=organisation_id,
        display_name=signed_in.name(language()),
        roles=frozenset(roles),
        membership_ids=membership_ids,
        permissions=_granted(frozenset(roles)),
    )


def acting(account_id: int, *, organisation_id: int, display_name: str, membership_ids: Mapping[Role, int]) -> Actor:
    """Somebody with roles in an organisation, outside a request of theirs: for work that they asked for."""
    roles = frozenset(membership_ids)
    return Actor(
        account_id=account_id,
        organisation_id=organisation_id,
        display_name=display_name,
        roles=roles,
        membership_ids=membership_ids,
        permissions=_granted(roles),
    )


@cache  # as many as there are sets of roles
def _granted(roles: frozenset[Role]) -> frozenset[Permission]:
    return frozenset({P.PUBLIC, P.LOGGED_IN}).union(*(ROLE_PERMISSIONS[role] for role in roles))


def current_actor() -> Actor:
    """The actor of this request; only behind an endpoint that asks for more than `PUBLIC`."""
    actor: Actor = g.actor
    return actor


def actor_or_none() -> Actor | None:
    actor: Actor | None = g.get("actor")
    return actor
