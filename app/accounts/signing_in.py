"""Who signs in, and choosing a password.

argon2 takes some 30 ms, so it stands outside every transaction (a writer would wait for it): these functions open
their own `write_transaction()`, and the views that call them are declared with `own_transaction=True`.

The answer, the statements and the number of hash verifications depend only on what was typed: nothing tells whether an
account exists, is closed, or has no password yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row

from app.accounts import queries, rules, services
from app.accounts.errors import DoesNotMatch, LinkNoLongerWorks, RepeatedDifferently, TooManyAttempts, WrongPassword
from app.accounts.models import Account, LetterKind
from app.accounts.queries import Credentials
from app.accounts.rules import Login
from app.accounts.services import OpenedSession
from app.kernel import audit, passwords, throttle
from app.kernel.access import SignedIn
from app.kernel.database import db
from app.kernel.i18n import _l
from app.kernel.transaction import write_transaction

SIGN_IN_REFUSED = audit.action("account.sign_in_refused", _l("Sign-in refused"))


@dataclass(frozen=True, kw_only=True)
class Browser:
    """Where somebody signs in: address, device in words, language chosen there, and the session it had."""

    address: str
    device: str
    language: str | None = None
    leaving: SignedIn | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Whose login it is: by the password whose hash was verified, or (`token_id`) by a slip's one-time code."""

    account_id: int
    login_key: str
    verified_hash: str = ""
    fresh_hash: str = ""  # when today's cost differs from the one the hash was made with
    token_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewPassword:
    """A password as typed twice."""

    password: str
    repeated: str


def prove(typed_login: str, secret: str, *, browser: Browser) -> Proof:
    """Whose login and password or code these are. Raises TooManyAttempts, DoesNotMatch.

    The attempt is counted before it is examined, so that many sent at once gain nothing; a right one is uncounted.
    """
    login = rules.meaning_of(typed_login)
    _count_attempt(login.keys, browser.address)
    found = queries.credentials_of(login)
    slip = queries.usable_slip(secret, login)
    _hold_no_lock()
    proof = _by_password(login, found, secret) or _by_slip(login, found, slip)
    with write_transaction():
        if proof is not None:
            _forgive(proof.login_key, browser.address)
            return proof
        audit.record_network(SIGN_IN_REFUSED, subject_type="account", subject_id=found[0].id if found else None)
    raise DoesNotMatch


def _count_attempt(keys: Sequence[str], address: str) -> None:
    by_account = [(throttle.SIGN_IN_ACCOUNT, key) for key in keys]
    with write_transaction():
        wait = throttle.admit(*by_account, (throttle.SIGN_IN_ADDRESS, address))
        if wait:
            raise TooManyAttempts(wait)


def _forgive(key: str, address: str) -> None:
    """The account's attempts are forgotten; of the address's only this one, or anyone's own account would reset it."""
    throttle.forgive(throttle.SIGN_IN_ACCOUNT, key)
    throttle.take_back(throttle.SIGN_IN_ADDRESS, address)


def _hold_no_lock() -> None:
    """End the reading so far: on SQLite it would keep writers waiting while a hash is computed."""
    db.session.rollback()


def _by_password(login: Login, found: Sequence[Credentials], secret: str) -> Proof | None:
    """One verification for each account the login may mean, whether or not there is one; the first that fits."""
    by_key = {key: row for row in found for key in (row.email, row.phone) if key in login.keys}
    proofs = [_verified(key, by_key.get(key), secret) for key in login.keys]
    return next((proof for proof in proofs if proof is not None), None)


def _verified(key: str, row: Credentials | None, secret: str) -> Proof | None:
    stored = None if row is None else row.password_hash
    fits, is_outdated = passwords.verify_password(stored, secret)
    if row is None or not fits:
        return None
    return Proof(
        account_id=row.id,
        login_key=key,
        verified_hash=row.password_hash,
        fresh_hash=passwords.hash_password(secret) if is_outdated else "",
    )


def _by_slip(login: Login, found: Sequence[Credentials], slip: Row[int, int] | None) -> Proof | None:
    if slip is None:
        return None
    account = next(row for row in found if row.id == slip.account_id)
    key = next(key for key in (account.email, account.phone) if key in login.keys)
    return Proof(account_id=account.id, login_key=key, token_id=slip.id)


def enter(proof: Proof, *, browser: Browser, keep: bool) -> OpenedSession:
    """Open a session on a proven password. Raises DoesNotMatch.

    The account is read again: a password changed or an account closed since the proof opens nothing.
    """
    with write_transaction():
        account = db.session.get(Account, proof.account_id)
        if account is None or account.deactivated_at is not None or account.password_hash != proof.verified_hash:
            raise DoesNotMatch
        if proof.fresh_hash:
            account.password_hash = proof.fresh_hash
        return _open_session(account, browser, keep=keep)


def _open_session(account: Account, browser: Browser, *, keep: bool) -> OpenedSession:
    if browser.leaving is not None:
        services.end_session(browser.leaving.session_id, account_id=browser.leaving.account_id)
    return services.open_session(account, device=browser.device, keep=keep, language=browser.language)


def choose_first_password(token_id: int, new: NewPassword, *, browser: Browser, keep: bool) -> OpenedSession:
    """Choose a password by a link or a slip's code, which is used up, and sign in.

    Raises LinkNoLongerWorks, RepeatedDifferently, PasswordTooWeak.
    """
    account = queries.account_of_token(token_id)
    if account is None:
        raise LinkNoLongerWorks
    new_hash = _hash_of_new(account, new)
    with write_transaction():
        account = services.redeem(token_id)
        _set_password(account, new_hash)
        return _open_session(account, browser, keep=keep)


def change_password(account_id: int, current: str, *, new: NewPassword, browser: Browser, keep: bool) -> OpenedSession:
    """Change one's own password; every session ends and a new one opens here.

    Raises TooManyAttempts, WrongPassword, RepeatedDifferently, PasswordTooWeak.
    """
    key = f"account {account_id}"
    _count_attempt([key], browser.address)
    account = queries.get_account(account_id)
    stored = account.password_hash
    _hold_no_lock()
    if not passwords.verify_password(stored, current)[0]:
        raise WrongPassword
    new_hash = _hash_of_new(queries.get_account(account_id), new)
    with write_transaction():
        _forgive(key, browser.address)
        account = queries.get_account(account_id)
        if account.password_hash != stored:
            raise WrongPassword
        _set_password(account, new_hash)
        return _open_session(account, browser, keep=keep)


def confirm_password(account_id: int, current: str, *, address: str) -> None:
    """One's own password, asked again before something that matters. Raises TooManyAttempts, WrongPassword."""
    key = f"account {account_id}"
    _count_attempt([key], address)
    stored = queries.get_account(account_id).password_hash
    _hold_no_lock()
    if not passwords.verify_password(stored, current)[0]:
        raise WrongPassword
    with write_transaction():
        _forgive(key, address)


def _hash_of_new(account: Account, new: NewPassword) -> str:
    if new.password != new.repeated:
        raise RepeatedDifferently
    services.refuse_weak_password(account, new.password)
    _hold_no_lock()
    return passwords.hash_password(new.password)


def _set_password(account: Account, new_hash: str) -> None:
    had_one = account.password_hash is not None
    services.choose_password(account, new_hash)
    if had_one and account.email is not None:
        services.post_letter(LetterKind.PASSWORD_CHANGED, account_id=account.id)


def ask_for_reset(typed_login: str, *, address: str, language: str) -> None:
    """Leave a request for a link to the worker, the same for every login. Raises TooManyAttempts."""
    login = rules.meaning_of(typed_login)
    with write_transaction():
        by_account = [(throttle.RESET_ACCOUNT, key) for key in login.keys]
        wait = throttle.admit(*by_account, (throttle.RESET_ADDRESS, address))
        if wait:
            raise TooManyAttempts(wait)
        services.post_letter(LetterKind.RESET, login=typed_login[: rules.LONGEST_LOGIN], language=language)
