"""Recording contracts, their amendments and their ends: what changes by whom a person is bound, today or on a past day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.kernel import audit
from app.kernel.database import db
from app.kernel.errors import ChangedMeanwhile
from app.kernel.i18n import _l
from app.members.models import Member
from app.network import queries as network_queries
from app.network.models import ContractNature, Vocabulary, VocabularyTerm
from app.work_relations import queries, rules
from app.work_relations.errors import (
    AmendmentAfterThatDay,
    AmendmentsFirst,
    EndedAfterAgreedEnd,
    EndedAlready,
    EndedBeforeItStarts,
    EndReasonNotOffered,
    KindNotOffered,
    NotEnded,
    OnlyTheLastAmendmentGoes,
    RecordedEndInTheWay,
)
from app.work_relations.models import Contract, ContractAmendment

RECORDED = audit.action("contract.recorded", _l("Contract recorded"))
CHANGED = audit.action("contract.changed", _l("Contract corrected"))
DELETED = audit.action("contract.deleted", _l("Contract deleted"))
ENDED = audit.action("contract.ended", _l("End of a contract recorded"))
REOPENED = audit.action("contract.reopened", _l("End of a contract taken back"))
AMENDED = audit.action("contract.amended", _l("Amendment recorded"))
AMENDMENT_CHANGED = audit.action("contract.amendment_changed", _l("Amendment corrected"))
AMENDMENT_DELETED = audit.action("contract.amendment_deleted", _l("Amendment deleted"))
LIST_TAKEN = audit.action("contract.list_taken", _l("List of contracts taken away as a file"))
REFUSALS_OF_AN_END = (EndedBeforeItStarts, EndedAfterAgreedEnd, AmendmentAfterThatDay)  # of the form that ends


@dataclass(frozen=True, kw_only=True)
class ContractDetails:
    """What a form says of a contract as it was signed."""

    kind_id: int
    started_on: date
    reference: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    trial_ends_on: date | None = None
    weekly_minutes: int | None = None
    post_fr: str = ""
    post_ar: str = ""
    pay_terms: str = ""
    objectives: str = ""


@dataclass(frozen=True, kw_only=True)
class AmendmentDetails:
    """What a form says of an amendment; an empty term stays as it was."""

    effective_on: date
    signed_on: date | None = None
    reason: str = ""
    ends_on: date | None = None
    trial_ends_on: date | None = None
    weekly_minutes: int | None = None
    post_fr: str = ""
    post_ar: str = ""
    pay_terms: str = ""
    objectives: str = ""


@dataclass(frozen=True, kw_only=True)
class EndDetails:
    """What a form says of the end of a contract; `closed_on` is its last day."""

    closed_on: date
    end_reason_id: int | None = None
    end_note: str = ""


def record_contract(member: Member, details: ContractDetails, *, by_account_id: int | None) -> Contract:
    """Add a contract of today, of the past or to come. Raises what `rules` refuse, and KindNotOffered."""
    history, row = _locked_history(member), Contract(member_id=member.id, recorded_by_account_id=by_account_id)
    _refuse_kind_not_offered(details.kind_id)
    _settle(member, history, row, wanted=_as_signed(details))
    _write(row, details)
    db.session.add(row)
    db.session.flush()
    audit.record(RECORDED, subject_type="member", subject_id=member.id, after=_told(details))
    return row


def correct_contract(member: Member, row: Contract, details: ContractDetails, *, version: int) -> None:
    """Correct what was signed, shown at `version`; amendments and end stay. Raises as `record_contract`, ChangedMeanwhile."""
    history = _locked_history(member)
    if row not in history or row.version != version:
        raise ChangedMeanwhile
    if details.kind_id != row.kind_id:
        _refuse_kind_not_offered(details.kind_id)
    before, after = audit.only_changed(_said_by(row, ContractDetails), asdict(details))
    if after:
        told = (_which(row) | before, _which(details) | after)
        kept = history[row]
        wanted = replace(_as_signed(details), amendments=kept.amendments, closed_on=kept.closed_on)
        _settle(member, history, row, wanted=wanted)
        _write(row, details)
        db.session.flush()
        audit.record(CHANGED, subject_type="member", subject_id=member.id, before=told[0], after=told[1])


def delete_contract(member: Member, row: Contract) -> None:
    """Take back a contract that was recorded by mistake; the log keeps what it said. Raises AmendmentsFirst, ChangedMeanwhile."""
    history = _locked_history(member)
    if row not in history:
        raise ChangedMeanwhile
    if history[row].amendments:
        raise AmendmentsFirst
    told = {**_told(row, ContractDetails), **_told(row, EndDetails)}
    db.session.delete(row)
    db.session.flush()
    audit.record(DELETED, subject_type="member", subject_id=member.id, before=told)


def end_contract(member: Member, row: Contract, details: EndDetails) -> None:
    """The contract ends on a day, before its time or because it had none. Raises what `rules` refuse, EndedAlready,
    EndReasonNotOffered, ChangedMeanwhile."""
    history = _locked_history(member)
    if row not in history:
        raise ChangedMeanwhile
    if row.closed_on is not None:
        raise EndedAlready
    offered = network_queries.offered_term_ids(Vocabulary.CONTRACT_END)
    if details.end_reason_id is not None and details.end_reason_id not in offered:
        raise EndReasonNotOffered
    _settle(member, history, row, wanted=replace(history[row], closed_on=details.closed_on))
    _write(row, details)
    db.session.flush()
    told = _which(row) | _told(details)
    audit.record(ENDED, subject_type="member", subject_id=member.id, after=told)


def reopen_contract(member: Member, row: Contract) -> None:
    """Take back an end that was recorded by mistake. Raises NotEnded, ContractsOverlap, ChangedMeanwhile."""
    history = _locked_history(member)
    if row not in history:
        raise ChangedMeanwhile
    if row.closed_on is None:
        raise NotEnded
    told = _which(row) | _told(row, EndDetails)
    _settle(member, history, row, wanted=replace(history[row], closed_on=None))
    row.closed_on, row.end_reason_id, row.end_note = None, None, ""
    db.session.flush()
    audit.record(REOPENED, subject_type="member", subject_id=member.id, before=told)


def amend(member: Member, row: Contract, details: AmendmentDetails, *, by_account_id: int | None) -> ContractAmendment:
    """Add the next amendment. Raises what `rules` refuse, ChangedMeanwhile."""
    history = _locked_history(member)
    if row not in history:
        raise ChangedMeanwhile
    amendments = (*history[row].amendments, queries.as_amendment(details))
    _settle(member, history, row, wanted=replace(history[row], amendments=amendments))
    amendment = ContractAmendment(contract_id=row.id, number=len(amendments), recorded_by_account_id=by_account_id)
    _write(amendment, details)
    db.session.add(amendment)
    db.session.flush()
    told = {"number": amendment.number, **_told(details)}
    audit.record(AMENDED, subject_type="member", subject_id=member.id, after=told)
    return amendment


def correct_amendment(member: Member, amendment: ContractAmendment, details: AmendmentDetails, *, version: int) -> None:
    """Correct an amendment that was shown at `version`; it keeps its number. Raises as `amend`."""
    history = _locked_history(member)
    row = _contract_of(amendment, history)
    if row is None or amendment.version != version:
        raise ChangedMeanwhile
    before, after = audit.only_changed(_said_by(amendment, AmendmentDetails), asdict(details))
    if after:
        amendments = list(history[row].amendments)
        amendments[amendment.number - 1] = queries.as_amendment(details)
        _settle(member, history, row, wanted=replace(history[row], amendments=tuple(amendments)))
        _write(amendment, details)
        db.session.flush()
        told = ({"number": amendment.number, **before}, {"number": amendment.number, **after})
        audit.record(AMENDMENT_CHANGED, subject_type="member", subject_id=member.id, before=told[0], after=told[1])


def delete_amendment(member: Member, amendment: ContractAmendment) -> None:
    """Take back the last amendment of a contract. Raises OnlyTheLastAmendmentGoes, what `rules` refuse, ChangedMeanwhile."""
    history = _locked_history(member)
    row = _contract_of(amendment, history)
    if row is None:
        raise ChangedMeanwhile
    if amendment.number != len(history[row].amendments):
        raise OnlyTheLastAmendmentGoes
    told = {"number": amendment.number, **_told(amendment, AmendmentDetails)}
    _settle(member, history, row, wanted=replace(history[row], amendments=history[row].amendments[:-1]))
    db.session.delete(amendment)
    db.session.flush()
    audit.record(AMENDMENT_DELETED, subject_type="member", subject_id=member.id, before=told)


History = Mapping[Contract, rules.Contract]


def _locked_history(member: Member) -> History:
    """All contracts of a member, as far as rules go; nobody else changes one until the transaction ends."""
    db.session.refresh(member, with_for_update=True)
    rows = db.session.scalars(select(Contract).filter_by(member_id=member.id), execution_options=_AFRESH).all()
    found = select(ContractAmendment).where(ContractAmendment.contract_id.in_([row.id for row in rows]))
    ordered = found.order_by(ContractAmendment.contract_id, ContractAmendment.number)
    amendments = db.session.scalars(ordered, execution_options=_AFRESH).all()
    return {
        row: queries.as_rules_see(
            row, [one for one in amendments if one.contract_id == row.id], nature=_nature_of(row.kind_id)
        )
        for row in rows
    }


_AFRESH = {"populate_existing": True}  # what was read before the lock may have changed


def _as_signed(details: ContractDetails) -> rules.Contract:
    terms = queries.terms_of(details)
    return rules.Contract(nature=_nature_of(details.kind_id), started_on=details.started_on, terms=terms)


def _nature_of(kind_id: int) -> ContractNature:
    nature = db.session.scalar(select(VocabularyTerm.contract_nature).where(VocabularyTerm.id == kind_id))
    if nature is None:
        raise KindNotOffered
    return nature


def _refuse_kind_not_offered(kind_id: int) -> None:
    """A contract that is corrected may keep a kind that was withdrawn."""
    if kind_id not in network_queries.offered_term_ids(Vocabulary.CONTRACT_KIND):
        raise KindNotOffered


def _contract_of(amendment: ContractAmendment, history: History) -> Contract | None:
    """Asked under the lock: None also where somebody else has deleted the amendment meanwhile."""
    kept = select(ContractAmendment.contract_id).where(ContractAmendment.id == amendment.id)
    contract_id = db.session.scalar(kept)
    return next((row for row in history if row.id == contract_id), None)


def _settle(member: Member, history: History, row: Contract, *, wanted: rules.Contract) -> None:
    """Refuse what cannot be, before anything is changed; then keep where the contract stands."""
    try:
        rules.refuse_impossible(wanted, born_on=member.birth_date)
    except REFUSALS_OF_AN_END as refusal:
        raise (refusal if row.closed_on is None else RecordedEndInTheWay) from None
    rules.refuse_overlap(wanted, (other for known, other in history.items() if known is not row))
    row.last_day, row.trial_last_day = wanted.last_day, wanted.final_terms.trial_ends_on


def _write(row: Contract | ContractAmendment, details: ContractDetails | AmendmentDetails | EndDetails) -> None:
    for name, value in asdict(details).items():
        setattr(row, name, value)


def _said_by(row: Any, kind: type[Any]) -> dict[str, object]:
    return audit.values_of(row, *kind.__dataclass_fields__)


def _told(said: Any, kind: type[Any] | None = None) -> dict[str, object]:
    values = _said_by(said, kind) if kind else asdict(said)
    return {name: value for name, value in values.items() if value not in (None, "")}


def _which(contract: Contract | ContractDetails) -> dict[str, object]:
    """What a reader of the log knows a contract by."""
    return {"kind_id": contract.kind_id, "started_on": contract.started_on}
