"""Limits that hold across processes and restarts, since they are counted in the database.

Keys are digests: neither a login nor an address stands in the table.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import BigInteger, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id


class Attempt(db.Model):
    """One counted attempt: a failed sign-in, a guess at a document's number."""

    __tablename__ = "attempt"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(64))
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (Index("ix_attempt_key_happened_at", "key", "happened_at"),)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `attempts` within `window` for one key."""

    name: str
    attempts: int
    window: timedelta


SIGN_IN_ACCOUNT = Limit(name="sign-in account", attempts=10, window=timedelta(minutes=5))
SIGN_IN_ADDRESS = Limit(name="sign-in address", attempts=10, window=timedelta(minutes=5))
RESET_ADDRESS = Limit(name="reset address", attempts=10, window=timedelta(minutes=30))
RESET_ACCOUNT = Limit(name="reset account", attempts=3, window=timedelta(minutes=30))
LOGIN_CHANGE = Limit(name="login change", attempts=5, window=timedelta(hours=1))
CHECK_ADDRESS = Limit(name="check address", attempts=30, window=timedelta(minutes=1))
CHECK_NUMBER = Limit(name="check number", attempts=10, window=timedelta(minutes=10))


def key_of(limit: Limit, value: str) -> str:
    return hashlib.sha256(f"{limit.name}\n{value}".encode("utf-8", "surrogatepass")).hexdigest()


def seconds_to_wait(limit: Limit, value: str) -> int:
    """0 if another attempt is allowed now, else the seconds until one is."""
    since = clock.now() - limit.window
    counted = db.session.execute(
        select(func.count(), func.min(Attempt.happened_at)).where(
            Attempt.key == key_of(limit, value), Attempt.happened_at > since
        )
    ).one()
    if counted[0] < limit.attempts:
        return 0
    return max(1, int((counted[1] + limit.window - clock.now()).total_seconds()))


def count_attempt(limit: Limit, value: str) -> None:
    """Count one attempt, in the open write transaction."""
    db.session.add(Attempt(key=key_of(limit, value)))


def admit(*asked: tuple[Limit, str]) -> int:
    """Count one attempt under every key and return 0; if one has none left, count nothing: the seconds to wait.

    In the open write transaction. That is alone on SQLite; on PostgreSQL each key is locked until the transaction ends, so
    that attempts sent at once cannot all find the last place free.
    """
    if db.engine.dialect.name == "postgresql":
        for lock in sorted(int(key_of(*one)[:15], 16) for one in asked):
            db.session.execute(select(func.pg_advisory_xact_lock(lock)))
    wait = max(seconds_to_wait(*one) for one in asked)
    if not wait:
        for one in asked:
            count_attempt(*one)
    return wait


def take_back(limit: Limit, value: str) -> None:
    """Uncount one attempt of a key: it turned out to be right. Those that were wrong stay counted."""
    newest = select(func.max(Attempt.id)).where(Attempt.key == key_of(limit, value)).scalar_subquery()
    db.session.execute(delete(Attempt).where(Attempt.id == newest).execution_options(synchronize_session=False))


def address_group(address: str | None) -> str:
    """Whom an address stands for: itself, or with IPv6 its /48, since one subscriber has as many as they like."""
    with suppress(ValueError):
        known = ip_address(address or "")
        if isinstance(known, IPv6Address):
            known = known.ipv4_mapped or known
        return str(known) if known.version == 4 else known.exploded[:14]
    return ""


def forgive(limit: Limit, value: str) -> None:
    """Forget the attempts of a key, as after a correct sign-in."""
    db.session.execute(delete(Attempt).where(Attempt.key == key_of(limit, value)))


def forget_old_attempts() -> None:
    db.session.execute(delete(Attempt).where(Attempt.happened_at < clock.ago(days=1)))
