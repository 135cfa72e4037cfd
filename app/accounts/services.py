"""Accounts and roles, invitations, sessions, and the secrets that let a password be chosen. Signing in: `signing_in`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Update, select, update

from app.accounts import queries, rules
from app.accounts.errors import (
    AccountIsClosed,
    LastManager,
    LinkNoLongerWorks,
    LoginAlreadyTaken,
    NeedsEmailOrPhone,
    OwnAccess,
    PasswordTooWeak,
    RoleAlreadyHeld,
    SlipReachesTooFar,
)
from app.accounts.models import Account, AccountToken, Letter, LetterKind, LoginSession, Membership, TokenPurpose
from app.kernel import audit, clock, codes, jobs, notices, passwords
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.i18n import N_, _, _l
from app.kernel.tenancy import open_organisation_id, organisation_scope
from app.kernel.transaction import on_commit

SESSION_LASTS = timedelta(hours=12)
OWN_PHONE_LASTS = timedelta(days=30)  # an entrepreneur's own phone
TOKEN_LASTS = {
    TokenPurpose.INVITATION: timedelta(hours=24),
    TokenPurpose.RESET: timedelta(hours=1),
    TokenPurpose.SLIP: timedelta(days=30),
}
SEND_LETTER = "app.accounts.letters.send_letter"  # the worker's task

ACCOUNT_CREATED = audit.action("account.created", _l("Account created"))
ACCOUNT_DEACTIVATED = audit.action("account.deactivated", _l("Account deactivated"))
ACCOUNT_REACTIVATED = audit.action("account.reactivated", _l("Account opened again"))
SIGNED_IN = audit.action("account.signed_in", _l("Signed in"))
PASSWORD_CHANGED = audit.action("account.password_changed", _l("Password changed"))
SESSIONS_ENDED = audit.action("account.sessions_ended", _l("Sessions ended"))
ROLE_GIVEN = audit.action("membership.role_given", _l("Role given"))
ROLE_ENDED = audit.action("membership.role_ended", _l("Role ended"))
SECRET_MADE = audit.action("account.secret_made", _l("Invitation or one-time code made"))


# --- Accounts and roles -------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who an account is for. At least one of `email` (any case) and `phone` (E.164)."""

    name_latin: str
    name_arabic: str = ""
    email: str | None = None
    phone: str | None = None

    @property
    def login_email(self) -> str:
        return (self.email or "").strip().lower()


def create_account(person: Person, *, network_role: Role | None = None) -> Account:
    """A new account without a password. Raises NeedsEmailOrPhone, LoginAlreadyTaken."""
    if not person.login_email and not person.phone:
        raise NeedsEmailOrPhone
    if _accounts_of(person):
        raise LoginAlreadyTaken(field="email" if person.login_email else "phone")
    account = Account(
        email=person.login_email or None,
        phone=person.phone or None,
        display_name=person.name_latin or person.name_arabic,
        display_name_arabic=person.name_arabic,
        network_role=network_role,
    )
    db.session.add(account)
    db.session.flush()
    audit.record_network(ACCOUNT_CREATED, subject_type="account", subject_id=account.id)
    return account


def _accounts_of(person: Person) -> list[Account]:
    return queries.find_by_login(person.login_email, [person.phone] if person.phone else [])


def give_role(account: Account, organisation_id: int, role: Role) -> Membership:
    """Give an account a role in the open organisation, or give it back. Raises RoleAlreadyHeld.

    A phone that an entrepreneur keeps signed in for a month is signed out by any other role.
    """
    membership = db.session.scalar(
        select(Membership).filter_by(account_id=account.id, organisation_id=organisation_id, role=role)
    )
    if membership is None:
        membership = Membership(account_id=account.id, organisation_id=organisation_id, role=role)
        db.session.add(membership)
    elif membership.ended_at is None:
        raise RoleAlreadyHeld
    else:
        membership.ended_at, membership.since = None, clock.now()
    db.session.flush()
    if role is not Role.ENTREPRENEUR:
        _end_kept_sessions(account.id)
    audit.record(ROLE_GIVEN, subject_type="membership", subject_id=membership.id, after={"role": role})
    return membership


def change_role(membership: Membership, role: Role, *, by_account_id: int) -> Membership:
    """Give another role instead of this one; the person's sessions end. Raises as end_role and give_role."""
    if membership.role is role and membership.ended_at is None:
        raise RoleAlreadyHeld
    account = membership.account
    end_role(membership, by_account_id=by_account_id)
    return give_role(account, membership.organisation_id, role)


def end_role(membership: Membership, *, by_account_id: int | None) -> None:
    """Take a role away; the person's sessions end at once. Raises OwnAccess, LastManager."""
    if membership.account_id == by_account_id:
        raise OwnAccess
    if membership.role is Role.MANAGER and _manager_ids(membership.organisation_id) == [membership.id]:
        raise LastManager
    membership.ended_at = clock.now()
    end_sessions(membership.account_id)
    audit.record(ROLE_ENDED, subject_type="membership", subject_id=membership.id, before={"role": membership.role})


def _manager_ids(organisation_id: int) -> list[int]:
    """The managers' memberships, locked, so that two managers cannot take each other's role away at once."""
    held = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.role == Role.MANAGER,
        Membership.ended_at.is_(None),
    )
    return list(db.session.scalars(held.order_by(Membership.id).with_for_update()))


def deactivate_account(account: Account) -> None:
    """Close an account everywhere; its sessions end at once."""
    account.deactivated_at = clock.now()
    end_sessions(account.id)
    audit.record_network(ACCOUNT_DEACTIVATED, subject_type="account", subject_id=account.id)


def reactivate_account(account: Account) -> None:
    """Open a closed account again, with the password it had."""
    account.deactivated_at = None
    audit.record_network(ACCOUNT_REACTIVATED, subject_type="account", subject_id=account.id)


# --- Invitations --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What came of an invitation. `secret` is a slip's code, to be shown once and printed, when there is no other way.

    | the person | is told by | `purpose` | `secret` |
    |---|---|---|---|
    | new or without a password, with e-mail | a mail with a link | INVITATION | None |
    | new or without a password, phone only | the printed slip | SLIP | the code |
    | signs in already | a mail and a notice: the password is theirs | None | None |
    | without a password, phone only, access elsewhere | whoever invited them first | None | None |
    """

    account: Account
    purpose: TokenPurpose | None = None
    secret: str | None = None


def invite(person: Person, *, organisation_id: int, role: Role, made_by: int | None) -> Invitation:
    """Give a person a role in an organisation, and an account if they have none; they are told how to sign in.

    An account that exists keeps its names, e-mail and phone whatever was typed, and mail goes to its own address only.
    Raises NeedsEmailOrPhone, LoginAlreadyTaken (e-mail and phone are two people's), RoleAlreadyHeld, AccountIsClosed.
    """
    with organisation_scope(organisation_id):
        known = _accounts_of(person)
        if len(known) > 1:
            raise LoginAlreadyTaken(field="phone")
        if known and known[0].deactivated_at is not None:
            raise AccountIsClosed
        account = known[0] if known else create_account(person)
        give_role(account, organisation_id, role)
        if account.password_hash is not None:
            post_letter(LetterKind.ROLE_GIVEN, account_id=account.id, organisation_id=organisation_id, by=made_by)
            notices.send(account.id, N_("You have been given access here."), {}, endpoint="accounts.show_account")
            return Invitation(account=account)
        try:
            return renew_invitation(account, made_by=made_by)
        except SlipReachesTooFar:
            return Invitation(account=account)


def renew_invitation(account: Account, *, made_by: int | None) -> Invitation:
    """Another way in for somebody with access to the open organisation who lost the first, or forgot the password.

    Whoever asks for it sees a slip's code, never a link. Raises AccountIsClosed, SlipReachesTooFar.
    """
    if account.deactivated_at is not None:
        raise AccountIsClosed
    if account.email is None:
        secret = make_secret(account, TokenPurpose.SLIP, made_by=made_by)
        return Invitation(account=account, purpose=TokenPurpose.SLIP, secret=secret)
    if account.password_hash is not None:
        post_letter(LetterKind.RESET, login=account.email, by=made_by)
        return Invitation(account=account, purpose=TokenPurpose.RESET)
    post_letter(LetterKind.INVITATION, account_id=account.id, organisation_id=open_organisation_id(), by=made_by)
    return Invitation(account=account, purpose=TokenPurpose.INVITATION)


def post_letter(
    kind: LetterKind,
    *,
    account_id: int | None = None,
    login: str = "",
    organisation_id: int | None = None,
    language: str | None = None,
    by: int | None = None,
) -> None:
    """Leave a mail about an account to the worker, which sends it after this transaction has committed."""
    letter = Letter(
        kind=kind,
        account_id=account_id,
        login=login,
        organisation_id=organisation_id,
        language=language,
        by_account_id=by,
    )
    db.session.add(letter)
    db.session.flush()
    on_commit(jobs.enqueue, SEND_LETTER, None, letter.id)


# --- Sessions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OpenedSession:
    """The token for the cookie; `is_kept` when it outlives the browser's closing, on an entrepreneur's own phone."""

    token: str
    is_kept: bool


def open_session(account: Account, *, device: str, keep: bool, language: str | None = None) -> OpenedSession:
    """Open a session on a device. It remembers the language that was chosen before signing in."""
    opened = OpenedSession(token=codes.new_session_token(), is_kept=keep and _may_stay_signed_in(account))
    db.session.add(
        LoginSession(
            account_id=account.id,
            token_digest=codes.digest(opened.token),
            device=device,
            expires_at=clock.now() + (OWN_PHONE_LASTS if opened.is_kept else SESSION_LASTS),
        )
    )
    account.language = language or account.language
    audit.record_network(SIGNED_IN, subject_type="account", subject_id=account.id, account_id=account.id)
    return opened


def _may_stay_signed_in(account: Account) -> bool:
    roles = {membership.role for membership in queries.live_memberships(account.id)}
    return rules.may_stay_signed_in(network_role=account.network_role, roles=roles)


def end_session(session_id: int, *, account_id: int) -> bool:
    """End one session of this account; False if it is not theirs or has ended."""
    ended = _changed_rows(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    if ended:
        audit.record_network(SESSIONS_ENDED, subject_type="login_session", subject_id=session_id, account_id=account_id)
    return bool(ended)


def _changed_rows(statement: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


def end_sessions(account_id: int, *, but: int | None = None) -> None:
    """End the account's sessions on every device, but for one."""
    ending = update(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    if but is not None:
        ending = ending.where(LoginSession.id != but)
    db.session.execute(ending.values(ended_at=clock.now()))
    audit.record_network(SESSIONS_ENDED, subject_type="account", subject_id=account_id)


def _end_kept_sessions(account_id: int) -> None:
    now = clock.now()
    db.session.execute(
        update(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now + SESSION_LASTS,
        )
        .values(ended_at=now)
    )


def choose_language(account_id: int, language: str) -> None:
    """The language in which the account is spoken and written to."""
    db.session.execute(update(Account).where(Account.id == account_id).values(language=language))


# --- Secrets and passwords ----------------------------------------------------------------------------------------


def make_secret(account: Account, purpose: TokenPurpose, *, made_by: int | None) -> str:
    """A single-use secret that lets its bearer choose the password; older ones of its purpose stop working.

    A slip's code is short enough to type; the others are link tokens. Only the digest is kept. Whoever holds a slip can
    act as the account: raises SlipReachesTooFar if it opens more than `made_by` may open in the open organisation.
    """
    if purpose is TokenPurpose.SLIP and made_by is not None:
        _refuse_far_reaching_slip(account, made_by)
    secret = codes.new_slip_code() if purpose is TokenPurpose.SLIP else codes.new_link_token()
    kept = codes.normalise_code(secret) if purpose is TokenPurpose.SLIP else secret
    _spend_secrets(account.id, purpose)
    db.session.add(
        AccountToken(
            account_id=account.id,
            purpose=purpose,
            token_digest=codes.digest(kept),
            made_by_account_id=made_by,
            expires_at=clock.now() + TOKEN_LASTS[purpose],
        )
    )
    audit.record_network(
        SECRET_MADE, subject_type="account", subject_id=account.id, after={"purpose": purpose}, account_id=made_by
    )
    return secret


def _refuse_far_reaching_slip(account: Account, made_by: int) -> None:
    here = open_organisation_id()
    live = queries.live_memberships(account.id)
    giver = {held.role for held in queries.live_memberships(made_by) if held.organisation_id == here}
    if network_role := queries.get_account(made_by).network_role:
        giver.add(network_role)
    if not rules.may_hand_slip(
        giver,
        {held.role for held in live},
        elsewhere=account.network_role is not None or any(held.organisation_id != here for held in live),
        is_unused=account.password_hash is None,
    ):
        raise SlipReachesTooFar


def _spend_secrets(account_id: int, *purposes: TokenPurpose) -> None:
    """The account's unused secrets, of these purposes or of all, stop working."""
    spending = update(AccountToken).where(AccountToken.account_id == account_id, AccountToken.used_at.is_(None))
    if purposes:
        spending = spending.where(AccountToken.purpose.in_(purposes))
    db.session.execute(spending.values(used_at=clock.now()))


def redeem(token_id: int) -> Account:
    """Use a secret up and return its account; of two at once only one succeeds. Raises LinkNoLongerWorks."""
    now = clock.now()
    token = db.session.get(AccountToken, token_id)
    used = _changed_rows(
        update(AccountToken)
        .where(AccountToken.id == token_id, AccountToken.used_at.is_(None), AccountToken.expires_at > now)
        .values(used_at=now)
    )
    account = db.session.get(Account, token.account_id) if token is not None and used else None
    if account is None or account.deactivated_at is not None:
        raise LinkNoLongerWorks
    return account


def choose_password(account: Account, password_hash: str, *, now: datetime | None = None) -> None:
    """Set a password whose hash was made outside the transaction; every session and secret of the account ends."""
    account.password_hash, account.password_set_at = password_hash, now or clock.now()
    end_sessions(account.id)
    _spend_secrets(account.id)
    audit.record_network(PASSWORD_CHANGED, subject_type="account", subject_id=account.id, account_id=account.id)


def refuse_weak_password(account: Account, password: str) -> None:
    """Raises PasswordTooWeak with the reason in words."""
    known = [account.display_name, account.display_name_arabic, account.email or "", account.phone or ""]
    for place in queries.organisations_of(account.id):
        known += [place.name_fr, place.name_ar]
    reason = passwords.password_refusal(password, known)
    if reason is not None:
        raise PasswordTooWeak(_(reason))
