"""Who did what, when, with the values before and after; and who revealed, exported or printed what.

Events are added in the transaction of the change they tell of, and never changed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import g, has_request_context
from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel import clock
from app.kernel.database import db
from app.kernel.ids import new_id
from app.kernel.sql import load_rows
from app.kernel.tenancy import OrganisationScoped, open_organisation_id


class AuditEvent(OrganisationScoped, db.Model):
    """One change or one sensitive reading inside an organisation; `account_id` is empty for the system itself."""

    __tablename__ = "audit_event"
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    __table_args__ = (
        Index("ix_audit_event_subject", "organisation_id", "subject_type", "subject_id"),
        {"sqlite_with_rowid": False},
    )


class NetworkEvent(db.Model):
    """One change or sign-in outside any organisation."""

    __tablename__ = "network_event"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    happened_at: Mapped[datetime] = mapped_column(default=clock.now)
    account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"), index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)


_labels: dict[str, Any] = {}
_on_behalf_of: ContextVar[int | None] = ContextVar("on_behalf_of", default=None)
_together: ContextVar[list[dict[str, Any]] | None] = ContextVar("told_together", default=None)


@contextmanager
def on_behalf_of(account_id: int | None) -> Iterator[None]:
    """What a job does in the block, this account does: it asked for the work in a request that is over."""
    token = _on_behalf_of.set(account_id)
    try:
        yield
    finally:
        _on_behalf_of.reset(token)


@contextmanager
def told_together(*, are_kept: bool) -> Iterator[None]:
    """What is told of in the block is written down at its end, all at once; `are_kept`: False where it is taken back."""
    events: list[dict[str, Any]] = []
    token = _together.set(events)
    try:
        yield
    finally:
        _together.reset(token)
    if are_kept:
        load_rows(open_organisation_id(), AuditEvent, events)


def action(code: str, label: Any) -> str:
    """Declare an action, such as `action("member.admitted", _l("Member admitted"))`; its code never changes."""
    if code in _labels and _labels[code] is not label:
        raise ValueError(f"{code} is declared twice")
    _labels[code] = label
    return code


def label_of(code: str) -> Any:
    """The action in words; its code where the feature that declared it is gone."""
    return _labels.get(code, code)


def declared_actions() -> Mapping[str, Any]:
    return dict(sorted(_labels.items()))


def record(
    action_code: str,
    *,
    subject_type: str = "",
    subject_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    account_id: int | None = None,
) -> None:
    """Tell of a change in the open organisation, in the open transaction; who acts for another one is not named here."""
    here, together = open_organisation_id(), _together.get()
    event = {
        "account_id": account_id or _acting_account_id(here),
        "action": action_code,
        "subject_type": subject_type,
        "subject_id": subject_id,
        "before": _plain(before),
        "after": _plain(after),
    }
    if together is None:
        db.session.add(AuditEvent(organisation_id=here, **event))
    else:
        together.append({"happened_at": clock.now(), **event})


def record_network(
    action_code: str,
    *,
    subject_type: str = "",
    subject_id: int | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    account_id: int | None = None,
) -> None:
    """Tell of something outside any organisation: sign-ins, accounts, organisations."""
    db.session.add(
        NetworkEvent(
            account_id=account_id or _acting_account_id(),
            action=action_code,
            subject_type=subject_type,
            subject_id=subject_id,
            before=_plain(before),
            after=_plain(after),
        )
    )


def values_of(row: object, *names: str) -> dict[str, object]:
    """The named attributes of a row as they stand, to be given as `before` or `after`."""
    return {name: getattr(row, name) for name in names}


def only_changed(
    before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """Both sides reduced to what differs."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}


def _acting_account_id(organisation_id: int | None = None) -> int | None:
    actor = g.get("actor") if has_request_context() else None
    if actor and organisation_id and actor.organisation_id not in (None, organisation_id):
        return None
    return actor.account_id if actor else _on_behalf_of.get()


def _plain(values: Mapping[str, object] | None) -> dict[str, Any] | None:
    return None if values is None else {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: object) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (str, int, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain_value(item) for item in value]
    return str(value)
