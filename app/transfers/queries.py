"""Reads of transfers: each side reads its own rows, and of the other organisations no more than their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import bindparam, select

from app.accounts.models import Account, Membership
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_global, read_rows
from app.kernel.tenancy import open_organisation_id
from app.members.models import Member
from app.network.models import Organisation
from app.transfers.models import IncomingTransfer, OutgoingTransfer
from app.transfers.rules import TransferState

MOST_SHOWN = 200
_IN_SERVICE = (
    select(Membership.id)
    .join(Account, Account.id == Membership.account_id)
    .where(
        Membership.organisation_id == Organisation.id,
        Membership.role == Role.MANAGER,
        Membership.ended_at.is_(None),
        Account.deactivated_at.is_(None),
    )
    .exists()
)
_RECEIVERS = (
    select(Organisation.id, Organisation.name_fr, Organisation.name_ar)
    .where(Organisation.id != bindparam("here"), _IN_SERVICE)
    .order_by(Organisation.name_fr)
)
_NAMES = select(Organisation.id, Organisation.name_fr, Organisation.name_ar)
_OUTGOING = (
    OutgoingTransfer.id,
    OutgoingTransfer.member_id,
    OutgoingTransfer.to_organisation_id.label("other_id"),
    OutgoingTransfer.state,
    OutgoingTransfer.parts,
    OutgoingTransfer.consented_on,
    OutgoingTransfer.manner,
    OutgoingTransfer.sent_at,
    OutgoingTransfer.ended_at,
    OutgoingTransfer.admitted_on,
    OutgoingTransfer.reason,
)
_INCOMING = (
    IncomingTransfer.id,
    IncomingTransfer.member_id,
    IncomingTransfer.from_organisation_id.label("other_id"),
    IncomingTransfer.state,
    IncomingTransfer.parts,
    IncomingTransfer.consented_on,
    IncomingTransfer.manner,
    IncomingTransfer.sent_at,
    IncomingTransfer.ended_at,
    IncomingTransfer.admitted_on,
    IncomingTransfer.reason,
    IncomingTransfer.brought,
)
_SENT = select(*_OUTGOING).where(OutgoingTransfer.member_id == bindparam("member_id"))
_CAME = select(*_INCOMING).where(
    IncomingTransfer.member_id == bindparam("member_id"), IncomingTransfer.state == TransferState.ACCEPTED
)
_EVERY_OUTGOING = (
    select(
        *_OUTGOING,
        Member.number,
        Member.family_name_latin,
        Member.given_name_latin,
        Member.family_name_arabic,
        Member.given_name_arabic,
    )
    .join(
        Member, (Member.organisation_id == OutgoingTransfer.organisation_id) & (Member.id == OutgoingTransfer.member_id)
    )
    .order_by(OutgoingTransfer.sent_at.desc(), OutgoingTransfer.id.desc())
    .limit(MOST_SHOWN)
)
_EVERY_INCOMING = (
    select(*_INCOMING).order_by(IncomingTransfer.sent_at.desc(), IncomingTransfer.id.desc()).limit(MOST_SHOWN)
)


def receivers() -> dict[int, Any]:
    """Names by id of the organisations that somebody can be transferred to: all others that a manager runs."""
    rows = read_global(_RECEIVERS, {"here": open_organisation_id()})
    return {row.id: row for row in rows}


def names() -> dict[int, Any]:
    """Names of all organisations by id."""
    return {row.id: row for row in read_global(_NAMES, {})}


def sent(member_id: int) -> Sequence[AnyRow]:
    """The transfers of a member to other organisations, the latest first."""
    return read_rows(_SENT.order_by(OutgoingTransfer.id.desc()), {"member_id": member_id}).all()


def came(member_id: int) -> Sequence[AnyRow]:
    """The transfer that a member came with."""
    return read_rows(_CAME, {"member_id": member_id}).all()


def every_outgoing() -> Sequence[AnyRow]:
    return read_rows(_EVERY_OUTGOING).all()


def every_incoming() -> Sequence[AnyRow]:
    return read_rows(_EVERY_INCOMING).all()


def is_under_way(member_id: int) -> bool:
    """Whether somebody waits for an answer about this member."""
    waiting = select(OutgoingTransfer.id).where(
        OutgoingTransfer.member_id == member_id, OutgoingTransfer.state == TransferState.WAITING
    )
    return db.session.scalar(waiting) is not None


def get_outgoing_or_404(member_id: int, transfer_id: int) -> OutgoingTransfer:
    """A transfer of this member."""
    found = select(OutgoingTransfer).where(OutgoingTransfer.member_id == member_id, OutgoingTransfer.id == transfer_id)
    transfer: OutgoingTransfer | None = db.session.scalar(found)
    return transfer or abort(404)


def get_incoming_or_404(incoming_id: int) -> IncomingTransfer:
    transfer: IncomingTransfer | None = db.session.scalar(
        select(IncomingTransfer).where(IncomingTransfer.id == incoming_id)
    )
    return transfer or abort(404)
