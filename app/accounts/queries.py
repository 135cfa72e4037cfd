"""Reads about accounts, sessions and roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, update

from app.accounts.models import Account, AccountToken, LoginSession, Membership, TokenPurpose
from app.accounts.rules import Login
from app.kernel import access, clock
from app.kernel.access import Actor, Entry, Role, SignedIn
from app.kernel.codes import digest, normalise_code
from app.kernel.database import db
from app.kernel.i18n import LANGUAGE_COOKIE, LANGUAGES, language
from app.kernel.reading import once_a_reading
from app.kernel.sql import read_global
from app.kernel.tenancy import open_organisation_id
from app.kernel.transaction import note_if_possible
from app.network.models import Organisation
from app.network.queries import OPEN_NAMES, OpenOrganisation

SEEN_EVERY = timedelta(minutes=10)
Credentials = Row[int, str | None, str | None, str | None]

_SESSION = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.last_seen_at,
        Account.id.label("account_id"),
        Account.display_name,
        Account.display_name_arabic,
        Account.language,
        Account.network_role,
    )
    .join(Account, Account.id == LoginSession.account_id)
    .where(
        LoginSession.token_digest == bindparam("token_digest"),
        LoginSession.ended_at.is_(None),
        LoginSession.expires_at > bindparam("now"),
        Account.deactivated_at.is_(None),
    )
)
_ENTRY_COLUMNS = (
    *(getattr(Organisation, name).label(f"open_{name}") for name in OPEN_NAMES),
    Membership.id.label("membership_id"),
    Membership.role,
)
_SESSION_AND_ENTRY = (
    _SESSION.add_columns(*_ENTRY_COLUMNS)
    .outerjoin(Organisation, Organisation.slug == bindparam("slug"))
    .outerjoin(
        Membership,
        (Membership.organisation_id == Organisation.id)
        & (Membership.account_id == Account.id)
        & Membership.ended_at.is_(None),
    )
)


def load_session(token: str) -> SignedIn | None:
    """The person behind a cookie's token, if the session is open; notes every ten minutes that it was seen.

    At an address inside an organisation, the same look-up finds what it opens to them. With a write it also notes the
    language chosen on this device, so that mail and other devices speak it.
    """
    now, slug = clock.now(), (request.view_args or {}).get("slug")
    asked = {"token_digest": digest(token), "now": now}
    rows = read_global(_SESSION_AND_ENTRY, {**asked, "slug": slug}) if slug else read_global(_SESSION, asked)
    found = rows.all()
    if not found:
        return None
    row = found[0]
    if now - row.last_seen_at > SEEN_EVERY:
        note_if_possible(_note_seen, row.session_id)
    chosen = chosen_language()
    if request.method == "POST" and chosen is not None and chosen != row.language:
        note_if_possible(_note_language, row.account_id, chosen)
    return SignedIn(
        session_id=row.session_id,
        account_id=row.account_id,
        display_name=row.display_name,
        display_name_arabic=row.display_name_arabic,
        language=row.language,
        network_role=row.network_role,
        entry=_entry(found) if slug else None,
    )


def _entry(rows: Sequence[Row[*tuple[Any, ...]]]) -> Entry | None:
    """The organisation at the request's address and the person's roles in it; None if they have none, or it is not."""
    if rows[0].membership_id is None:
        return None
    organisation = OpenOrganisation(**{name: getattr(rows[0], f"open_{name}") for name in OPEN_NAMES})
    return Entry(organisation=organisation, membership_ids={row.role: row.membership_id for row in rows})


def chosen_language() -> str | None:
    """The language this device has asked for and remembers; None where nobody asked."""
    cookie = request.cookies.get(LANGUAGE_COOKIE)
    return cookie if cookie in LANGUAGES else None


def _note_seen(session_id: int) -> None:
    db.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=clock.now()))


def _note_language(account_id: int, language: str) -> None:
    db.session.execute(update(Account).where(Account.id == account_id).values(language=language))


def organisations_of(account_id: int) -> Sequence[Row[str, str, str]]:
    """Where the account has a role: `slug`, `name_fr`, `name_ar`, by name."""
    return db.session.execute(
        select(Organisation.slug, Organisation.name_fr, Organisation.name_ar)
        .where(
            Organisation.id.in_(
                select(Membership.organisation_id).where(
                    Membership.account_id == account_id, Membership.ended_at.is_(None)
                )
            )
        )
        .order_by(Organisation.name_fr)
    ).all()


def roles_of(account_id: int) -> Sequence[Row[str, str, str, Role, datetime]]:
    """The account's roles in organisations: `slug`, `name_fr`, `name_ar`, `role`, `since`, by organisation."""
    return db.session.execute(
        select(Organisation.slug, Organisation.name_fr, Organisation.name_ar, Membership.role, Membership.since)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account_id, Membership.ended_at.is_(None))
        .order_by(Organisation.name_fr, Membership.id)
    ).all()


def live_memberships(account_id: int) -> list[Membership]:
    """The account's roles in every organisation."""
    return list(
        db.session.scalars(select(Membership).where(Membership.account_id == account_id, Membership.ended_at.is_(None)))
    )


def actor_here(account_id: int) -> Actor | None:
    """Somebody with the rights they have today in the open organisation, for work outside a request; None without a role."""
    here = open_organisation_id()
    ids = {one.role: one.id for one in live_memberships(account_id) if one.organisation_id == here}
    account = db.session.get(Account, account_id)
    if account is None or account.deactivated_at is not None or not ids:
        return None
    return access.acting(account_id, organisation_id=here, display_name=account.display_name, membership_ids=ids)


def credentials_of(login: Login) -> Sequence[Credentials]:
    """What proves the active accounts that a login may mean: `id`, `email`, `phone`, `password_hash`."""
    return db.session.execute(
        select(Account.id, Account.email, Account.phone, Account.password_hash)
        .where(_is_meant_by(login), Account.deactivated_at.is_(None))
        .order_by(Account.id)
    ).all()


def usable_slip(typed: str, login: Login) -> Row[int, int] | None:
    """The token (`id`, `account_id`) of a slip's code as somebody typed it, if it is that of an account so named."""
    return db.session.execute(
        select(AccountToken.id, AccountToken.account_id)
        .join(Account, Account.id == AccountToken.account_id)
        .where(
            AccountToken.token_digest == digest(normalise_code(typed)),
            AccountToken.purpose == TokenPurpose.SLIP,
            AccountToken.used_at.is_(None),
            AccountToken.expires_at > clock.now(),
            Account.deactivated_at.is_(None),
            _is_meant_by(login),
        )
    ).one_or_none()


def _is_meant_by(login: Login) -> ColumnElement[bool]:
    """The shape of the question depends on what was typed, never on who exists."""
    return or_(Account.email == login.email, Account.phone.in_(login.phones))


def find_by_login(email: str, phones: Sequence[str]) -> list[Account]:
    """The accounts whose e-mail (lower case) or phone (E.164) is one of these, deactivated ones included."""
    wanted: list[ColumnElement[bool]] = [Account.phone.in_(phones)] if phones else []
    if email:
        wanted.append(Account.email == email)
    return list(db.session.scalars(select(Account).where(or_(*wanted)).order_by(Account.id))) if wanted else []


def open_sessions(account_id: int) -> list[LoginSession]:
    """The devices an account is signed in on, the latest first."""
    return list(
        db.session.scalars(
            select(LoginSession)
            .where(
                LoginSession.account_id == account_id,
                LoginSession.ended_at.is_(None),
                LoginSession.expires_at > clock.now(),
            )
            .order_by(LoginSession.last_seen_at.desc())
        )
    )


_USABLE = (
    select(AccountToken)
    .join(Account, Account.id == AccountToken.account_id)
    .where(
        AccountToken.used_at.is_(None),
        AccountToken.expires_at > bindparam("now"),
        Account.deactivated_at.is_(None),
    )
)


def usable_token(secret: str) -> AccountToken | None:
    """The unused, unexpired token of this link's secret, whose account is active. A slip's code is never a link."""
    wanted = _USABLE.where(AccountToken.token_digest == digest(secret), AccountToken.purpose != TokenPurpose.SLIP)
    return db.session.scalar(wanted, {"now": clock.now()})


def account_of_token(token_id: int) -> Account | None:
    """The active account whose password an unused, unexpired token may choose."""
    token = db.session.scalar(_USABLE.where(AccountToken.id == token_id), {"now": clock.now()})
    return None if token is None else db.session.get(Account, token.account_id)


def people_with_access(*, include_ended: bool = False) -> list[Membership]:
    """The roles given in the open organisation, with their accounts."""
    statement = (
        select(Membership)
        .join(Account)
        .where(Membership.organisation_id == open_organisation_id())
        .order_by(Membership.ended_at.is_not(None), Account.display_name, Membership.id)
    )
    if not include_ended:
        statement = statement.where(Membership.ended_at.is_(None))
    return list(db.session.scalars(statement))


def find_membership(membership_id: int) -> Membership | None:
    """A role in the open organisation; None for an unknown or foreign id."""
    return db.session.scalar(
        select(Membership).where(Membership.id == membership_id, Membership.organisation_id == open_organisation_id())
    )


def coaches() -> list[Membership]:
    """The coaches of the open organisation, by name."""
    return [membership for membership in people_with_access() if membership.role is Role.COACH]


_COACHES = (
    select(Membership.id, Membership.ended_at, Account.display_name, Account.display_name_arabic)
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.organisation_id == bindparam("organisation_id"), Membership.role == Role.COACH)
    .order_by(Account.display_name)
)


@once_a_reading
def every_coach() -> Sequence[Row[*tuple[Any, ...]]]:
    """Who is or was a coach of the open organisation, by name: `id` of the membership, `ended_at`, and the names."""
    return read_global(_COACHES, {"organisation_id": open_organisation_id()}).all()


def coach_choices() -> dict[int, str]:
    """The coaches of the open organisation: display name by membership id, by name."""
    return {row.id: name_of(row) for row in every_coach() if row.ended_at is None}


def name_of(row: Any) -> str:
    """The name of an account, or of a row with its two names, in the script of the language spoken where it is known."""
    return (row.display_name_arabic if language() == "ar" else "") or row.display_name


def shown_name() -> ColumnElement[str]:
    """The same, as a column."""
    if language() == "ar":
        return func.coalesce(func.nullif(Account.display_name_arabic, ""), Account.display_name)
    return Account.display_name.expression


def get_account(account_id: int) -> Account:
    return db.session.get_one(Account, account_id)
