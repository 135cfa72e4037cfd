"""Mail about accounts, written and sent by the worker: templates in `emails/`, in the language of whoever reads them.

The first line of a template is the subject. Somebody whose language is not known yet gets both. A letter that could not be
sent is tried again every two minutes until what it says has expired.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, or_, select

from app.accounts import logins, queries, rules, services
from app.accounts.labels import ROLE_LABELS
from app.accounts.models import Account, Letter, LetterKind, Membership, TokenPurpose
from app.kernel import clock, jobs
from app.kernel.database import db
from app.kernel.i18n import LANGUAGES, speaking
from app.kernel.links import external_url
from app.kernel.mail import send_mail
from app.kernel.transaction import read_transaction, write_transaction
from app.network.models import Organisation

log = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(minutes=2)
WORTH_SENDING = {
    LetterKind.INVITATION: timedelta(days=3),  # its link is made when it is sent
    LetterKind.ROLE_GIVEN: timedelta(days=3),
    LetterKind.RESET: timedelta(hours=1),
    LetterKind.PASSWORD_CHANGED: timedelta(days=3),
    LetterKind.NEW_EMAIL: timedelta(hours=1),
    LetterKind.LOGIN_CHANGED: timedelta(days=3),
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One mail to write: to whom, in which languages, with what."""

    recipient: str
    languages: tuple[str, ...]
    template: str
    values: dict[str, Any] = field(default_factory=dict)


@jobs.task
def send_letter(_organisation_id: int | None, letter_id: int) -> None:
    """Send one letter, then forget it. What the mail server refuses is tried again by the sweep."""
    drafts = _take(letter_id)
    if drafts is None:
        return
    try:
        for draft in drafts:
            subject, body = write(draft)
            send_mail(draft.recipient, subject, body)
    except (OSError, smtplib.SMTPException):
        log.exception("letter %s could not be sent", letter_id)
        return
    with write_transaction():
        db.session.execute(delete(Letter).where(Letter.id == letter_id))


def _take(letter_id: int) -> list[Draft] | None:
    """What is to be written for a letter; None when it is gone or another worker has just taken it."""
    with write_transaction():
        letter = db.session.get(Letter, letter_id, with_for_update=True)
        now = clock.now()
        if letter is None or (letter.taken_at is not None and now - letter.taken_at < TRY_AGAIN_AFTER):
            return None
        letter.taken_at = now
        if now - letter.asked_at > WORTH_SENDING[letter.kind]:
            log.error("letter %s (%s) was never sent", letter.id, letter.kind)
            return []
        return list(_DRAFTED[letter.kind](letter))


def write(draft: Draft) -> tuple[str, str]:
    """Subject and body of a mail, in each of its languages one after the other."""
    subjects, bodies = [], []
    for language in draft.languages:
        with speaking(language):
            text = current_app.jinja_env.get_template(f"emails/{draft.template}.txt").render(
                {name: value(language) if callable(value) else value for name, value in draft.values.items()}
            )
        subject, _line, body = text.strip().partition("\n")
        subjects.append(subject)
        bodies.append(body.strip())
    return " – ".join(subjects), "\n\n--\n\n".join(bodies) + "\n"


@jobs.sweep
def send_waiting_letters() -> None:
    """Hand over again what a killed worker or a silent mail server left behind."""
    latest = clock.now() - TRY_AGAIN_AFTER
    with read_transaction():
        waiting = select(Letter.id).where(
            Letter.asked_at < latest, or_(Letter.taken_at.is_(None), Letter.taken_at < latest)
        )
        ids = db.session.scalars(waiting.order_by(Letter.id).limit(100)).all()
    for letter_id in ids:
        jobs.enqueue(services.SEND_LETTER, None, letter_id)


# --- What each letter says ----------------------------------------------------------------------------------------


def _draft_reset(letter: Letter) -> Iterable[Draft]:
    """A link for each account of the login that has an e-mail; for an unknown login nothing."""
    login = rules.meaning_of(letter.login)
    for account in queries.find_by_login(login.email, login.phones):
        if account.email is not None and account.deactivated_at is None:
            link = _link(account, TokenPurpose.RESET, made_by=None)
            yield _draft(account, "reset", language=letter.language, link=link)


def _draft_invitation(letter: Letter) -> Iterable[Draft]:
    account = _reader(letter)
    if account is not None and account.password_hash is None:
        link = _link(account, TokenPurpose.INVITATION, made_by=letter.by_account_id)
        yield _draft(account, "invitation", link=link, **_place(letter))


def _draft_role_given(letter: Letter) -> Iterable[Draft]:
    account = _reader(letter)
    if account is not None:
        yield _draft(account, "role_given", link=external_url("accounts.show_login"), **_place(letter))


def _draft_password_changed(letter: Letter) -> Iterable[Draft]:
    account = _reader(letter)
    if account is not None:
        yield _draft(account, "password_changed", link=external_url("accounts.show_forgotten"), when=letter.asked_at)


def _draft_new_email(letter: Letter) -> Iterable[Draft]:
    """A link for the new address; or, where it is another account's, word of that to its reader and to nobody else."""
    account = db.session.get(Account, letter.account_id)
    if account is None or account.deactivated_at is not None:
        return
    token = logins.make_link_token(account, letter.login)
    link = external_url("accounts.show_new_email", token=token) if token else external_url("accounts.show_login")
    drafted = _draft(account, "new_email" if token else "email_in_use", language=letter.language, link=link)
    yield replace(drafted, recipient=letter.login)


def _draft_login_changed(letter: Letter) -> Iterable[Draft]:
    account = db.session.get(Account, letter.account_id)
    if account is not None:
        yield replace(_draft(account, "login_changed", when=letter.asked_at), recipient=letter.login)


_DRAFTED: dict[LetterKind, Callable[[Letter], Iterable[Draft]]] = {
    LetterKind.RESET: _draft_reset,
    LetterKind.INVITATION: _draft_invitation,
    LetterKind.ROLE_GIVEN: _draft_role_given,
    LetterKind.PASSWORD_CHANGED: _draft_password_changed,
    LetterKind.NEW_EMAIL: _draft_new_email,
    LetterKind.LOGIN_CHANGED: _draft_login_changed,
}


def _draft(account: Account, template: str, *, language: str | None = None, **values: Any) -> Draft:
    known = account.language or language
    return Draft(
        recipient=account.email or "",
        languages=(known,) if known in LANGUAGES else LANGUAGES,
        template=template,
        values={"name": _name_of(account), **values},
    )


def _reader(letter: Letter) -> Account | None:
    """The account written to, if it is still open and has an e-mail."""
    account = db.session.get(Account, letter.account_id)
    return account if account is not None and account.email and account.deactivated_at is None else None


def _link(account: Account, purpose: TokenPurpose, *, made_by: int | None) -> str:
    return external_url("accounts.follow_link", token=services.make_secret(account, purpose, made_by=made_by))


def _place(letter: Letter) -> dict[str, Any]:
    """Organisation, roles and who gave them, each said in the language of the mail."""
    organisation = db.session.get(Organisation, letter.organisation_id)
    roles = db.session.scalars(
        select(Membership.role)
        .where(
            Membership.organisation_id == letter.organisation_id,
            Membership.account_id == letter.account_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    ).all()
    inviter = db.session.get(Account, letter.by_account_id) if letter.by_account_id else None
    names = {} if organisation is None else {"fr": organisation.name_fr, "ar": organisation.name_ar}
    return {
        "organisation": lambda language: names.get(language, ""),
        "roles": lambda _language: [str(ROLE_LABELS[role]) for role in roles],
        "inviter": _name_of(inviter) if inviter else "",
    }


def _name_of(account: Account) -> Callable[[str], str]:
    latin, arabic = account.display_name, account.display_name_arabic
    return lambda language: (arabic or latin) if language == "ar" else latin
