"""Reads of contracts: a member's, those in force on a day, what a member's employment was, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Date, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from app.kernel.access import Actor
from app.kernel.database import db
from app.kernel.paging import AnyRow, AnySelect
from app.kernel.sql import read_rows
from app.members.models import Member
from app.members.queries import visible_to
from app.network.models import ContractNature, VocabularyTerm
from app.work_relations import rules
from app.work_relations.models import Contract, ContractAmendment, ContractRules
from app.work_relations.rules import TERM_NAMES, Amendment, AssociateRule, Terms

KIND, _REASON = aliased(VocabularyTerm), aliased(VocabularyTerm)
ITS_KIND = and_(KIND.organisation_id == Contract.organisation_id, KIND.id == Contract.kind_id)
ITS_MEMBER = and_(Member.organisation_id == Contract.organisation_id, Member.id == Contract.member_id)
_ITS_REASON = and_(_REASON.organisation_id == Contract.organisation_id, _REASON.id == Contract.end_reason_id)
_ITS_CONTRACT = and_(
    Contract.organisation_id == ContractAmendment.organisation_id, Contract.id == ContractAmendment.contract_id
)
KIND_COLUMNS = (KIND.label_fr.label("kind_fr"), KIND.label_ar.label("kind_ar"), KIND.contract_nature.label("nature"))
TERM_COLUMNS = tuple(getattr(Contract, name) for name in TERM_NAMES)
_AMENDMENT_COLUMNS = (
    ContractAmendment.id,
    ContractAmendment.contract_id,
    ContractAmendment.number,
    ContractAmendment.effective_on,
    ContractAmendment.signed_on,
    ContractAmendment.reason,
    *(getattr(ContractAmendment, name) for name in TERM_NAMES),
)


def holding_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """The contracts that hold on a day."""
    return and_(Contract.started_on <= day, or_(Contract.last_day.is_(None), Contract.last_day >= day))


@dataclass(frozen=True, kw_only=True)
class KnownContract:
    """A contract as it is kept, and as rules see it."""

    row: AnyRow
    amendments: Sequence[AnyRow]
    rule: rules.Contract


_CONTRACTS = (
    select(
        Contract.id,
        Contract.member_id,
        Contract.kind_id,
        Contract.reference,
        Contract.signed_on,
        Contract.started_on,
        *TERM_COLUMNS,
        Contract.closed_on,
        Contract.end_note,
        Contract.last_day,
        *KIND_COLUMNS,
        _REASON.label_fr.label("end_reason_fr"),
        _REASON.label_ar.label("end_reason_ar"),
    )
    .join(KIND, ITS_KIND)
    .outerjoin(_REASON, _ITS_REASON)
    .where(Contract.member_id == bindparam("member_id"))
    .order_by(Contract.started_on.desc(), Contract.id.desc())
)
_AMENDMENTS = (
    select(*_AMENDMENT_COLUMNS)
    .join(Contract, _ITS_CONTRACT)
    .order_by(ContractAmendment.contract_id, ContractAmendment.number)
)
_AMENDMENTS_OF_MEMBER = _AMENDMENTS.where(Contract.member_id == bindparam("member_id"))


def contracts_of(member_id: int) -> list[KnownContract]:
    """A member's contracts with their amendments, the latest first."""
    rows = read_rows(_CONTRACTS, {"member_id": member_id}).all()
    return _known(rows, read_rows(_AMENDMENTS_OF_MEMBER, {"member_id": member_id}) if rows else ())


def _known(rows: Iterable[AnyRow], amendments: Iterable[AnyRow]) -> list[KnownContract]:
    """`amendments` stand in the order of their contracts and numbers."""
    by_contract = {number: tuple(some) for number, some in groupby(amendments, key=lambda row: row.contract_id)}
    return [
        KnownContract(row=row, amendments=some, rule=as_rules_see(row, some, nature=row.nature))
        for row, some in ((row, by_contract.get(row.id, ())) for row in rows)
    ]


def as_rules_see(row: Any, amendments: Iterable[Any], *, nature: ContractNature) -> rules.Contract:
    """A contract with its amendments, in the order of their numbers."""
    return rules.Contract(
        nature=nature,
        started_on=row.started_on,
        terms=terms_of(row),
        amendments=tuple(as_amendment(amendment) for amendment in amendments),
        closed_on=row.closed_on,
    )


def as_amendment(told: Any) -> Amendment:
    return Amendment(effective_on=told.effective_on, changes=terms_of(told))


def terms_of(told: Any) -> Terms:
    return Terms(**{name: getattr(told, name) for name in TERM_NAMES})


def get_contract_or_404(member: Member, contract_id: int) -> Contract:
    """A contract of this member."""
    contract: Contract | None = db.session.scalar(
        select(Contract).where(Contract.member_id == member.id, Contract.id == contract_id)
    )
    return contract if contract is not None else abort(404)


def get_amendment_or_404(contract: Contract, amendment_id: int) -> ContractAmendment:
    """An amendment of this contract."""
    amendment: ContractAmendment | None = db.session.scalar(
        select(ContractAmendment).where(
            ContractAmendment.contract_id == contract.id, ContractAmendment.id == amendment_id
        )
    )
    return amendment if amendment is not None else abort(404)


@dataclass(frozen=True, kw_only=True)
class Employment:
    """What an attestation of employment says: `since` counts contracts that followed each other without a day between."""

    kind_fr: str
    kind_ar: str
    post_fr: str
    post_ar: str
    since: date
    started_on: date
    last_day: date | None
    is_employed: bool


def employment_on(member_id: int, day: date) -> Employment | None:
    """The employment that holds on a day, with its terms on that day, else the last one, with those of its last day.

    None for who never was an employee by then. Whether the reader may see the member is asked before.
    """
    contracts = contracts_of(member_id)
    every_rule = [contract.rule for contract in contracts]
    employment = rules.employment_on(every_rule, day)
    if employment is None:
        return None
    known = contracts[every_rule.index(employment)]
    terms = rules.terms_on(employment, min(day, employment.last_day or day))
    return Employment(
        kind_fr=known.row.kind_fr,
        kind_ar=known.row.kind_ar,
        post_fr=terms.post_fr,
        post_ar=terms.post_ar,
        since=rules.employed_since(every_rule, employment),
        started_on=employment.started_on,
        last_day=employment.last_day,
        is_employed=employment.holds_on(day),
    )


_ON = bindparam("on", type_=Date)
_IN_FORCE = (
    select(
        Contract.id,
        Contract.member_id,
        Contract.started_on,
        *TERM_COLUMNS,
        Contract.closed_on,
        Contract.last_day,
        *KIND_COLUMNS,
        Member.number,
        Member.given_name_latin,
        Member.family_name_latin,
        Member.given_name_arabic,
        Member.family_name_arabic,
    )
    .join(KIND, ITS_KIND)
    .join(Member, ITS_MEMBER)
    .where(holding_on(_ON))
    .order_by(Member.sort_name, Member.id, Contract.started_on, Contract.id)
)
_AMENDMENTS_IN_FORCE = _AMENDMENTS.where(holding_on(_ON))


def contracts_in_force(actor: Actor, *, on: date, today: date) -> list[KnownContract]:
    """The contracts that hold on a day, of the members the actor may see today, by name."""
    rows = read_rows(_in_force(visible_to(actor, on=today)), {"on": on}).all()
    return _known(rows, read_rows(_AMENDMENTS_IN_FORCE, {"on": on}))


@lru_cache(maxsize=500)
def _in_force(visible: ColumnElement[bool]) -> AnySelect:
    return _IN_FORCE.where(visible)


@dataclass(frozen=True, kw_only=True)
class DecidedRules:
    """What an organisation decided about its contracts. Version 0: nothing yet, the defaults hold."""

    warning_days: int = rules.WARNING_DAYS
    expects_associates: bool = False
    associate_months: int = rules.ASSOCIATE_MONTHS
    deducts_agreements: bool = False
    version: int = 0

    @property
    def associate_rule(self) -> AssociateRule | None:
        """None where the organisation does not ask its employees to become associates."""
        if not self.expects_associates:
            return None
        return AssociateRule(months=self.associate_months, deducts_agreements=self.deducts_agreements)


OWN_RULES = select(ContractRules)
_DECIDED = select(*(getattr(ContractRules, name) for name in DecidedRules.__dataclass_fields__))


def decided_rules() -> DecidedRules:
    row = read_rows(_DECIDED).one_or_none()
    return DecidedRules(**row._mapping) if row is not None else DecidedRules()
