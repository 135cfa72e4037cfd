"""What is forgotten at night: sessions, secrets, attempts and form keys that no longer mean anything."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_

from app.accounts.models import AccountToken, EmailChange, LoginSession
from app.kernel import clock, jobs, submissions, throttle
from app.kernel.database import db

KEPT_AFTER_THE_END = timedelta(days=90)


@jobs.nightly
def forget_old_sign_ins() -> None:
    """Sessions and secrets that ended three months ago; who signed in and when stays in the events."""
    long_ago = clock.now() - KEPT_AFTER_THE_END
    db.session.execute(
        delete(LoginSession).where(or_(LoginSession.expires_at < long_ago, LoginSession.ended_at < long_ago))
    )
    db.session.execute(
        delete(AccountToken).where(or_(AccountToken.expires_at < long_ago, AccountToken.used_at < long_ago))
    )
    db.session.execute(
        delete(EmailChange).where(or_(EmailChange.expires_at < long_ago, EmailChange.used_at < long_ago))
    )


@jobs.nightly
def forget_old_attempts() -> None:
    throttle.forget_old_attempts()
    submissions.forget_old_submissions()
