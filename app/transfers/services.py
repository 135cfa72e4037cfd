"""A transfer from the package that is sent to the answer: both sides change together, in one transaction, or not at all.

Every verb holds the sender's row first, then the receiver's, so that of two at once the second sees what the first did.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.accounts import queries as account_queries
from app.kernel import audit, clock, files, notices
from app.kernel.access import Role
from app.kernel.database import db
from app.kernel.files import FileDamaged
from app.kernel.i18n import N_, _l
from app.kernel.ids import new_id
from app.kernel.tenancy import organisation_scope
from app.kernel.uploads import Upload
from app.members import queries as member_queries
from app.members import services as member_services
from app.members.models import Member
from app.members.names_shown import full_name
from app.network import queries as network_queries
from app.transfers import packing, queries, rules, words
from app.transfers.coding import as_json
from app.transfers.door import side_of
from app.transfers.errors import AnsweredAlready, NoSuchReceiver, NotOneOfThese, UnderWay
from app.transfers.models import IncomingTransfer, OutgoingTransfer
from app.transfers.rules import Manner, Part, TransferState
from app.transfers.unpacking import Arrival, opened

SENT = audit.action("transfer.sent", _l("Transfer to another organisation sent"))
RECEIVED = audit.action("transfer.received", _l("Transfer received from another organisation"))
READ = audit.action("transfer.read", _l("Package of a transfer read"))
ENDED = {
    TransferState.ACCEPTED: audit.action("transfer.accepted", _l("Transfer accepted")),
    TransferState.HERE_ALREADY: audit.action(
        "transfer.here_already", _l("Transfer closed: the person is here already")
    ),
    TransferState.DECLINED: audit.action("transfer.declined", _l("Transfer declined")),
    TransferState.WITHDRAWN: audit.action("transfer.withdrawn", _l("Transfer withdrawn")),
    TransferState.OBJECTED: audit.action("transfer.objected", _l("Consent to a transfer taken back by the person")),
    TransferState.EXPIRED: audit.action("transfer.expired", _l("Transfer ended without an answer")),
}
TOLD_THE_SENDER = {
    TransferState.ACCEPTED: N_("The transfer of %(name)s was accepted: record the exit."),
    TransferState.HERE_ALREADY: N_("The transfer of %(name)s was closed: the person has a file there already."),
    TransferState.DECLINED: N_("The transfer of %(name)s was declined."),
    TransferState.OBJECTED: N_("%(name)s took back the consent to the transfer: nothing was copied."),
    TransferState.EXPIRED: N_("The transfer of %(name)s ended without an answer: nothing was copied."),
}
TOLD_THE_PERSON = {
    TransferState.ACCEPTED: N_("Your transfer to another organisation was accepted."),
    TransferState.HERE_ALREADY: N_("Your transfer ended: the other organisation has a file of yours already."),
    TransferState.DECLINED: N_("Your transfer to another organisation was declined: nothing was copied."),
    TransferState.WITHDRAWN: N_("Your transfer to another organisation was withdrawn: nothing was copied."),
    TransferState.EXPIRED: N_("Your transfer ended without an answer: nothing was copied."),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a form says: to whom, what may be copied, and the consent."""

    to_organisation_id: int
    parts: tuple[Part, ...]
    has_consented: bool
    consented_on: date
    manner: Manner


def send(member: Member, wanted: Wanted, *, today: date, by_account_id: int | None) -> OutgoingTransfer:
    """Leave a package for another organisation to answer; the person is told.

    Raises NoConsent, ConsentLater, NotOnFile, NumbersWithoutFile, NoSuchReceiver, UnderWay.
    """
    rules.refuse_without_consent(has_consented=wanted.has_consented, consented_on=wanted.consented_on, today=today)
    db.session.refresh(member, with_for_update=True)
    rules.refuse_parts(wanted.parts, packing.on_file(member))
    if wanted.to_organisation_id not in queries.receivers():
        raise NoSuchReceiver
    if queries.is_under_way(member.id):
        raise UnderWay
    transfer = OutgoingTransfer(
        id=new_id(),
        member_id=member.id,
        to_organisation_id=wanted.to_organisation_id,
        sent_by_account_id=by_account_id,
        **_shared(wanted),
    )
    db.session.add(transfer)
    after = {"to": _name_of(transfer.to_organisation_id), **_consent(transfer), "parts": transfer.parts}
    audit.record(SENT, subject_type="member", subject_id=member.id, after=after)
    _tell_person(member, N_("Your file is to be transferred: see to whom, and what is copied."))
    _leave_package(transfer, as_json(packing.pack(member, wanted.parts)), from_organisation_id=member.organisation_id)
    return transfer


def _shared(wanted: Wanted) -> dict[str, Any]:
    """What both rows say, to the moment."""
    return {
        "state": TransferState.WAITING,
        "parts": [part.value for part in Part if part in wanted.parts],
        "consented_on": wanted.consented_on,
        "manner": wanted.manner,
        "sent_at": clock.now(),
    }


def _leave_package(transfer: OutgoingTransfer, package: str, *, from_organisation_id: int) -> None:
    """The row of the other side, for its managers."""
    names = ("id", "state", "parts", "consented_on", "manner", "sent_at")
    incoming = IncomingTransfer(
        **audit.values_of(transfer, *names), from_organisation_id=from_organisation_id, package=package
    )
    with side_of(transfer.to_organisation_id):
        db.session.add(incoming)
        after = {"from": _name_of(from_organisation_id), **_consent(transfer), "parts": transfer.parts}
        audit.record(RECEIVED, subject_type="transfer", subject_id=incoming.id, after=after)
        _tell_managers(
            N_("Another organisation asks you to take over a member's file: read it and answer."),
            {},
            endpoint="incoming_transfers.show_incoming",
            endpoint_values={"incoming_id": incoming.id},
        )


@dataclass(frozen=True, kw_only=True)
class Admission:
    """From when, at which stage, and whether who looks alike is somebody else."""

    admitted_on: date
    stage_id: int | None
    is_another_person: bool


def accept(transfer: IncomingTransfer, admission: Admission, *, today: date, by_account_id: int | None) -> Member:
    """The person becomes a member here, with a number of this organisation, and the package is gone.

    Raises AnsweredAlready, PackageUnreadable, and what `members.services.admit_member` raises.
    """
    sides = _hold(_sides_of(transfer))
    if rules.is_over(transfer.sent_at, clock.now()):
        raise AnsweredAlready
    arrival = arrival_of(transfer, today=today, by_account_id=by_account_id)
    details, document = arrival.person()
    member = member_services.admit_member(
        details,
        document,
        admitted_on=admission.admitted_on,
        stage_id=admission.stage_id,
        is_another_person=admission.is_another_person,
    )
    arrival.fill(member, partial(_file_of, transfer.from_organisation_id))
    brought = as_json(arrival.history())
    _end(sides, TransferState.ACCEPTED, member=member, brought=brought, by_account_id=by_account_id)
    return member


def arrival_of(transfer: IncomingTransfer, *, today: date, by_account_id: int | None) -> Arrival:
    """What the package would bring. Raises PackageUnreadable."""
    told = opened(transfer.package)
    here = network_queries.current_organisation()
    offered = words.offered_here(is_abroad=told["country"] != here.country.value)
    return Arrival(told=told, offered=offered, today=today, by_account_id=by_account_id)


def _file_of(from_organisation_id: int, file_id: int) -> Upload | None:
    """The file that the package names, which never changes; what was deleted or replaced meanwhile is not handed over."""
    with side_of(from_organisation_id):
        try:
            content, media_type = files.read_with_type(file_id)
        except (FileDamaged, NoResultFound):
            return None
    return Upload(content=content, media_type=media_type)


def close_as_here(
    transfer: IncomingTransfer, member_id: int | None, known: Collection[int], *, by_account_id: int | None
) -> None:
    """The person has a file here (`known`: those that may be theirs): nothing is copied, nobody is admitted twice.

    Raises AnsweredAlready, NotOneOfThese.
    """
    sides = _hold(_sides_of(transfer))
    if member_id is None or member_id not in known:
        raise NotOneOfThese
    member = member_queries.locked_member(member_id)
    _end(sides, TransferState.HERE_ALREADY, member=member, by_account_id=by_account_id)


def decline(transfer: IncomingTransfer, *, reason: str, by_account_id: int | None) -> None:
    """Raises AnsweredAlready."""
    _end(_hold(_sides_of(transfer)), TransferState.DECLINED, reason=reason, by_account_id=by_account_id)


def withdraw(transfer: OutgoingTransfer, *, reason: str) -> None:
    """The sender thinks otherwise. Raises AnsweredAlready."""
    _end(_hold(_sides_of(transfer)), TransferState.WITHDRAWN, reason=reason)


def object_to(transfer: OutgoingTransfer) -> None:
    """The person takes their consent back. Raises AnsweredAlready."""
    _end(_hold(_sides_of(transfer)), TransferState.OBJECTED)


def expire(organisation_id: int, transfer_id: int) -> None:
    """Of the sender's transfer: nobody answered in time."""
    with organisation_scope(organisation_id):
        found = select(OutgoingTransfer).where(OutgoingTransfer.id == transfer_id)
        _end(_hold(_sides_of(db.session.scalars(found).one())), TransferState.EXPIRED)


def note_reading(organisation_id: int, incoming_id: int, account_id: int) -> None:
    """Who read what another organisation sent."""
    with organisation_scope(organisation_id):
        audit.record(READ, subject_type="transfer", subject_id=incoming_id, account_id=account_id)


@dataclass(frozen=True, kw_only=True)
class _Sides:
    """The two rows of a transfer by the organisations they stand in."""

    transfer_id: int
    sender_id: int
    receiver_id: int


def _sides_of(transfer: OutgoingTransfer | IncomingTransfer) -> _Sides:
    here = transfer.organisation_id
    if isinstance(transfer, OutgoingTransfer):
        return _Sides(transfer_id=transfer.id, sender_id=here, receiver_id=transfer.to_organisation_id)
    return _Sides(transfer_id=transfer.id, sender_id=transfer.from_organisation_id, receiver_id=here)


def _hold(sides: _Sides) -> _Sides:
    """Both rows, the sender's first, and only while the transfer is open. Raises AnsweredAlready."""
    for organisation_id, side in ((sides.sender_id, OutgoingTransfer), (sides.receiver_id, IncomingTransfer)):
        with side_of(organisation_id):
            if _locked(side, sides.transfer_id).state is not TransferState.WAITING:
                raise AnsweredAlready
    return sides


def _locked(side: Any, transfer_id: int) -> Any:
    found = select(side).where(side.id == transfer_id).with_for_update()
    return db.session.scalars(found, execution_options={"populate_existing": True}).one()


def _end(
    sides: _Sides,
    state: TransferState,
    *,
    member: Member | None = None,
    reason: str = "",
    brought: str = "",
    by_account_id: int | None = None,
) -> None:
    """The same answer on both sides; what waited is destroyed whatever it is."""
    admitted_on = member.admitted_on if member is not None and state is TransferState.ACCEPTED else None
    ended = {"state": state, "ended_at": clock.now(), "reason": reason, "admitted_on": admitted_on}
    told = {"admitted_on": admitted_on, "reason": reason}
    with side_of(sides.receiver_id):
        incoming = _locked(IncomingTransfer, sides.transfer_id)
        _write(incoming, ended | {"package": None, "ended_by_account_id": by_account_id, "brought": brought})
        incoming.member_id = member.id if member is not None else None
        after = _saying({"from": _name_of(sides.sender_id), **told})
        audit.record(ENDED[state], subject_type="transfer", subject_id=incoming.id, after=after)
    with side_of(sides.sender_id):
        outgoing = _locked(OutgoingTransfer, sides.transfer_id)
        _write(outgoing, ended)
        after = _saying({"to": _name_of(sides.receiver_id), **told})
        audit.record(ENDED[state], subject_type="member", subject_id=outgoing.member_id, after=after)
        _tell_the_sender(outgoing, state)


def _write(row: OutgoingTransfer | IncomingTransfer, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _tell_the_sender(transfer: OutgoingTransfer, state: TransferState) -> None:
    member = db.session.get_one(Member, (transfer.organisation_id, transfer.member_id))
    if state in TOLD_THE_SENDER:
        name, link = {"name": full_name(member)}, {"member_id": member.id}
        _tell_managers(TOLD_THE_SENDER[state], name, endpoint="transfers.show_transfers", endpoint_values=link)
    if state in TOLD_THE_PERSON:
        _tell_person(member, TOLD_THE_PERSON[state])


def _tell_managers(
    message: str, values: Mapping[str, object], *, endpoint: str, endpoint_values: Mapping[str, object]
) -> None:
    """Of the open organisation."""
    for membership in account_queries.people_with_access():
        if membership.role is Role.MANAGER:
            notices.send(membership.account_id, message, values, endpoint=endpoint, endpoint_values=endpoint_values)


def _tell_person(member: Member, message: str) -> None:
    values = {"member_id": member.id}
    notices.send(member.account_id, message, {}, endpoint="transfers.show_transfers", endpoint_values=values)


def _consent(transfer: OutgoingTransfer) -> dict[str, object]:
    return {"consented_on": transfer.consented_on, "manner": transfer.manner}


def _name_of(organisation_id: int) -> str:
    """For the log."""
    return str(queries.names()[organisation_id].name_fr)


def _saying(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, "")}
