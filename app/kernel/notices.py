"""What changed for me: short messages inside the application, each leading to what it speaks of.

The English message id and its values are kept, so that the reader sees it in the language they read now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.i18n import _, format_day
from app.kernel.sql import count_rows
from app.kernel.tenancy import OrganisationScoped, open_organisation_id


class Notice(OrganisationScoped, db.Model):
    """One message to one account about something in one organisation."""

    __tablename__ = "notice"
    account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    message: Mapped[str] = mapped_column(String(200))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    endpoint: Mapped[str] = mapped_column(String(80))
    endpoint_values: Mapped[dict[str, Any]] = mapped_column(JSON)
    read_at: Mapped[datetime | None]
    __table_args__ = (
        Index("ix_notice_reader", "organisation_id", "account_id", "read_at"),
        {"sqlite_with_rowid": False},
    )

    @property
    def text(self) -> str:
        """The message in the reader's language; dates are written their way."""
        return str(_(self.message)) % {name: _readable(value) for name, value in self.values.items()}


def send(
    account_id: int | None,
    message: str,
    values: Mapping[str, object],
    *,
    endpoint: str,
    endpoint_values: Mapping[str, object] | None = None,
) -> None:
    """Leave a message (an `N_` id with named values; dates as `date`) for an account; nobody: nothing happens."""
    if account_id is None:
        return
    kept = {name: {"day": value.isoformat()} if isinstance(value, date) else value for name, value in values.items()}
    db.session.add(
        Notice(
            account_id=account_id,
            message=message,
            values=kept,
            endpoint=endpoint,
            endpoint_values={name: str(value) for name, value in (endpoint_values or {}).items()},
        )
    )


def unread_count(account_id: int) -> int:
    """How many messages in the open organisation this account has not read."""
    return count_rows(open_organisation_id(), Notice, account_id=account_id, read_at=None)


def newest_notices(account_id: int, *, limit: int = 100) -> list[Notice]:
    return list(
        db.session.scalars(select(Notice).filter_by(account_id=account_id).order_by(Notice.id.desc()).limit(limit))
    )


def mark_all_read(account_id: int) -> None:
    db.session.execute(
        update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None)).values(read_at=clock.now())
    )


def _readable(value: Any) -> object:
    return format_day(date.fromisoformat(value["day"])) if isinstance(value, dict) else value
