"""Accounts, what proves them, and their roles. Global: one account may act in several organisations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel import clock
from app.kernel.access import Role
from app.kernel.database import db, short_code
from app.kernel.ids import new_id


class Account(db.Model):
    """A person who signs in, by e-mail or by phone number."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    email: Mapped[str | None] = mapped_column(String(120), unique=True)  # lower case
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)  # E.164
    display_name: Mapped[str] = mapped_column(String(120))
    display_name_arabic: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    language: Mapped[str | None] = mapped_column(String(2))  # fr or ar, as last chosen
    network_role: Mapped[Role | None] = mapped_column(short_code(Role))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    deactivated_at: Mapped[datetime | None]
    memberships: Mapped[list[Membership]] = relationship(back_populates="account")
    __table_args__ = (
        CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="has_a_login"),
        CheckConstraint(
            "network_role IS NULL OR network_role IN ('network_administrator', 'observer')", name="network_role_only"
        ),
    )


class Membership(db.Model):
    """A role of an account in an organisation."""

    __tablename__ = "membership"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    organisation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("organisation.id"))
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(short_code(Role))
    since: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(back_populates="memberships")
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),  # what tenant tables point to, with their organisation
        UniqueConstraint("organisation_id", "account_id", "role"),
        Index("ix_membership_account_id", "account_id", "organisation_id"),
        CheckConstraint("role IN ('manager', 'coach', 'entrepreneur')", name="organisation_role_only"),
    )


class LoginSession(db.Model):
    """A sign-in on one device; the cookie holds a random token, this row its SHA-256."""

    __tablename__ = "login_session"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(120), default="")  # browser and system, in short
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TokenPurpose(StrEnum):
    """Why a single-use secret was handed out; each has its own lifetime."""

    INVITATION = "invitation"  # by e-mail, 24 hours
    RESET = "reset"  # by e-mail, 1 hour
    SLIP = "slip"  # printed one-time code, 30 days


class AccountToken(db.Model):
    """A single-use secret that lets its bearer choose the account's password."""

    __tablename__ = "account_token"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(short_code(TokenPurpose))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class EmailChange(db.Model):
    """Another e-mail that an account wants to sign in with, until whoever reads it has followed the link, once."""

    __tablename__ = "email_change"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    email: Mapped[str] = mapped_column(String(120))  # lower case
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LetterKind(StrEnum):
    """What a mail about an account says."""

    INVITATION = "invitation"  # a link to choose the first password
    ROLE_GIVEN = "role_given"  # someone who already signs in may now enter an organisation
    RESET = "reset"  # a link to choose another password
    PASSWORD_CHANGED = "password_changed"  # in case it was somebody else
    NEW_EMAIL = "new_email"  # to the e-mail somebody wants to sign in with: a link, or that it is taken
    LOGIN_CHANGED = "login_changed"  # to the e-mail that was theirs, in case it was somebody else


class Letter(db.Model):
    """A mail about an account that the worker has still to send; the row goes when the mail has gone.

    Asking for a reset only leaves what was typed: the worker looks for the account, so that the answer, and the time it
    takes, tell nothing. The link's secret is made when the mail is, and stands nowhere else.
    """

    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    kind: Mapped[LetterKind] = mapped_column(short_code(LetterKind))
    login: Mapped[str] = mapped_column(
        String(254), default=""
    )  # as typed, of a reset; else the e-mail written to when it is not the account's
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("organisation.id"))
    by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    language: Mapped[str | None] = mapped_column(String(2))  # of the page where it was asked for
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_at: Mapped[datetime | None]  # when a worker last tried
