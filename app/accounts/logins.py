"""Changing what one signs in with: the phone number at once, the e-mail when somebody who reads it follows a link.

Nobody learns whether an address has another account: the asker sees the same page, and what follows is told in a mail to
that address. Nobody can be asked at a phone number, so one that is taken is refused, in words that say no more, and only
five changes an hour may be tried. Hashes are verified outside transactions, as in `signing_in`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts import queries, services, signing_in
from app.accounts.errors import LinkNoLongerWorks, NeedsEmailOrPhone, PhoneCannotBeUsed, TooManyAttempts
from app.accounts.models import Account, AccountToken, EmailChange, LetterKind
from app.kernel import audit, clock, codes, throttle
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.transaction import write_transaction

LINK_LASTS = timedelta(hours=24)
LOGIN_CHANGED = audit.action("account.login_changed", _l("E-mail or phone number of an account changed"))


@dataclass(frozen=True, kw_only=True)
class Logins:
    """What somebody wants to sign in with: e-mail in any case, phone in E.164; either may be empty."""

    email: str = ""
    phone: str = ""


def change(account_id: int, current_password: str, wanted: Logins, *, browser: signing_in.Browser) -> bool:
    """Change the phone number, ask for the e-mail. True when a link is on its way to a new address.

    Raises TooManyAttempts, WrongPassword, NeedsEmailOrPhone, PhoneCannotBeUsed.
    """
    signing_in.confirm_password(account_id, current_password, address=browser.address)
    _count_change(account_id)
    if not wanted.email and not wanted.phone:
        raise NeedsEmailOrPhone(field="email")
    email = wanted.email.lower()
    with write_transaction():
        account = queries.get_account(account_id)
        if wanted.phone != (account.phone or ""):
            _change_phone(account, wanted.phone)
        if not email and account.email:
            _change_email(account, None)
        is_asked = bool(email) and email != account.email
        if is_asked:
            services.post_letter(LetterKind.NEW_EMAIL, account_id=account.id, login=email, language=browser.language)
    return is_asked


def _count_change(account_id: int) -> None:
    """In a transaction of its own: a refused change counts too."""
    with write_transaction():
        wait = throttle.admit((throttle.LOGIN_CHANGE, str(account_id)))
    if wait:
        raise TooManyAttempts(wait)


def _change_phone(account: Account, phone: str) -> None:
    if phone and _taken(account, phone=phone):
        raise PhoneCannotBeUsed
    if not phone and not account.email:
        raise NeedsEmailOrPhone(field="phone")
    account.phone = phone or None
    _note(account, told=account.email)


def _change_email(account: Account, email: str | None) -> None:
    former, account.email = account.email, email
    _note(account, told=former)


def _note(account: Account, *, told: str | None) -> None:
    """Links and codes that were made for the former login stop working, and its reader is told."""
    unused = update(AccountToken).where(AccountToken.account_id == account.id, AccountToken.used_at.is_(None))
    db.session.execute(unused.values(used_at=clock.now()))
    audit.record_network(LOGIN_CHANGED, subject_type="account", subject_id=account.id, account_id=account.id)
    if told:
        services.post_letter(LetterKind.LOGIN_CHANGED, account_id=account.id, login=told)


def _taken(account: Account, *, email: str = "", phone: str = "") -> bool:
    return any(other.id != account.id for other in queries.find_by_login(email, [phone] if phone else []))


# --- The new e-mail -----------------------------------------------------------------------------------------------


def make_link_token(account: Account, email: str) -> str | None:
    """The secret of the link that the new address is sent; None when another account signs in with it.

    Called by the worker when it writes the mail, so that the secret stands nowhere else. Older ones stop working.
    """
    if _taken(account, email=email):
        return None
    _spend(account.id)
    token = codes.new_link_token()
    expires_at = clock.now() + LINK_LASTS
    db.session.add(
        EmailChange(account_id=account.id, email=email, token_digest=codes.digest(token), expires_at=expires_at)
    )
    return token


def wanted_change(token: str, *, account_id: int) -> EmailChange | None:
    """What a link asks for, if it is this account's, unused, not too old, and no password was chosen since."""
    found = db.session.scalar(
        select(EmailChange).where(
            EmailChange.token_digest == codes.digest(token),
            EmailChange.account_id == account_id,
            EmailChange.used_at.is_(None),
            EmailChange.expires_at > clock.now(),
        )
    )
    chosen_at = queries.get_account(account_id).password_set_at
    return found if found is not None and (chosen_at is None or chosen_at < found.made_at) else None


def confirm(token: str, *, account_id: int, session_id: int) -> None:
    """Sign in with the new e-mail from now on; other devices are signed out. Raises LinkNoLongerWorks."""
    account = queries.get_account(account_id)
    wanted = wanted_change(token, account_id=account_id)
    if wanted is None or _taken(account, email=wanted.email):
        raise LinkNoLongerWorks
    _spend(account_id)
    _change_email(account, wanted.email)
    services.end_sessions(account_id, but=session_id)


def _spend(account_id: int) -> None:
    unused = update(EmailChange).where(EmailChange.account_id == account_id, EmailChange.used_at.is_(None))
    db.session.execute(unused.values(used_at=clock.now()))
