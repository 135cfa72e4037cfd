"""Reads of contribution rules, exemptions, rates of pay and account entries. What was withdrawn counts nowhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.kernel.database import db
from app.kernel.paging import AnyRow
from app.kernel.sql import read_rows
from app.members.models import Member
from app.network.models import ContractNature, VocabularyTerm
from app.statements.kinds import EntryKind
from app.statements.models import (
    AccountEntry,
    ContributionExemption,
    ContributionRule,
    ContributionTier,
    PayParameters,
)
from app.statements.rules import PayRates, Rule, Tier
from app.work_relations.models import Contract

_STANDS = ContributionRule.withdrawn_at.is_(None)
_TIERS = select(ContributionTier.rule_id, ContributionTier.from_minor, ContributionTier.rate).order_by(
    ContributionTier.rule_id, ContributionTier.from_minor
)
_RULES = (
    select(
        ContributionRule.id,
        ContributionRule.contract_kind_id,
        ContributionRule.first_month,
        ContributionRule.base,
        ContributionRule.period,
        ContributionRule.fixed_minor,
        ContributionRule.minimum_minor,
    )
    .where(_STANDS)
    .order_by(ContributionRule.first_month.desc(), ContributionRule.id)
)


class RuleBook:
    """The rules that stand, to find the one of a month."""

    def __init__(self, rows: Sequence[AnyRow], tiers: Sequence[AnyRow]) -> None:
        self._tiers = {
            rule_id: tuple(Tier(from_minor=row.from_minor, rate=row.rate) for row in some)
            for rule_id, some in groupby(tiers, key=lambda row: row.rule_id)
        }
        self._by_kind: dict[int | None, list[tuple[date, Rule]]] = {}
        for row in rows:  # the latest first
            self._by_kind.setdefault(row.contract_kind_id, []).append((row.first_month, self._rule(row)))

    def _rule(self, row: AnyRow) -> Rule:
        return Rule(
            base=row.base,
            period=row.period,
            tiers=self._tiers.get(row.id, ()),
            fixed_minor=row.fixed_minor,
            minimum_minor=row.minimum_minor,
        )

    def of(self, contract_kind_id: int | None, month: date) -> Rule | None:
        """That of the kind of contract, else that of every kind; None where none holds yet."""
        for kind in (contract_kind_id, None):
            for first_month, rule in self._by_kind.get(kind, ()):
                if first_month <= month:
                    return rule
        return None


def rule_book() -> RuleBook:
    return RuleBook(read_rows(_RULES).all(), read_rows(_TIERS).all())


def recorded_rules() -> Sequence[ContributionRule]:
    """Every rule, withdrawn ones too, the latest first."""
    return db.session.scalars(
        select(ContributionRule).order_by(ContributionRule.first_month.desc(), ContributionRule.recorded_at.desc())
    ).all()


def tiers_by_rule() -> dict[int, tuple[Tier, ...]]:
    return {
        rule_id: tuple(Tier(from_minor=row.from_minor, rate=row.rate) for row in some)
        for rule_id, some in groupby(read_rows(_TIERS).all(), key=lambda row: row.rule_id)
    }


def get_rule_or_404(rule_id: int) -> ContributionRule:
    found: ContributionRule | None = db.session.scalar(select(ContributionRule).where(ContributionRule.id == rule_id))
    return found if found is not None else abort(404)


def rule_of_month(contract_kind_id: int | None, first_month: date) -> ContributionRule | None:
    """The rule of this kind that begins in this month."""
    found: ContributionRule | None = db.session.scalar(
        select(ContributionRule).where(
            ContributionRule.contract_kind_id.is_(None)
            if contract_kind_id is None
            else ContributionRule.contract_kind_id == contract_kind_id,
            ContributionRule.first_month == first_month,
            _STANDS,
        )
    )
    return found


def recorded_pay_parameters() -> Sequence[PayParameters]:
    """Those that stand, the latest first."""
    standing = select(PayParameters).where(PayParameters.withdrawn_at.is_(None))
    return db.session.scalars(standing.order_by(PayParameters.first_month.desc())).all()


def pay_rates_on(day: date) -> PayRates | None:
    """What holds in the month of a day; None where nothing was written."""
    found = (row for row in recorded_pay_parameters() if row.first_month <= day)
    row = next(found, None)
    return PayRates(employer=row.employer_rate, employee=row.employee_rate) if row is not None else None


def exemptions_of(member_ids: Collection[int]) -> Sequence[AnyRow]:
    """`member_id`, `spared`, `first_month`, `last_month` of the exemptions that stand."""
    wanted = (
        ContributionExemption.member_id,
        ContributionExemption.spared,
        ContributionExemption.first_month,
        ContributionExemption.last_month,
    )
    standing = (ContributionExemption.withdrawn_at.is_(None), ContributionExemption.member_id.in_(member_ids))
    return read_rows(select(*wanted).where(*standing)).all()


def recorded_exemptions(member_id: int) -> Sequence[ContributionExemption]:
    """Every exemption of a member, withdrawn ones too, the latest first."""
    return db.session.scalars(
        select(ContributionExemption)
        .where(ContributionExemption.member_id == member_id)
        .order_by(ContributionExemption.first_month.desc(), ContributionExemption.id)
    ).all()


def get_exemption_or_404(member: Member, exemption_id: int) -> ContributionExemption:
    found: ContributionExemption | None = db.session.scalar(
        select(ContributionExemption).where(
            ContributionExemption.member_id == member.id, ContributionExemption.id == exemption_id
        )
    )
    return found if found is not None else abort(404)


_KIND_OF_CONTRACT = and_(
    VocabularyTerm.organisation_id == Contract.organisation_id, VocabularyTerm.id == Contract.kind_id
)


def contract_spans(member_ids: Collection[int]) -> Sequence[AnyRow]:
    """`member_id`, `kind_id`, `is_beside`, `started_on`, `last_day` of contracts, by their first day.

    `is_beside`: of the nature that may stand beside another contract, which then decides.
    """
    beside = (VocabularyTerm.contract_nature == ContractNature.INDEPENDENT).label("is_beside")
    wanted = (Contract.member_id, Contract.kind_id, beside, Contract.started_on, Contract.last_day)
    found = select(*wanted).join(VocabularyTerm, _KIND_OF_CONTRACT).where(Contract.member_id.in_(member_ids))
    return read_rows(found.order_by(Contract.member_id, Contract.started_on, Contract.id)).all()


_COUNTER = aliased(AccountEntry)
_NOT_TAKEN_BACK = (
    ~select(_COUNTER.id)
    .where(_COUNTER.organisation_id == AccountEntry.organisation_id, _COUNTER.reverses_id == AccountEntry.id)
    .correlate(AccountEntry)
    .exists()
)
_STANDING_OPENING = (
    AccountEntry.kind == EntryKind.OPENING,
    AccountEntry.reverses_id.is_(None),
    _NOT_TAKEN_BACK,
)


def openings_of(member_ids: Collection[int]) -> dict[int, AnyRow]:
    """`day` and `amount_minor` of the opening balance that stands, by member."""
    wanted = (AccountEntry.member_id, AccountEntry.day, AccountEntry.amount_minor)
    found = select(*wanted).where(*_STANDING_OPENING, AccountEntry.member_id.in_(member_ids))
    return {row.member_id: row for row in read_rows(found)}


def entry_sums(member_ids: Collection[int], until: date) -> Sequence[AnyRow]:
    """`member_id`, `kind`, `day` and `minor` of all but openings, summed by day."""
    by = (AccountEntry.member_id, AccountEntry.kind, AccountEntry.day)
    counts = (AccountEntry.member_id.in_(member_ids), AccountEntry.day <= until, AccountEntry.kind != EntryKind.OPENING)
    return read_rows(select(*by, func.sum(AccountEntry.amount_minor).label("minor")).where(*counts).group_by(*by)).all()


_REVERSED = aliased(AccountEntry)
_ENTRIES = (
    select(
        AccountEntry.id,
        AccountEntry.number,
        AccountEntry.kind,
        AccountEntry.day,
        AccountEntry.amount_minor,
        AccountEntry.means,
        AccountEntry.purpose,
        AccountEntry.reference,
        AccountEntry.reason,
        AccountEntry.reverses_id,
        _REVERSED.number.label("reverses_number"),
        _COUNTER.number.label("taken_back_by"),
        Account.display_name.label("recorder"),
    )
    .outerjoin(
        _REVERSED,
        and_(_REVERSED.organisation_id == AccountEntry.organisation_id, _REVERSED.id == AccountEntry.reverses_id),
    )
    .outerjoin(
        _COUNTER,
        and_(_COUNTER.organisation_id == AccountEntry.organisation_id, _COUNTER.reverses_id == AccountEntry.id),
    )
    .outerjoin(Account, Account.id == AccountEntry.recorded_by_account_id)
    .order_by(AccountEntry.day, AccountEntry.number)
)


def entries_of(
    member_id: int, since: date, until: date, *, kinds: Collection[EntryKind] = tuple(EntryKind)
) -> Sequence[AnyRow]:
    """A member's entries of these kinds, counter-entries included, by day."""
    of_period = (AccountEntry.member_id == member_id, AccountEntry.day.between(since, until))
    return read_rows(_ENTRIES.where(*of_period, AccountEntry.kind.in_(kinds))).all()


def get_entry_or_404(member: Member, entry_id: int) -> AccountEntry:
    found: AccountEntry | None = db.session.scalar(
        select(AccountEntry).where(AccountEntry.member_id == member.id, AccountEntry.id == entry_id)
    )
    return found if found is not None else abort(404)


def is_taken_back(entry: AccountEntry) -> bool:
    counters = select(AccountEntry.id).where(AccountEntry.reverses_id == entry.id)
    return db.session.scalar(counters) is not None


def has_entries_before(member_id: int, day: date) -> bool:
    """Whether entries that still count stand before a day, openings aside."""
    earlier: Select[Any] = select(AccountEntry.id).where(
        AccountEntry.member_id == member_id,
        AccountEntry.kind != EntryKind.OPENING,
        AccountEntry.day < day,
        AccountEntry.reverses_id.is_(None),
        _NOT_TAKEN_BACK,
    )
    return db.session.scalar(earlier.limit(1)) is not None
