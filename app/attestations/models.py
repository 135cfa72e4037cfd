"""Issued attestations. A row is written once, with its number, and then tells the same for ever."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
)
from sqlalchemy.orm import InstanceState, Mapped, Mapper, mapped_column

from app.attestations import ddl
from app.attestations.rules import LONGEST_PURPOSE, AttestationKind, FileState, PaperLanguage, Purpose
from app.kernel import clock
from app.kernel.columns import EncryptedText
from app.kernel.database import db, short_code
from app.kernel.tenancy import InOrganisation, OrganisationScoped, scoped_foreign_key


class FrozenAttestation(RuntimeError):
    """Something tried to change or delete what was issued. A correction is a new attestation."""


class Attestation(OrganisationScoped, db.Model):
    """An issued attestation: its number, the data it was made from, and where its file lies.

    `document` is the sheet as plain values (app.pdf.documents), `facts` what was known on that day
    (attestations.snapshot); both are JSON, encrypted because they hold the identity number. After the insert only the file (once), its attempts and the
    revocation (once) may change: `ddl` has the triggers that hold this in the database.
    """

    __tablename__ = "attestation"
    member_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[AttestationKind] = mapped_column(short_code(AttestationKind))
    language: Mapped[PaperLanguage] = mapped_column(short_code(PaperLanguage))
    year: Mapped[int] = mapped_column(Integer)  # of issued_on, in the organisation's country
    number: Mapped[int] = mapped_column(Integer)  # from 1, without gaps, in the organisation and year
    serial: Mapped[int] = mapped_column(BigInteger)  # 20260000042: what the register is sorted by
    number_text: Mapped[str] = mapped_column(String(20))  # ELJ-2026-00042
    token: Mapped[str] = mapped_column(String(26))  # in the QR, 130 bits
    code: Mapped[str] = mapped_column(String(10))  # to be dictated with the number
    purpose: Mapped[Purpose] = mapped_column(short_code(Purpose))
    purpose_fr: Mapped[str] = mapped_column(String(LONGEST_PURPOSE), default="")  # as printed
    purpose_ar: Mapped[str] = mapped_column(String(LONGEST_PURPOSE), default="")
    holder_name_latin: Mapped[str] = mapped_column(String(170), default="")
    holder_name_arabic: Mapped[str] = mapped_column(String(170), default="")
    issuer_name_fr: Mapped[str] = mapped_column(String(120))
    issuer_name_ar: Mapped[str] = mapped_column(String(120))
    facts: Mapped[str] = mapped_column(EncryptedText)
    document: Mapped[str] = mapped_column(EncryptedText)
    wording_version: Mapped[str] = mapped_column(String(20))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]  # that day included; None: without end
    issued_by_account_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    signatory_id: Mapped[int] = mapped_column(BigInteger)

    state: Mapped[FileState] = mapped_column(short_code(FileState), default=FileState.RENDERING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)  # at making the file
    tried_at: Mapped[datetime | None]
    stored_file_id: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    revoked_at: Mapped[datetime | None]
    revoked_by_account_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    revocation_reason: Mapped[str] = mapped_column(Text, default="")  # never shown outside the organisation
    __table_args__ = (
        UniqueConstraint("organisation_id", "year", "number"),
        UniqueConstraint("organisation_id", "token"),
        scoped_foreign_key("member_id", to="member"),
        scoped_foreign_key("signatory_id", to="signatory"),
        scoped_foreign_key("stored_file_id", to="stored_file"),
        CheckConstraint("number > 0", name="number_from_one"),
        CheckConstraint("length(token) = 26 AND length(code) = 10", name="codes_whole"),
        CheckConstraint("valid_until IS NULL OR valid_until >= issued_on", name="valid_after_issue"),
        CheckConstraint("purpose_fr <> '' OR purpose_ar <> ''", name="purpose_said"),
        CheckConstraint("(state = 'ready') = (stored_file_id IS NOT NULL)", name="ready_with_file"),
        CheckConstraint("(state = 'ready') = (sha256 IS NOT NULL)", name="ready_with_hash"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_account_id IS NULL)", name="revoked_by_someone"),
        CheckConstraint("(revoked_at IS NULL) = (revocation_reason = '')", name="revoked_for_a_reason"),
        Index("ix_attestation_token", "token"),
        Index("ix_attestation_serial", "organisation_id", "serial", "id"),
        Index("ix_attestation_member", "organisation_id", "member_id", "id"),
        Index("ix_attestation_state", "state", "tried_at"),
        {"sqlite_with_rowid": False},
    )


class AttestationCheckCount(InOrganisation, db.Model):
    """How often strangers checked an attestation. A row of its own: the attestation itself never changes."""

    __tablename__ = "attestation_check_count"
    attestation_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    count: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime | None]
    __table_args__ = (scoped_foreign_key("attestation_id", to="attestation"), {"sqlite_with_rowid": False})


def _refuse_change(_mapper: Mapper[Attestation], _connection: object, attestation: Attestation) -> None:
    """The first lock, before the triggers: it names what was about to change."""
    state: InstanceState[Attestation] = inspect(attestation)
    histories = {name: attribute.history for name, attribute in state.attrs.items()}
    before = {name: (past.deleted or [None])[0] for name, past in histories.items() if past.has_changes()}
    refused = before.keys() - set(ddl.CHANGING)
    if before.get("state", attestation.state) is FileState.READY:
        refused |= before.keys() & set(ddl.FILE)
    if before.get("revoked_at", attestation.revoked_at) is not None:
        refused |= before.keys() & set(ddl.REVOCATION)
    if refused:
        raise FrozenAttestation(f"{attestation.number_text}: {', '.join(sorted(refused))}")


def _refuse_deletion(_mapper: Mapper[Attestation], _connection: object, attestation: Attestation) -> None:
    raise FrozenAttestation(f"{attestation.number_text} is not deleted")


event.listen(Attestation, "before_update", _refuse_change)
event.listen(Attestation, "before_delete", _refuse_deletion)
ddl.attach_to(Attestation.__table__)
