"""A form sent twice takes effect once.

Each form that creates something carries `form_key`, made when it was shown. The first submission keeps the key, the
digest of what was sent and where it led, in the same transaction; a repeat leads to the same place; the same key
with other content is refused (409), since answering it with the first result would lie.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import current_app, g, request, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import BigInteger, ForeignKey, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db

KEPT_DAYS = 30
LONGEST_KEY = 64
FORM_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class Submission(db.Model):
    """One accepted submission of a form by an account."""

    __tablename__ = "submission"
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    payload_digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500), default="")
    received_at: Mapped[datetime] = mapped_column(index=True, default=clock.now)


class SameKeyOtherContent(Exception):
    """The key of an accepted form came back with other content."""


def posted_key() -> str:
    """The key that came with the form; "" when there is none, or none of ours."""
    posted = request.form.get("form_key", "")
    return posted if FORM_KEY.fullmatch(posted) else ""


def form_key() -> str:
    """The key of a form that creates something: the one posted, when the form is shown again, else a new one."""
    return posted_key() or secrets.token_urlsafe(18)


def csrf_token() -> str:
    """What every form carries against forgery. It lives as long as the session, so that its signature may be kept."""
    kept = session.get("csrf_token")
    if kept is None:
        return str(generate_csrf())
    token = g.csrf_token = _signed(kept, str(current_app.secret_key))
    return token


@lru_cache(maxsize=5000)
def _signed(token: str, secret_key: str) -> str:
    """As Flask-WTF signs it, which would be a twentieth of an ordinary page."""
    return str(URLSafeTimedSerializer(secret_key, salt="wtf-csrf-token").dumps(token))


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A form that was accepted: the digest of what was sent, and where it led."""

    digest: str
    location: str


def accepted_before(account_id: int, keys: Iterable[str]) -> Mapping[str, Accepted]:
    """Those of the keys under which this account's forms were accepted already."""
    found = select(Submission.key, Submission.payload_digest, Submission.location).where(
        Submission.account_id == account_id, Submission.key.in_(list(keys))
    )
    return {
        row.key: Accepted(digest=row.payload_digest, location=row.location) for row in db.session.execute(found).all()
    }


def note_accepted(account_id: int, accepted: Mapping[str, Accepted]) -> None:
    """What came some other way than as a form leads the form with the same key to the same place."""
    rows = [
        {
            "account_id": account_id,
            "key": key,
            "payload_digest": one.digest,
            "location": one.location,
            "received_at": clock.now(),
        }
        for key, one in accepted.items()
    ]
    if rows:
        insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert
        db.session.execute(insert(Submission).on_conflict_do_nothing(), rows)


def claim(account_id: int, key: str) -> str | None:
    """Claim the key inside the open write transaction: None if it is new, else where its first use led.

    Raises `SameKeyOtherContent`. A concurrent holder of the same key is waited for.
    """
    digest = _payload_digest()
    insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert
    claimed = db.session.scalar(
        insert(Submission)
        .values(account_id=account_id, key=key, payload_digest=digest, received_at=clock.now(), location="")
        .on_conflict_do_nothing()
        .returning(Submission.key)
    )
    if claimed is not None:
        return None
    first = db.session.execute(
        select(Submission.payload_digest, Submission.location).filter_by(account_id=account_id, key=key)
    ).one()
    if first.payload_digest != digest:
        raise SameKeyOtherContent
    return str(first.location)


def remember(account_id: int, key: str, location: str) -> None:
    submission = db.session.get_one(Submission, (account_id, key))
    submission.location = location


def forget_old_submissions() -> None:
    db.session.execute(delete(Submission).where(Submission.received_at < clock.ago(days=KEPT_DAYS)))


def digest_of(path: str, lists: Iterable[tuple[str, list[str]]]) -> str:
    """Of a form without files, posted to this path, as `claim` compares it."""
    return _told(path, lists).hexdigest()


def _told(path: str, lists: Iterable[tuple[str, list[str]]]) -> hashlib._Hash:
    told = hashlib.sha256(path.encode())
    for name, values in sorted(lists):
        if name not in ("csrf_token", "form_key"):
            told.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    return told


def _payload_digest() -> str:
    told = _told(request.path, request.form.lists())
    for name, files in sorted(request.files.lists()):
        for file in files:  # by content: a phone names all its photos alike
            told.update(repr((name, hashlib.sha256(file.stream.read()).digest())).encode())
            file.stream.seek(0)
    return told.hexdigest()
