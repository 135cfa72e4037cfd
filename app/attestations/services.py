"""Issuing an attestation, giving it its file, revoking it, and counting what is looked at."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime

from sqlalchemy import update

from app.attestations import drafts, queries
from app.attestations.drafts import Draft, Wanted
from app.attestations.errors import DraftChanged
from app.attestations.models import Attestation, AttestationCheckCount
from app.attestations.rules import FileState, decide_revocation, number_text, purpose_on_paper, serial_of
from app.kernel import audit, clock, codes, files, jobs, notices
from app.kernel.database import db
from app.kernel.i18n import N_, _l
from app.kernel.sql import next_number
from app.kernel.tenancy import open_organisation_id, organisation_scope
from app.kernel.transaction import on_commit
from app.members import services as member_services
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import Organisation

log = logging.getLogger(__name__)

ISSUED = audit.action("attestation.issued", _l("Attestation issued"))
REVOKED = audit.action("attestation.revoked", _l("Attestation revoked"))
DOWNLOADED = audit.action("attestation.downloaded", _l("Attestation downloaded"))
REGISTER_EXPORTED = audit.action("attestation.register_exported", _l("Register of attestations exported"))

COUNTER = "attestation"
MAKE_FILE = "app.attestations.jobs.make_file"
PDF = "application/pdf"


def preview(member: Member, wanted: Wanted, *, on: date, by_account_id: int) -> Draft:
    """The sheet as it would be issued; it shows the identity number in full, so who looked is written down.

    Raises what `drafts.make_draft` raises.
    """
    draft = drafts.make_draft(member, wanted, on=on, issuer_account_id=by_account_id)
    member_services.reveal_identity_number(member)
    return draft


def issue(
    member: Member,
    wanted: Wanted,
    *,
    by_account_id: int,
    confirmed_digest: str | None = None,
    at: datetime | None = None,
) -> Attestation:
    """Give the next number to the sheet as it stands, and freeze what it is made from; the file follows by a job.

    `confirmed_digest` is that of the draft that was looked at. `at` dates an issue of the past (demonstration, imports).
    Raises DraftChanged and what `drafts.make_draft` raises.
    """
    organisation = network_queries.current_organisation()
    zone = clock.TIME_ZONES[organisation.country]
    today = clock.today(organisation.country) if at is None else at.astimezone(zone).date()
    draft = drafts.make_draft(member, wanted, on=today, issuer_account_id=by_account_id)
    if confirmed_digest is not None and confirmed_digest != draft.digest:
        raise DraftChanged
    attestation = _numbered(organisation, member, wanted=wanted, draft=draft, at=at or clock.now())
    attestation.issued_by_account_id = by_account_id
    db.session.add(attestation)
    db.session.flush()
    db.session.add(AttestationCheckCount(attestation_id=attestation.id))
    audit.record(ISSUED, subject_type="attestation", subject_id=attestation.id, after=_told(attestation))
    on_commit(hand_to_worker, attestation.organisation_id, attestation.id)
    return attestation


def _numbered(organisation: Organisation, member: Member, *, wanted: Wanted, draft: Draft, at: datetime) -> Attestation:
    """The row, with the next number of the year. The counter stays locked until the transaction ends."""
    on = draft.facts.issued_on
    number = next_number(organisation.id, COUNTER, on.year)
    text = number_text(organisation.code, on.year, number)
    token, code = codes.new_check_token(), codes.new_dictation_code()
    french, arabic = purpose_on_paper(
        wanted.purpose, wanted.language, typed_fr=wanted.purpose_fr, typed_ar=wanted.purpose_ar
    )
    return Attestation(
        organisation_id=organisation.id,
        member_id=member.id,
        kind=wanted.kind,
        language=wanted.language,
        year=on.year,
        number=number,
        serial=serial_of(on.year, number),
        number_text=text,
        token=token,
        code=code,
        purpose=wanted.purpose,
        purpose_fr=french,
        purpose_ar=arabic,
        holder_name_latin=draft.facts.holder.name_fr,
        holder_name_arabic=draft.facts.holder.name_ar,
        issuer_name_fr=draft.facts.issuer.name_fr,
        issuer_name_ar=draft.facts.issuer.name_ar,
        facts=drafts.facts_json(draft.facts),
        document=drafts.numbered_document(draft, wanted.language, number=text, code=code, token=token, at=at),
        wording_version=drafts.WORDING_VERSION,
        issued_at=at,
        issued_on=on,
        valid_until=draft.facts.valid_until,
        signatory_id=wanted.signatory_id,
    )


def _told(attestation: Attestation) -> dict[str, object]:
    return audit.values_of(attestation, "number_text", "member_id", "kind", "language", "purpose", "valid_until")


def hand_to_worker(organisation_id: int, attestation_id: int) -> None:
    """After the commit. The number is given whatever happens to the queue: the sweep finds what is left behind."""
    try:
        jobs.enqueue(MAKE_FILE, organisation_id, attestation_id)
    except Exception:
        log.exception("attestation %s could not be queued; the sweep will find it", attestation_id)


def begin_file(attestation_id: int) -> str | None:
    """Note an attempt and give the sheet to render, as JSON; None when there is nothing left to do."""
    attestation = _locked(attestation_id)
    if attestation is None or attestation.state is FileState.READY:
        return None
    attestation.attempts, attestation.tried_at = attestation.attempts + 1, clock.now()
    return attestation.document


def keep_file(attestation_id: int, content: bytes) -> bool:
    """Keep the bytes that are served from now on. False, and nothing kept, when another worker was first."""
    attestation = _locked(attestation_id)
    if attestation is None or attestation.state is FileState.READY:
        return False
    stored = files.store(content, PDF)
    attestation.state, attestation.stored_file_id, attestation.sha256 = FileState.READY, stored.id, stored.sha256
    if attestation.revoked_at is None:
        _tell_holder(attestation, N_("Your attestation %(number)s is ready."))
    return True


def _locked(attestation_id: int) -> Attestation | None:
    key = (open_organisation_id(), attestation_id)
    return db.session.get(Attestation, key, with_for_update=True, populate_existing=True)


def _tell_holder(attestation: Attestation, message: str) -> None:
    notices.send(
        queries.account_of_holder(attestation),
        message,
        {"number": attestation.number_text},
        endpoint="attestations.show_attestation",
        endpoint_values={"attestation_id": attestation.id},
    )


def read_file(attestation: Attestation) -> bytes:
    """The bytes as they were issued. Raises `files.FileDamaged`, also when the register knows another hash."""
    assert attestation.stored_file_id is not None, "only a ready attestation has a file"
    content = files.read(attestation.stored_file_id)
    if hashlib.sha256(content).hexdigest() != attestation.sha256:
        raise files.FileDamaged(f"attestation {attestation.id}: not the file it was issued with")
    return content


def revoke(attestation: Attestation, *, reason: str, by_account_id: int, at: datetime | None = None) -> None:
    """From now on (or since `at`) every check says that it is revoked. Number and file stay.

    Raises AlreadyRevoked, ReasonMissing.
    """
    db.session.refresh(attestation, with_for_update=True)
    decide_revocation(already_revoked=attestation.revoked_at is not None, reason=reason)
    attestation.revoked_at, attestation.revoked_by_account_id = at or clock.now(), by_account_id
    attestation.revocation_reason = reason
    audit.record(
        REVOKED,
        subject_type="attestation",
        subject_id=attestation.id,
        after={"number_text": attestation.number_text, "reason": reason},
    )
    _tell_holder(attestation, N_("Your attestation %(number)s was revoked."))


# Called through `after_read`, when the request's scope is closed: each opens its own.


def note_download(organisation_id: int, attestation_id: int, account_id: int) -> None:
    """Write down who took the file."""
    with organisation_scope(organisation_id):
        audit.record(DOWNLOADED, subject_type="attestation", subject_id=attestation_id, account_id=account_id)
        db.session.flush()


def note_export(organisation_id: int, account_id: int, rows: int) -> None:
    """Write down who took the register, and how much of it."""
    with organisation_scope(organisation_id):
        audit.record(REGISTER_EXPORTED, account_id=account_id, after={"rows": rows})
        db.session.flush()


def count_check(organisation_id: int, attestation_id: int) -> None:
    """One more look from outside."""
    with organisation_scope(organisation_id):
        db.session.execute(
            update(AttestationCheckCount)
            .where(
                AttestationCheckCount.organisation_id == organisation_id,
                AttestationCheckCount.attestation_id == attestation_id,
            )
            .values(count=AttestationCheckCount.count + 1, last_at=clock.now())
            .execution_options(synchronize_session=False)
        )
